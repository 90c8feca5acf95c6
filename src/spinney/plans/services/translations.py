"""A person's translation of a published version: typed in beside the English, then made ready for the family."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import classes_for_role
from spinney.access.types import Action, Actor, FieldClass, Relation
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import Row, one_row
from spinney.plans.events import PlanTranslated
from spinney.plans.models import Translation
from spinney.plans.rules import languages as rules
from spinney.plans.rules import render
from spinney.plans.services.held import HeldPlan, hold
from spinney.plans.templates import template_by_id
from spinney.plans.types.languages import BY_CODE, Key, Language, Piece, Translator

NOT_PUBLISHED = "Nothing is published yet. Publish the plan first, then have it translated."
NEWER = (
    "Version {number} has been published since this page was opened. Nothing was saved. What you typed stands"
    " below, beside the new English. Look at each text, then save again."
)
OTHER_SAVED = (
    "{name} saved this translation after you opened it. Nothing of yours was saved. What you typed stands below."
    " Open the translation in another tab to compare, then save again: yours will replace theirs."
)
NO_CHECK = "Tick the box to say that someone who reads both languages has read it through."


@dataclass(frozen=True, slots=True)
class Opened:
    """What the page showed when it was opened, so that nobody writes over what they have not seen."""

    version: int
    rev: int


def save_translation(
    actor: Actor,
    *,
    plan_id: UUID,
    language: str,
    texts: Mapping[Key, str],
    translator: Translator,
    opened: Opened,
    now: datetime,
) -> int:
    """Keep what is typed so far; the family does not see it yet. Returns the count of saves."""
    plan, tongue = _held(actor, plan_id, language, now=now)
    found = pieces_of(plan)
    _check_texts(found, texts)
    _check_translator(translator, now=now)
    row = _open_row(plan, tongue)
    _check_opened(plan, row, opened)
    values: dict[str, Any] = {
        "version": plan.version, "words": rules.words_to_store(found, texts),
        "translator_name": translator.name, "translator_role": translator.role or "",
        "translated_on": translator.on, "saved_at": now, "saved_by": actor.id,
        "saved_by_name": actor.display_name,
    }  # fmt: skip
    rev = _store(plan, tongue, row, values)
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        translation=tongue.code, version=plan.version,
    )  # fmt: skip
    return rev


def release_translation(
    actor: Actor, *, plan_id: UUID, language: str, opened: Opened, checked: bool, now: datetime
) -> int:
    """From now on the family reads it beside the English, and nobody can change it. Returns its edition."""
    plan, tongue = _held(actor, plan_id, language, now=now)
    row = _open_row(plan, tongue)
    if row is None:
        raise NotNow("Save the translation first, then make it ready for the family.")
    _check_opened(plan, row, opened)
    _check_ready(row, checked=checked)
    if row[3] != plan.version:
        raise NotNow(NEWER.format(number=plan.version))
    Translation.objects.filter(school_id=plan.school_id, id=row[0]).update(
        released_at=now, released_by=actor.id, released_by_name=actor.display_name
    )
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        translation=tongue.code, version=plan.version, edition=row[2],
    )  # fmt: skip
    emit(
        PlanTranslated(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            language=tongue.code, version=plan.version, edition=row[2],
        ),
        now=now,
    )  # fmt: skip
    return int(row[2])


def language_named(code: str) -> Language:
    if code not in BY_CODE:
        raise NotFound("There is no such language in the list.")
    return BY_CODE[code]


def family_classes() -> frozenset[FieldClass]:
    """What a parent may read of a plan, from the rule table itself."""
    return classes_for_role(Relation.PARENT, Action.ANSWER_PLAN)


def pieces_of(plan: HeldPlan) -> tuple[Piece, ...]:
    """The texts of the version in force that its family may read."""
    row = one_row(
        "SELECT lines, coalesce(form_id, template_id) FROM plans_version"
        " WHERE school_id = %s AND plan_id = %s AND number = %s",
        [plan.school_id, plan.id, plan.version],
    )
    if row is None:
        raise NotNow(NOT_PUBLISHED)
    lines, template = render.lines_from(row[0]), template_by_id(row[1])
    return rules.pieces(template, lines, plan.decision.classes & family_classes())


def _held(actor: Actor, plan_id: UUID, code: str, *, now: datetime) -> tuple[HeldPlan, Language]:
    plan = hold(actor, Action.PUBLISH_PLAN, plan_id=plan_id, now=now)
    return plan, language_named(code)


def _open_row(plan: HeldPlan, tongue: Language) -> Row | None:
    return one_row(
        "SELECT id, rev, edition, version, saved_by_name, words, translator_name, translator_role, translated_on"
        " FROM plans_translation WHERE school_id = %s AND plan_id = %s AND language = %s AND released_at IS NULL",
        [plan.school_id, plan.id, tongue.code],
    )


def _check_opened(plan: HeldPlan, row: Row | None, opened: Opened) -> None:
    if opened.version != plan.version:
        raise NotNow(NEWER.format(number=plan.version))
    if opened.rev != (row[1] if row else 0):
        raise NotNow(OTHER_SAVED.format(name=row[4] if row else "Someone"))


def _check_texts(found: tuple[Piece, ...], texts: Mapping[Key, str]) -> None:
    known = {piece.key for piece in found}
    for key, text in texts.items():
        if key not in known:
            raise BadInput(
                "One of the texts is not one that the family reads. Open the page again."
            )
        if len(text) > rules.MOST_LETTERS:
            raise BadInput(
                f"This text is longer than {rules.MOST_LETTERS} letters. Shorten it.",
                field=f"{key[0]}-{key[1]}",
            )


def _check_translator(translator: Translator, *, now: datetime) -> None:
    if len(translator.name) > 200:
        raise BadInput("The name is longer than 200 letters. Shorten it.", field="translator")
    if translator.on and translator.on > school_day(now):
        raise BadInput(
            "The day of the translation is in the future. Check it.", field="translated_on"
        )


def _check_ready(row: Row, *, checked: bool) -> None:
    words, name, role, on = row[5:9]
    if not words:
        raise BadInput("Nothing is translated yet. Type at least one text.", field="texts")
    if not name:
        raise BadInput("Give the name of the person who translated it.", field="translator")
    if not role:
        raise BadInput("Say who the translator is.", field="role")
    if on is None:
        raise BadInput("Give the day on which it was translated.", field="translated_on")
    if not checked:
        raise BadInput(NO_CHECK, field="checked")


def _store(plan: HeldPlan, tongue: Language, row: Row | None, values: dict[str, Any]) -> int:
    if row is not None:
        rev = int(row[1]) + 1
        Translation.objects.filter(school_id=plan.school_id, id=row[0]).update(rev=rev, **values)
        return rev
    last = one_row(
        "SELECT coalesce(max(edition), 0) FROM plans_translation"
        " WHERE school_id = %s AND plan_id = %s AND language = %s",
        [plan.school_id, plan.id, tongue.code],
    )
    Translation.objects.create(
        id=uuid7(), school_id=plan.school_id, plan_id=plan.id, language=tongue.code,
        edition=(last[0] if last else 0) + 1, **values,
    )  # fmt: skip
    return 1
