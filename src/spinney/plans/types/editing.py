"""The words of writing together: how far a section is, who is here, what was written when, what was taken back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class SectionState(StrEnum):
    """How far a section is. Never a percentage: a plan is not "60 %" but waits for the parent's view."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"
    NOT_NEEDED = "not_needed"


STATE_WORDS: dict[SectionState, str] = {
    SectionState.NOT_STARTED: "Not started",
    SectionState.IN_PROGRESS: "In progress",
    SectionState.WAITING: "Waiting for someone",
    SectionState.DONE: "Done",
    SectionState.NOT_NEEDED: "Not needed",
}


@dataclass(frozen=True, slots=True)
class SectionMark:
    """`by` is empty while nobody has said anything and the state is read from the section's own words."""

    state: SectionState
    who: str = ""  # for whom it waits
    why: str = ""  # why it is not needed
    by: str = ""
    at: datetime | None = None

    @property
    def words(self) -> str:
        """'Waiting for Ms Shah'."""
        waits = self.state is SectionState.WAITING
        return f"Waiting for {self.who}" if waits else STATE_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """A section that a published plan leaves out on purpose."""

    section: str
    title: str
    why: str


class ChangeKind(StrEnum):
    FIELD = "field"
    ADDED = "added"
    REMOVED = "removed"
    ENDED = "ended"  # an outcome that families have seen: finished with a result, not taken away
    MOVED = "moved"
    MARKED = "marked"  # a section's status
    LOOKED = "looked"  # carried over and still right
    BELONGS = "belongs"  # what a line is joined to outside the plan
    SOURCED = "sourced"  # what a line rests on
    KEPT = "kept"  # asked to be undone, but someone else has written since: left as it is


@dataclass(frozen=True, slots=True)
class DraftChange:
    """One recorded change of a draft. `line` is empty for a section's status."""

    id: UUID
    kind: ChangeKind
    section: str
    line: UUID | None
    field: str
    before: Any
    after: Any
    at: datetime
    by: UUID
    by_name: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What undo did, or why not. `standing` and `earlier` are given when someone else's words were left alone."""

    done: bool
    words: str
    section: str
    line: UUID | None = None
    field: str = ""
    value: Any = None
    rev: int = 0
    standing: str = ""
    earlier: str = ""
    kind: ChangeKind = ChangeKind.FIELD


@dataclass(frozen=True, slots=True)
class Here:
    """Someone else who has this draft open. Without script they are known to have opened it, not to be here."""

    name: str
    section: str  # the title of the section they are in, if known
    since: datetime
    now: bool


@dataclass(frozen=True, slots=True)
class FieldNow:
    """A field that was saved lately, as it stands."""

    line: UUID
    field: str
    label: str
    value: Any
    rev: int
    by: str


@dataclass(frozen=True, slots=True)
class News:
    """What a heartbeat brings back. `shape` are changes that the page can only show by being drawn anew."""

    here: tuple[Here, ...]
    fields: tuple[FieldNow, ...]
    shape: tuple[tuple[UUID, str], ...]  # id of the change, and words: "Bea added an outcome"
    at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """One entry of the history of a draft, in words."""

    what: str  # "Outcome: reads aloud · Baseline"
    did: str  # "wrote", "took back", ...
    before: str
    after: str
    at: datetime
    by: str
    line: UUID | None
    field: str
