"""Names as people search for them, and other small truths about children. No Django."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from spinney.people.types import year_words

__all__ = ["age_on", "fold", "full_name", "name_words", "year_words"]

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
