"""The words of permission: who someone is to a school or a child, what they may ask, what may be shown."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person is to a whole school."""

    SENCO = "senco"
    HEAD = "head"
    DSL = "dsl"
    TEACHER = "teacher"
    ASSISTANT = "assistant"
    OFFICE = "office"
    IT_LEAD = "it_lead"


class Relation(StrEnum):
    """What a person is to one child."""

    PARENT = "parent"  # holds parental responsibility, confirmed by a person at the school
    TEACHES = "teaches"
    ASSISTS = "assists"
    KEY_ADULT = "key_adult"
    SELF = "self"


class Action(StrEnum):
    VIEW_CHILD = "view_child"
    VIEW_PLAN = "view_plan"
    VIEW_DRAFT = "view_draft"
    VIEW_CARD = "view_card"
    EDIT_PLAN = "edit_plan"
    PUBLISH_PLAN = "publish_plan"
    END_PLAN = "end_plan"
    ANSWER_PLAN = "answer_plan"
    ENTER_ANSWER = "enter_answer"
    VIEW_CONTACTS = "view_contacts"
    CORRECT_RECORD = "correct_record"
    CONFIRM_TIES = "confirm_ties"
    SEE_WHO_LOOKED = "see_who_looked"
    USE_STRATEGY = "use_strategy"
    CONFIRM_STRATEGIES = "confirm_strategies"
    # About a school rather than a child:
    LEAD_SEND = "lead_send"
    IMPORT_PUPILS = "import_pupils"
    MAKE_COVER = "make_cover"


SCHOOL_ACTIONS = frozenset({Action.LEAD_SEND, Action.IMPORT_PUPILS, Action.MAKE_COVER})


class FieldClass(StrEnum):
    ORDINARY = "ordinary"
    PLAN = "plan"
    HEALTH = "health"
    SAFEGUARDING = "safeguarding"
    ADDRESS = "address"
    THIRD_PARTY = "third_party"
    STAFF_ONLY = "staff_only"


class DenialKind(StrEnum):
    COURT_ORDER = "court_order"  # binds one named adult
    ADDRESS_SHIELD = "address_shield"  # hides where a child lives
    SAFEGUARDING_FREEZE = "safeguarding_freeze"  # closes a record to everyone outside the school


class TieState(StrEnum):
    PROPOSED = "proposed"  # a feed said so; opens nothing
    CONFIRMED = "confirmed"  # a person at the school said so
    REFUSED = "refused"


class Purpose(StrEnum):
    CARE = "care"  # the everyday: teaching, supporting, parenting
    ADMINISTRATION = "administration"


@dataclass(frozen=True, slots=True)
class Membership:
    school_id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, and everything about them that is true today."""

    id: UUID
    display_name: str
    memberships: frozenset[Membership] = frozenset()
    tied_schools: frozenset[UUID] = frozenset()
    is_signed_in: bool = True

    @property
    def schools(self) -> frozenset[UUID]:
        return self.tied_schools | {membership.school_id for membership in self.memberships}

    def roles_in(self, school_id: UUID) -> frozenset[Role]:
        return frozenset(m.role for m in self.memberships if m.school_id == school_id)

    @property
    def is_staff(self) -> bool:
        return bool(self.memberships)


NOBODY = Actor(id=UUID(int=0), display_name="", is_signed_in=False)
COMMAND_LINE = UUID(int=1)
"""Stands in the audit for whoever holds the server's keys; no account has this id."""
COVER = UUID(int=2)
"""Stands in the audit for whoever opened a cover card by its link; no account has this id either."""


def at_command_line(school_id: UUID) -> Actor:
    """Whoever holds the server's keys, with the part of this school's office and no more."""
    return Actor(
        id=COMMAND_LINE,
        display_name="Command line",
        memberships=frozenset({Membership(school_id, Role.OFFICE)}),
    )


def for_cover() -> Actor:
    """A cover teacher without an account: may do nothing; what the link shows was settled when it was made."""
    return Actor(id=COVER, display_name="Cover", is_signed_in=False)


@dataclass(frozen=True, slots=True)
class Denied:
    """A denial in force: who it binds (None: everyone but those exempt) and what kind it is."""

    kind: DenialKind
    user_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database knows of one actor and one child today. Rules take this and nothing else."""

    roles: frozenset[Role] = frozenset()
    relations: frozenset[Relation] = frozenset()
    denials: frozenset[Denied] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    allowed: bool
    why: str
    classes: frozenset[FieldClass] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Look:
    """A member of staff saw a child's record on one day, in words a parent can read."""

    at: datetime  # the first time that day
    who: str
    role: str
    did: str
    times: int
