"""The lessons for which someone may make a cover card: a teacher's own, or all of the school's."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import all_rows
from spinney.people.queries.teaching import STAFF


@dataclass(frozen=True, slots=True)
class CoverLesson:
    id: UUID
    weekday: int
    group_id: UUID
    group_name: str
    subject: str
    room: str
    starts: time
    ends: time
    teacher: str


LESSONS_SQL = f"""
SELECT l.id, l.weekday, l.group_id, g.name, g.subject, l.room, l.starts, l.ends,
       trim(s.title || ' ' || s.forename || ' ' || s.surname)
  FROM people_lesson l
  JOIN people_group g ON g.school_id = l.school_id AND g.id = l.group_id
  JOIN people_staff s ON s.school_id = l.school_id AND s.id = l.staff_id
 WHERE l.school_id = %(school)s AND (%(weekday)s::int IS NULL OR l.weekday = %(weekday)s)
   AND (%(lesson)s::uuid IS NULL OR l.id = %(lesson)s)
   AND (%(all)s OR (%(staff)s AND l.staff_id IN ({STAFF})))
 ORDER BY l.starts, g.name, l.id
"""


def lessons_to_cover(actor: Actor, *, school_id: UUID, day: date) -> tuple[CoverLesson, ...]:
    return _lessons(actor, school_id, weekday=day.isoweekday())


def lesson_to_cover(actor: Actor, *, school_id: UUID, lesson_id: UUID) -> CoverLesson:
    """NotFound for a lesson that is not theirs, as for one that is not there."""
    found = _lessons(actor, school_id, lesson_id=lesson_id)
    if not found:
        raise NotFound("There is no such lesson, or it is not one of yours.")
    return found[0]


def _lessons(
    actor: Actor, school_id: UUID, *, weekday: int | None = None, lesson_id: UUID | None = None
) -> tuple[CoverLesson, ...]:
    params = {
        "school": school_id, "user": actor.id, "weekday": weekday, "lesson": lesson_id,
        "all": access.allows_in_school(actor, Action.MAKE_COVER, school_id=school_id),
        "staff": bool(actor.roles_in(school_id)),
    }  # fmt: skip
    return tuple(CoverLesson(*row) for row in all_rows(LESSONS_SQL, params))
