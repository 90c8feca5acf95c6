"""The words of the coach: a rule as a row of a table, and one finding on one line of one plan."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from spinney.plans.types import Layer


class Topic(StrEnum):
    """What a governor would ask of a plan. Each rule answers one of these questions."""

    PROMISE = "promise"
    MEASURE = "measure"
    LINKS = "links"
    DATES = "dates"
    SAFETY = "safety"
    WORDS = "words"
    READING = "reading"


QUESTIONS: dict[Topic, str] = {
    Topic.PROMISE: "Does each promise say who, what, how often, how long and for how many?",
    Topic.MEASURE: "Could anyone tell whether each outcome was met?",
    Topic.LINKS: "Does every need lead to support, and all support to a need and an outcome?",
    Topic.DATES: "Are the dates possible, and is the plan up to date?",
    Topic.SAFETY: "Could a cover teacher keep the child safe from these words alone?",
    Topic.WORDS: "Is it written with respect, and without phrases that promise nothing?",
    Topic.READING: "Could the family read it without help?",
}


class Weight(StrEnum):
    """How much a finding matters. Advice only: none of them stops saving or publishing."""

    HIGH = "high"
    USUAL = "usual"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table. `says` and `better` are filled from the line's own values; a gap stays in brackets."""

    code: str
    topic: Topic
    weight: Weight
    title: str  # "No one is named"
    looks_for: str
    why: str
    source: str
    says: str
    better: str = ""
    replaces: bool = False  # `better` may stand in the field in place of what is there


class FindingKey(NamedTuple):
    """What makes a finding this one and no other. New words give a new mark."""

    rule: str
    line: UUID | None
    field: str
    mark: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth another look. `mark` changes when the words do, so that what was set aside comes back."""

    rule: Rule
    section: str
    line_id: UUID | None  # None: about the plan as a whole
    field: str
    where: str  # "Provision line 2: Who will do it"
    label: str  # of the field: "Who will do it"
    says: str
    better: str
    usable: bool  # `better` may be put into the field as it is
    mark: str

    @property
    def key(self) -> FindingKey:
        return FindingKey(self.rule.code, self.line_id, self.field, self.mark)


@dataclass(frozen=True, slots=True)
class SetAsideView:
    """A finding that somebody looked at and decided to leave, with their reason."""

    finding: Finding
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Advice:
    """What the coach says of one draft: what stands, and what was set aside."""

    standing: tuple[Finding, ...]
    aside: tuple[SetAsideView, ...]

    def on_line(self, line_id: UUID) -> tuple[Finding, ...]:
        return tuple(found for found in self.standing if found.line_id == line_id)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """In how many plans a rule found something."""

    rule: Rule
    plans: int
    layers: dict[str, int]
    years: dict[str, int]


@dataclass(frozen=True, slots=True)
class QualitySummary:
    """Plans in force, counted. No child is named and nothing leads back to one."""

    plans: int
    uncounted: int  # published before the rules were there, or under older ones
    layers: dict[str, int]
    years: dict[str, int]
    rules: tuple[RuleCount, ...]


@dataclass(frozen=True, slots=True)
class SampledPlan:
    """One plan of a governor's sample. The child is not named."""

    plan_id: UUID
    version: int
    layer: Layer
    year: str
    notes: dict[Topic, int] | None  # None: not counted yet
    aside: dict[Topic, int]
