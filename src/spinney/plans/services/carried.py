"""Mark what a new draft carries over from the version before, and take the mark off what a person has looked at."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.errors import BadInput, NotNow
from spinney.kernel.rows import all_rows, one_row, run
from spinney.plans.events import LinesLookedAt
from spinney.plans.rules import carried as rules
from spinney.plans.services.held import HeldPlan, hold, must_be_open
from spinney.plans.services.kept import keep
from spinney.plans.types import ChangeKind, DraftLine

Marks = Mapping[UUID, rules.Mark | None]
LINES = """
SELECT id, section, values, carried FROM plans_draft_line
 WHERE school_id = %s AND plan_id = %s AND ended IS NULL ORDER BY section, position, id
"""
PUT = """
UPDATE plans_draft_line l SET carried = x.carried
  FROM jsonb_to_recordset(%s) AS x(id uuid, carried jsonb)
 WHERE l.school_id = %s AND l.plan_id = %s AND l.id = x.id
"""
NOTHING = "Everything there has been written in or looked at already. Reload the page to see it."


def still_right(
    actor: Actor, *, plan_id: UUID, now: datetime, line_id: UUID | None = None, section: str = ""
) -> int:
    """A person has read a line, or every line of a section, and its words may stand. Returns how many lines."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    if line_id is None and not section:
        raise BadInput("Say which line is still right.")
    found = {
        line: (code, mark)
        for line, code, values, mark in _lines(plan)
        if (line == line_id if line_id else code == section) and rules.carried_from(mark, values)
    }
    if not found:
        raise NotNow(NOTHING)
    mark_looked(actor, plan, {line: mark for line, (_, mark) in found.items()}, now=now)
    where = next(iter(found.values()))[0]
    keep(
        actor, plan, ChangeKind.LOOKED, section=where, line=line_id,
        after=[str(line) for line in found], now=now,
    )  # fmt: skip
    return len(found)


def look_over(actor: Actor, plan: HeldPlan, lines: Collection[UUID], *, now: datetime) -> None:
    """For acts that are a look by themselves: a recorded review of an outcome. The plan is held by the caller."""
    found = {
        line: mark
        for line, _, values, mark in _lines(plan)
        if line in lines and rules.carried_from(mark, values)
    }
    if found:
        mark_looked(actor, plan, found, now=now)


def mark_looked(actor: Actor, plan: HeldPlan, marks: Marks, *, now: datetime) -> None:
    put(
        plan,
        {
            line: rules.looked_at(mark or {}, at=now, by=str(actor.id), by_name=actor.display_name)
            for line, mark in marks.items()
        },
    )
    tell(actor, plan, len(marks), now=now)


def unlook(
    actor: Actor, plan: HeldPlan, lines: Collection[UUID], *, at: datetime, now: datetime
) -> int:
    """Take back what was said at one moment. What someone said again since is left."""
    found = {
        line: rules.not_looked_at(mark)
        for line, _, _, mark in _lines(plan)
        if line in lines and mark and (mark.get("looked") or {}).get("at") == at.isoformat()
    }
    if found:
        put(plan, found)
        tell(actor, plan, len(found), now=now, taken_back=True)
    return len(found)


def put(plan: HeldPlan, marks: Marks) -> None:
    sent = [{"id": str(line), "carried": mark} for line, mark in marks.items()]
    if sent:
        run(PUT, [Jsonb(sent), plan.school_id, plan.id])


def tell(
    actor: Actor, plan: HeldPlan, lines: int, *, now: datetime, taken_back: bool = False
) -> None:
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        still_right=lines, taken_back=taken_back,
    )  # fmt: skip
    emit(
        LinesLookedAt(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id, lines=lines,
            taken_back=taken_back,
        ),
        now=now,
    )  # fmt: skip


def begin_next_draft(plan: HeldPlan, number: int, *, now: datetime) -> None:
    """The draft that follows a version holds the version's words, and nobody has looked at them again."""
    put(
        plan,
        {
            line: rules.begun_anew(mark, values, version=number, at=now)
            for line, _, values, mark in _lines(plan)
        },
    )


def mark_reopened(plan: HeldPlan) -> None:
    """A plan is taken up after it ended: each line is as old as the day it was last written or looked at."""
    row = one_row(
        "SELECT version, published_at FROM plans_plan WHERE school_id = %s AND id = %s",
        [plan.school_id, plan.id],
    )
    version, at = row or (0, None)
    if at is None:
        return
    marks = {
        line: rules.fitted(rules.not_looked_at(mark), values)
        if mark
        else rules.begun_anew(None, values, version=version, at=at)
        for line, _, values, mark in _lines(plan)
        if rules.is_written(values)
    }
    put(plan, marks)


def carried_to_store(draft: Sequence[DraftLine]) -> dict[str, Any] | None:
    """By line id, for the version that is being published: what nobody looked at again."""
    found = {
        str(x.line.id): {"version": x.carried["version"], "at": x.carried["at"]}
        for x in draft
        if x.carried and x.ended is None and rules.carried_from(x.carried, x.line.values)
    }
    return found or None


def keep_marks(plan: HeldPlan, before: Collection[UUID]) -> None:
    """After a move to another form: what was carried over still is, whatever fields it stands in now."""
    put(
        plan,
        {
            line: rules.fitted(mark, values)
            for line, _, values, mark in _lines(plan)
            if line in before and mark
        },
    )


def carried_lines(plan: HeldPlan) -> frozenset[UUID]:
    return frozenset(
        line for line, _, values, mark in _lines(plan) if rules.carried_from(mark, values)
    )


def _lines(plan: HeldPlan) -> list[tuple[UUID, str, dict[str, Any], rules.Mark | None]]:
    return [tuple(row) for row in all_rows(LINES, [plan.school_id, plan.id])]
