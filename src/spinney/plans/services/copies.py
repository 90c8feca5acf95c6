"""Copies of the list of plans and of the provision map for a spreadsheet. Each is recorded: why, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import BadInput
from spinney.kernel.rows import all_rows
from spinney.plans.queries.choices import areas_known
from spinney.plans.queries.lists import PlanFilter, plan_list_page
from spinney.plans.queries.tree import TreeFilter, provision_places
from spinney.plans.rules import copies as rules
from spinney.plans.rules.copies import Column, Purpose

LAYERS = {
    "universal": "Universal", "targeted": "Targeted", "targeted_plus": "Targeted Plus",
    "specialist": "Specialist",
}  # fmt: skip
STATES = {
    "proposed": "Draft, not published", "active": "Active", "on_hold": "On hold", "ended": "Ended",
}  # fmt: skip
WAITING = {
    "": "", "senco": "SENCO to publish", "reply": "A reply to a question", "review": "A review",
    "parent": "A parent to read",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written to the file, by whatever writer."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    purpose: str


def copy_list(
    actor: Actor, *, school_id: UUID, narrowed: PlanFilter, purpose: str, now: datetime
) -> Sheet:
    """Every plan that the filter finds and this person may open, up to a limit."""
    why = _may_copy(actor, school_id, purpose)
    found = plan_list_page(actor, school_id=school_id, now=now, narrowed=narrowed)
    _not_too_many(found.total)
    named, areas = areas_known(), _areas_of(school_id, [row.id for row in found.rows])
    told = [
        (UUID(row.child_id), {
            "child": row.child_name, "year": row.year, "group": row.registration_group,
            "layer": LAYERS[row.layer], "state": STATES[row.lifecycle], "version": row.version,
            "areas": "; ".join(named.get(code, code) for code in areas.get(row.id, ())),
            "review_due": row.review_due, "waiting": WAITING[row.waiting_for],
        })
        for row in found.rows
    ]  # fmt: skip
    return _sheet(actor, school_id, ("Plans", rules.LIST_COLUMNS), told, why, now=now)


def copy_provision(
    actor: Actor, *, school_id: UUID, narrowed: TreeFilter, purpose: str, now: datetime
) -> Sheet:
    why = _may_copy(actor, school_id, purpose)
    found = provision_places(
        actor, school_id=school_id, now=now, narrowed=narrowed, most=rules.MOST_ROWS + 1
    )
    _not_too_many(len(found))
    told = [
        (place.child_id, {
            "child": place.child_name, "year": place.year, "group": place.registration_group,
            "what": place.what, "who": place.who, "how_often": place.how_often,
            "sessions": place.sessions, "minutes": place.minutes, "group_size": place.group_size,
            "adult_minutes": place.adult_minutes, "unclear": "; ".join(place.unclear),
        })
        for place in found
    ]  # fmt: skip
    return _sheet(actor, school_id, ("Provision", rules.LINE_COLUMNS), told, why, now=now)


def _may_copy(actor: Actor, school_id: UUID, purpose: str) -> Purpose:
    """Those who lead SEND. A teacher has the pages and paper, and needs no file of children on a laptop."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    if purpose not in set(Purpose):
        raise BadInput(
            "Say what the copy is for. It is kept with the record of it.", field="purpose"
        )
    return Purpose(purpose)


def _not_too_many(count: int) -> None:
    if count > rules.MOST_ROWS:
        raise BadInput(f"More than {rules.MOST_ROWS:,} rows. Choose fewer with the filters first.")


def _areas_of(school_id: UUID, plan_ids: Sequence[str]) -> dict[str, list[str]]:
    rows = all_rows(
        "SELECT id::text, areas FROM plans_plan WHERE school_id = %s AND id = ANY(%s::uuid[])",
        [school_id, list(plan_ids)],
    )
    return dict(rows)


def _sheet(
    actor: Actor,
    school_id: UUID,
    what: tuple[str, tuple[Column, ...]],
    told: Sequence[tuple[UUID, dict[str, Any]]],
    why: Purpose,
    *,
    now: datetime,
) -> Sheet:
    title, every = what
    children = list(dict.fromkeys(child for child, _ in told))
    decided = access.decide_each(
        actor, Action.VIEW_PLAN, school_id=school_id, subject_ids=children, now=now
    )
    classes = {child: decision.classes for child, decision in decided.items() if decision.allowed}
    columns = rules.allowed_columns(every, list(classes.values()))
    rows = tuple(
        rules.cells(values, columns, classes[child]) for child, values in told if child in classes
    )
    access.record(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=children, now=now, outcome="seen", list=True,
        export=title.lower(), rows=len(rows), why=why.value, columns=[c.code for c in columns],
    )  # fmt: skip
    return Sheet(title, columns, rows, rules.PURPOSES[why])


def require_copies(actor: Actor, *, school_id: UUID) -> None:
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
