"""Fill every place in every class: special cases first, then families by chance, sisters and brothers together."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.dice import Dice
from spinney.jobs.demo_world.families import Family, random_family
from spinney.jobs.demo_world.maker import Maker
from spinney.jobs.demo_world.names import child_forename
from spinney.jobs.demo_world.schools import AUTHORITY, ClassSpec, classes
from spinney.kernel.identifiers import upn_check_letter

FEEDERS = range(2101, 2108)  # the invented primaries from which the secondary's pupils came
SIBLING_SHARE = 0.34
NICKNAMES = {
    "Matilda": "Tilly", "Florence": "Flo", "Georgia": "Georgie", "Bethany": "Beth",
    "Oliver": "Ollie", "Freddie": "Fred", "Theo": "Teddy", "Samuel": "Sam", "Jacob": "Jake",
    "Bartholomew": "Bart", "Oluwaseun": "Seun", "Chukwuemeka": "Emeka", "Wilfred": "Wilf",
    "Oleksandr": "Sasha", "Maximilian": "Max", "Abdirahman": "Abdi", "Muhammad": "Mo",
}  # fmt: skip
MIDDLE = ("Rose", "May", "Grace", "Louise", "Jane"), ("James", "Lee", "David", "John", "Thomas")


@dataclass(frozen=True, slots=True)
class Place:
    school: str
    group: str
    year: str


class Roster:
    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.specs: list[ClassSpec] = classes(maker.scale)
        self.families: list[Family] = []
        self.places = maker.dice("places").shuffled(
            Place(spec.school, spec.name, year)
            for spec in self.specs
            for year, count in spec.places
            for _ in range(count)
        )

    def take(self, school: str, year: str) -> Place:
        """A place for a scripted child. A small world may have no such class, so it makes one up."""
        for place in self.places:
            if (place.school, place.year) == (school, year):
                self.places.remove(place)
                return place
        return Place(school, f"{year} Class", year)

    def fill(self) -> None:
        while self.places:
            place = self.places.pop(0)
            key = f"{len(self.families)}"
            family = random_family(self.maker, key)
            self.families.append(family)
            dice = self.maker.dice("siblings", key)
            place_child(self.maker, family, place, dice)
            while dice.chance(SIBLING_SHARE) and (other := self._for_sibling(place, dice)):
                self.places.remove(other)
                place_child(self.maker, family, other, dice)

    def _for_sibling(self, place: Place, dice: Dice) -> Place | None:
        """A place some years away, near in the list; the fourth school's children go on to the secondary too."""
        near = self.places[: 60 + dice.between(0, 60)]
        fits = [x for x in near if _years_apart(x, place) >= 1]
        return fits[0] if fits else None


def _years_apart(one: Place, other: Place) -> int:
    if {one.school, other.school} == {"primary", "fourth"}:
        return 0
    return abs(_number(one.year) - _number(other.year))


def _number(year: str) -> int:
    return 0 if year == "R" else int(year)


def place_child(
    maker: Maker,
    family: Family,
    place: Place,
    dice: Dice,
    *,
    sex: str = "",
    forename: str = "",
    born_on: date | None = None,
    joined_on: date | None = None,
) -> rows.Child:
    sex = sex or ("F" if dice.chance(0.49) else "M")
    surname = family.name.girl if sex == "F" else family.name.boy
    given = forename or child_forename(
        dice, family.culture, sex, surname=surname, taken=family.forenames
    )
    family.forenames.add(given)
    given, middle = _middle(given, dice, sex)
    born = born_on or birthday(maker, place.year, dice)
    joined = joined_on or _joined(maker, place, dice)
    child = rows.Child(
        id=maker.ids.next(), school_id=maker.schools[place.school].id, forename=given,
        surname=surname, preferred_forename=NICKNAMES.get(given, "") if dice.chance(0.6) else "",
        preferred_surname="", middle_names=middle, born_on=born, sex=sex, year=place.year,
        registration_group=place.group, joined_on=joined, left_on=None, looked_after_by="",
        sen_provision="N", mis_id=f"P{len(maker.children) + 1:05d}",
        languages=(family.culture.language,), address_lines=family.address_lines,
        postcode=family.postcode, medical_flag=False, upn=_upn(maker, place, dice),
    )  # fmt: skip
    maker.children[child.id] = child
    family.children.append(child.id)
    _enrol(maker, child)
    return child


def amend(maker: Maker, child_id: UUID, **facts: object) -> rows.Child:
    child: rows.Child = replace(maker.children[child_id], **facts)  # type: ignore[arg-type]
    maker.children[child_id] = child
    return child


def birthday(maker: Maker, year: str, dice: Dice) -> date:
    """Children who turn 5 between 1 September and 31 August are in Reception that year."""
    first = maker.year_start.replace(year=maker.year_start.year - 5 - _number(year))
    last = first.replace(year=first.year + 1)
    return first + timedelta(days=dice.between(0, (last - first).days - 1))


def _middle(given: str, dice: Dice, sex: str) -> tuple[str, str]:
    first, _, rest = given.partition(" ")
    if rest in {"Kaur", "Singh"}:
        return first, rest
    return given, dice.pick(MIDDLE[0 if sex == "F" else 1]) if dice.chance(0.3) else ""


def _joined(maker: Maker, place: Place, dice: Dice) -> date:
    first_year = 7 if place.school == "secondary" else 0
    ago = max(0, _number(place.year) - first_year)
    start = maker.year_start.replace(year=maker.year_start.year - ago)
    if ago and dice.chance(0.14):  # came part of the way through
        start += timedelta(days=dice.between(30, 365 * ago - 30))
    return start


def _upn(maker: Maker, place: Place, dice: Dice) -> str:
    """Given by the first school a child went to, in the year they started there."""
    school = maker.schools[place.school]
    own = int(school.laestab[3:])
    establishment = dice.pick(FEEDERS) if place.school == "secondary" else own
    year = (maker.year_start.year - _number(place.year)) % 100
    number = maker.serials.get((str(establishment), year), 0) + 1
    maker.serials[(str(establishment), year)] = number
    body = f"{AUTHORITY}{establishment:04d}{year:02d}{number:03d}"
    return upn_check_letter(body) + body


def _enrol(maker: Maker, child: rows.Child) -> None:
    maker.enrolments.append(
        rows.Enrolment(
            maker.ids.next(), child.school_id, child.id, "C", child.joined_on, child.left_on, "", ""
        )
    )
