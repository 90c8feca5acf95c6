"""Words of the whole school: provision added up, and steps for many plans at once."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from spinney.plans.types import Layer, Lifecycle


@dataclass(frozen=True, slots=True)
class Promise:
    """One provision line, read into numbers. None: it is not said, or it cannot be read."""

    line: UUID
    position: int
    kind: str
    what: str
    who: str
    place: str
    how_often: str
    staffed: bool
    sessions: Decimal | None  # a week
    minutes: int | None  # each time
    group_size: int | None
    areas: tuple[str, ...]
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Promised a week. An adult with a group of four spends a quarter of the time on each child in it."""

    lines: int
    children: int
    sessions: Decimal  # children's: a group of four that meets once is four
    child_minutes: Decimal
    adult_minutes: Decimal
    unstaffed: int  # lines that nobody is named for
    unstaffed_minutes: Decimal  # adults' time that they need
    unclear: int  # lines of which something could not be read, and so is missing from a total


@dataclass(frozen=True, slots=True)
class Place:
    """A pupil's line in the tree."""

    plan_id: UUID
    child_id: UUID
    child_name: str
    year: str
    registration_group: str
    what: str
    who: str
    how_often: str
    minutes: int | None
    sessions: Decimal | None
    adult_minutes: Decimal | None
    group_size: int | None
    unclear: tuple[str, ...]  # what could not be read, in words


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind with the same size, place and adult: as a rule, a group that meets."""

    size: int | None
    place: str
    who: str
    totals: Totals
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    name: str
    totals: Totals
    groups: tuple[Group, ...] = ()
    open: bool = False  # its pupils are in `groups`


@dataclass(frozen=True, slots=True)
class Tree:
    totals: Totals
    kinds: tuple[Kind, ...]
    kinds_in_all: int
    unclear: tuple[Place, ...]
    whole: bool  # every pupil is in it; else only those of the kinds that are open


class BulkAct(StrEnum):
    REVIEW = "review"
    LAYER = "layer"
    HOLD = "hold"
    RESUME = "resume"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class BulkStep:
    """What is to be done to each plan."""

    act: BulkAct
    why: str = ""
    review_on: date | None = None
    layer: Layer | None = None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What decides whether a step can be taken for a plan."""

    lifecycle: Lifecycle
    version: int
    layer: Layer
    review_due: date | None
    # The draft's own date of the next review, when it differs from the published one: somebody is writing.
    draft_review: str = ""
    has_review_date: bool = True  # the plan's form has a field for it
    readers: int = 0  # adults of the family who may read the plan here
    unread: int = 0  # of them, those who have not read this version


@dataclass(frozen=True, slots=True)
class BulkLine:
    plan_id: UUID
    child_name: str
    will: bool
    words: str  # what will be done, or why not


@dataclass(frozen=True, slots=True)
class BulkPreview:
    step: BulkStep
    lines: tuple[BulkLine, ...]
    unknown: int  # ids that are no plan this person may change

    @property
    def will(self) -> int:
        return sum(line.will for line in self.lines)


@dataclass(frozen=True, slots=True)
class BatchLine:
    plan_id: UUID
    child_name: str
    done: bool
    why_not: str
    undone: bool
    not_undone_why: str


@dataclass(frozen=True, slots=True)
class BatchView:
    id: UUID
    step: BulkStep
    at: datetime
    by_name: str
    undone_at: datetime | None
    undone_by_name: str
    may_undo: bool
    lines: tuple[BatchLine, ...]
    hidden: int = 0  # plans in it that this person may not open

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)


@dataclass(frozen=True, slots=True)
class ListChoices:
    """What the filters of the list offer beside the fixed words."""

    groups: tuple[str, ...]
    areas: dict[str, str] = field(default_factory=dict)
