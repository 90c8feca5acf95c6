"""Dates, times and counts as people read them. Times are stored in UTC and shown in London."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from spinney.people.types import year_words
from spinney.web.design.language import gettext, mark, ngettext

LONDON = ZoneInfo("Europe/London")
NOT_SET = mark("not set")
SOON_DAYS = 14
MONTHS = (
    mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June"), mark("July"),
    mark("August"), mark("September"), mark("October"), mark("November"), mark("December"),
)  # fmt: skip
SHORT_MONTHS = (
    mark("Jan"), mark("Feb"), mark("Mar"), mark("Apr"), mark("May"), mark("Jun"), mark("Jul"), mark("Aug"),
    mark("Sep"), mark("Oct"), mark("Nov"), mark("Dec"),
)  # fmt: skip
WEEKDAYS = (
    mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"), mark("Saturday"),
    mark("Sunday"),
)  # fmt: skip


def london_today() -> date:
    return datetime.now(LONDON).date()


def local(when: date | datetime) -> date | datetime:
    if isinstance(when, datetime) and when.tzinfo is not None:
        return when.astimezone(LONDON)
    return when


def day(when: date | datetime | None) -> str:
    """24 November 2026"""
    if when is None:
        return gettext(NOT_SET)
    there = local(when)
    return f"{there.day} {gettext(MONTHS[there.month - 1])} {there.year}"


def weekday(when: date | datetime | None) -> str:
    """Tuesday 24 November: for a day near enough that its year is plain."""
    if when is None:
        return gettext(NOT_SET)
    there = local(when)
    name, month = WEEKDAYS[there.weekday()], MONTHS[there.month - 1]
    return f"{gettext(name)} {there.day} {gettext(month)}"


def day_short(when: date | datetime | None) -> str:
    """24 Nov"""
    if when is None:
        return gettext(NOT_SET)
    there = local(when)
    return f"{there.day} {gettext(SHORT_MONTHS[there.month - 1])}"


def clock(when: datetime | None) -> str:
    """10:42"""
    return gettext(NOT_SET) if when is None else f"{local(when):%H:%M}"


def london(when: datetime | None, form: str) -> str:
    """A moment for a date or time box; empty while none is set."""
    return "" if when is None else f"{local(when):{form}}"


def plural(count: int, one: str, many: str = "") -> str:
    """3 plans, 1 plan, 2 children"""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def due_words(on: date | None, today: date | None = None) -> tuple[str, str]:
    """(state, words): state is none, overdue, soon or ok; the words say it without the colour."""
    if on is None:
        return "none", gettext("No date set")
    days = (on - (today or london_today())).days
    if days < 0:
        return "overdue", ngettext("Overdue by %(num)s day", "Overdue by %(num)s days", -days) % {
            "num": f"{-days:,}"
        }
    if days == 0:
        return "soon", gettext("Due today")
    if days <= SOON_DAYS:
        return "soon", ngettext("Due in %(num)s day", "Due in %(num)s days", days) % {"num": days}
    return "ok", gettext("Due %(day)s") % {"day": day(on)}


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
