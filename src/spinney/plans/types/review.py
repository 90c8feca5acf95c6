"""The words of a review: results, next steps, cycles, meetings and the tasks that come out of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from spinney.plans.types import Line, PlanHeader, Template
from spinney.plans.types.voices import VoicesPage, VoiceView


class Result(StrEnum):
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_TRIED = "not_tried"


class NextStep(StrEnum):
    KEEP = "keep"
    CHANGE = "change"
    END = "end"


class PersonKind(StrEnum):
    STAFF = "staff"
    FAMILY = "family"
    CHILD = "child"
    PROFESSIONAL = "professional"


class CyclePhase(StrEnum):
    """SEND Code of Practice 2015, 6.44: assess, plan, do, review."""

    PLAN = "plan"  # assess and plan: nothing is published yet
    DO = "do"
    REVIEW = "review"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Published:
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A recorded review, as far as counting needs it."""

    id: UUID
    version: int
    recorded_at: datetime
    held_on: date


@dataclass(frozen=True, slots=True)
class Cycle:
    """One turn of assess, plan, do, review. `began` is None while the next version is still being written."""

    number: int
    began: date | None
    version: int  # the newest version of this cycle; 0: none yet
    phase: CyclePhase
    review_due: date | None = None
    completed_on: date | None = None
    review_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided of one outcome. Empty `result`: nothing yet."""

    line_id: UUID
    result: str = ""
    words: str = ""
    next_step: str = ""
    title: str = ""  # new words for the outcome, when it changes
    target: str = ""
    ladder: str = ""  # -2 to +2, optional
    judged_from: str = ""  # what the judgement rests on: a tally, a test, what people saw
    # The mark of what stood on the page where this was written; empty: the writer does not say.
    seen: str = field(default="", compare=False)

    @property
    def mark(self) -> str:
        """Short, and another for other words."""
        told = (self.result, self.words, self.next_step, self.title, self.target, self.ladder,
                self.judged_from)  # fmt: skip
        return sha256("\x1f".join(told).encode()).hexdigest()[:16]


class Meeting(StrEnum):
    """What becomes of a judgement that was written on a page which may be old."""

    WRITE = "write"
    LEAVE = "leave"  # the writer did not touch it, and another person has
    ASK = "ask"  # both did


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An outcome of the version under review, with what has been decided so far."""

    line: Line
    judged: Judged
    judged_by: str = ""
    judged_at: datetime | None = None
    read_back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: UUID
    kind: PersonKind
    name: str
    role: str
    user_id: UUID | None
    carer_id: UUID | None
    present: bool
    shows_voice: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    id: UUID
    plan_id: UUID
    person_id: UUID
    person: str
    what: str
    by_when: date | None
    done_at: datetime | None
    read_back_at: datetime | None = None
    child_name: str = ""

    def overdue(self, today: date) -> bool:
        return self.done_at is None and self.by_when is not None and self.by_when < today


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The review that is being held now. `id` is None until something of it has been saved."""

    id: UUID | None = None
    held_on: date | None = None
    starts_at: datetime | None = None
    minutes: int = 60
    place: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who may be asked to take part. `ref` is what the form sends back."""

    ref: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything staff need to review one plan. `blocks` says what is still missing before it is recorded."""

    header: PlanHeader
    template: Template
    review: ReviewState
    cycle: Cycle
    outcomes: tuple[OutcomeRow, ...]
    people: tuple[PersonRow, ...]
    tasks: tuple[TaskRow, ...]
    candidates: tuple[Candidate, ...]
    next_review: date
    reviewed_already: bool
    blocks: tuple[str, ...]
    voices: VoicesPage  # the child's first, then each parent's: side by side, never merged


@dataclass(frozen=True, slots=True)
class Voice:
    who: str
    words: tuple[str, ...]
    verdicts: tuple[tuple[str, str], ...] = ()  # a line of the plan, and what they say of it


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """What everyone in the room may see, and nothing else."""

    header: PlanHeader
    template: Template
    review: ReviewState
    cycle: Cycle
    child_voice: Voice | None
    child_page: VoiceView | None  # what the child has shared with the family too
    child_says: tuple[
        tuple[str, str], ...
    ]  # a line that the room sees, and what the child says of it
    outcomes: tuple[OutcomeRow, ...]
    provision: tuple[Line, ...]
    changes: tuple[str, ...]
    voices: tuple[Voice, ...]
    people: tuple[PersonRow, ...]
    tasks: tuple[TaskRow, ...]
    reviewed_already: bool
    blocks: tuple[str, ...]
    next_review: date


@dataclass(frozen=True, slots=True)
class ResultRow:
    title: str
    result: Result
    words: str
    next_step: NextStep
    ladder: int | None
    judged_by: str
    judged_from: str


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A cycle as proof: when, what was tried, what came of it, who took part."""

    cycle: Cycle
    tried: tuple[str, ...]
    results: tuple[ResultRow, ...]
    people: tuple[str, ...]
    recorded_by: str


@dataclass(frozen=True, slots=True)
class CyclesPage:
    header: PlanHeader
    rows: tuple[CycleRow, ...]

    @property
    def current(self) -> Cycle:
        return self.rows[-1].cycle

    @property
    def completed(self) -> tuple[CycleRow, ...]:
        return tuple(row for row in self.rows if row.cycle.phase is CyclePhase.COMPLETE)


@dataclass(frozen=True, slots=True)
class GridRow:
    plan_id: UUID
    child_name: str
    year: str
    registration_group: str
    review_due: date | None
    line_id: UUID | None  # None: the plan has no outcome to judge
    title: str
    result: str
    words: str
    next_step: str = ""

    @property
    def mark(self) -> str:
        return Judged(self.plan_id, self.result, self.words).mark


@dataclass(frozen=True, slots=True)
class GridPage:
    rows: tuple[GridRow, ...]
    plans: int  # on this page
    total: int  # that match
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridEntry:
    plan_id: UUID
    judged: Judged


@dataclass(frozen=True, slots=True)
class GridFault:
    plan_id: UUID
    line_id: UUID | None
    words: str
    told: bool = False  # of what another person saved meanwhile


@dataclass(frozen=True, slots=True)
class GridSaved:
    """`marks`: what now stands in each row that was kept."""

    kept: int
    faults: tuple[GridFault, ...]
    marks: tuple[tuple[UUID, UUID, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording a review did to the draft."""

    review_id: UUID
    cycle: int
    ended: int
    changed: int
    next_review: date


@dataclass(frozen=True, slots=True)
class Recap:
    """What one person took on, and nothing of anyone else."""

    person: PersonRow
    school_name: str
    held_on: date | None
    tasks: tuple[TaskRow, ...]
    header: PlanHeader


@dataclass(frozen=True, slots=True)
class Invitation:
    """A calendar entry. It says that there is a meeting and nothing about whom it is for."""

    uid: UUID
    starts: datetime
    minutes: int
    place: str
    link: str
    made_at: datetime
    sequence: int
