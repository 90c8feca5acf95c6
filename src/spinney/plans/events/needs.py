"""What a plan carries over, what its lines are part of, and what a child goes without."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from spinney.events.catalogue import register
from spinney.events.types import Event


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class LinesLookedAt(Event):
    """Somebody looked at lines carried over from the version before and let them stand, or took that back."""

    type: ClassVar[str] = "spinney.plan.lines-looked-at.v1"
    child_id: UUID
    lines: int
    taken_back: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCopied(Event):
    """A draft was begun with the words of an earlier plan of the same child."""

    type: ClassVar[str] = "spinney.plan.copied.v1"
    child_id: UUID
    from_plan: UUID
    version: int
    lines: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLineJoined(Event):
    """A line of a draft was joined to sections of the EHCP or to packages, or such a join was taken off."""

    type: ClassVar[str] = "spinney.plan.line-joined.v1"
    child_id: UUID
    line_id: UUID
    sections: int
    items: int
    packages: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class EhcpItemsChanged(Event):
    """Items of a child's EHCP were written down, or one was ended since the EHCP says it no longer."""

    type: ClassVar[str] = "spinney.ehcp.items-changed.v1"
    child_id: UUID
    section: str
    added: int
    ended: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class UnmetNeedRecorded(Event):
    """Something a child needs and does not get was recorded. Says why in a code, never what."""

    type: ClassVar[str] = "spinney.unmet-need.recorded.v1"
    child_id: UUID
    plan_id: UUID
    line_id: UUID | None
    code: str
    since: date


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class UnmetNeedStepTaken(Event):
    """Something was done about an unmet need."""

    type: ClassVar[str] = "spinney.unmet-need.step-taken.v1"
    child_id: UUID
    on: date


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class UnmetNeedClosed(Event):
    """An unmet need is met now, or the need has ended. Nothing else closes one."""

    type: ClassVar[str] = "spinney.unmet-need.closed.v1"
    child_id: UUID
    to: str
    on: date
