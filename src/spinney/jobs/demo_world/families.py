"""Families by chance: who lives where, with whom, and who else counts."""

from dataclasses import dataclass, field
from uuid import UUID

from spinney.access.types import Relation
from spinney.jobs.demo_world.dice import Dice
from spinney.jobs.demo_world.maker import Maker
from spinney.jobs.demo_world.names import (
    Culture,
    FamilyName,
    adult_forename,
    family_name,
    pick_culture,
)

STREETS = (
    "Alderbank", "Barn Croft", "Beckside", "Bluebell Close", "Brook Street", "Canal Row",
    "Chapel Lane", "Clough Road", "Dyehouse Lane", "Fernlea Avenue", "Gorse Hill", "Hawthorn Way",
    "Higher Fold", "Kiln Lane", "Larch Grove", "Ling Street", "Mill Terrace", "Moorside Road",
    "Nab Lane", "Orchard Rise", "Packhorse Fold", "Quarry Street", "Reservoir Road",
    "Sandstone Drive", "Shuttle Street", "Spindle Court", "Tenter Field", "Towpath View",
    "Valley Road", "Weavers Row", "Whinfield", "Yarrow Close",
)  # fmt: skip
TOWN, COUNTY = "Hollinsvale", "Vale County"
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
FEED = "School's management information system"
KINDS = (
    ("both", 58),
    ("apart", 16),
    ("mother", 13),
    ("step", 6),
    ("father", 3),
    ("relative", 3),
    ("shared", 1),
)


@dataclass
class Adult:
    """An adult around a family's children. The five facts hold for all of them unless a case says otherwise."""

    title: str
    forename: str
    surname: str
    relationship: str
    parental_responsibility: bool | None
    lives_with: bool | None
    priority: int | None
    phones: tuple[str, ...]
    address_lines: tuple[str, ...]
    postcode: str
    email: str = ""
    account: bool = False
    user_id: UUID | None = None
    restriction: str = ""
    court_order: bool | None = None
    source: str = FEED
    relation: Relation = Relation.PARENT
    confirmed: bool = True
    persona: str = ""

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}".strip()


@dataclass
class Family:
    key: str
    culture: Culture
    name: FamilyName
    address_lines: tuple[str, ...]
    postcode: str
    adults: list[Adult]
    children: list[UUID] = field(default_factory=list)
    forenames: set[str] = field(default_factory=set)

    @property
    def parents(self) -> list[Adult]:
        return [adult for adult in self.adults if adult.parental_responsibility]


def address(dice: Dice) -> tuple[tuple[str, ...], str]:
    house = f"{dice.between(1, 180)} {dice.pick(STREETS)}"
    if dice.chance(0.12):
        house = f"Flat {dice.between(1, 24)}, {house}"
    code = f"ZZ{dice.between(1, 8)} {dice.between(1, 9)}{dice.pick(LETTERS)}{dice.pick(LETTERS)}"
    return (house, TOWN, COUNTY), code


def phones(dice: Dice) -> tuple[str, ...]:
    """Ofcom keeps 07700 900000-900999 and 01632 960000-960999 for drama: they reach nobody."""
    mobile = f"07700 900{dice.between(0, 999):03d}"
    home = f"01632 960{dice.between(0, 999):03d}"
    return (mobile, home) if dice.chance(0.35) else (mobile,)


def random_family(maker: Maker, key: str) -> Family:
    dice = maker.dice("family", key)
    culture = pick_culture(dice)
    father = adult_forename(dice, culture, "M")
    name = family_name(dice, culture, father)
    lines, postcode = address(dice)
    family = Family(key, culture, name, lines, postcode, [])
    _add_adults(family, dice, dice.weighted(KINDS), father)
    return family


def _add_adults(family: Family, dice: Dice, kind: str, father: str) -> None:
    if kind not in {"father", "relative"}:
        family.adults.append(parent(family, dice, "PAM", priority=1))
    if kind in {"both", "father"}:
        first = not family.adults
        family.adults.append(
            parent(family, dice, "PAF", priority=1 if first else 2, forename=father)
        )
    if kind in {"apart", "shared"}:
        family.adults.append(
            elsewhere(
                parent(family, dice, "PAF", priority=2, forename=father),
                dice,
                shared=kind == "shared",
            )
        )
    if kind == "step":
        step = parent(family, dice, "STP", priority=2)
        step.parental_responsibility = False
        family.adults += [
            step, elsewhere(parent(family, dice, "PAF", priority=3, forename=father), dice)
        ]  # fmt: skip
    if kind == "relative":
        gran = parent(family, dice, "REL", priority=1)
        family.adults.append(gran)
    if dice.chance(0.3):
        other = elsewhere(parent(family, dice, "REL", priority=len(family.adults) + 1), dice)
        other.parental_responsibility = False
        family.adults.append(other)


def parent(
    family: Family, dice: Dice, relationship: str, *, priority: int, forename: str = ""
) -> Adult:
    woman = relationship in {"PAM", "REL", "FOM"}
    given = forename or adult_forename(dice, family.culture, "F" if woman else "M")
    title = dice.pick(("Mrs", "Ms", "Miss", "Mrs")) if woman else "Mr"
    surname = family.name.mother if woman else family.name.father
    return Adult(
        title=title, forename=given, surname=surname, relationship=relationship,
        parental_responsibility=True, lives_with=True, priority=priority, phones=phones(dice),
        address_lines=family.address_lines, postcode=family.postcode,
    )  # fmt: skip


def elsewhere(adult: Adult, dice: Dice, *, shared: bool = False) -> Adult:
    """Lives at another address; the children with them half the week when `shared`."""
    adult.lives_with = shared
    adult.address_lines, adult.postcode = address(dice)
    return adult
