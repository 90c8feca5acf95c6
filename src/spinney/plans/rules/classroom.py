"""What holds of strategies used in class, and how long a teacher's cards stay on their device."""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from spinney.kernel.clock import LONDON
from spinney.plans.types import Line
from spinney.plans.types.classroom import StrategyAnswer

DAYS_LATE = 3  # a tap made without a network may arrive after a weekend
EVENING = time(18, 0)
AFTER_LAST_BELL = timedelta(hours=2)
LONGEST_WHY = 500


def key_of(text: str) -> str:
    """What a strategy is called in a tap: the hash of its words, so that other words are another strategy."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def line_of(lines: Iterable[Line], text: str) -> UUID | None:
    """The line of the version whose words these are, in whatever section its template keeps them."""
    return next((line.id for line in lines if text in line.values.values()), None)


def reason_not_to_tap(day: date, today: date, *, used: bool) -> str:
    """Empty when the tap may be kept."""
    if day > today:
        return "That lesson has not been yet."
    if not used and day != today:
        return "A tap can be taken back on its own day only."
    if today - day > timedelta(days=DAYS_LATE):
        return "That lesson is too long ago to be noted now."
    return ""


def faults_of(
    asked: Sequence[tuple[str, str]], answers: Sequence[StrategyAnswer]
) -> dict[str, str]:
    """By strategy's key: what is missing in what a teacher said. All three are answered, or none is kept."""
    said = {answer.key: answer for answer in answers}
    found = {}
    for key, _ in asked:
        answer = said.get(key)
        if answer is None:
            found[key] = "Say whether you will do this."
        elif not answer.can and not answer.why.strip():
            found[key] = "Say why you cannot, so that the SENCO can help."
        elif len(answer.why) > LONGEST_WHY:
            found[key] = f"Shorten your reason to {LONGEST_WHY} characters or fewer."
    return found


def kept_until(day: date, bells: Iterable[time]) -> datetime:
    """When cards kept on a device are gone: in the evening, or two hours after a late last lesson."""
    ends = [datetime.combine(day, bell, LONDON) + AFTER_LAST_BELL for bell in bells]
    return max([datetime.combine(day, EVENING, LONDON), *ends])
