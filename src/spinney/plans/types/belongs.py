"""What a line of a plan belongs to outside the plan: sections and items of the EHCP, and packages."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class JoinedPackage:
    """`name` and `status` are those of the day on which it was published."""

    key: str
    name: str
    version: int
    status: str


@dataclass(frozen=True, slots=True)
class JoinedItem:
    id: str
    section: str
    number: int
    words: str

    @property
    def label(self) -> str:
        return f"{self.section}{self.number}"


@dataclass(frozen=True, slots=True)
class Belongs:
    sections: tuple[str, ...] = ()
    items: tuple[JoinedItem, ...] = ()
    packages: tuple[JoinedPackage, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sections or self.items or self.packages)

    @property
    def told(self) -> tuple[str, ...]:
        """Whole sentences' worth, for pages and paper: 'EHCP section F (item F2)'."""
        found = []
        for section in self.every_section:
            own = [each.label for each in self.items if each.section == section]
            found.append(f"EHCP section {section}" + (f" ({', '.join(own)})" if own else ""))
        found += [
            f"Package: {each.name}" + (" (proposal)" if each.status == "proposal" else "")
            for each in self.packages
        ]
        return tuple(found)

    @property
    def every_section(self) -> tuple[str, ...]:
        return tuple(sorted({*self.sections, *(each.section for each in self.items)}))


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the EHCP as it was written down. `ended_at` is set once the EHCP no longer says it."""

    id: UUID
    section: str
    number: int
    words: str
    ended_at: datetime | None = None

    @property
    def label(self) -> str:
        return f"{self.section}{self.number}"


@dataclass(frozen=True, slots=True)
class JoinLine:
    """A need, outcome or provision line of the draft, with what it belongs to now."""

    id: UUID
    section: str
    name: str  # "Provision 2"
    title: str
    belongs: Belongs


@dataclass(frozen=True, slots=True)
class Covered:
    item: Item
    lines: tuple[JoinLine, ...]


@dataclass(frozen=True, slots=True)
class SectionCover:
    """One section of the EHCP: each of its items with the lines that serve it, and lines that serve none of it."""

    section: str
    title: str
    items: tuple[Covered, ...]
    whole: tuple[JoinLine, ...]  # joined to the section as a whole
    outside: tuple[JoinLine, ...] = field(default=())  # of the usual kind, joined to nothing of it
