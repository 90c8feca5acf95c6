"""How often, read from the words people write: '3 times a week' is three, 'daily' is five, 'as needed' is nothing.

A table of wordings, each for the whole text. What no row matches is not clear: it is counted and listed as such and
never guessed, for a wrong number in a provision map takes time from a child.
"""

import re
from collections.abc import Callable
from fractions import Fraction

SCHOOL_DAYS = Fraction(5)
# 190 days of school a year are 38 weeks (Education (School Day and School Year) (England) Regulations 1999, reg 3:
# 380 sessions, two a day), in three terms and six half terms. A month is a twelfth of 52 weeks.
A_WEEK = {
    "day": SCHOOL_DAYS, "morning": SCHOOL_DAYS, "afternoon": SCHOOL_DAYS, "lunchtime": SCHOOL_DAYS,
    "break": SCHOOL_DAYS, "school day": SCHOOL_DAYS, "week": Fraction(1), "fortnight": Fraction(1, 2),
    "month": Fraction(12, 52), "half term": Fraction(6, 38), "term": Fraction(3, 38),
    "year": Fraction(1, 38), "school year": Fraction(1, 38),
}  # fmt: skip
WORDS = {
    "once": 1, "one": 1, "twice": 2, "two": 2, "thrice": 3, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
ADVERBS = {
    "daily": "day", "weekly": "week", "fortnightly": "fortnight", "monthly": "month", "half termly": "half term",
    "termly": "term", "yearly": "year", "annually": "year",
}  # fmt: skip
WEEKDAYS = ("mon", "tues?", "wed(?:nes)?", "thu(?:rs?)?", "fri")
NUMBER = rf"(?P<n>\d{{1,2}}|{'|'.join(WORDS)})"
UNIT = rf"(?P<unit>{'|'.join(sorted(A_WEEK, key=len, reverse=True))})"
DAY = rf"(?:{'|'.join(WEEKDAYS)})(?:days?)?"
# Where in the day it falls changes nothing about how often. 'When needed' does, so it is not here.
WHEN = (
    r"(?:,? (?:in the (?:morning|afternoon)s?|(?:before|after|during|at) (?:school|lunch|break|registration|"
    r"assembly|lunchtime|breaktime|the register|tutor time)|at the (?:start|end) of the day|in class|in school|"
    r"first thing|a\.?m\.?|p\.?m\.?))?"
)
HYPHEN = re.compile(r"(?<=[a-z0-9])-(?=[a-z0-9])")  # half-term; not a minus
EVERY = r"(?:every|each|per|a|an|every single|in a|in every|in each)"

Read = Callable[[re.Match[str]], Fraction | None]


def _times(found: re.Match[str]) -> Fraction:
    return _number(found["n"]) * A_WEEK[found["unit"]]


def _number(text: str) -> Fraction:
    return Fraction(int(text)) if text.isdigit() else Fraction(WORDS[text])


def _days_named(found: re.Match[str]) -> Fraction:
    return Fraction(len({day[:2] for day in re.findall(DAY, found[0])}))


def _every_so_many(found: re.Match[str]) -> Fraction | None:
    count = _number(found["n"])
    return A_WEEK[found["unit"]] / count if count else None


# Wording, what it means, an example. The first that matches the whole text counts.
RULES: tuple[tuple[str, Read, str], ...] = (
    (rf"{NUMBER} ?(?:x|times|sessions?|lots)?(?: of)? ?{EVERY} {UNIT}", _times, "3 times a week"),
    (rf"{NUMBER} ?(?:x|times)? (?P<adverb>{'|'.join(ADVERBS)})",
     lambda m: _number(m["n"]) * A_WEEK[ADVERBS[m["adverb"]]], "twice daily"),
    (rf"(?P<adverb>{'|'.join(ADVERBS)})(?: sessions?)?", lambda m: A_WEEK[ADVERBS[m["adverb"]]], "weekly"),
    (rf"(?P<adverb>{'|'.join(ADVERBS)}) ?(?:x|times) ?(?P<n>\d{{1,2}})",
     lambda m: _number(m["n"]) * A_WEEK[ADVERBS[m["adverb"]]], "weekly x 2"),
    (rf"(?:every|each) {UNIT}", lambda m: A_WEEK[m["unit"]], "each morning"),
    (r"(?:every|each) morning and (?:every |each )?afternoon", lambda _: 2 * SCHOOL_DAYS,
     "each morning and afternoon"),
    (rf"(?:every|each) (?:other|second|alternate) {UNIT}", lambda m: A_WEEK[m["unit"]] / 2, "every other week"),
    (rf"(?:on )?alternate {UNIT}s", lambda m: A_WEEK[m["unit"]] / 2, "alternate weeks"),
    (rf"(?:once |one session )?every {NUMBER} {UNIT}s", _every_so_many, "every 3 weeks"),
    (rf"(?:every |each |on )*{DAY}(?:(?:,| and|, and|/| &| \+) ?(?:on )?{DAY})*", _days_named,
     "Monday and Thursday"),
)  # fmt: skip
COMPILED = tuple((re.compile(wording + WHEN, re.ASCII), read) for wording, read, _ in RULES)


def sessions_a_week(text: str) -> Fraction | None:
    """None when the words do not say it in a way this table knows."""
    plain = " ".join(HYPHEN.sub(" ", text.casefold()).replace("×", "x").split()).strip(" .;,")
    for wording, read in COMPILED:
        if found := wording.fullmatch(plain):
            return read(found) or None
    return None
