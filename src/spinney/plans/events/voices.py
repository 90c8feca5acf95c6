"""What families and children say, what they ask, and the copies they read in their own language."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from spinney.events.catalogue import register
from spinney.events.types import Event


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildVoiceMoved(Event):
    """A child shared their own page, or took it back. What a child keeps to themselves is told to nobody."""

    type: ClassVar[str] = "spinney.plan.child-voice-moved.v1"
    child_id: UUID
    voice_id: UUID
    version: int
    to: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ParentVoiceKept(Event):
    """A parent said of lines whether each helps. Says how many lines, never what was said."""

    type: ClassVar[str] = "spinney.plan.parent-voice-kept.v1"
    child_id: UUID
    voice_id: UUID
    version: int
    lines: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(Event):
    """A family asked a question, and its clock began. Follows the answer's own event of the same moment."""

    type: ClassVar[str] = "spinney.plan.question-asked.v1"
    child_id: UUID
    answer_id: UUID
    line_id: UUID | None
    version: int
    channel: str
    due_on: date


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionMoved(Event):
    """A step of a question: note, reply, more, closed or reopened. `due_on` is the day the answer is or was due."""

    type: ClassVar[str] = "spinney.plan.question-moved.v1"
    child_id: UUID
    answer_id: UUID
    step_id: UUID
    kind: str
    state: str
    due_on: date
    late: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTranslated(Event):
    """A person's translation of a version was made ready for the family. Says which language, never the words."""

    type: ClassVar[str] = "spinney.plan.translated.v1"
    child_id: UUID
    language: str
    version: int
    edition: int
