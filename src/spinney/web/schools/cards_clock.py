"""Which lesson is it? Now, next, or none, by the timetable and the clock on the wall. No Django, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from spinney.kernel.clock import LONDON
from spinney.people.queries import WeekLesson

DAYS = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class When(StrEnum):
    NOW = "now"
    LATER = "later"  # today
    ANOTHER_DAY = "another_day"
    NEVER = "never"  # nothing on the timetable


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the week a teacher stands. `index` counts the week's lessons from Monday morning."""

    when: When
    index: int
    words: str


def whereabouts(week: Sequence[WeekLesson], now: datetime) -> Place:
    """`week` in order of time. The words say what comes, and why nothing is on now."""
    if not week:
        return Place(When.NEVER, -1, "There are no lessons on your timetable.")
    there = now.astimezone(LONDON)
    today, clock = there.isoweekday(), there.time()
    lessons = [(n, item) for n, item in enumerate(week) if item.weekday == today]
    for n, item in lessons:
        if item.lesson.starts <= clock < item.lesson.ends:
            return Place(When.NOW, n, f"Now, until {hours(item.lesson.ends)}")
    for n, item in lessons:
        if item.lesson.starts > clock:
            return Place(When.LATER, n, f"Next, at {hours(item.lesson.starts)}")
    index = _first_after(week, today)
    return Place(When.ANOTHER_DAY, index, _another_day(week[index], today, had=bool(lessons)))


def _first_after(week: Sequence[WeekLesson], today: int) -> int:
    return next((n for n, item in enumerate(week) if item.weekday > today), 0)


def _another_day(item: WeekLesson, today: int, *, had: bool) -> str:
    why = "No more lessons today" if had else "No lessons today"
    day = "tomorrow" if item.weekday == today % 7 + 1 else f"on {DAYS[item.weekday]}"
    return f"{why}. Next, {day} at {hours(item.lesson.starts)}"


def slot_words(item: WeekLesson) -> str:
    return f"{DAYS[item.weekday]}, {hours(item.lesson.starts)} to {hours(item.lesson.ends)}"


def hours(at: time) -> str:
    """9:05, as a timetable on a wall says it."""
    return f"{at.hour}:{at.minute:02}"
