"""Which lesson a teacher stands in, by the clock on the school's wall."""

from datetime import UTC, datetime, time

import pytest

from spinney.kernel.ids import uuid7
from spinney.people.queries import WeekLesson
from spinney.people.types import LessonSummary
from spinney.web.schools.cards_clock import When, slot_words, whereabouts


def lesson(weekday: int, starts: time, ends: time, name: str) -> WeekLesson:
    return WeekLesson(weekday, LessonSummary(uuid7(), name, "Maths", "M4", starts, ends))


WEEK = (
    lesson(1, time(9, 0), time(10, 0), "7A"),
    lesson(1, time(11, 15), time(12, 15), "8B"),
    lesson(3, time(9, 0), time(10, 0), "9C"),
    lesson(5, time(14, 0), time(15, 0), "7A"),
)
MOMENTS = [
    # (UTC, when, class, words): November is GMT, June is BST
    ("2026-11-23T09:00", When.NOW, "7A", "Now, until 10:00"),
    ("2026-11-23T09:59", When.NOW, "7A", "Now, until 10:00"),
    ("2026-11-23T10:00", When.LATER, "8B", "Next, at 11:15"),
    ("2026-11-23T07:00", When.LATER, "7A", "Next, at 9:00"),
    (
        "2026-11-23T13:00",
        When.ANOTHER_DAY,
        "9C",
        "No more lessons today. Next, on Wednesday at 9:00",
    ),
    ("2026-11-24T10:00", When.ANOTHER_DAY, "9C", "No lessons today. Next, tomorrow at 9:00"),
    ("2026-11-27T16:00", When.ANOTHER_DAY, "7A", "No more lessons today. Next, on Monday at 9:00"),
    ("2026-11-28T10:00", When.ANOTHER_DAY, "7A", "No lessons today. Next, on Monday at 9:00"),
    ("2026-11-29T23:30", When.ANOTHER_DAY, "7A", "No lessons today. Next, tomorrow at 9:00"),
    ("2026-06-15T08:00", When.NOW, "7A", "Now, until 10:00"),
    ("2026-06-15T09:00", When.LATER, "8B", "Next, at 11:15"),
    # The clocks go back on the morning of Sunday 25 October 2026: half past midnight comes twice.
    ("2026-10-24T23:30", When.ANOTHER_DAY, "7A", "No lessons today. Next, tomorrow at 9:00"),
    ("2026-10-26T09:00", When.NOW, "7A", "Now, until 10:00"),
]


@pytest.mark.parametrize(("moment", "when", "name", "words"), MOMENTS)
def test_the_page_opens_on_this_lesson_or_the_next(moment, when, name, words):
    found = whereabouts(WEEK, datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert (found.when, WEEK[found.index].lesson.group_name, found.words) == (when, name, words)


def test_someone_with_no_timetable_is_told_so():
    found = whereabouts((), datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert found.when is When.NEVER
    assert "no lessons on your timetable" in found.words


def test_someone_with_one_lesson_a_week_always_finds_it():
    for day in range(1, 29):
        assert whereabouts(WEEK[:1], datetime(2026, 11, day, 20, tzinfo=UTC)).index == 0


def test_a_lesson_is_named_by_day_and_hours():
    assert slot_words(WEEK[1]) == "Monday, 11:15 to 12:15"
