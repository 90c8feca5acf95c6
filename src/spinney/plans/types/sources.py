"""How we know: what a line of a plan rests on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID


class SourceKind(StrEnum):
    REPORT = "report"
    OBSERVED = "observed"
    SAID = "said"
    TEST = "test"


SOURCE_KINDS: Final[dict[SourceKind, str]] = {
    SourceKind.REPORT: "Report",
    SourceKind.OBSERVED: "Observation",
    SourceKind.SAID: "A person’s words",
    SourceKind.TEST: "Test",
}
# The parts of a plan that make a claim or a promise. Somebody's own words are a source themselves.
SOURCED: Final = frozenset({"need", "outcome", "provision", "adjustment", "safety"})


@dataclass(frozen=True, slots=True)
class Source:
    """`day` is when it was written, seen or said; None where nobody knows."""

    id: UUID
    kind: SourceKind
    who: str
    day: date | None = None
    page: str = ""
    note: str = ""
    file: UUID | None = None  # the thing itself, on this plan
    file_says: str = ""

    @property
    def words(self) -> str:
        """'Report, Dr Ellis, 3 June 2026, page 4'."""
        day = f"{self.day.day} {self.day:%B %Y}" if self.day else ""
        page = f"page {self.page}" if self.page else ""
        return ", ".join(x for x in (SOURCE_KINDS[self.kind], self.who, day, page) if x)

    @property
    def full(self) -> str:
        return f"{self.words}: {self.note}" if self.note else self.words
