"""What must be said to record that a need is not met, and to close such a record."""

from datetime import date

from spinney.kernel.errors import BadInput
from spinney.plans.types.unmet import NewUnmet, UnmetClosing, UnmetReason

MOST = 2000
LONGEST_NAME = 200


def checked(new: NewUnmet, *, today: date) -> tuple[str, date, UnmetReason, str]:
    """What is missing, since when, why, and how it is known: each is asked for."""
    missing = words(new.missing, "missing", "Say what the child needs and does not get.")
    since = day(new.since, "since", "Say since when it has been missing.", today=today)
    if new.reason not in set(UnmetReason):
        raise BadInput("Choose why it is not given.", field="reason")
    known = words(new.known_from, "known_from", "Say how you know. Only staff read this.")
    return missing, since, UnmetReason(new.reason), known


def closing(
    kind: str, on: date | None, how: str, *, since: date, today: date
) -> tuple[UnmetClosing, date, str]:
    if kind not in set(UnmetClosing):
        raise BadInput("Say whether it is met now, or the need has ended.", field="closing")
    chosen = UnmetClosing(kind)
    ask = (
        "Say how it is met now."
        if chosen is UnmetClosing.MET
        else "Say why it is not needed any more."
    )
    told = words(how, "closed_how", ask)
    when = day(on, "closed_on", "Say from which day.", today=today)
    if when < since:
        raise BadInput("That day is before the need was first not met.", field="closed_on")
    return chosen, when, told


def words(text: str, field: str, ask: str, *, most: int = MOST) -> str:
    plain = text.strip()
    if not plain:
        raise BadInput(ask, field=field)
    if len(plain) > most:
        raise BadInput(f"Use {most} characters or fewer. You used {len(plain)}.", field=field)
    return plain


def day(given: date | None, field: str, ask: str, *, today: date) -> date:
    if given is None:
        raise BadInput(ask, field=field)
    if given > today:
        raise BadInput("That day has not come yet. Give today or an earlier day.", field=field)
    return given
