"""Files on a plan. What they are, never what they say or are called."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from spinney.events.catalogue import register
from spinney.events.types import Event


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFileMoved(Event):
    """A file was added to a plan, or taken away from what new lines may rest on."""

    type: ClassVar[str] = "spinney.plan.file-moved.v1"
    child_id: UUID
    file_id: UUID
    kind: str
    state: str
    size: int
