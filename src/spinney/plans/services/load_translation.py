"""Take over a translation of the past: released long ago, so nobody is told of it again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.ids import uuid7
from spinney.plans.models import Translation
from spinney.plans.rules import languages as rules
from spinney.plans.services.held import look_at
from spinney.plans.services.translations import language_named, pieces_of
from spinney.plans.types.languages import Translator


def take_over_translation(
    actor: Actor,
    *,
    plan_id: UUID,
    language: str,
    words: Mapping[str, str],
    translator: Translator,
    now: datetime,
) -> int:
    """`words` is English to translation; what the plan does not say is passed over. Returns how many fitted."""
    plan, tongue = (
        look_at(actor, Action.PUBLISH_PLAN, plan_id=plan_id, now=now),
        language_named(language),
    )
    found = pieces_of(plan)
    texts = {piece.key: words[piece.english] for piece in found if piece.english in words}
    if not texts:
        return 0
    Translation.objects.create(
        id=uuid7(), school_id=plan.school_id, plan_id=plan.id, language=tongue.code, edition=1,
        version=plan.version, words=rules.words_to_store(found, texts), translator_name=translator.name,
        translator_role=translator.role or "", translated_on=translator.on, saved_at=now,
        saved_by=actor.id, saved_by_name=actor.display_name, released_at=now, released_by=actor.id,
        released_by_name=actor.display_name,
    )  # fmt: skip
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        translation=tongue.code, version=plan.version, edition=1,
    )  # fmt: skip
    return len(texts)
