"""What a child needs and does not get: why, since when, and how it came to an end."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class UnmetReason(StrEnum):
    NO_STAFF = "no_staff"
    NO_TRAINING = "no_training"
    NO_PLACE = "no_place"
    NO_EQUIPMENT = "no_equipment"
    AGENCY = "agency"
    DECISION = "decision"
    OTHER = "other"


REASON_WORDS: dict[UnmetReason, str] = {
    UnmetReason.NO_STAFF: "Nobody is free to give it",
    UnmetReason.NO_TRAINING: "Nobody here is trained to give it",
    UnmetReason.NO_PLACE: "There is no place or room for it",
    UnmetReason.NO_EQUIPMENT: "The equipment is not here",
    UnmetReason.AGENCY: "Waiting for a service outside school",
    UnmetReason.DECISION: "Waiting for a decision or for money",
    UnmetReason.OTHER: "Another reason",
}


class UnmetClosing(StrEnum):
    """The only two ways out."""

    MET = "met"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class NewUnmet:
    """As someone records it. `line` is the line of the plan it is about, if it is about one."""

    missing: str
    since: date | None
    reason: str
    known_from: str
    line: UUID | None = None


@dataclass(frozen=True, slots=True)
class UnmetStepRow:
    on: date
    what: str
    told: str
    by: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """`known_from` and `steps` are empty for whoever may not read what is for staff only."""

    id: UUID
    plan_id: UUID
    child_id: UUID
    about: str
    missing: str
    since: date
    reason: UnmetReason
    recorded_at: datetime
    recorded_by: str
    closing: UnmetClosing | None
    closed_on: date | None
    closed_how: str
    closed_by: str
    known_from: str = ""
    steps: tuple[UnmetStepRow, ...] = ()

    @property
    def why(self) -> str:
        return REASON_WORDS[self.reason]


@dataclass(frozen=True, slots=True)
class UnmetRow:
    """One open record in the school's list."""

    id: UUID
    child_name: str
    year: str
    missing: str
    since: date
    reason: UnmetReason
    steps: int
    last_step: date | None


@dataclass(frozen=True, slots=True)
class UnmetReasonCount:
    reason: UnmetReason
    open: int
    oldest: date

    @property
    def words(self) -> str:
        return REASON_WORDS[self.reason]
