"""What the access tests look for, as functions that return faults, so that the mutants meet the same checks."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

from tests.access import oracle
from tests.access.table import EXPECTED, FAMILY, ME, SOMEONE, facts_of
from tests.access.worlds import ADULTS, QUESTIONS, SCHOOLS, TODAY, lay_out
from tests.factories import access as make
from tests.factories.database import undone

from spinney.access import queries, rules, services
from spinney.access.services import decide as decision
from spinney.access.types import Action, DenialKind, Denied, Facts, FieldClass, Relation, Role
from spinney.kernel import tenancy
from spinney.kernel.errors import NotAllowed
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows

NOW = datetime.combine(TODAY, time(9, 30), UTC)


def disagreements(world: dict[str, Any], action: Action) -> list[str]:
    """Each as a short story; empty when the page, the list and the oracle tell the same."""
    with tenancy.acting_in(SCHOOLS), undone():
        lay_out(world)
        found = []
        for who in ADULTS:
            actor = queries.actor_for(user_id=who, display_name="A", now=NOW)
            if actor.schools != oracle.reach(world, who, TODAY):
                found.append(f"{who} reaches {actor.schools}")
            listed, each = _open_in_list(actor, action), _open_in_many(actor, action)
            for q in (q for q in QUESTIONS if q.who == who):
                page = services.allows(
                    actor, action, school_id=q.school, subject_id=q.child, now=NOW
                )
                in_list = (q.school, q.child) in listed
                clerk = oracle.may(world, who, action.value, q.school, q.child, TODAY)
                many = (q.school, q.child) in each
                if not page == in_list == many == clerk:
                    found.append(
                        f"{action} {q}: page {page}, list {in_list}, many {many}, oracle {clerk}"
                    )
        return found


def _open_in_many(actor: Any, action: Action) -> set[Any]:
    """Every child of every school, decided together."""
    found = set()
    for school in SCHOOLS:
        children = sorted({q.child for q in QUESTIONS if q.school == school})
        decided = services.decide_each(
            actor, action, school_id=school, subject_ids=children, now=NOW
        )
        found |= {(school, child) for child, said in decided.items() if said.allowed}
    return found


def _open_in_list(actor: Any, action: Action) -> set[Any]:
    found = queries.children_open_to(actor, action, now=NOW, column="id")
    rows = all_rows(
        f"SELECT c.school_id, c.id FROM access_subject c WHERE {found.sql}", found.params
    )
    return set(map(tuple, rows))


# Between them every relation and role is granted, and refused, one of these.
TELLING = (Action.VIEW_PLAN, Action.ANSWER_PLAN, Action.VIEW_CHILD, Action.EDIT_PLAN)


def faults_in_worlds(worlds: Iterable[dict[str, Any]]) -> list[str]:
    """The first disagreement found, walking through worlds and acts in turn."""
    for number, world in enumerate(worlds):
        if found := disagreements(world, TELLING[number % len(TELLING)]):
            return found
    return []


def faults_in_table() -> list[str]:
    """The pure rule against the second writing of the table, with each kind of denial."""
    found = []
    for who, (actions, classes) in EXPECTED.items():
        usual = set(map(FieldClass, classes.split()))
        shield = usual if who in {Role.HEAD, Role.DSL} else usual - {FieldClass.ADDRESS}
        for denial, open_classes in (
            (None, usual),
            (Denied(DenialKind.ADDRESS_SHIELD), shield),
            (Denied(DenialKind.SAFEGUARDING_FREEZE), set() if who in FAMILY else usual),
            (Denied(DenialKind.COURT_ORDER, ME), set()),
            (Denied(DenialKind.COURT_ORDER, SOMEONE), usual),
        ):
            for action in Action:
                facts = facts_of(who, *([denial] if denial else []))
                got = rules.decide(ME, action, facts)
                due = open_classes if action.value in actions.split() else set()
                if got.classes != due or got.allowed is not bool(due):
                    found.append(f"{who} {action} {denial}: {sorted(got.classes)}")
    both = Facts(roles=frozenset({Role.OFFICE}), relations=frozenset({Relation.TEACHES}))
    if rules.decide(ME, Action.VIEW_CHILD, both).classes != set(
        map(FieldClass, ("ordinary", "address", "plan", "health"))
    ):
        found.append("two ties do not open the sum of both")
    return found


def faults_on_real_rows(who: Role | Relation) -> list[str]:
    """`decide`, `require` and `allows`, every act and class of field, on rows in the database."""
    school, user = uuid7(), make.a_user()
    actions, classes = (set(words.split()) for words in EXPECTED[who])
    found = []
    with tenancy.acting_in([school]):
        child = make.a_subject(school)
        _give(who, user, school, child)
        actor = make.the_actor(user)
        for action in Action:
            about = {"school_id": school, "subject_id": child, "now": make.NOW}
            due = action.value in actions
            if _standing(actor, action, about) != (due, due):
                found.append(f"standing {who} {action}")
            if services.allows(actor, action, **about) is not due:
                found.append(f"allows {who} {action}")
            for field_class in (None, *FieldClass):
                due_class = due and (field_class is None or field_class.value in classes)
                if _outcomes(actor, action, about, field_class) != (due_class, due_class):
                    found.append(f"{who} {action} {field_class}")
    return found


def _outcomes(actor: Any, action: Action, about: dict[str, Any], field_class: Any) -> Any:
    decided = decision.decide(actor, action, field_class=field_class, **about).allowed
    try:
        services.require(actor, action, field_class=field_class, **about)
    except NotAllowed:
        return decided, False
    return decided, True


def _standing(actor: Any, action: Action, about: dict[str, Any]) -> Any:
    """The same, from one reading of the facts for many acts."""
    found = decision.standing(actor, **about)
    try:
        found.require(action)
    except NotAllowed:
        return action in found.allowed() or found.decide(action).allowed, False
    return found.decide(action).allowed, True


def _give(who: Role | Relation, user: Any, school: Any, child: Any) -> None:
    if isinstance(who, Role):
        make.a_membership(user, school, who)
        return
    if who not in FAMILY:
        make.a_membership(user, school, Role.TEACHER)
    make.a_tie(user, school, child, who)
