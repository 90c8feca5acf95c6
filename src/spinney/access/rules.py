"""The rule table: every grant and every denial, in one place. Plain values in, a decision out.

A grant joins a role or relation to actions and to the classes of field it opens. Denials beat every grant.
`access.queries` turns the same table into SQL for lists, so that a list and a page cannot disagree.
"""

from dataclasses import dataclass
from uuid import UUID

from spinney.access.types import (
    Action,
    Decision,
    DenialKind,
    Facts,
    FieldClass,
    Relation,
    Role,
)

A, F = Action, FieldClass
CLASSROOM = frozenset({F.ORDINARY, F.PLAN, F.HEALTH})
SCHOOL_RECORD = CLASSROOM | {F.THIRD_PARTY, F.STAFF_ONLY}
FAMILY = frozenset({F.ORDINARY, F.PLAN, F.HEALTH})


@dataclass(frozen=True, slots=True)
class Grant:
    to: Role | Relation
    actions: frozenset[Action]
    classes: frozenset[FieldClass]
    reason: str


GRANTS: tuple[Grant, ...] = (
    Grant(
        Role.SENCO,
        frozenset(
            {
                A.VIEW_CHILD,
                A.VIEW_PLAN,
                A.VIEW_DRAFT,
                A.VIEW_CARD,
                A.EDIT_PLAN,
                A.PUBLISH_PLAN,
                A.END_PLAN,
                A.ENTER_ANSWER,
                A.VIEW_CONTACTS,
                A.CORRECT_RECORD,
                A.CONFIRM_TIES,
                A.SEE_WHO_LOOKED,
                A.LEAD_SEND,
                A.IMPORT_PUPILS,
                A.MAKE_COVER,
            }
        ),
        SCHOOL_RECORD | {F.ADDRESS},
        "SEND Code of Practice 2015, 6.84-6.94: the SENCO runs SEN provision in the whole school",
    ),
    Grant(
        Role.HEAD,
        frozenset(
            {
                A.VIEW_CHILD,
                A.VIEW_PLAN,
                A.VIEW_CARD,
                A.VIEW_CONTACTS,
                A.CONFIRM_TIES,
                A.SEE_WHO_LOOKED,
                A.LEAD_SEND,
            }
        ),
        SCHOOL_RECORD | {F.ADDRESS},
        "the head answers for the whole school",
    ),
    Grant(
        Role.DSL,
        frozenset(
            {
                A.VIEW_CHILD,
                A.VIEW_PLAN,
                A.VIEW_CARD,
                A.VIEW_CONTACTS,
                A.CORRECT_RECORD,
                A.CONFIRM_TIES,
                A.SEE_WHO_LOOKED,
            }
        ),
        SCHOOL_RECORD | {F.ADDRESS, F.SAFEGUARDING},
        "Keeping children safe in education: the DSL leads on safeguarding for every child",
    ),
    Grant(
        Role.OFFICE,
        frozenset(
            {
                A.VIEW_CHILD,
                A.VIEW_CONTACTS,
                A.CORRECT_RECORD,
                A.ENTER_ANSWER,
                A.IMPORT_PUPILS,
                A.MAKE_COVER,
            }
        ),
        frozenset({F.ORDINARY, F.ADDRESS}),
        "the office keeps names, contacts and registers, types in what families send on paper,"
        " and hands cover teachers what they need for one lesson",
    ),
    Grant(
        Relation.TEACHES,
        frozenset({A.VIEW_CHILD, A.VIEW_PLAN, A.VIEW_CARD, A.USE_STRATEGY, A.CONFIRM_STRATEGIES}),
        CLASSROOM,
        "SEND Code of Practice 2015, 6.36: teachers answer for every pupil they teach",
    ),
    Grant(
        Relation.ASSISTS,
        frozenset({A.VIEW_CHILD, A.VIEW_PLAN, A.VIEW_CARD, A.USE_STRATEGY}),
        CLASSROOM,
        "an assistant carries out the plan, so must know it",
    ),
    Grant(
        Relation.KEY_ADULT,
        frozenset({A.VIEW_CHILD, A.VIEW_PLAN, A.VIEW_CARD, A.USE_STRATEGY}),
        CLASSROOM | {F.STAFF_ONLY},
        "the adult a child turns to",
    ),
    Grant(
        Relation.PARENT,
        frozenset({A.VIEW_CHILD, A.VIEW_PLAN, A.ANSWER_PLAN, A.SEE_WHO_LOOKED}),
        FAMILY,
        "parental responsibility, Children Act 1989 s.3, confirmed by a person at the school",
    ),
    Grant(
        Relation.SELF,
        frozenset({A.VIEW_CHILD, A.VIEW_PLAN, A.ANSWER_PLAN, A.SEE_WHO_LOOKED}),
        FAMILY,
        "a young person reads and answers their own plan; the school opens the account",
    ),
)

FAMILY_RELATIONS = frozenset({Relation.PARENT, Relation.SELF})
# These count only for those who work at the school today: a leaver may still stand on the timetable.
STAFF_RELATIONS = frozenset(Relation) - FAMILY_RELATIONS
# Who still sees an address when it is shielded: only those who keep the child safe.
SHIELD_EXEMPT = frozenset({Role.DSL, Role.HEAD})


def decide(actor_id: UUID, action: Action, facts: Facts) -> Decision:
    """The one decision. Denials first, then every grant that matches adds its classes of field."""
    if _barred(actor_id, facts):
        return Decision(allowed=False, why="court_order")
    frozen = any(denial.kind is DenialKind.SAFEGUARDING_FREEZE for denial in facts.denials)
    classes: frozenset[FieldClass] = frozenset()
    held = facts.roles | facts.relations
    if not facts.roles:
        held -= STAFF_RELATIONS
    for grant in GRANTS:
        if grant.to in held and action in grant.actions:
            if frozen and grant.to in FAMILY_RELATIONS:
                continue
            classes |= grant.classes
    if not classes:
        return Decision(allowed=False, why="safeguarding_freeze" if frozen else "no_grant")
    return Decision(allowed=True, why="granted", classes=_shielded(classes, facts))


def _barred(actor_id: UUID, facts: Facts) -> bool:
    return any(
        denial.kind is DenialKind.COURT_ORDER and denial.user_id == actor_id
        for denial in facts.denials
    )


def _shielded(classes: frozenset[FieldClass], facts: Facts) -> frozenset[FieldClass]:
    shield = any(denial.kind is DenialKind.ADDRESS_SHIELD for denial in facts.denials)
    if shield and not facts.roles & SHIELD_EXEMPT:
        return classes - {F.ADDRESS}
    return classes


def roles_for(action: Action) -> frozenset[Role]:
    return frozenset(g.to for g in GRANTS if isinstance(g.to, Role) and action in g.actions)


def relations_for(action: Action) -> frozenset[Relation]:
    return frozenset(g.to for g in GRANTS if isinstance(g.to, Relation) and action in g.actions)
