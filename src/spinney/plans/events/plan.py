"""A plan and its draft: opened, written, published, read, reviewed, used, moved and set up."""

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
class PlanSectionMarked(Event):
    """A person said how far a section of a draft is. An empty state: its own words say it again."""

    type: ClassVar[str] = "spinney.plan.section-marked.v1"
    child_id: UUID
    section: str
    state: str


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
class PlanReadAsked(Event):
    """The school asked a family once more to read a version that some of them have not read."""

    type: ClassVar[str] = "spinney.plan.read-asked.v1"
    child_id: UUID
    version: int
    readers: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReviewed(Event):
    """A review was recorded: a cycle of assess, plan, do, review is complete."""

    type: ClassVar[str] = "spinney.plan.reviewed.v1"
    child_id: UUID
    review_id: UUID
    version: int
    cycle: int
    next_review: date


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTaskMoved(Event):
    """A task of a review was given to someone, taken back or done."""

    type: ClassVar[str] = "spinney.plan.review-task-moved.v1"
    child_id: UUID
    review_id: UUID
    task_id: UUID
    to: str


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
class CoverCardMade(Event):
    """A link to one class's cards was made for a cover teacher, for one lesson."""

    type: ClassVar[str] = "spinney.cover-card.made.v1"
    group_id: UUID
    day: date


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CoverCardEnded(Event):
    """A cover teacher's link was ended before the bell."""

    type: ClassVar[str] = "spinney.cover-card.ended.v1"


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyUsed(Event):
    """A strategy was used in a lesson, or that was taken back. Never says by whom."""

    type: ClassVar[str] = "spinney.plan.strategy-used.v1"
    child_id: UUID
    line_id: UUID
    group_id: UUID
    day: date
    used: bool


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
class BankEntryUsed(Event):
    """A line was added to a draft from an entry of the bank. Says which entry, never what the line says."""

    type: ClassVar[str] = "spinney.plan.bank-entry-used.v1"
    child_id: UUID
    line_id: UUID
    code: str
    version: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolFormMade(Event):
    """A school put its own fields, or another order, on the form of its plans. New plans use it from then on."""

    type: ClassVar[str] = "spinney.plan.school-form-made.v1"
    number: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategiesConfirmed(Event):
    """A teacher of the child said which strategies they will do. `cannot` counts those they cannot."""

    type: ClassVar[str] = "spinney.plan.strategies-confirmed.v1"
    child_id: UUID
    version: int
    cannot: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class BankChanged(Event):
    """A school added, changed, hid or brought back an entry of its bank, or took entries over from a file."""

    type: ClassVar[str] = "spinney.plan.bank-changed.v1"
    what: str
    codes: list[str]


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSourceChanged(Event):
    """A line of a draft got a source, or one was taken off. Says what kind and where, never the words."""

    type: ClassVar[str] = "spinney.plan.source-changed.v1"
    child_id: UUID
    line_id: UUID
    kind: str
    added: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceSetAside(Event):
    """A finding of the coach was set aside, or taken up again. Says which rule and where, never the words."""

    type: ClassVar[str] = "spinney.plan.advice-set-aside.v1"
    child_id: UUID
    line_id: UUID | None
    field: str
    rule: str
    aside: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettingsChanged(Event):
    """A school changed what it has settled about its plans."""

    type: ClassVar[str] = "spinney.plan.settings-changed.v1"
