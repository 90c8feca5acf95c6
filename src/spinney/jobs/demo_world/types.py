"""The demo world as frozen rows: what seeding writes, and what tests count."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from spinney.access.types import DenialKind, Relation, Role, TieState
from spinney.people.types import GroupKind, GroupStaffRole, Phase
from spinney.plans.types import AnswerKind, Channel, Layer, Lifecycle, Line


@dataclass(frozen=True, slots=True)
class Trust:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class School:
    id: UUID
    key: str
    urn: str
    laestab: str
    name: str
    phase: Phase
    trust_id: UUID | None
    review_interval_weeks: int
    domain: str


@dataclass(frozen=True, slots=True)
class User:
    id: UUID
    email: str
    display_name: str


@dataclass(frozen=True, slots=True)
class Membership:
    id: UUID
    school_id: UUID
    user_id: UUID
    role: Role
    valid_from: date


@dataclass(frozen=True, slots=True)
class Staff:
    id: UUID
    school_id: UUID
    user_id: UUID
    title: str
    forename: str
    surname: str
    job: str
    mis_id: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    id: UUID
    school_id: UUID
    forename: str
    surname: str
    preferred_forename: str
    preferred_surname: str
    middle_names: str
    born_on: date
    sex: str
    year: str
    registration_group: str
    joined_on: date
    left_on: date | None
    looked_after_by: str
    sen_provision: str
    mis_id: str
    languages: tuple[str, ...]
    address_lines: tuple[str, ...]
    postcode: str
    medical_flag: bool
    upn: str

    @property
    def known_as(self) -> str:
        return self.preferred_forename or self.forename


@dataclass(frozen=True, slots=True)
class Enrolment:
    id: UUID
    school_id: UUID
    child_id: UUID
    status: str
    valid_from: date
    valid_to: date | None
    school_name: str
    laestab: str


@dataclass(frozen=True, slots=True)
class SenStatus:
    id: UUID
    school_id: UUID
    child_id: UUID
    provision: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SenNeed:
    id: UUID
    school_id: UUID
    child_id: UUID
    need_type: str
    rank: int
    valid_from: date


@dataclass(frozen=True, slots=True)
class Carer:
    id: UUID
    school_id: UUID
    user_id: UUID | None
    title: str
    forename: str
    surname: str
    email: str
    phones: tuple[str, ...]
    address_lines: tuple[str, ...]
    postcode: str

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}".strip()


@dataclass(frozen=True, slots=True)
class Contact:
    """Five separate facts. `provenance` is fact -> (source, ISO date)."""

    id: UUID
    school_id: UUID
    child_id: UUID
    carer_id: UUID
    relationship: str
    parental_responsibility: bool | None
    lives_with: bool | None
    priority: int | None
    contact_restriction: str
    court_order: bool | None
    provenance: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CourtOrder:
    id: UUID
    school_id: UUID
    child_id: UUID
    carer_id: UUID
    effect: str
    summary: str
    valid_from: date | None
    valid_to: date | None
    review_on: date | None
    source: str
    decided_by: UUID | None


@dataclass(frozen=True, slots=True)
class Tie:
    id: UUID
    school_id: UUID
    subject_id: UUID
    user_id: UUID
    relation: Relation
    state: TieState
    source: str
    valid_from: date
    valid_to: date | None
    confirmed_by: UUID | None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Denial:
    id: UUID
    school_id: UUID
    subject_id: UUID
    user_id: UUID | None
    kind: DenialKind
    reason: str
    source: str
    valid_from: date
    decided_by: UUID


@dataclass(frozen=True, slots=True)
class Group:
    id: UUID
    school_id: UUID
    kind: GroupKind
    name: str
    subject: str
    year: str


@dataclass(frozen=True, slots=True)
class GroupChild:
    id: UUID
    school_id: UUID
    group_id: UUID
    child_id: UUID
    valid_from: date


@dataclass(frozen=True, slots=True)
class GroupStaff:
    id: UUID
    school_id: UUID
    group_id: UUID
    staff_id: UUID
    role: GroupStaffRole
    valid_from: date


@dataclass(frozen=True, slots=True)
class Lesson:
    """One adult in one slot of the week: an assistant in the room has a row of their own."""

    id: UUID
    school_id: UUID
    group_id: UUID
    staff_id: UUID
    weekday: int
    period: str
    starts: time
    ends: time
    room: str


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """`ended` is line id -> (achievement, why): outcomes that finished with this version."""

    number: int
    published_at: datetime
    layer: Layer
    lines: tuple[Line, ...]
    ended: tuple[tuple[UUID, str, str], ...]
    why: str
    review_due: date


@dataclass(frozen=True, slots=True)
class PlanMove:
    at: datetime
    to: Lifecycle
    why: str


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    id: UUID
    version: int
    kind: AnswerKind
    line: UUID | None
    words: str
    from_user: UUID | None
    from_carer: UUID | None
    from_name: str
    channel: Channel
    at: datetime
    entered_by: UUID | None = None
    reply: str = ""
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    id: UUID
    school_id: UUID
    child_id: UUID
    author_id: UUID
    layer: Layer
    lifecycle: Lifecycle
    opened_at: datetime
    draft: tuple[Line, ...]
    draft_changed_at: datetime | None
    versions: tuple[PlanVersion, ...]
    moves: tuple[PlanMove, ...] = ()
    answers: tuple[PlanAnswer, ...] = ()
    states: tuple[str, ...] = ()  # in plain words, for counts

    @property
    def review_due(self) -> date | None:
        return self.versions[-1].review_due if self.versions else None


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone to sign in as. `role` and `why` are shown on the demo's sign-in page."""

    key: str
    name: str
    role: str
    school: str
    why: str
    user_id: UUID


@dataclass(frozen=True, slots=True)
class World:
    seed: int
    today: date
    trust: Trust
    schools: tuple[School, ...]
    users: tuple[User, ...]
    memberships: tuple[Membership, ...]
    staff: tuple[Staff, ...]
    children: tuple[Child, ...]
    enrolments: tuple[Enrolment, ...]
    sen_statuses: tuple[SenStatus, ...]
    sen_needs: tuple[SenNeed, ...]
    carers: tuple[Carer, ...]
    contacts: tuple[Contact, ...]
    court_orders: tuple[CourtOrder, ...]
    ties: tuple[Tie, ...]
    denials: tuple[Denial, ...]
    groups: tuple[Group, ...]
    group_children: tuple[GroupChild, ...]
    group_staff: tuple[GroupStaff, ...]
    lessons: tuple[Lesson, ...]
    plans: tuple[Plan, ...]
    personas: tuple[Persona, ...]
    cases: tuple[tuple[str, UUID], ...]  # name of a special case -> the child it is about

    def case(self, name: str) -> UUID:
        return dict(self.cases)[name]
