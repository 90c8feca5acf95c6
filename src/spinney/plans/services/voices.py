"""A child's own page and a parent's own space: kept, shared, taken back, and heard at a review.

What a child has not shared is told to nobody: its keeping goes on the log with ids alone, and there is no event.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor, FieldClass, Relation
from spinney.events.services import emit
from spinney.files.types import Taken
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.rows import one_row
from spinney.plans.events import ChildVoiceMoved, ParentVoiceKept
from spinney.plans.models import Voice
from spinney.plans.rules import render
from spinney.plans.rules import voices as rules
from spinney.plans.services import aloud as recordings
from spinney.plans.services.held import HeldPlan, hold, look_at
from spinney.plans.services.publish import in_force_of
from spinney.plans.types.voices import Asked, Sharing, Speaker, Told

NOT_PUBLISHED = "This plan has not been published yet, so there is nothing to say about it."
NAME_SQL = """
SELECT trim(coalesce(nullif(preferred_forename, ''), forename) || ' '
            || coalesce(nullif(preferred_surname, ''), surname))
  FROM people_child WHERE school_id = %s AND id = %s
"""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who writes on the child's page now: the child, or an adult of the school beside the child."""

    own_account: bool
    action: Action
    helper_name: str
    classes: frozenset[FieldClass]


def sitting_of(actor: Actor, *, school_id: UUID, child_id: UUID, now: datetime) -> Sitting:
    """The child in their own account, or an adult around the child at school. A parent may be neither.

    VIEW_CARD is what every adult around a child at school has and no family member does. A parent who works
    here is a parent first: their own child does not speak to the school through them.
    """
    standing = access.standing(actor, school_id=school_id, subject_id=child_id, now=now)
    relations = standing.facts.relations
    if Relation.SELF in relations:
        own = standing.require(Action.ANSWER_PLAN)
        return Sitting(
            own_account=True, action=Action.ANSWER_PLAN, helper_name="", classes=own.classes
        )
    if Relation.PARENT in relations:
        raise NotAllowed("not_the_child")
    standing.require(Action.VIEW_CARD)
    seen = standing.require(Action.VIEW_PLAN)
    return Sitting(
        own_account=False,
        action=Action.ENTER_ANSWER,
        helper_name=actor.display_name,
        classes=seen.classes,
    )


def keep_child_voice(
    actor: Actor, *, plan_id: UUID, told: Told, sharing: Sharing, now: datetime,
    aloud: Iterable[bytes] | None = None, wipe: bool = False,
) -> UUID:  # fmt: skip
    """Keep the page as it is now, and who may see it. NOBODY after sharing takes it back.

    `aloud` is a recording in place of the one before; `wipe` takes that one off.
    """
    taken = _heard(actor, plan_id, aloud, now=now) if aloud else None
    plan, sitting = _hold_sitting(actor, plan_id, now=now)
    kept = rules.cleaned(told, asked_in(plan, sitting.classes))
    voice = _mine(actor, plan, sitting, now=now) or Voice(
        school_id=plan.school_id, plan_id=plan.id, speaker=Speaker.CHILD, by=actor.id,
        name=_child_name(plan), helper_name=sitting.helper_name, sitting=school_day(now),
    )  # fmt: skip
    has_aloud = bool(taken) or (not wipe and recordings.has_aloud(voice))
    if reason := rules.reason_not_to_share(kept, sharing, aloud=has_aloud):
        raise BadInput(reason, field="sharing")
    before = Sharing(voice.sharing)
    _put(voice, plan, kept, now=now)
    _share(voice, sharing, now=now)
    voice.save()
    if taken:
        recordings.put_aloud(voice, taken, now=now)
    elif wipe:
        recordings.wipe_aloud(voice)
    _told(
        actor, sitting.action, plan, now=now, voice=str(voice.id), sharing=sharing.value, aloud=has_aloud
    )  # fmt: skip
    if before is not sharing:
        _moved(plan, voice, now=now)
    return voice.id


def take_back_voice(actor: Actor, *, plan_id: UUID, voice_id: UUID, now: datetime) -> None:
    """Nobody new can read it from now on. Not after a review has heard it: it is part of that review."""
    plan, sitting = _hold_sitting(actor, plan_id, now=now)
    voice = Voice.objects.filter(
        school_id=plan.school_id, plan_id=plan.id, id=voice_id, speaker=Speaker.CHILD
    ).first()
    # What is not shared is not there for anyone but its writer, and has nothing to be taken back.
    if voice is None or not rules.shown_to_school(Sharing(voice.sharing)):
        raise NotFound("There is nothing to take back.")
    if voice.used_at is not None:
        raise NotNow(rules.USED)
    _share(voice, Sharing.NOBODY, now=now)
    voice.save(update_fields=["sharing", "shared_at"])
    _told(actor, sitting.action, plan, now=now, voice=str(voice.id), sharing=Sharing.NOBODY.value)
    _moved(plan, voice, now=now)


def keep_parent_voice(actor: Actor, *, plan_id: UUID, told: Told, now: datetime) -> UUID:
    """A parent's own space: one a parent and plan, read by the school and by no other parent."""
    plan = hold(actor, Action.ANSWER_PLAN, plan_id=plan_id, now=now)
    _must_be_published(plan)
    if _is_child(actor, plan, now=now):
        raise NotAllowed("not_a_parent")
    kept = rules.cleaned(told, asked_in(plan, plan.decision.classes))
    voice = Voice.objects.filter(
        school_id=plan.school_id, plan_id=plan.id, speaker=Speaker.PARENT, by=actor.id
    ).first() or Voice(
        school_id=plan.school_id, plan_id=plan.id, speaker=Speaker.PARENT, by=actor.id,
        sitting=school_day(now), sharing=Sharing.SCHOOL, shared_at=now,
    )  # fmt: skip
    voice.name, voice.helper_name = actor.display_name, ""
    _put(voice, plan, kept, now=now)
    voice.save()
    _told(actor, Action.ANSWER_PLAN, plan, now=now, voice=str(voice.id), lines=len(kept.verdicts))
    emit(
        ParentVoiceKept(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            voice_id=voice.id, version=plan.version, lines=len(kept.verdicts),
        ),
        now=now,
    )  # fmt: skip
    return voice.id


def hear_voices(plan: HeldPlan, review_id: UUID, *, now: datetime) -> None:
    """The review that is being recorded has heard what the child shared: from now on it stays as it was."""
    Voice.objects.filter(
        school_id=plan.school_id, plan_id=plan.id, speaker=Speaker.CHILD, used_at=None
    ).exclude(sharing=Sharing.NOBODY).update(used_at=now, review=review_id)


def asked_in(plan: HeldPlan, classes: frozenset[FieldClass]) -> Sequence[Asked]:
    """The lines of the version in force that this writer sees."""
    force = in_force_of(plan)
    lines, _ = render.for_reader(force.form or plan.template, force.lines, classes)
    return rules.asked_of(lines)


def _hold_sitting(actor: Actor, plan_id: UUID, *, now: datetime) -> tuple[HeldPlan, Sitting]:
    plan = hold(actor, Action.VIEW_PLAN, plan_id=plan_id, now=now)
    sitting = sitting_of(actor, school_id=plan.school_id, child_id=plan.child_id, now=now)
    _must_be_published(plan)
    return plan, sitting


def _heard(actor: Actor, plan_id: UUID, chunks: Iterable[bytes], *, now: datetime) -> Taken:
    """Asked before anything is read; it may take seconds, so before the plan is locked."""
    seen = look_at(actor, Action.VIEW_PLAN, plan_id=plan_id, now=now)
    sitting_of(actor, school_id=seen.school_id, child_id=seen.child_id, now=now)
    return recordings.heard(chunks)


def _must_be_published(plan: HeldPlan) -> None:
    if plan.version == 0:
        raise NotNow(NOT_PUBLISHED)


def _is_child(actor: Actor, plan: HeldPlan, *, now: datetime) -> bool:
    standing = access.standing(actor, school_id=plan.school_id, subject_id=plan.child_id, now=now)
    return Relation.SELF in standing.facts.relations


def _mine(actor: Actor, plan: HeldPlan, sitting: Sitting, *, now: datetime) -> Voice | None:
    """The newest page that this account may still change."""
    found = Voice.objects.filter(
        school_id=plan.school_id, plan_id=plan.id, speaker=Speaker.CHILD, by=actor.id, used_at=None,
        helper_name="" if sitting.own_account else sitting.helper_name,
    ).order_by("-sitting", "-id").first()  # fmt: skip
    if found is None:
        return None
    held = rules.Held(
        not found.helper_name, found.by, found.sitting, Sharing(found.sharing), found.used_at is not None
    )  # fmt: skip
    return found if rules.may_change(held, reader=actor.id, today=school_day(now)) else None


def _child_name(plan: HeldPlan) -> str:
    row = one_row(NAME_SQL, [plan.school_id, plan.child_id])
    return str(row[0]) if row else ""


def _put(voice: Voice, plan: HeldPlan, told: Told, *, now: datetime) -> None:
    voice.version, voice.changed_at = plan.version, now
    voice.says = {prompt: {"words": x.words, "face": x.face} for prompt, x in told.says.items()}
    voice.verdicts = dict(told.verdicts)


def _share(voice: Voice, sharing: Sharing, *, now: datetime) -> None:
    if sharing is Sharing.NOBODY:
        voice.shared_at = None
    elif voice.shared_at is None:
        voice.shared_at = now
    voice.sharing = sharing


def _told(actor: Actor, action: Action, plan: HeldPlan, *, now: datetime, **detail: Any) -> None:
    access.record(
        actor, action, school_id=plan.school_id, subjects=[plan.child_id], now=now, **detail
    )


def _moved(plan: HeldPlan, voice: Voice, *, now: datetime) -> None:
    emit(
        ChildVoiceMoved(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            voice_id=voice.id, version=plan.version, to=voice.sharing,
        ),
        now=now,
    )  # fmt: skip
