"""The facts that the spine tells the rest of Spinney. Ids and counts only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from spinney.events.catalogue import register
from spinney.events.types import Event


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class FileImported(Event):
    """A file was applied to a school. The subject is the run."""

    type: ClassVar[str] = "spinney.import.applied.v1"
    added: int
    changed: int
    left: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildImported(Event):
    """A feed added a child to the roll, or changed what is known of them."""

    type: ClassVar[str] = "spinney.child.imported.v1"
    child_id: UUID
    run_id: UUID
    added: bool
