"""Say how far a section is, for whom it waits, or that this child does not need it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.errors import BadInput
from spinney.kernel.rows import all_rows, one_row, run
from spinney.plans.events import PlanSectionMarked
from spinney.plans.models import SectionMark as Row
from spinney.plans.rules import status as rules
from spinney.plans.rules.lifecycle import section_status
from spinney.plans.rules.words import one_line
from spinney.plans.services.held import HeldPlan, hold, must_be_open, touch
from spinney.plans.services.kept import keep
from spinney.plans.types import ChangeKind, Line, SectionSpec, SectionState, SectionStatus

Stored = dict[str, str] | None


def mark_section(
    actor: Actor, *, plan_id: UUID, section: str, state: SectionState, now: datetime, who: str = "",
    why: str = "",
) -> None:  # fmt: skip
    """Set a section's status. What its own words show anyway is not kept: the section then goes on showing it."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    spec = plan.template.section(section)
    if spec is None:
        raise BadInput("This plan's form has no such section. Reload the page.", field="state")
    status = _status_of(plan, spec)
    who, why = _held("who", who, rules.MOST_WHO), _held("why", why, rules.MOST_WHY)
    field, reason = rules.reason_not_to_mark(spec, status, state, who=who, why=why)
    if reason:
        raise BadInput(reason, field=field)
    after: Stored = {
        "state": state.value, "who": who if state is SectionState.WAITING else "",
        "why": why if state is SectionState.NOT_NEEDED else "",
    }  # fmt: skip
    if state is rules.derived(status):
        after = None
    before = mark_as_kept(plan, section)
    if before != after:
        put_mark(actor, plan, section, after, now=now)
        keep(actor, plan, ChangeKind.MARKED, section=section, before=before, after=after, now=now)


def _held(field: str, text: str, most: int) -> str:
    plain = one_line(text)
    if len(plain) > most:
        raise BadInput(
            f"Use {most} characters or fewer to say so. You used {len(plain)}.", field=field
        )
    return plain


def _status_of(plan: HeldPlan, spec: SectionSpec) -> SectionStatus:
    rows = all_rows(
        "SELECT id, section, position, values FROM plans_draft_line"
        " WHERE school_id = %s AND plan_id = %s AND section = %s AND ended IS NULL",
        [plan.school_id, plan.id, spec.code],
    )
    return section_status(spec, [Line(*row) for row in rows])


def mark_as_kept(plan: HeldPlan, section: str) -> Stored:
    row = one_row(
        "SELECT state, who, why FROM plans_section_mark"
        " WHERE school_id = %s AND plan_id = %s AND section = %s",
        [plan.school_id, plan.id, section],
    )
    return dict(zip(("state", "who", "why"), row, strict=True)) if row else None


def put_mark(actor: Actor, plan: HeldPlan, section: str, mark: Stored, *, now: datetime) -> None:
    """Kept, recorded and told. 'Not needed' is on the plan that families read, so it changes the draft."""
    before = mark_as_kept(plan, section)
    told: dict[str, Any] = {"section": section, "state": mark["state"] if mark else ""}
    if mark is None:
        run(
            "DELETE FROM plans_section_mark WHERE school_id = %s AND plan_id = %s AND section = %s",
            [plan.school_id, plan.id, section],
        )
    else:
        Row.objects.update_or_create(
            school_id=plan.school_id, plan_id=plan.id, section=section,
            defaults={**mark, "at": now, "by": actor.id, "by_name": actor.display_name},
        )  # fmt: skip
    not_needed = SectionState.NOT_NEEDED.value
    if not_needed in {(mark or {}).get("state"), (before or {}).get("state")}:
        touch(actor, plan, now=now, **told)
    else:
        access.record(
            actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now, **told
        )  # fmt: skip
    emit(
        PlanSectionMarked(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id, **told
        ),
        now=now,
    )
