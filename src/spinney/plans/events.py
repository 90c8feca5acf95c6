"""The facts that plans tell the rest of Spinney. Ids, numbers and dates only."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from spinney.events.catalogue import register
from spinney.events.types import Event


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOpened(Event):
    """A draft was begun for a child."""

    type: ClassVar[str] = "spinney.plan.opened.v1"
    child_id: UUID


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraftSaved(Event):
    """A field of a draft was saved. Says which field, never what it says."""

    type: ClassVar[str] = "spinney.plan.draft-saved.v1"
    child_id: UUID
    line_id: UUID
    field: str
    rev: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPublished(Event):
    """A version was published: from now on it is the plan."""

    type: ClassVar[str] = "spinney.plan.published.v1"
    child_id: UUID
    version: int
    layer: str
    review_due: date | None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMoved(Event):
    """A plan was put on hold, taken up again, ended or reopened."""

    type: ClassVar[str] = "spinney.plan.moved.v1"
    child_id: UUID
    lifecycle: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAnswered(Event):
    """A parent or young person agreed, asked about a line, or added their views."""

    type: ClassVar[str] = "spinney.plan.answered.v1"
    child_id: UUID
    answer_id: UUID
    kind: str
    version: int
    channel: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReplied(Event):
    """The school replied to a family's question."""

    type: ClassVar[str] = "spinney.plan.question-replied.v1"
    child_id: UUID
    answer_id: UUID


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFormMoved(Event):
    """A plan's draft was moved to another form, or such a move was taken back. Published versions stay."""

    type: ClassVar[str] = "spinney.plan.form-moved.v1"
    child_id: UUID
    from_form: UUID
    to_form: UUID
    taken_back: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolFormMade(Event):
    """A school put its own fields, or another order, on the form of its plans. New plans use it from then on."""

    type: ClassVar[str] = "spinney.plan.school-form-made.v1"
    number: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettingsChanged(Event):
    """A school changed what it has settled about its plans."""

    type: ClassVar[str] = "spinney.plan.settings-changed.v1"
