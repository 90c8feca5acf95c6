"""Files on a plan, as its pages show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.files.types import MediaType, called
from spinney.plans.types import PlanHeader

MOST_FILES = 60  # of one plan
MOST_OF_PLAN = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attached:
    """A file on a plan. `lines` of the draft rest on it; `versions` cite it for good."""

    id: UUID
    name: str
    media_type: MediaType
    size: int
    at: datetime
    by_name: str
    lines: int = 0
    versions: tuple[int, ...] = ()

    @property
    def says(self) -> str:
        return called(self.media_type, self.size)


@dataclass(frozen=True, slots=True)
class FilesPage:
    header: PlanHeader
    files: tuple[Attached, ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader was allowed to open: where its bytes lie, and how it is shown to them."""

    name: str
    media_type: MediaType
    size: int
    stored: UUID
