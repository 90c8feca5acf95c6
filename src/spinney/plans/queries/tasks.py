"""Tasks that came out of reviews: each person's own, and for those who lead, what is overdue."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to, roles_allowed
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotAllowed, NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.lists import NAME
from spinney.plans.queries.plan import HEADER, header_from
from spinney.plans.services.recipients import hold_recipient
from spinney.plans.types.review import PersonKind, PersonRow, Recap, TaskRow

MONTH = timedelta(days=31)
COLUMNS = f"""t.id, t.plan_id, t.person_id, h.name, t.what, t.by_when, t.done_at, t.read_back_at, {NAME},
       p.school_id, p.child_id"""
# Agreed means recorded, or read back to the room; what is still being written is nobody's task yet.
TASKS = """
  FROM plans_review_task t
  JOIN plans_review_person h ON h.school_id = t.school_id AND h.id = t.person_id
  JOIN plans_review r ON r.school_id = t.school_id AND r.id = t.review_id
  JOIN plans_plan p ON p.school_id = t.school_id AND p.id = t.plan_id
  JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
  LEFT JOIN people_carer k ON k.school_id = h.school_id AND k.id = h.carer
 WHERE (r.recorded_at IS NOT NULL OR t.read_back_at IS NOT NULL)"""

MINE = f"""SELECT {COLUMNS} {TASKS} AND coalesce(h.user_id, k.user_id) = %(user)s AND {{allowed}}
   AND (t.done_at IS NULL OR t.done_at > %(recent)s)
 ORDER BY (t.done_at IS NOT NULL), t.by_when NULLS LAST, t.id LIMIT 200"""
LATE = f"""SELECT {COLUMNS} {TASKS} AND p.school_id = %(school)s AND {{allowed}}
   AND t.done_at IS NULL AND t.by_when < %(day)s ORDER BY t.by_when, t.id LIMIT 50"""

RECAP_SQL = f"""
SELECT {HEADER}, s.name, r.held_on, r.starts_at, h.id, h.kind, h.name, h.role, h.user_id, h.carer, h.present,
       h.shows_voice,
  (SELECT coalesce(jsonb_agg(jsonb_build_array(t.id, t.what, t.by_when, t.done_at)
                             ORDER BY t.by_when NULLS LAST, t.id), '[]')
     FROM plans_review_task t WHERE t.school_id = h.school_id AND t.person_id = h.id)
  FROM plans_review_person h
  JOIN plans_review r ON r.school_id = h.school_id AND r.id = h.review_id
  JOIN plans_plan p ON p.school_id = r.school_id AND p.id = r.plan_id
  JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
  JOIN people_school s ON s.id = p.school_id
 WHERE p.id = %s AND h.id = %s
"""


def my_tasks(actor: Actor, *, now: datetime, as_family: bool = False) -> tuple[TaskRow, ...]:
    """This person's own tasks, about children whose plan is open to them today; done ones stay for a month."""
    action = Action.ANSWER_PLAN if as_family else Action.VIEW_PLAN
    allowed = children_open_to(actor, action, now=now, table="p")
    recent = now.replace(hour=0, minute=0) - MONTH
    rows = all_rows(
        MINE.format(allowed=allowed.sql), {"user": actor.id, "recent": recent, **allowed.params}
    )
    _saw(actor, rows, now=now)
    return tuple(map(_task, rows))


def late_tasks(actor: Actor, *, school_id: UUID, now: datetime) -> tuple[TaskRow, ...]:
    """What somebody took on and has not done in time, for those who lead the plans."""
    if not roles_allowed(Action.EDIT_PLAN) & actor.roles_in(school_id):
        raise NotAllowed("no_grant")
    allowed = children_open_to(actor, Action.EDIT_PLAN, now=now, table="p")
    rows = all_rows(
        LATE.format(allowed=allowed.sql),
        {"school": school_id, "day": school_day(now), **allowed.params},
    )
    _saw(actor, rows, now=now)
    return tuple(map(_task, rows))


def recap(actor: Actor, *, plan_id: UUID, person_id: UUID, now: datetime) -> Recap:
    """One person's own part of a review, to print or send. Nobody else's tasks or words are read at all."""
    row = one_row(RECAP_SQL, [plan_id, person_id])
    if row is None:
        raise NotFound("There is no such recap.")
    header = header_from(row)
    access.require(
        actor, Action.EDIT_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    if row[19] is not None:
        # Since the meeting an order may have come: what may not be shown may not be printed either.
        hold_recipient(
            school_id=header.school_id, child_id=header.child_id, carer_id=row[19], now=now
        )
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), recap=str(person_id),
    )  # fmt: skip
    school, held_on, starts_at = row[11:14]
    found, kind, name, role, user, carer, present, shows, tasks = row[14:23]
    person = PersonRow(found, PersonKind(kind), name, role, user, carer, present, shows)
    day = held_on or (school_day(starts_at) if starts_at else None)
    return Recap(person, school, day, tuple(_own(header.id, person, t) for t in tasks), header)


def _saw(actor: Actor, rows: list[Row], *, now: datetime) -> None:
    for school_id in sorted({row[9] for row in rows}):
        children = sorted({row[10] for row in rows if row[9] == school_id})
        access.record_sight(
            actor, Action.VIEW_PLAN, school_id=school_id, subjects=children, now=now, tasks=True
        )


def _task(row: Row) -> TaskRow:
    return TaskRow(*row[:9])


def _own(plan_id: UUID, person: PersonRow, stored: list[Any]) -> TaskRow:
    found, what, by_when, done = stored
    return TaskRow(
        UUID(found), plan_id, person.id, person.name, what,
        date.fromisoformat(by_when) if by_when else None,
        datetime.fromisoformat(done) if done else None,
    )  # fmt: skip
