"""Names of many cultures common in England, and how a family's name passes to its children."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from spinney.jobs.demo_world.dice import Dice

FILE = Path(__file__).parent / "data" / "names.toml"
# Pairs that chance could make and that belong to well-known people.
WELL_KNOWN = frozenset(
    {
        ("Emma", "Thompson"), ("Omar", "Khan"), ("Hamza", "Malik"), ("Paul", "Smith"),
        ("Adam", "Smith"), ("David", "Taylor"), ("Mark", "Wright"), ("Ian", "Wright"),
        ("Lee", "Mack"), ("Imtiaz", "Khan"), ("Khalid", "Mahmood"), ("Sajid", "Mahmood"),
        ("Stephen", "Booth"), ("Naomi", "Campbell"), ("Olivia", "Wood"), ("Asif", "Iqbal"),
        ("Jack", "Whitehall"), ("Oliver", "Wood"), ("Ryan", "Hall"), ("Jacob", "Smith"),
        ("Sarah", "Lancashire"), ("Matthew", "Booth"), ("Bilal", "Khan"), ("Ibrahim", "Mirza"),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Culture:
    key: str
    weight: int
    language: str
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    adults_f: tuple[str, ...]
    adults_m: tuple[str, ...]
    surnames: tuple[str, ...]
    scheme: str = "same"


@dataclass(frozen=True, slots=True)
class FamilyName:
    """`mother` and `father` are the adults' surnames; `of_child` and `middle` what a child carries."""

    mother: str
    father: str
    boy: str
    girl: str


@lru_cache(maxsize=1)
def cultures() -> tuple[Culture, ...]:
    stored = tomllib.loads(FILE.read_text(encoding="utf-8"))["culture"]
    lists = ("girls", "boys", "adults_f", "adults_m", "surnames")
    for row in stored:
        row.update({key: tuple(part.strip() for part in row[key].split(",")) for key in lists})
    return msgspec.convert(tuple(stored), tuple[Culture, ...])


def pick_culture(dice: Dice) -> Culture:
    return dice.weighted([(culture, culture.weight) for culture in cultures()])


def family_name(dice: Dice, culture: Culture, father_forename: str) -> FamilyName:
    one, *others = dice.some(culture.surnames, 2)
    other = others[0] if others else one
    if culture.scheme == "polish":
        return FamilyName(_feminine(one), one, one, _feminine(one))
    if culture.scheme == "double":
        both = f"{one}-{other}"
        return FamilyName(one, other, both, both)
    if culture.scheme == "father":
        return FamilyName(other, one, father_forename, father_forename)
    if culture.scheme == "single":
        return FamilyName("", one, "", "")
    mother = other if dice.chance(0.18) else one
    return FamilyName(mother, one, one, one)


def _feminine(surname: str) -> str:
    return surname[:-1] + "a" if surname.endswith(("ski", "cki")) else surname


def child_forename(dice: Dice, culture: Culture, sex: str, *, surname: str, taken: set[str]) -> str:
    """One that no sister or brother has and that does not make a well-known name."""
    pool = culture.girls if sex == "F" else culture.boys
    free = [x for x in pool if x not in taken and (x, surname) not in WELL_KNOWN]
    return dice.pick(free or pool)


def adult_forename(dice: Dice, culture: Culture, sex: str) -> str:
    return dice.pick(culture.adults_f if sex == "F" else culture.adults_m)
