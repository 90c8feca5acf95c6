"""The words of the bank: what an entry is, how a school holds it, and what a line remembers of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class BankKind(StrEnum):
    STRATEGY = "strategy"
    TARGET = "target"
    INTERVENTION = "intervention"


class Cost(StrEnum):
    """Of doing it for one child for a term, beside what the school has already."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class BankArea(StrEnum):
    """The four broad areas of need (SEND Code of Practice 2015, 6.28 to 6.35)."""

    CI = "CI"
    CL = "CL"
    SEMH = "SEMH"
    SP = "SP"


class BankPhase(StrEnum):
    EARLY_YEARS = "early_years"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    POST_16 = "post_16"


@dataclass(frozen=True, slots=True)
class Rating:
    """What a published review says of the approach that an entry is an example of; not of the entry itself."""

    strand: str
    months: int  # of extra progress in a year, on average
    published: str


@dataclass(frozen=True, slots=True)
class Entry:
    code: str
    kind: BankKind
    title: str
    words: dict[str, Any]  # by field: what is put into the plan
    areas: tuple[BankArea, ...]
    phases: tuple[BankPhase, ...]
    source: str  # where the idea can be read, or "practice"
    cost: Cost
    also: str = ""  # other words that people search by
    rating: Rating | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class CameFrom:
    """The entry that a school's own one was made from."""

    whose: str  # "shipped", or the school that shared it
    code: str
    version: int


@dataclass(frozen=True, slots=True)
class BankItem:
    """An entry as one school has it."""

    entry: Entry
    own: bool = False  # written or changed by this school
    hidden: bool = False
    came_from: CameFrom | None = None
    changed_by: str = ""
    changed_at: datetime | None = None
    original: Entry | None = None  # the shipped entry that stands behind, if there is one

    @property
    def original_has_moved_on(self) -> bool:
        came, behind = self.came_from, self.original
        return bool(self.own and came and behind and came.version < behind.version)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a line of a plan remembers of the entry it was begun from. Kept beside the line, never in its words."""

    code: str
    version: int
    whose: str  # "shipped" or "school"
    title: str
    by: UUID
    by_name: str
    at: datetime
    marks: dict[str, str]  # by field: a fingerprint of the words as they were put in


@dataclass(frozen=True, slots=True)
class OriginNote:
    """The origin of one line in words for staff."""

    code: str
    version: int
    whose: str
    title: str
    by_name: str
    at: datetime
    changed: bool
    blanks: tuple[str, ...]  # still to be filled in


@dataclass(frozen=True, slots=True)
class BankFilter:
    """What the bank is narrowed to; empty means all."""

    words: str = ""
    kind: str = ""
    area: str = ""
    phase: str = ""
    cost: str = ""
    evidence: str = ""  # "rated", "published", "practice"
    state: str = ""  # "", "own", "hidden"


@dataclass(frozen=True, slots=True)
class EntryFault:
    """Why one entry of a file, or of a form, was not taken. Never quotes what was sent."""

    entry: str  # "Entry 3"
    field: str
    cause: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """An entry of a shared file that can be taken, and what taking it would do."""

    entry: Entry
    what: str  # added, changed, left
    fields: tuple[str, ...] = ()  # of a changed one: the labels that differ


@dataclass(frozen=True, slots=True)
class BankPreview:
    from_school: str
    entries: tuple[FileEntry, ...] = ()
    faults: tuple[EntryFault, ...] = ()

    def which(self, what: str) -> tuple[FileEntry, ...]:
        return tuple(item for item in self.entries if item.what == what)


@dataclass(frozen=True, slots=True)
class BankUse:
    """A plan with a line that came from an entry."""

    plan_id: UUID
    child_id: UUID
    child_name: str
    published: bool
    draft: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """What the picker knows of the child, to show the likeliest entries first."""

    areas: frozenset[str] = field(default_factory=frozenset)
    phase: str = ""
