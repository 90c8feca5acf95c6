"""Add, move, remove and bring back the lines of a draft."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, one_row, run
from spinney.plans.models import DraftLine
from spinney.plans.rules import lifecycle
from spinney.plans.services.held import HeldPlan, hold, must_be_open, touch
from spinney.plans.services.kept import keep
from spinney.plans.types import ChangeKind, Line

MOST_LINES = 200


def add_line(
    actor: Actor, *, plan_id: UUID, section: str, now: datetime, line_id: UUID | None = None
) -> UUID:
    """Add an empty line at the end of a section."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    spec = plan.template.section(section)
    if spec is None or not spec.many:
        raise BadInput("This plan's form has no such list. Reload the page.", field=section)
    place = next_place(plan, section)
    made = line_id or uuid7()
    DraftLine.objects.create(
        id=made, school_id=plan.school_id, plan_id=plan.id, section=section, position=place
    )
    keep(actor, plan, ChangeKind.ADDED, section=section, line=made, now=now)
    touch(actor, plan, now=now, added=str(made), section=section)
    return made


def next_place(plan: HeldPlan, section: str) -> int:
    """The position after the section's last line; refused when the plan is full."""
    count, last = all_rows(
        "SELECT count(*), coalesce(max(position) FILTER (WHERE section = %s), -1) FROM plans_draft_line"
        " WHERE school_id = %s AND plan_id = %s",
        [section, plan.school_id, plan.id],
    )[0]
    if count >= MOST_LINES:
        raise NotNow(f"A plan holds at most {MOST_LINES} lines. Take some off before you add more.")
    return int(last) + 1


def remove_line(
    actor: Actor,
    *,
    plan_id: UUID,
    line_id: UUID,
    now: datetime,
    achievement: str = "",
    why: str = "",
) -> None:
    """Take a line off the draft. An outcome that was published ends with a result and a reason instead."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    line = DraftLine.objects.filter(school_id=plan.school_id, plan_id=plan.id, id=line_id).first()
    if line is None:
        raise NotNow("That line is already off the draft. Reload the page to see it as it is now.")
    spec = plan.template.section(line.section)
    if spec is None or not spec.many:
        raise BadInput("This part of the plan can be emptied but not removed.", field=line.section)
    published = was_published(plan, line_id)
    field, reason = lifecycle.reason_not_to_remove(
        Line(line.id, line.section, line.position, line.values),
        published=published, achievement=achievement, why=why,
    )  # fmt: skip
    if reason:
        raise BadInput(reason, field=field)
    was = as_kept(line)
    if line.section == "outcome" and published:
        ended = {"achievement": achievement, "why": why.strip(), "on": school_day(now).isoformat()}
        DraftLine.objects.filter(school_id=plan.school_id, id=line.id).update(ended=ended)
        keep(
            actor, plan, ChangeKind.ENDED, section=line.section, line=line.id, after=ended, now=now
        )
    else:
        DraftLine.objects.filter(school_id=plan.school_id, id=line.id).delete()
        keep(
            actor, plan, ChangeKind.REMOVED, section=line.section, line=line.id, before=was, now=now
        )
    touch(actor, plan, now=now, removed=str(line_id), achievement=achievement)


def restore_line(actor: Actor, *, plan_id: UUID, line_id: UUID, now: datetime) -> None:
    """Bring a finished outcome back before its result has been published."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    line = DraftLine.objects.filter(
        school_id=plan.school_id, plan_id=plan.id, id=line_id, ended__isnull=False
    ).first()
    if line is None:
        raise NotNow("This outcome is not finished, so there is nothing to bring back.")
    DraftLine.objects.filter(school_id=plan.school_id, id=line.id).update(ended=None)
    keep(
        actor, plan, ChangeKind.ENDED, section=line.section, line=line.id, before=line.ended,
        now=now,
    )  # fmt: skip
    touch(actor, plan, now=now, restored=str(line_id))


def move_line(actor: Actor, *, plan_id: UUID, line_id: UUID, up: bool, now: datetime) -> None:
    """Swap a line with the one before or after it in its section."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    rows = all_rows(
        "SELECT id, section FROM plans_draft_line WHERE school_id = %(school)s AND plan_id = %(plan)s"
        " AND section = (SELECT section FROM plans_draft_line WHERE school_id = %(school)s AND id = %(line)s)"
        " ORDER BY position, id",
        {"school": plan.school_id, "plan": plan.id, "line": line_id},
    )
    order = [row[0] for row in rows]
    if line_id not in order:
        raise NotFound("There is no such line.")
    at = order.index(line_id)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        before = list(map(str, order))
        order[at], order[to] = order[to], order[at]
        put_in_order(plan, order)
        keep(
            actor, plan, ChangeKind.MOVED, section=rows[0][1], line=line_id, before=before,
            after=list(map(str, order)), now=now,
        )  # fmt: skip
        touch(actor, plan, now=now, moved=str(line_id))


def put_in_order(plan: HeldPlan, order: Sequence[UUID]) -> None:
    run(
        "UPDATE plans_draft_line l SET position = o.position - 1"
        " FROM unnest(%s::uuid[]) WITH ORDINALITY AS o(id, position)"
        " WHERE l.school_id = %s AND l.id = o.id AND l.position <> o.position - 1",
        [list(order), plan.school_id],
    )


def as_kept(line: DraftLine) -> dict[str, Any]:
    """A whole line, to be put back as it was."""
    return {
        "position": line.position, "values": line.values, "revs": line.revs, "origin": line.origin,
        "carried": line.carried, "belongs": line.belongs,
    }  # fmt: skip


def was_published(plan: HeldPlan, line_id: UUID) -> bool:
    return bool(
        plan.version
        and one_row(
            "SELECT 1 FROM plans_version WHERE school_id = %s AND plan_id = %s AND number = %s"
            " AND lines @> %s",
            [plan.school_id, plan.id, plan.version, Jsonb([{"id": str(line_id)}])],
        )
    )
