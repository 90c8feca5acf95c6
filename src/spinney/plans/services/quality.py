"""Count what the coach finds in published versions, once each, so that a summary is one sum in the database."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import Row, all_rows, run
from spinney.plans.rules import coach, render
from spinney.plans.services.coach import ASIDE, FIRST_NAME, sorted_out
from spinney.plans.templates import template_by_id
from spinney.plans.types import Line, Template

IN_FORCE = "p.version > 0 AND p.lifecycle IN ('active', 'on_hold')"
COUNTED = f"""q.school_id = p.school_id AND q.plan_id = p.id AND q.version = p.version
  AND q.edition = {coach.EDITION}"""
VERSION = f"""
SELECT p.id, v.number, coalesce(v.form_id, v.template_id), v.lines, v.published_at, b.lines, {FIRST_NAME}, {ASIDE}
  FROM plans_plan p JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
  JOIN plans_version v ON v.school_id = p.school_id AND v.plan_id = p.id
  LEFT JOIN plans_version b ON b.school_id = v.school_id AND b.plan_id = v.plan_id
   AND b.number = v.number - 1"""
ONE_SQL = VERSION + " WHERE p.school_id = %s AND p.id = %s AND v.number = %s"
UNCOUNTED_SQL = f"""{VERSION}
 WHERE p.school_id = %s AND v.number = p.version AND {IN_FORCE}
   AND NOT EXISTS (SELECT 1 FROM plans_quality q WHERE {COUNTED})
 ORDER BY p.id LIMIT %s"""
STORE_SQL = """
INSERT INTO plans_quality (id, school_id, plan_id, version, edition, counts, aside)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (school_id, plan_id, version)
DO UPDATE SET edition = excluded.edition, counts = excluded.counts, aside = excluded.aside
"""


def count_version(*, school_id: UUID, plan_id: UUID, version: int) -> None:
    """What the relay does when a version was published. Safe to repeat: the same words give the same counts."""
    for row in all_rows(ONE_SQL, [school_id, plan_id, version]):
        _count(school_id, row)


def count_uncounted(actor: Actor, *, school_id: UUID, now: datetime, most: int = 300) -> int:
    """Plans published before the rules were there, or counted under older rules. Returns how many were done."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    rows = all_rows(UNCOUNTED_SQL, [school_id, most])
    for row in rows:
        _count(school_id, row)
    if rows:
        access.record(actor, Action.LEAD_SEND, school_id=school_id, now=now, counted=len(rows))
    return len(rows)


def counted(
    template: Template, lines: Sequence[Line], *, on: date, child: str, before: Sequence[Line] = (),
    aside: Sequence[Row] = (),
) -> tuple[dict[str, int], dict[str, int]]:  # fmt: skip
    """Findings by rule as the day of publishing would see them: those that stand, and those set aside."""
    sheet = coach.Sheet(template, lines, on, child, before={line.id: line for line in before})
    found = sorted_out(coach.find(sheet), aside)
    return coach.counts_of(found.standing), coach.counts_of(x.finding for x in found.aside)


def _count(school_id: UUID, row: Row) -> None:
    plan_id, number, template_id, lines, published_at, before, child, aside = row
    standing, left = counted(
        template_by_id(template_id), render.lines_from(lines), on=school_day(published_at),
        child=child, before=render.lines_from(before or ()), aside=aside,
    )  # fmt: skip
    run(
        STORE_SQL,
        [uuid7(), school_id, plan_id, number, coach.EDITION, Jsonb(standing), Jsonb(left)],
    )
