"""Words that were carried over from an earlier version, and whether anyone has looked at them again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Carried:
    """A line whose words are those of an earlier version. `version` and `at` say when someone last wrote them, or
    looked at them and let them stand."""

    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NotReviewed:
    """A line that would be published without anyone having looked at it again."""

    line: UUID
    called: str  # "Outcome: reads a page aloud"
    carried: Carried
