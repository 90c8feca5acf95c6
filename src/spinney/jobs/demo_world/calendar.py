"""School days, roughly: the world's plans are published and reviewed in term time, not at Christmas."""

from datetime import date, timedelta

# (month, day) from and to, both included. Rough on purpose: no real authority's calendar.
HOLIDAYS = (
    ((12, 19), (12, 31)), ((1, 1), (1, 4)), ((2, 13), (2, 21)), ((4, 1), (4, 14)), ((5, 24), (5, 31)),
    ((7, 21), (9, 2)), ((10, 24), (10, 31)),
)  # fmt: skip


def is_school_day(day: date) -> bool:
    spot = (day.month, day.day)
    return day.weekday() < 5 and not any(first <= spot <= last for first, last in HOLIDAYS)


def school_day_near(day: date, *, not_before: date = date.min) -> date:
    """The last school day up to `day`; the next one after it when that would be too early."""
    back = day
    while not is_school_day(back):
        back -= timedelta(days=1)
    if back >= not_before:
        return back
    while not is_school_day(day):
        day += timedelta(days=1)
    return day
