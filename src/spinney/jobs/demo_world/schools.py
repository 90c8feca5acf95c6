"""The four schools, their classes, and the sizes of the world.

Nothing here can be a real school: URNs from 999001 and the local authority number 999 have not been given to anyone
(the 153 authorities are numbered 201 to 943, and schools' URNs have not passed 500000). No postcode area is ZZ.
"""

from dataclasses import dataclass

from spinney.people.types import Phase

TRUST_NAME = "Hollins Vale Learning Trust"
AUTHORITY = "999"
AUTHORITY_NAME = "Vale County Council"
PRIMARY_YEARS = ("R", "1", "2", "3", "4", "5", "6")
SECONDARY_YEARS = ("7", "8", "9", "10", "11")


@dataclass(frozen=True, slots=True)
class SchoolSpec:
    key: str
    name: str
    urn: str
    laestab: str
    phase: Phase
    domain: str
    interval: int
    in_trust: bool = True


@dataclass(frozen=True, slots=True)
class ClassSpec:
    """One registration class: how many children of which years."""

    school: str
    name: str
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """How big a world to build. `plans` is how many children of each school have a plan."""

    name: str
    primary_forms: int
    primary_size: int
    tutor_groups: int
    tutor_size: int
    special_classes: int
    fourth_size: int
    plans: tuple[tuple[str, int], ...]
    more_support: int = 0  # children with SEN support in each school beyond the usual share
    known_for: tuple[int, int] = (60, 1000)  # days since a child's need was first recorded


FULL = Scale("full", 2, 20, 7, 30, 12, 30,
             (("primary", 53), ("secondary", 123), ("special", 97), ("fourth", 30)))  # fmt: skip
SMALL = Scale("small", 1, 3, 1, 5, 0, 0, (("primary", 18), ("secondary", 11)),
              more_support=5, known_for=(500, 1000))  # fmt: skip
SCALES = {scale.name: scale for scale in (FULL, SMALL)}

SPECS = (
    SchoolSpec("primary", "Brookmeadow Primary School", "999001", "9992001", Phase.PRIMARY,
               "brookmeadow.example", 16),
    SchoolSpec("secondary", "Hollins Vale High School", "999002", "9994001", Phase.SECONDARY,
               "hollinsvalehigh.example", 20),
    SchoolSpec("special", "Larkrise School", "999003", "9997001", Phase.SPECIAL,
               "larkrise.example", 24),
    SchoolSpec("fourth", "St Aelred's Primary School", "999004", "9992002", Phase.PRIMARY,
               "staelreds.example", 16, in_trust=False),
)  # fmt: skip

PRIMARY_CLASSES = {
    "R": ("Acorn", "Conker"), "1": ("Hazel", "Willow"), "2": ("Rowan", "Holly"),
    "3": ("Birch", "Elder"), "4": ("Maple", "Cedar"), "5": ("Beech", "Alder"),
    "6": ("Oak", "Yew"),
}  # fmt: skip
FOURTH_CLASSES = ("Wren", "Robin", "Swift", "Heron", "Kestrel", "Osprey", "Eagle")
SPECIAL_CLASSES = (
    ("Dragonfly", ("R", "1")), ("Ladybird", ("R", "1", "2")), ("Butterfly", ("1", "2")),
    ("Hedgehog", ("3", "4")), ("Squirrel", ("3", "4")), ("Otter", ("5", "6")),
    ("Badger", ("5", "6")), ("Fox", ("7", "8")), ("Hare", ("7", "8")), ("Deer", ("9", "10")),
    ("Falcon", ("9", "10", "11")), ("Owl", ("10", "11")),
)  # fmt: skip


def classes(scale: Scale) -> list[ClassSpec]:
    found = [
        ClassSpec("primary", f"{year} {name}", ((year, scale.primary_size),))
        for year in PRIMARY_YEARS
        for name in PRIMARY_CLASSES[year][: scale.primary_forms]
    ]
    found += [
        ClassSpec("secondary", f"{year}{letter}", ((year, scale.tutor_size),))
        for year in SECONDARY_YEARS
        for letter in "ABCDEFG"[: scale.tutor_groups]
    ]
    found += [
        ClassSpec("special", name, _spread(years, 10))
        for name, years in SPECIAL_CLASSES[: scale.special_classes]
    ]
    if scale.fourth_size:
        found += [
            ClassSpec("fourth", name, ((year, scale.fourth_size),))
            for year, name in zip(PRIMARY_YEARS, FOURTH_CLASSES, strict=True)
        ]
    return found


def _spread(years: tuple[str, ...], places: int) -> tuple[tuple[str, int], ...]:
    least, over = divmod(places, len(years))
    return tuple((year, least + (1 if i < over else 0)) for i, year in enumerate(years))
