"""Who is taught by whom, when and where: what the classroom card opens with."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.rows import all_rows
from spinney.people.types import LessonSummary

STAFF = "SELECT id FROM people_staff WHERE school_id = %(school)s AND user_id = %(user)s AND left_on IS NULL"


@dataclass(frozen=True, slots=True)
class GroupSummary:
    id: UUID
    name: str
    subject: str


def lessons_of_day(actor: Actor, *, school_id: UUID, day: date) -> tuple[LessonSummary, ...]:
    """This person's own lessons on that day, in order of time."""
    rows = all_rows(
        f"""SELECT l.group_id, g.name, g.subject, l.room, l.starts, l.ends
              FROM people_lesson l JOIN people_group g ON g.school_id = l.school_id AND g.id = l.group_id
             WHERE l.school_id = %(school)s AND l.staff_id IN ({STAFF}) AND l.weekday = %(weekday)s
             ORDER BY l.starts, g.name""",
        {"school": school_id, "user": actor.id, "weekday": day.isoweekday()},
    )
    return tuple(LessonSummary(*row) for row in rows)


def groups_of_staff(actor: Actor, *, school_id: UUID, day: date) -> tuple[GroupSummary, ...]:
    """The classes this person teaches or assists now, whatever the hour."""
    rows = all_rows(
        f"""SELECT DISTINCT g.id, g.name, g.subject
              FROM people_groupstaff s JOIN people_group g ON g.school_id = s.school_id AND g.id = s.group_id
             WHERE s.school_id = %(school)s AND s.staff_id IN ({STAFF})
               AND s.valid_from <= %(day)s AND (s.valid_to IS NULL OR s.valid_to >= %(day)s)
             ORDER BY g.name""",
        {"school": school_id, "user": actor.id, "day": day},
    )
    return tuple(GroupSummary(*row) for row in rows)


def children_in_group(
    actor: Actor, *, school_id: UUID, group_id: UUID, day: date, now: datetime
) -> tuple[UUID, ...]:
    """Ids of the group's children whom this person may see a card of."""
    allowed = children_open_to(actor, Action.VIEW_CARD, now=now)
    rows = all_rows(
        f"""SELECT c.child_id FROM people_groupchild c
             WHERE c.school_id = %(school)s AND c.group_id = %(group)s
               AND c.valid_from <= %(day)s AND (c.valid_to IS NULL OR c.valid_to >= %(day)s)
               AND {allowed.sql}""",
        {"school": school_id, "group": group_id, "day": day, **allowed.params},
    )
    return tuple(row[0] for row in rows)
