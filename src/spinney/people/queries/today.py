"""A teacher's week and the children in one class: what the cards on a phone open with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from spinney.access.queries import children_open_to, roles_allowed
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import all_rows, one_row
from spinney.people.queries.children import NAME
from spinney.people.queries.teaching import STAFF, GroupSummary
from spinney.people.types import ChildSummary, LessonSummary


@dataclass(frozen=True, slots=True)
class WeekLesson:
    weekday: int  # ISO: Monday is 1
    lesson: LessonSummary


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class and the children in it whose cards this person may see, in the order of their names."""

    id: UUID
    name: str
    subject: str
    children: tuple[ChildSummary, ...]


def lessons_of_week(actor: Actor, *, school_id: UUID) -> tuple[WeekLesson, ...]:
    """This person's own timetable, from Monday morning. The timetable knows no holidays."""
    rows = all_rows(
        f"""SELECT l.weekday, l.group_id, g.name, g.subject, l.room, l.starts, l.ends
              FROM people_lesson l JOIN people_group g ON g.school_id = l.school_id AND g.id = l.group_id
             WHERE l.school_id = %(school)s AND l.staff_id IN ({STAFF})
             ORDER BY l.weekday, l.starts, g.name, l.id""",
        {"school": school_id, "user": actor.id},
    )
    return tuple(WeekLesson(row[0], LessonSummary(*row[1:])) for row in rows)


def classes_to_open(actor: Actor, *, school_id: UUID, day: date) -> tuple[GroupSummary, ...]:
    """The classes this person teaches or assists; for those who lead the school, every form as well."""
    leads = bool(roles_allowed(Action.VIEW_CARD) & actor.roles_in(school_id))
    rows = all_rows(
        f"""SELECT DISTINCT g.id, g.name, g.subject
              FROM people_group g
             WHERE g.school_id = %(school)s AND ((%(leads)s AND g.kind = 'registration') OR EXISTS (
                   SELECT 1 FROM people_groupstaff s WHERE s.school_id = g.school_id AND s.group_id = g.id
                      AND s.staff_id IN ({STAFF}) AND s.valid_from <= %(day)s
                      AND (s.valid_to IS NULL OR s.valid_to >= %(day)s)))
             ORDER BY g.name, g.id""",
        {"school": school_id, "user": actor.id, "day": day, "leads": leads},
    )
    return tuple(GroupSummary(*row) for row in rows)


def class_children(
    actor: Actor, *, school_id: UUID, group_id: UUID, day: date, now: datetime
) -> ClassView:
    """NotFound for a class that is not theirs: a class's name says nothing to a stranger either."""
    leads = bool(roles_allowed(Action.VIEW_CARD) & actor.roles_in(school_id))
    params = {"school": school_id, "group": group_id, "user": actor.id, "day": day, "leads": leads}
    group = one_row(
        f"""SELECT g.id, g.name, g.subject FROM people_group g
             WHERE g.school_id = %(school)s AND g.id = %(group)s AND (%(leads)s
                OR EXISTS (SELECT 1 FROM people_groupstaff s WHERE s.school_id = g.school_id
                           AND s.group_id = g.id AND s.staff_id IN ({STAFF}) AND s.valid_from <= %(day)s
                           AND (s.valid_to IS NULL OR s.valid_to >= %(day)s))
                OR EXISTS (SELECT 1 FROM people_lesson l WHERE l.school_id = g.school_id
                           AND l.group_id = g.id AND l.staff_id IN ({STAFF})))""",
        params,
    )
    if group is None:
        raise NotFound("There is no such class, or it is not one of yours.")
    allowed = children_open_to(actor, Action.VIEW_CARD, now=now, column="id")
    rows = all_rows(
        f"""SELECT c.id, c.school_id, {NAME} AS name, c.year, c.registration_group
              FROM people_groupchild m JOIN people_child c ON c.school_id = m.school_id AND c.id = m.child_id
             WHERE m.school_id = %(school)s AND m.group_id = %(group)s AND m.valid_from <= %(day)s
               AND (m.valid_to IS NULL OR m.valid_to >= %(day)s)
               AND (c.left_on IS NULL OR c.left_on >= %(day)s) AND {allowed.sql}
             ORDER BY name, c.id""",
        {**params, **allowed.params},
    )
    return ClassView(group[0], group[1], group[2], tuple(ChildSummary(*row) for row in rows))


def children_of_lessons(
    actor: Actor, *, school_id: UUID, group_ids: Sequence[UUID], now: datetime
) -> dict[UUID, frozenset[UUID]]:
    """The children in each of the reader's own classes whose cards they may see: one read for a day."""
    allowed = children_open_to(actor, Action.VIEW_CARD, now=now, column="id")
    rows = all_rows(
        f"""SELECT m.group_id, c.id
              FROM people_groupchild m JOIN people_child c ON c.school_id = m.school_id AND c.id = m.child_id
             WHERE m.school_id = %(school)s AND m.group_id = ANY(%(groups)s) AND m.valid_from <= %(day)s
               AND (m.valid_to IS NULL OR m.valid_to >= %(day)s)
               AND (c.left_on IS NULL OR c.left_on >= %(day)s) AND {allowed.sql}
               AND EXISTS (SELECT 1 FROM people_lesson l WHERE l.school_id = m.school_id
                           AND l.group_id = m.group_id AND l.staff_id IN ({STAFF}))""",
        {
            "school": school_id, "groups": list(group_ids), "user": actor.id, "day": school_day(now),
            **allowed.params,
        },
    )  # fmt: skip
    found: dict[UUID, set[UUID]] = {}
    for group, child in rows:
        found.setdefault(group, set()).add(child)
    return {group: frozenset(children) for group, children in found.items()}
