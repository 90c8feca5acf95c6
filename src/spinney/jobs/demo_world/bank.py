"""The bank of sentences that plans are made from: one data file for each type of need, and two for all.

Keys of the word lists are ages: e (Reception to Year 2), j (Years 3 to 6), s (Years 7 to 11), x (special school).
"""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

FOLDER = Path(__file__).parent / "data"
ByAge = dict[str, list[str]]


class Aim(NamedTuple):
    title: str
    baseline: str
    measure: str
    target: str


class Help(NamedTuple):
    what: str
    who: str
    how_often: str
    minutes: int
    group_size: int
    place: str


class Thread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A need, with outcomes in the order a child might reach them and the help that leads there."""

    ages: str
    area: str
    title: str
    barriers: list[str]
    strengths: list[str]
    evidence: list[str]
    aims: list[Aim]
    helps: list[Help]


class Bank(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    thread: list[Thread]
    adjustments: ByAge
    help_me: ByAge
    voice: ByAge
    parents: ByAge


class Safety(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    types: list[str]
    signs: list[str]
    action: list[str]


class General(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    praise: ByAge
    interests: ByAge
    important: ByAge
    voice: ByAge
    parents: ByAge
    why: dict[str, list[str]]
    result: dict[str, list[str]]
    ended: dict[str, list[str]]
    question: dict[str, list[tuple[str, str]]]
    views: dict[str, list[str]]
    review_note: dict[str, list[str]]


@lru_cache(maxsize=32)
def bank(code: str) -> Bank:
    return msgspec.convert(_read(code), Bank)


@lru_cache(maxsize=1)
def general() -> General:
    return msgspec.convert(_read("general"), General)


@lru_cache(maxsize=1)
def safety_lines() -> tuple[Safety, ...]:
    return msgspec.convert(_read("safety")["line"], tuple[Safety, ...])


def _read(name: str) -> dict[str, object]:
    return tomllib.loads((FOLDER / f"{name.lower()}.toml").read_text(encoding="utf-8"))


def for_age(words: ByAge, age: str) -> list[str]:
    """Every entry for this age; an age without any of its own borrows from the nearest."""
    for letter in (age, "j", "s", "e", "x"):
        if found := [text for ages, texts in words.items() if letter in ages for text in texts]:
            return found
    return []


def threads_for(code: str, age: str) -> list[Thread]:
    threads = bank(code).thread
    return [t for t in threads if age in t.ages] or threads


def age_of(school: str, year: str) -> str:
    if school == "special":
        return "x"
    if year in {"R", "1", "2"}:
        return "e"
    return "j" if len(year) == 1 and year < "7" else "s"
