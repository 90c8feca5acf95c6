"""Names as people search for them, and other small truths about children. No Django."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from spinney.people.types import Withheld, year_words

__all__ = [
    "age_on", "fold", "full_name", "name_words", "order_stands", "why_withheld", "year_words",
]  # fmt: skip

# Letters that NFKD does not take apart, as English keyboards write them.
PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d",
     "ə": "e", "’": "", "'": "", "ʼ": "", "`": ""}
)  # fmt: skip
WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Plain small letters: 'Zoë O’Brien-Şahin' becomes 'zoe obrien-sahin'."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(PLAIN)


def name_words(names: Iterable[str]) -> list[str]:
    """Each word by which a child may be searched, once, in order."""
    found = [word for name in names for word in WORD.findall(fold(name))]
    return list(dict.fromkeys(found))


def full_name(
    *, forename: str, surname: str, preferred_forename: str = "", preferred_surname: str = ""
) -> str:
    """The name a child is called by. Some people have one name only."""
    return f"{preferred_forename or forename} {preferred_surname or surname}".strip()


def age_on(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def order_stands(flag: bool | None, effects: Sequence[str]) -> bool:  # noqa: FBT001
    """An order that forbids, or one that nobody here has read yet."""
    return (bool(flag) and not effects) or any(effect != "shared" for effect in effects)


def why_withheld(
    *,
    responsible: bool | None,
    order: bool,
    restriction: str,
    earlier: str = "",
) -> Withheld | None:
    """None: the school may be asked to confirm this adult. `earlier` is the state of their last tie, if any."""
    if order:
        return Withheld.COURT_ORDER
    if restriction.strip():
        return Withheld.RESTRICTION
    if responsible is not True:
        return Withheld.NO_RESPONSIBILITY
    if earlier == "refused":
        return Withheld.REFUSED
    return Withheld.ALREADY if earlier else None
