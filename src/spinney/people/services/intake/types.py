"""What comes in, and what became of it. A value of None, or one left out, says nothing and changes nothing."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

Record = dict[str, Any]
"""A row as JSON has it: dates and ids are text, as the database hands them out by to_jsonb()."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the values come from. `name` becomes their provenance."""

    name: str
    on: date

    def told(self) -> Record:
        return {"source": self.name, "on": self.on.isoformat()}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingAdult:
    """`facts` holds only those of the five facts that the source states."""

    forename: str
    surname: str
    values: Record  # title, email, phones, address_lines, postcode
    relationship: str | None
    facts: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingNeed:
    type: str
    rank: int
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingStay:
    laestab: str
    name: str
    entered: date
    left: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    line: int
    row: int
    born_on: date
    fields: Record  # values for columns of the child's own row
    upn: str | None = None
    former_upn: str | None = None
    uln: str | None = None
    mis_id: str | None = None
    sen_history: tuple[tuple[date, str], ...] | None = None
    sen_provision: str | None = None
    sen_since: date | None = None
    needs: tuple[IncomingNeed, ...] = ()
    registration_group: str | None = None
    teaching_groups: tuple[str, ...] | None = None
    adults: tuple[IncomingAdult, ...] = ()
    stays: tuple[IncomingStay, ...] = ()
    enrolment_status: str | None = None

    @property
    def numbers(self) -> tuple[tuple[str, str], ...]:
        given = (("upn", self.upn), ("upn", self.former_upn), ("uln", self.uln))
        return tuple((scheme, value) for scheme, value in given if value)

    @property
    def name(self) -> str:
        return f"{self.fields.get('forename', '')} {self.fields.get('surname', '')}".strip()


class OutcomeKind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    LEFT = "left"  # the file says nothing new
    UNSURE = "unsure"  # it is not sure which child this is; a person decides


@dataclass(frozen=True, slots=True)
class HeldField:
    """A value of the file that was not taken, because a person had decided otherwise.

    Where the child or an adult can be found is never among the words of `file_says`.
    """

    field: str
    file_says: str
    held_by: str
    held_on: str


@dataclass(frozen=True, slots=True)
class Outcome:
    kind: OutcomeKind
    line: int
    row: int
    name: str
    child_id: UUID | None = None
    fields: tuple[str, ...] = ()
    held: tuple[HeldField, ...] = ()
    why: str = ""


@dataclass(slots=True)
class Outcomes:
    """One batch, settled."""

    outcomes: list[Outcome] = field(default_factory=list)
    proposed_ties: int = 0
    court_orders: int = 0
