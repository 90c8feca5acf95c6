"""Record that a child goes without something, what is done about it, and how it came to an end.

Nothing else in Spinney writes these rows: not a change of the plan, of a line, of who gives it or for how long.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound, NotNow
from spinney.kernel.rows import Row, one_row
from spinney.plans.events import UnmetNeedClosed, UnmetNeedRecorded, UnmetNeedStepTaken
from spinney.plans.models import UnmetNeed, UnmetStep
from spinney.plans.rules import unmet as rules
from spinney.plans.rules.changes import name_of
from spinney.plans.services.held import HeldPlan, hold
from spinney.plans.types import Line
from spinney.plans.types.unmet import NewUnmet

CLOSED = "This record is closed already. Record a new one if something is missing again."


def record_unmet(actor: Actor, *, plan_id: UUID, new: NewUnmet, now: datetime) -> UUID:
    """A need that is not met. It stands until `close_unmet`, whatever becomes of the plan."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    missing, since, reason, known = rules.checked(new, today=school_day(now))
    made = UnmetNeed.objects.create(
        school_id=plan.school_id, child_id=plan.child_id, plan_id=plan.id, line=new.line,
        about=_called(plan, new.line), missing=missing, since=since, reason=reason,
        known_from=known, recorded_at=now, recorded_by=actor.id,
        recorded_by_name=actor.display_name,
    )  # fmt: skip
    _record(actor, made, now=now, recorded=str(made.id), reason=reason.value)
    emit(
        UnmetNeedRecorded(
            school_id=plan.school_id, subject_id=made.id, child_id=plan.child_id, plan_id=plan.id,
            line_id=new.line, code=reason.value, since=since,
        ),
        now=now,
    )  # fmt: skip
    return made.id


def add_unmet_step(
    actor: Actor, *, unmet_id: UUID, what: str, on: date | None, now: datetime, told: str = ""
) -> None:
    """Something that was done about it, and who was told."""
    unmet = _held(actor, unmet_id, now=now)
    done = rules.words(what, "what", "Say what was done.")
    when = rules.day(on, "on", "Say on which day.", today=school_day(now))
    if len(told.strip()) > rules.LONGEST_NAME:
        raise BadInput(f"Use {rules.LONGEST_NAME} characters or fewer.", field="told")
    UnmetStep.objects.create(
        school_id=unmet.school_id, unmet_id=unmet.id, on=when, what=done, told=told.strip(), at=now,
        by=actor.id, by_name=actor.display_name,
    )  # fmt: skip
    _record(actor, unmet, now=now, step=str(unmet.id))
    emit(
        UnmetNeedStepTaken(
            school_id=unmet.school_id, subject_id=unmet.id, child_id=unmet.child_id, on=when
        ),
        now=now,
    )  # fmt: skip


def close_unmet(
    actor: Actor, *, unmet_id: UUID, closing: str, on: date | None, how: str, now: datetime
) -> None:
    """It is met now, or the need ended: the only two ways in which a record closes."""
    unmet = _held(actor, unmet_id, now=now)
    kind, when, told = rules.closing(closing, on, how, since=unmet.since, today=school_day(now))
    UnmetNeed.objects.filter(school_id=unmet.school_id, id=unmet.id).update(
        closing=kind, closed_on=when, closed_how=told, closed_at=now, closed_by=actor.id,
        closed_by_name=actor.display_name,
    )  # fmt: skip
    _record(actor, unmet, now=now, closed=str(unmet.id), to=kind.value)
    emit(
        UnmetNeedClosed(
            school_id=unmet.school_id, subject_id=unmet.id, child_id=unmet.child_id, to=kind.value,
            on=when,
        ),
        now=now,
    )  # fmt: skip


def _held(actor: Actor, unmet_id: UUID, *, now: datetime) -> UnmetNeed:
    """The open record, locked. Permission before anything is said of it."""
    unmet = UnmetNeed.objects.select_for_update().filter(id=unmet_id).first()
    if unmet is None:
        raise NotFound("There is no such record.")
    access.require(
        actor, Action.EDIT_PLAN, school_id=unmet.school_id, subject_id=unmet.child_id, now=now
    )
    if unmet.closed_at is not None:
        raise NotNow(CLOSED)
    return unmet


def _called(plan: HeldPlan, line: UUID | None) -> str:
    """What the line is called today: kept, so that the record still says it when the line is gone."""
    if line is None:
        return ""
    row: Row | None = one_row(
        "SELECT id, section, position, values FROM plans_draft_line"
        " WHERE school_id = %s AND plan_id = %s AND id = %s",
        [plan.school_id, plan.id, line],
    )
    section = plan.template.section(row[1]) if row else None
    if row is None or section is None:
        raise BadInput("That line is not on this plan. Choose another.", field="line")
    return f"{section.line_name.capitalize()}: {name_of(Line(*row))}"


def _record(actor: Actor, unmet: UnmetNeed, *, now: datetime, **detail: Any) -> None:
    access.record(
        actor, Action.EDIT_PLAN, school_id=unmet.school_id, subjects=[unmet.child_id], now=now,
        unmet=str(unmet.id), **detail,
    )  # fmt: skip
