"""A published plan, rendered for one person."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor, FieldClass
from spinney.kernel.errors import NotFound
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import Row, all_rows, one_row, run
from spinney.plans.rules import belongs as belonging
from spinney.plans.rules import render
from spinney.plans.templates import template_by_id
from spinney.plans.types import Belongs, Carried, Change, Layer, Lifecycle, PlanHeader, PlanView

HEADER = """p.id, p.school_id, p.child_id,
  trim(coalesce(nullif(c.preferred_forename, ''), c.forename) || ' '
       || coalesce(nullif(c.preferred_surname, ''), c.surname)),
  c.year, c.registration_group, p.layer, p.lifecycle, p.version, p.published_at, p.review_due"""
JOIN = "plans_plan p JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id"


def plan_sql(more: str = "") -> str:
    """A plan and one version of it; `more` is one further column, which comes last."""
    # A reader who is not in the record as a carer has no own words to find; the sub-select costs one index probe.
    return f"""
SELECT {HEADER}, coalesce(v.form_id, v.template_id), v.lines, v.changes, v.why,
       ARRAY(SELECT r.id::text FROM people_carer r JOIN people_contact k
             ON k.school_id = r.school_id AND k.carer_id = r.id AND k.child_id = p.child_id
             WHERE r.school_id = p.school_id AND r.user_id = %(user)s), v.number, v.published_at, v.layer,
       v.not_needed, v.carried, v.belongs{", " + more if more else ""}
  FROM {JOIN}
  JOIN plans_version v ON v.school_id = p.school_id AND v.plan_id = p.id
   AND v.number = coalesce(%(number)s, p.version)
 WHERE p.id = %(plan)s
"""


PLAN_SQL = plan_sql()


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    published_at: datetime
    by: str
    why: str


def header_from(row: Row) -> PlanHeader:
    plan, school, child, name, year, group, layer, lifecycle, version, published, due = row[:11]
    return PlanHeader(
        plan,
        school,
        child,
        name,
        year,
        group,
        Layer(layer),
        Lifecycle(lifecycle),
        version,
        published,
        due,
    )


def plan_for_reader(
    actor: Actor, *, plan_id: UUID, now: datetime, number: int | None = None
) -> PlanView:
    """The plan as this person may see it; that they looked is recorded."""
    view = plan_without_recording(actor, plan_id=plan_id, now=now, number=number)
    header = view.header
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), version=header.version,
    )  # fmt: skip
    remember_reading(actor, header, now=now)
    return view


def plan_without_recording(
    actor: Actor, *, plan_id: UUID, now: datetime, number: int | None = None
) -> PlanView:
    """For callers that record the sight themselves (print, which names the recipient)."""
    row = one_row(PLAN_SQL, {"plan": plan_id, "user": actor.id, "number": number})
    if row is None:
        raise NotFound("There is no such plan, or it has not been published.")
    header = header_from(row)
    decision = access.require(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    number_shown, published_at, layer, not_needed = row[16:20]
    shown = replace(header, version=number_shown, published_at=published_at, layer=Layer(layer))
    return view_from(shown, row[11:16], decision.classes, not_needed=not_needed, beside=row[20:22])


def view_from(
    header: PlanHeader,
    row: Row,
    classes: frozenset[FieldClass],
    *,
    not_needed: dict[str, str] | None = None,
    beside: Row = (None, None),
) -> PlanView:
    """`beside` is what the version keeps beside its lines: what was carried over, and what lines belong to."""
    template_id, lines, changes, why, persons = row
    template = template_by_id(template_id)
    kept, withheld = render.for_reader(
        template, render.lines_from(lines), classes, persons=frozenset(persons)
    )
    told = render.changes_for_reader(template, map(change_from, changes), classes, shown=kept)
    left_out = render.not_needed_for_reader(template, not_needed or {}, classes)
    ids = {str(line.id) for line in kept}
    return PlanView(
        header, template, kept, told, why, withheld, left_out, carried_in(beside[0], ids),
        belongs_in(beside[1], ids),
    )  # fmt: skip


def carried_in(stored: dict[str, Any] | None, ids: set[str]) -> dict[UUID, Carried]:
    return {
        UUID(line): Carried(mark["version"], datetime.fromisoformat(mark["at"]))
        for line, mark in (stored or {}).items()
        if line in ids
    }


def belongs_in(stored: dict[str, Any] | None, ids: set[str]) -> dict[UUID, Belongs]:
    return {
        UUID(line): belonging.frozen_from(kept)
        for line, kept in (stored or {}).items()
        if line in ids
    }


def change_from(stored: dict[str, Any]) -> Change:
    line = stored.get("line_id")
    return Change(**{**stored, "line_id": UUID(line) if line else None})


def remember_reading(actor: Actor, header: PlanHeader, *, now: datetime, read: int = 0) -> None:
    """Which version this person has seen, so that nobody is asked twice and changes can be told since then.

    `read` is what they are known to have seen before: nothing is written where that says it already.
    """
    if 0 < header.version <= read:
        return
    run(
        "INSERT INTO plans_reading (id, school_id, plan_id, user_id, asked_version, read_version, read_at)"
        " VALUES (%s, %s, %s, %s, 0, %s, %s) ON CONFLICT (school_id, plan_id, user_id)"
        " DO UPDATE SET read_version = excluded.read_version, read_at = excluded.read_at"
        " WHERE plans_reading.read_version < excluded.read_version",
        [uuid7(), header.school_id, header.id, actor.id, header.version, now],
    )


def plan_id_of_child(actor: Actor, *, child_id: UUID, now: datetime) -> UUID | None:
    """The child's open plan, else their newest ended one, if this person may see it and one is published."""
    row = one_row(
        "SELECT id, school_id FROM plans_plan WHERE child_id = %s"
        " ORDER BY (lifecycle = 'ended'), opened_on DESC LIMIT 1",
        [child_id],
    )
    if row is None:
        return None
    allowed = access.allows(actor, Action.VIEW_PLAN, school_id=row[1], subject_id=child_id, now=now)
    found: UUID | None = row[0] if allowed else None
    return found


def plan_versions(actor: Actor, *, plan_id: UUID, now: datetime) -> tuple[VersionRow, ...]:
    row = one_row("SELECT school_id, child_id FROM plans_plan WHERE id = %s", [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    access.require(actor, Action.VIEW_PLAN, school_id=row[0], subject_id=row[1], now=now)
    rows = all_rows(
        "SELECT number, published_at, published_by_name, why FROM plans_version"
        " WHERE school_id = %s AND plan_id = %s ORDER BY number DESC",
        [row[0], plan_id],
    )
    return tuple(VersionRow(*each) for each in rows)
