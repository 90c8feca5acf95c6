"""Dates, times and counts as people read them. Times are stored in UTC and shown in London."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from spinney.people.types import year_words

LONDON = ZoneInfo("Europe/London")
NOT_SET = "not set"
SOON_DAYS = 14


def london_today() -> date:
    return datetime.now(LONDON).date()


def local(when: date | datetime) -> date | datetime:
    if isinstance(when, datetime) and when.tzinfo is not None:
        return when.astimezone(LONDON)
    return when


def day(when: date | datetime | None) -> str:
    """24 November 2026"""
    if when is None:
        return NOT_SET
    there = local(when)
    return f"{there.day} {there:%B %Y}"


def weekday(when: date | datetime | None) -> str:
    """Tuesday 24 November: for a day near enough that its year is plain."""
    if when is None:
        return NOT_SET
    there = local(when)
    return f"{there:%A} {there.day} {there:%B}"


def day_short(when: date | datetime | None) -> str:
    """24 Nov"""
    if when is None:
        return NOT_SET
    there = local(when)
    return f"{there.day} {there:%b}"


def clock(when: datetime | None) -> str:
    """10:42"""
    return NOT_SET if when is None else f"{local(when):%H:%M}"


def london(when: datetime | None, form: str) -> str:
    """A moment for a date or time box; empty while none is set."""
    return "" if when is None else f"{local(when):{form}}"


def plural(count: int, one: str, many: str = "") -> str:
    """3 plans, 1 plan, 2 children"""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def due_words(on: date | None, today: date | None = None) -> tuple[str, str]:
    """(state, words): state is none, overdue, soon or ok; the words say it without the colour."""
    if on is None:
        return "none", "No date set"
    days = (on - (today or london_today())).days
    if days < 0:
        return "overdue", f"Overdue by {plural(-days, 'day')}"
    if days == 0:
        return "soon", "Due today"
    if days <= SOON_DAYS:
        return "soon", f"Due in {plural(days, 'day')}"
    return "ok", f"Due {day(on)}"


SOURCES = {
    "ctf": "a transfer file",
    "mis_csv": "a list from the MIS",
    "person": "a member of staff",
}


def source(told: str) -> str:
    """Where a fact came from: a feed's code becomes words, and the day at its end is written out."""
    name, _, end = told.rpartition(" ")
    try:
        return f"{SOURCES.get(name, name)}, {day(date.fromisoformat(end))}"
    except ValueError:
        return SOURCES.get(told, told)


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "day_short": day_short,
    "weekday": weekday,
    "clock": clock,
    "london": london,
    "plural": plural,
    "source": source,
    "year": year_words,
}
