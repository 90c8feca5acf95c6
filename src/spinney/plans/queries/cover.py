"""Cover cards for those who make them: what a link would show, which links there are, and the paper."""

from datetime import date, datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound, NotNow
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.people.queries import CoverLesson, lesson_to_cover
from spinney.plans.queries.cover_room import (
    children_of,
    doubtful_in,
    masked_safety_in,
    read_room,
)
from spinney.plans.rules import cover as rules
from spinney.plans.types.classroom import CoverCheck, CoverRow, CoverView

ROWS_SQL = """
SELECT c.id, g.name, c.day, c.opens_at, c.closes_at, c.made_by_name, c.ended_at IS NOT NULL,
       c.wrong_codes >= %(most)s, c.openings
  FROM plans_cover_card c JOIN people_group g ON g.school_id = c.school_id AND g.id = c.group_id
 WHERE c.school_id = %(school)s AND c.day >= %(day)s AND (%(all)s OR c.made_by = %(user)s)
 ORDER BY c.opens_at, c.made_at LIMIT 200
"""
ONE_SQL = """
SELECT c.id, c.school_id, c.group_id, g.name, g.subject, coalesce(l.room, ''), s.name, c.opens_at, c.closes_at,
       c.day, c.kept, c.made_by, c.lesson
  FROM plans_cover_card c
  JOIN people_group g ON g.school_id = c.school_id AND g.id = c.group_id
  JOIN people_school s ON s.id = c.school_id
  LEFT JOIN people_lesson l ON l.school_id = c.school_id AND l.id = c.lesson
 WHERE c.id = %(cover)s AND c.ended_at IS NULL AND c.closes_at > %(now)s
"""


def cover_check(
    actor: Actor, *, school_id: UUID, lesson_id: UUID, day: date, now: datetime
) -> CoverCheck:
    """What the maker is asked. Whoever may not see the cards (the office) is told how many, and no words."""
    lesson = lesson_to_cover(actor, school_id=school_id, lesson_id=lesson_id)
    opens, closes = hours_to_cover(lesson, day, now=now)
    allowed = children_open_to(actor, Action.VIEW_CARD, now=now, column="id", table="k")
    room = read_room(
        school_id=school_id, group_id=lesson.group_id, day=day, maker=actor.id, allowed=allowed
    )
    doubtful = doubtful_in(room)
    shown = children_of(room, frozenset()) if room.all_open else ()
    if shown:
        access.record_sight(
            actor, Action.VIEW_CARD, school_id=school_id, subjects=room.ids, now=now
        )
    view = CoverView(
        lesson.group_name, lesson.subject, lesson.room, "", opens, closes, shown,
        room.size - len(room.pupils),
    )  # fmt: skip
    return CoverCheck(
        view, len(room.pupils), doubtful if room.all_open else (), len(doubtful), masked_safety_in(room)
    )  # fmt: skip


def hours_to_cover(lesson: CoverLesson, day: date, *, now: datetime) -> tuple[datetime, datetime]:
    if day not in rules.days_to_cover(school_day(now)) or day.isoweekday() != lesson.weekday:
        raise NotFound("There is no such lesson on that day.")
    opens, closes = rules.hours_of(day, lesson.starts, lesson.ends)
    if now >= closes:
        raise NotNow("That lesson is over. Choose a later one.")
    return opens, closes


def cover_days(now: datetime) -> tuple[date, ...]:
    return rules.days_to_cover(school_day(now))


def covers(actor: Actor, *, school_id: UUID, now: datetime) -> tuple[CoverRow, ...]:
    """Links for today and later: a teacher's own, or all of the school's, with how often each was opened."""
    params = {
        "school": school_id, "day": school_day(now), "user": actor.id, "most": rules.WRONG_CODES,
        "all": access.allows_in_school(actor, Action.MAKE_COVER, school_id=school_id),
    }  # fmt: skip
    return tuple(CoverRow(*row) for row in all_rows(ROWS_SQL, params))


def cover_on_paper(actor: Actor, *, cover_id: UUID, now: datetime) -> CoverView:
    """What the link shows, for the printer of whoever may make it. Not before it is made, not after the bell."""
    row = standing_cover(cover_id, now=now)
    lesson_to_cover(actor, school_id=row[1], lesson_id=row[12])
    view, children = shown_by(row)
    access.record_sight(
        actor, Action.VIEW_CARD, school_id=row[1], subjects=children, now=now, cover=str(cover_id)
    )
    return view


def standing_cover(cover_id: UUID, *, now: datetime) -> Row:
    row = one_row(ONE_SQL, {"cover": cover_id, "now": now})
    if row is None:
        raise NotFound("There is no such cover card, or its lesson is over.")
    return row


def shown_by(row: Row) -> tuple[CoverView, list[UUID]]:
    """A row of ONE_SQL as the cover teacher sees it, and the children whose records that is."""
    _, school, group, name, subject, room_name, school_name, opens, closes, day, kept, maker, _ = (
        row
    )
    room = read_room(school_id=school, group_id=group, day=day, maker=maker)
    view = CoverView(
        name, subject, room_name, school_name, opens, closes, children_of(room, frozenset(kept)),
        room.size - len(room.pupils),
    )  # fmt: skip
    return view, room.ids
