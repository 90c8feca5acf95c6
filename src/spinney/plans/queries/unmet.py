"""Read what children need and do not get: of one child, one record, and the whole school by reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor, FieldClass
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.plan import HEADER, JOIN, header_from
from spinney.plans.rules.changes import name_of
from spinney.plans.templates import template_by_id
from spinney.plans.types import Line, PlanHeader
from spinney.plans.types.unmet import (
    Unmet,
    UnmetClosing,
    UnmetReason,
    UnmetReasonCount,
    UnmetRow,
    UnmetStepRow,
)

MOST = 200
COLUMNS = """n.id, n.plan_id, n.child_id, n.about, n.missing, n.since, n.reason, n.recorded_at, n.recorded_by_name,
  n.closing, n.closed_on, n.closed_how, n.closed_by_name, n.known_from,
  (SELECT jsonb_agg(jsonb_build_array(s.on, s.what, s.told, s.by_name) ORDER BY s.on, s.at)
     FROM plans_unmet_step s WHERE s.school_id = n.school_id AND s.unmet_id = n.id)"""
OF_CHILD = f"""
SELECT {COLUMNS} FROM plans_unmet_need n WHERE n.school_id = %s AND n.child_id = %s
 ORDER BY (n.closed_at IS NOT NULL), n.since, n.id
"""
HEAD = f"SELECT {HEADER}, coalesce(p.form_id, p.template_id) FROM {JOIN} WHERE p.id = %s"
LINES = """
SELECT id, section, position, values FROM plans_draft_line
 WHERE school_id = %s AND plan_id = %s AND ended IS NULL AND section IN ('need', 'provision')
 ORDER BY section, position, id
"""
OPEN = "n.school_id = %(school)s AND n.closed_at IS NULL AND {allowed}"
BY_REASON = f"""
SELECT n.reason, count(*), min(n.since) FROM plans_unmet_need n WHERE {OPEN}
 GROUP BY n.reason ORDER BY count(*) DESC, n.reason
"""
ROWS = f"""
SELECT n.id, trim(coalesce(nullif(c.preferred_forename, ''), c.forename) || ' '
                  || coalesce(nullif(c.preferred_surname, ''), c.surname)), c.year, n.missing, n.since, n.reason,
       (SELECT count(*) FROM plans_unmet_step s WHERE s.school_id = n.school_id AND s.unmet_id = n.id),
       (SELECT max(s.on) FROM plans_unmet_step s WHERE s.school_id = n.school_id AND s.unmet_id = n.id), n.child_id
  FROM plans_unmet_need n JOIN people_child c ON c.school_id = n.school_id AND c.id = n.child_id
 WHERE {OPEN} AND (%(reason)s = '' OR n.reason = %(reason)s) ORDER BY n.since, n.id LIMIT {MOST}
"""


@dataclass(frozen=True, slots=True)
class UnmetPage:
    header: PlanHeader
    records: tuple[Unmet, ...]
    may_write: bool
    lines: tuple[tuple[UUID, str], ...] = ()  # what a new record may be about


@dataclass(frozen=True, slots=True)
class UnmetSchool:
    """`rows` are the open records, the oldest first; no more than a page's worth."""

    reasons: tuple[UnmetReasonCount, ...]
    rows: tuple[UnmetRow, ...]

    @property
    def open(self) -> int:
        return sum(each.open for each in self.reasons)

    @property
    def oldest(self) -> date | None:
        return min((each.oldest for each in self.reasons), default=None)


def unmet_of_plan(actor: Actor, *, plan_id: UUID, now: datetime) -> UnmetPage:
    """Every record of the plan's child, the open ones first."""
    row = one_row(HEAD, [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    header = header_from(row)
    standing = access.standing(
        actor, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    classes = standing.require(Action.VIEW_PLAN).classes
    records = all_rows(OF_CHILD, [header.school_id, header.child_id])
    _saw(actor, header, now=now)
    may_write = Action.EDIT_PLAN in standing.allowed()
    return UnmetPage(
        header, tuple(_unmet(each, classes) for each in records), may_write,
        _lines(header, row[11]) if may_write else (),
    )  # fmt: skip


def unmet_record(actor: Actor, *, unmet_id: UUID, now: datetime) -> UnmetPage:
    """One record, on its own page."""
    found = one_row("SELECT plan_id FROM plans_unmet_need WHERE id = %s", [unmet_id])
    if found is None:
        raise NotFound("There is no such record.")
    page = unmet_of_plan(actor, plan_id=found[0], now=now)
    own = tuple(each for each in page.records if each.id == unmet_id)
    return UnmetPage(page.header, own, page.may_write)


def unmet_in_school(
    actor: Actor, *, school_id: UUID, now: datetime, reason: str = ""
) -> UnmetSchool:
    """What stands open, by reason: counted from the records, never from staffing or the provision map."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="n")
    params: dict[str, Any] = {"school": school_id, "reason": reason, **allowed.params}
    rows = all_rows(ROWS.format(allowed=allowed.sql), params)
    counts = all_rows(BY_REASON.format(allowed=allowed.sql), params)
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=sorted({row[8] for row in rows}),
        now=now, list=True,
    )  # fmt: skip
    return UnmetSchool(
        tuple(UnmetReasonCount(UnmetReason(code), count, old) for code, count, old in counts),
        tuple(
            UnmetRow(found, name, year, missing, since, UnmetReason(code), steps, last)
            for found, name, year, missing, since, code, steps, last, _ in rows
        ),
    )


def _unmet(row: Row, classes: frozenset[FieldClass]) -> Unmet:
    """How it is known and who was told may name others, so they are for those who read what is for staff only."""
    staff = FieldClass.STAFF_ONLY in classes
    (
        unmet,
        plan,
        child,
        about,
        missing,
        since,
        reason,
        at,
        by,
        closing,
        on,
        how,
        closer,
        known,
        steps,
    ) = row
    return Unmet(
        id=unmet, plan_id=plan, child_id=child, about=about, missing=missing, since=since,
        reason=UnmetReason(reason), recorded_at=at, recorded_by=by,
        closing=UnmetClosing(closing) if closing else None, closed_on=on, closed_how=how,
        closed_by=closer, known_from=known if staff else "",
        steps=tuple(_step(*each) for each in (steps or () if staff else ())),
    )  # fmt: skip


def _step(on: str, what: str, told: str, by: str) -> UnmetStepRow:
    return UnmetStepRow(date.fromisoformat(on), what, told, by)


def _lines(header: PlanHeader, form: UUID) -> tuple[tuple[UUID, str], ...]:
    template = template_by_id(form)
    found = []
    for row in all_rows(LINES, [header.school_id, header.id]):
        section = template.section(row[1])
        if section:
            found.append((row[0], f"{section.line_name.capitalize()}: {name_of(Line(*row))}"))
    return tuple(found)


def _saw(actor: Actor, header: PlanHeader, *, now: datetime) -> None:
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(header.id), unmet=True,
    )  # fmt: skip
