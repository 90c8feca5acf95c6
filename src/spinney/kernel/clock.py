"""Times are UTC inside; a school's day and hour are read in Europe/London."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    return datetime.now(UTC)


def school_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def school_year_start(day: date) -> date:
    """The school year starts on 1 September."""
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)
