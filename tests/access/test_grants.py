"""The rule table, row by row: what each role and relation opens, and that everything else is refused.

`tests/access/table.py` says it a second time on purpose: a change to the rules must be made twice.
"""

import pytest
from tests.access.detect import faults_on_real_rows
from tests.access.table import EXPECTED, FAMILY, ME, SOMEONE, facts_of

from spinney.access import rules, services
from spinney.access.types import (
    SCHOOL_ACTIONS,
    Action,
    Actor,
    DenialKind,
    Denied,
    Facts,
    FieldClass,
    Membership,
    Relation,
    Role,
    TieState,
)
from spinney.kernel.errors import NotAllowed
from spinney.kernel.ids import uuid7

EVERY = [
    pytest.param(who, action, id=f"{who}-{action}") for who in EXPECTED for action in Action
]  # fmt: skip


def test_every_role_and_relation_is_in_the_table():
    assert set(EXPECTED) == {*Role, *Relation}


def test_every_grant_says_why():
    assert all(len(grant.reason.split()) > 3 for grant in rules.GRANTS)


@pytest.mark.parametrize(("who", "action"), EVERY)
def test_a_role_or_relation_opens_what_the_table_says(who, action):
    actions, classes = (set(words.split()) for words in EXPECTED[who])
    found = rules.decide(ME, action, facts_of(who))
    assert found.allowed is (action.value in actions)
    assert found.classes == (set(map(FieldClass, classes)) if found.allowed else set())


@pytest.mark.parametrize(("who", "action"), EVERY)
def test_a_court_order_closes_everything_to_the_adult_it_names(who, action):
    order = Denied(DenialKind.COURT_ORDER, ME)
    found = rules.decide(ME, action, facts_of(who, order))
    assert (found.allowed, found.why, found.classes) == (False, "court_order", frozenset())


@pytest.mark.parametrize("who", EXPECTED)
def test_a_court_order_about_another_adult_changes_nothing(who):
    for action in Action:
        order = Denied(DenialKind.COURT_ORDER, SOMEONE)
        assert rules.decide(ME, action, facts_of(who, order)) == rules.decide(
            ME, action, facts_of(who)
        )


@pytest.mark.parametrize(("who", "action"), EVERY)
def test_a_safeguarding_freeze_closes_the_record_to_the_family_and_to_nobody_in_school(who, action):
    usual = rules.decide(ME, action, facts_of(who))
    frozen = rules.decide(ME, action, facts_of(who, Denied(DenialKind.SAFEGUARDING_FREEZE)))
    if who in FAMILY:
        assert (frozen.allowed, frozen.why) == (False, "safeguarding_freeze")
    else:
        assert (frozen.allowed, frozen.classes) == (usual.allowed, usual.classes)


@pytest.mark.parametrize(("who", "action"), EVERY)
def test_a_shielded_address_is_kept_to_the_head_and_the_dsl(who, action):
    usual = rules.decide(ME, action, facts_of(who))
    shielded = rules.decide(ME, action, facts_of(who, Denied(DenialKind.ADDRESS_SHIELD)))
    assert shielded.allowed is usual.allowed
    hidden = set() if who in {Role.HEAD, Role.DSL} else {FieldClass.ADDRESS}
    assert shielded.classes == usual.classes - hidden


@pytest.mark.parametrize("relation", [Relation.TEACHES, Relation.ASSISTS, Relation.KEY_ADULT])
def test_a_leaver_still_on_the_timetable_sees_nothing(relation):
    for action in Action:
        assert not rules.decide(ME, action, Facts(relations=frozenset({relation}))).allowed


def test_two_ties_open_the_sum_of_both():
    facts = Facts(roles=frozenset({Role.OFFICE}), relations=frozenset({Relation.TEACHES}))
    assert rules.decide(ME, Action.VIEW_CHILD, facts).classes == set(
        map(FieldClass, ("ordinary", "address", "plan", "health"))
    )


def test_nobody_is_refused_everything():
    assert not any(rules.decide(ME, action, Facts()).allowed for action in Action)


def test_roles_for_and_relations_for_read_the_same_table():
    for action in Action:
        granted = {who for who, (actions, _) in EXPECTED.items() if action.value in actions.split()}
        assert rules.roles_for(action) | rules.relations_for(action) == granted


@pytest.mark.django_db
@pytest.mark.parametrize("who", EXPECTED)
def test_require_and_allows_agree_with_the_table_on_real_rows(who):
    """Both forms, every action and every class of field, through the database as the app role."""
    assert faults_on_real_rows(who) == []


@pytest.mark.parametrize("action", sorted(SCHOOL_ACTIONS))
def test_acts_about_a_school_want_a_role_in_that_school(action):
    here, there = uuid7(), uuid7()
    for role in Role:
        actor = Actor(ME, "Someone", memberships=frozenset({Membership(here, role)}))
        with pytest.raises(NotAllowed):
            services.require_in_school(actor, action, school_id=there)
        if action.value in EXPECTED[role][0].split():
            services.require_in_school(actor, action, school_id=here)
        else:
            with pytest.raises(NotAllowed):
                services.require_in_school(actor, action, school_id=here)


def test_an_act_about_a_child_cannot_be_asked_of_a_school():
    with pytest.raises(ValueError, match="name the child"):
        services.require_in_school(
            Actor(ME, "Someone"), Action.VIEW_PLAN, school_id=uuid7()
        )  # fmt: skip


def test_tie_states_are_the_three_we_know():
    assert {state.value for state in TieState} == {"proposed", "confirmed", "refused"}
