"""Words and frozen summaries of children, the adults around them, and where they are taught."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID


class Phase(StrEnum):
    NURSERY = "nursery"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    SPECIAL = "special"
    ALL_THROUGH = "all_through"


class SenProvision(StrEnum):
    """CBDS codes; S, A and P are withdrawn and live on in history only."""

    NONE = "N"
    SUPPORT = "K"
    EHCP = "E"
    STATEMENT = "S"
    ACTION = "A"
    ACTION_PLUS = "P"


class GroupKind(StrEnum):
    REGISTRATION = "registration"
    TEACHING = "teaching"
    YEAR = "year"


class GroupStaffRole(StrEnum):
    TEACHES = "teaches"
    ASSISTS = "assists"


class ContactFact(StrEnum):
    """The five facts about an adult and a child that must never be merged into one another."""

    PARENTAL_RESPONSIBILITY = "parental_responsibility"
    LIVES_WITH = "lives_with"
    PRIORITY = "priority"
    CONTACT_RESTRICTION = "contact_restriction"
    COURT_ORDER = "court_order"


class Withheld(StrEnum):
    """Why an account is not put forward as a child's parent. A person at the school can still act on it."""

    COURT_ORDER = "a court order is in the record"
    RESTRICTION = "a restriction on contact is in the record"
    NO_RESPONSIBILITY = "the record does not say that they have parental responsibility"
    REFUSED = "the school has refused this before"
    ALREADY = "asked or confirmed already"


@dataclass(frozen=True, slots=True)
class SchoolSummary:
    id: UUID
    urn: str
    name: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class ChildSummary:
    """What a header or a list shows of a child. No dates of birth, no identifiers, no address."""

    id: UUID
    school_id: UUID
    name: str
    year: str
    registration_group: str


@dataclass(frozen=True, slots=True)
class FoundChild:
    id: UUID
    name: str
    year: str
    registration_group: str


@dataclass(frozen=True, slots=True)
class ContactSummary:
    """One adult around one child, as this reader may see them."""

    id: UUID
    name: str
    relationship: str
    parental_responsibility: bool | None
    lives_with: bool | None
    priority: int | None
    contact_restriction: str
    court_order: str
    phones: tuple[str, ...]
    email: str
    address: tuple[str, ...]
    address_hidden: bool
    sources: dict[str, str]


@dataclass(frozen=True, slots=True)
class LessonSummary:
    group_id: UUID
    group_name: str
    subject: str
    room: str
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class SenHistoryRow:
    provision: SenProvision
    starts: date
    ends: date | None
    source: str


def year_words(code: str) -> str:
    """The year group as people say it, from the CBDS code."""
    special = {"R": "Reception", "N1": "Nursery", "N2": "Nursery", "E1": "Early years",
               "E2": "Early years", "X": "Mixed year"}  # fmt: skip
    return special.get(code, f"Year {code}" if code else "")
