"""The words of a plan, and the frozen renderings that pages, print and cards are made from."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from spinney.access.types import FieldClass, Role
from spinney.plans.types.belongs import Belongs
from spinney.plans.types.carried import Carried, NotReviewed
from spinney.plans.types.editing import (
    STATE_WORDS,
    ChangeKind,
    DraftChange,
    FieldNow,
    Here,
    News,
    NotNeeded,
    SectionMark,
    SectionState,
    Undone,
    Written,
)
from spinney.plans.types.sources import SOURCED, Source, SourceKind
from spinney.plans.types.words import (
    Achievement,
    AnswerKind,
    Channel,
    ClashChoice,
    FieldKind,
    Layer,
    LegalStatus,
    Lifecycle,
    SectionStatus,
    StepKind,
)

__all__ = [  # what comes from the modules beside this one
    "SOURCED",
    "STATE_WORDS",
    "Achievement",
    "AnswerKind",
    "Belongs",
    "Carried",
    "ChangeKind",
    "Channel",
    "ClashChoice",
    "DraftChange",
    "FieldKind",
    "FieldNow",
    "Here",
    "Layer",
    "LegalStatus",
    "Lifecycle",
    "News",
    "NotNeeded",
    "NotReviewed",
    "SectionMark",
    "SectionState",
    "SectionStatus",
    "Source",
    "SourceKind",
    "StepKind",
    "Undone",
    "Written",
]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    code: str
    label: str
    kind: FieldKind
    hint: str = ""
    required: bool = False  # asked for before publishing; never blocks saving
    most: int = 4000  # characters, or the largest number
    choices: tuple[tuple[str, str], ...] = ()
    links_to: str = ""
    field_class: FieldClass = FieldClass.PLAN
    editors: tuple[Role, ...] = ()  # empty: those of its section


@dataclass(frozen=True, slots=True)
class SectionSpec:
    code: str
    title: str
    help: str
    many: bool
    fields: tuple[FieldSpec, ...]
    line_name: str = ""  # what one line is called: "outcome"
    field_class: FieldClass = FieldClass.PLAN
    not_needed_allowed: bool = True
    own_words_of: str = ""  # a PERSON field: that person sees the line even without its class
    editors: tuple[Role, ...] = (Role.SENCO,)  # of those whom `access` lets edit the plan
    additions: bool | None = (
        None  # may a school add fields, and order them? None: where all may read
    )

    @property
    def takes_additions(self) -> bool:
        """Not where lines are read in a hurry or by few: an added field could miss its reader."""
        return self.field_class is FieldClass.PLAN if self.additions is None else self.additions

    def editors_of(self, spec: FieldSpec) -> frozenset[Role]:
        return frozenset(spec.editors or self.editors)

    def field(self, code: str) -> FieldSpec | None:
        return next((spec for spec in self.fields if spec.code == code), None)


@dataclass(frozen=True, slots=True)
class Template:
    code: str
    version: int
    title: str
    legal_status: LegalStatus
    source: str
    effective_from: date
    sections: tuple[SectionSpec, ...]

    def section(self, code: str) -> SectionSpec | None:
        return next((spec for spec in self.sections if spec.code == code), None)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plan: a need, an outcome, a provision line, a strategy, a safety line, a voice."""

    id: UUID
    section: str
    position: int
    values: dict[str, Any]
    sources: tuple[Source, ...] = ()

    def text(self, code: str) -> str:
        value = self.values.get(code)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two versions, in plain words."""

    section: str
    kind: str  # added, removed, altered, finished (a line that ended with a result)
    words: str
    line_id: UUID | None = None
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a reader will look for and not find. Told before publishing; never blocks saving."""

    section: str
    words: str
    line_id: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class PlanHeader:
    id: UUID
    school_id: UUID
    child_id: UUID
    child_name: str
    year: str
    registration_group: str
    layer: Layer
    lifecycle: Lifecycle
    version: int  # 0 until first published
    published_at: datetime | None
    review_due: date | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """A published version, rendered for one person: what that person may not see is not in it."""

    header: PlanHeader
    template: Template
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    why: str
    withheld: bool  # something exists that this reader may not see, and may know that it exists
    not_needed: tuple[NotNeeded, ...] = ()
    carried: dict[UUID, Carried] = field(default_factory=dict)  # lines nobody looked at again
    belongs: dict[UUID, Belongs] = field(default_factory=dict)

    def section(self, code: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.section == code)

    def one(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.section == code), None)


@dataclass(frozen=True, slots=True)
class DraftLine:
    line: Line
    revs: dict[str, int]
    ended: dict[str, str] | None
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)  # see `FormLine`
    origin: dict[str, Any] | None = None  # the entry of the bank that it began as
    carried: dict[str, Any] | None = None  # see `rules.carried`
    belongs: dict[str, Any] | None = None  # see `rules.belongs`


@dataclass(frozen=True, slots=True)
class KeptValue:
    """A value kept from an older form, as people read it."""

    where: str
    label: str
    words: str
    form: str


@dataclass(frozen=True, slots=True)
class DraftView:
    header: PlanHeader
    template: Template
    lines: tuple[DraftLine, ...]
    changed_since_publish: bool
    status: dict[str, SectionStatus]  # by section code
    published_outcomes: frozenset[UUID]  # outcomes that families have seen: they end with a result
    clashes: tuple["ClashView", ...] = ()
    marks: dict[str, SectionMark] = field(
        default_factory=dict
    )  # by section code, always all of them
    may_undo: bool = False  # this reader has a change that is not taken back yet
    kept: tuple[KeptValue, ...] = ()

    def section(self, code: str) -> tuple[DraftLine, ...]:
        return tuple(item for item in self.lines if item.line.section == code)


@dataclass(frozen=True, slots=True)
class ClashView:
    """`standing` is the field's value now; `other` is what someone else wrote at the same time, as text."""

    id: UUID
    line_id: UUID
    field: str
    standing: Any
    standing_name: str
    other: str
    other_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What autosave answers. `rev` is what the next save of this field must name."""

    rev: int
    saved_at: datetime
    clash: ClashView | None = None


@dataclass(frozen=True, slots=True)
class CardView:
    """One child on the classroom card: at most three strategies, and every safety line."""

    child_id: UUID
    name: str
    strategies: tuple[str, ...]
    safety: tuple[dict[str, str], ...]
    layer: Layer
    version: int


class PlanRow(NamedTuple):
    """A plan in a list. A tuple, since a list makes hundreds and a frozen dataclass takes four times as long.

    Its ids are text: a list only writes them down, and spelling hundreds of UUIDs is a tenth of its page.
    """

    id: str
    child_id: str
    child_name: str
    year: str
    registration_group: str
    layer: Layer
    lifecycle: Lifecycle
    review_due: date | None
    version: int
    waiting_for: str  # "", or whom: "parent", "senco", "review"


@dataclass(frozen=True, slots=True)
class AnswerView:
    id: UUID
    kind: AnswerKind
    words: str
    line_id: UUID | None
    version: int
    from_name: str
    channel: Channel
    entered_by: str  # who typed it for them; empty when they did it themselves
    at: datetime
    reply: str = ""
    replied_at: datetime | None = None
    about: str = ""  # the words by which people call the line that was asked about
    due_on: date | None = None  # of a question: by when the school answers
    closed_at: datetime | None = None  # of a question: when its asker was content


@dataclass(frozen=True, slots=True)
class FamilyChild:
    """A child on their family's home page, with what is asked of this reader."""

    id: UUID
    school_id: UUID
    school_name: str
    name: str
    known_as: str
    is_me: bool  # the reader is the young person
    plan_id: UUID | None
    lifecycle: Lifecycle | None
    version: int  # 0: nothing has been published
    published_at: datetime | None
    review_due: date | None
    read_version: int
    new_replies: int
    answered: bool  # this reader has answered this version


@dataclass(frozen=True, slots=True)
class HomeView:
    """The SENCO's home: what is due, overdue, and waiting for whom."""

    overdue: tuple[PlanRow, ...]
    due_soon: tuple[PlanRow, ...]
    waiting: tuple[PlanRow, ...]
    counts: dict[str, int] = field(default_factory=dict)
