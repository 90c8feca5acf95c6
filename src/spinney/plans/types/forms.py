"""The form a plan is written on: how it moves to another, and what a school may settle for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from spinney.plans.types import (
    FieldKind,
    FieldSpec,
    KeptValue,
    LegalStatus,
    Line,
    PlanHeader,
    SectionSpec,
    Template,
)

Choices = tuple[tuple[str, str], ...]
Kept = dict[str, dict[str, Any]]  # by the form they were written on, then by field


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template: where, what, and how to put it right."""

    place: str
    cause: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Additions:
    """What a school puts on top of a template: fields by section, and the order of fields by section."""

    fields: Mapping[str, tuple[FieldSpec, ...]] = field(default_factory=dict)
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewField:
    """A field as someone at a school asks for it. Its code is made from the label."""

    section: str
    label: str
    kind: str
    hint: str = ""
    choices: str = ""  # one a line
    staff_only: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class FormRef:
    """A form that a plan may be written on. `id` is the school's form, or the template where it has none."""

    id: UUID
    base_id: UUID
    own_id: UUID | None
    own_number: int  # 0: the template as it is
    template: Template

    @property
    def name(self) -> str:
        own = f", your school's form {self.own_number}" if self.own_number else ""
        return f"{self.template.title}, version {self.template.version}{own}"


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of a draft with the values that have no home on its form."""

    line: Line
    kept: Kept


@dataclass(frozen=True, slots=True)
class Homeless:
    """A value that the other form has no place for. `options` is empty where nobody has to choose."""

    line_id: UUID
    section: str
    field: str
    where: str
    label: str
    words: str
    options: Choices = ()  # every answer of the other form's field
    suggested: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"c-{self.line_id}-{self.field}"


@dataclass(frozen=True, slots=True)
class PartMap:
    """A section of the old form beside the new one."""

    title: str
    to: str  # its title on the new form; empty: it has none
    same: int
    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovingForm:
    """What moving a plan to another form would do, told before it is done."""

    header: PlanHeader
    now_on: str
    targets: tuple[FormRef, ...]
    target: FormRef | None
    parts: tuple[PartMap, ...]
    homeless: tuple[Homeless, ...]
    kept: tuple[KeptValue, ...]
    moved_at: datetime | None  # of the move that can still be taken back
    moved_by: str
    moved_from: str


class SignOff(StrEnum):
    """What families are asked before a version is published. No law asks for any of it."""

    NONE = "none"
    ASKED = "asked"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a school has settled about its plans. `template_id` is the template that new plans use."""

    template_id: UUID
    review_weeks: int
    sign_off: SignOff = SignOff.NONE
    sign_off_status: LegalStatus = LegalStatus.LOCAL
    deadline_weeks: int | None = None
    deadline_status: LegalStatus = LegalStatus.LOCAL
    answer_days: int = 5  # working days from a family's question to the answer


@dataclass(frozen=True, slots=True)
class Affected:
    """Whom a change of settings reaches."""

    open: int
    never_published: int
    without_review: int


@dataclass(frozen=True, slots=True)
class SettingsPage:
    settings: Settings
    templates: tuple[FormRef, ...]
    affected: Affected


@dataclass(frozen=True, slots=True)
class WritingDue:
    on: date
    weeks: int
    status: LegalStatus


@dataclass(frozen=True, slots=True)
class ToWrite:
    """A draft that was never published, and by when the school wants it written."""

    id: UUID
    child_id: UUID
    child_name: str
    on: date


@dataclass(frozen=True, slots=True)
class SchoolFormPage:
    """The school's form on one template, and what may be changed of it."""

    base: FormRef
    current: FormRef
    additions: Additions


@dataclass(frozen=True, slots=True)
class PreviewField:
    spec: FieldSpec
    own: bool  # the school's addition
    family: bool  # whether the family would read it
    teacher: bool


@dataclass(frozen=True, slots=True)
class PreviewPart:
    section: SectionSpec
    fields: tuple[PreviewField, ...]


ADDED_KINDS = (
    FieldKind.TEXT, FieldKind.SHORT, FieldKind.DATE, FieldKind.NUMBER, FieldKind.CHOICE,
)  # fmt: skip
