"""The children who are hard to get right are all there, each with the facts that make them so."""

from datetime import date

import pytest

from spinney.access.types import DenialKind, Relation, TieState
from spinney.jobs.demo_world import SMALL, build
from spinney.plans.types import Lifecycle


@pytest.fixture(scope="session", params=["world", "small"])
def told(request):
    """The world and a way to look up one case: child, plan, adults with their contact facts."""
    return request.getfixturevalue(request.param)


def child_of(world, case):
    return next(child for child in world.children if child.id == world.case(case))


def adults_of(world, case):
    carers = {carer.id: carer for carer in world.carers}
    rows = [c for c in world.contacts if c.child_id == world.case(case)]
    return [(row, carers[row.carer_id]) for row in rows]


def plan_of(world, case):
    return next(plan for plan in world.plans if plan.child_id == world.case(case))


def account(world, key):
    return next(persona.user_id for persona in world.personas if persona.key == key)


def test_a_mother_has_children_at_two_schools_under_one_account(told):
    mother = account(told, "parent-two-schools")
    ties = [tie for tie in told.ties if tie.user_id == mother]
    assert {tie.subject_id for tie in ties} == {
        told.case("sibling at primary"), told.case("sibling at secondary")
    }  # fmt: skip
    assert len({tie.school_id for tie in ties}) == 2
    assert len([carer for carer in told.carers if carer.user_id == mother]) == 2


def test_separated_parents_have_two_homes_two_accounts_and_two_voices(told):
    facts = [(row, carer) for row, carer in adults_of(told, "separated parents")
             if row.parental_responsibility]  # fmt: skip
    assert len({carer.postcode for _, carer in facts}) == 2
    assert all(row.lives_with for row, _ in facts)
    voices = {x.values["person"] for x in plan_of(told, "separated parents").draft
              if x.section == "parent_voice"}  # fmt: skip
    assert voices == {str(carer.id) for _, carer in facts}


def test_the_father_under_a_court_order_has_an_account_and_a_denial_that_binds_him(told):
    father = account(told, "parent-court-order")
    denial = next(d for d in told.denials if d.subject_id == told.case("court order"))
    assert (denial.kind, denial.user_id) == (DenialKind.COURT_ORDER, father)
    row = next(row for row, carer in adults_of(told, "court order") if carer.user_id == father)
    assert row.court_order
    assert row.parental_responsibility
    assert next(o for o in told.court_orders if o.child_id == row.child_id).effect == "no_contact"
    assert father not in {a.from_user for p in told.plans for a in p.answers}


def test_an_order_that_nobody_has_read_closes_until_somebody_does(told):
    case = told.case("court order not yet read")
    order = next(o for o in told.court_orders if o.child_id == case)
    assert (order.effect, order.decided_by) == ("unknown", None)
    assert any(d.subject_id == case and d.kind is DenialKind.COURT_ORDER for d in told.denials)


def test_the_shielded_family_is_shielded_for_every_child(told):
    shielded = {d.subject_id for d in told.denials if d.kind is DenialKind.ADDRESS_SHIELD}
    assert {told.case("shielded address"), told.case("shielded sibling")} <= shielded
    father = next(c for row, c in adults_of(told, "shielded address") if row.contact_restriction)
    assert father.user_id is None
    assert father.postcode != child_of(told, "shielded address").postcode


def test_a_looked_after_child_has_an_authority_a_social_worker_and_a_foster_home(told):
    assert child_of(told, "looked after").looked_after_by == "999"
    facts = {row.relationship: row for row, _ in adults_of(told, "looked after")}
    assert facts["SWR"].parental_responsibility
    assert not facts["FOM"].parental_responsibility
    assert "supervised" in facts["PAM"].contact_restriction


@pytest.mark.parametrize("case", ["sixteen", "competent to decide"])
def test_young_people_have_an_account_of_their_own(told, case):
    own = [t for t in told.ties if t.subject_id == told.case(case) and t.relation is Relation.SELF]
    assert [tie.state for tie in own] == [TieState.CONFIRMED]


@pytest.mark.parametrize(
    "today", [date(2026, 9, 1), date(2026, 11, 24), date(2027, 8, 31), date(2028, 2, 29)]
)
def test_the_sixteen_year_old_is_just_sixteen_on_any_day(today):
    born = child_of(build(7, today, SMALL), "sixteen").born_on
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    assert age == 16


def test_a_child_who_moved_leaves_the_old_rows_at_the_old_school(told):
    old, new = child_of(told, "moved school, old record"), child_of(told, "moved school")
    assert old.upn == new.upn
    assert old.school_id != new.school_id
    assert old.left_on < new.joined_on
    before, now = plan_of(told, "moved school, old record"), plan_of(told, "moved school")
    assert before.lifecycle is Lifecycle.ENDED
    assert now.lifecycle is Lifecycle.ACTIVE
    earlier = [e for e in told.enrolments if e.child_id == new.id and e.school_name]
    assert [(e.laestab, e.valid_to) for e in earlier] == [("9992002", old.left_on)]


def test_two_children_have_nearly_the_same_name_and_one_of_them_an_allergy(told):
    one, two = child_of(told, "near-identical name 1"), child_of(told, "near-identical name 2")
    assert (one.surname, one.registration_group) == (two.surname, two.registration_group)
    assert (one.forename, two.forename) == ("Aisha", "Ayesha")
    kinds = [
        x.values["kind"]
        for x in plan_of(told, "near-identical name 1").draft
        if x.section == "safety"
    ]
    assert "allergy" in kinds
    assert not [x for x in plan_of(told, "near-identical name 2").draft if x.section == "safety"]


def test_one_child_has_one_name_and_another_has_six(told):
    assert child_of(told, "single name").surname == ""
    long = child_of(told, "long name")
    assert len(f"{long.forename} {long.middle_names} {long.surname}") > 60


def test_a_safeguarding_freeze_closes_a_record_to_the_family(told):
    frozen = told.case("safeguarding freeze")
    assert any(d.subject_id == frozen and d.user_id is None for d in told.denials)
    assert not plan_of(told, "safeguarding freeze").answers


def test_one_tie_waits_for_a_person(told):
    waiting = [tie for tie in told.ties if tie.state is TieState.PROPOSED]
    assert [tie.subject_id for tie in waiting] == [told.case("tie waits for a person")]


def test_every_persona_has_an_account_and_a_reason(told):
    accounts = {user.id for user in told.users}
    assert len({persona.key for persona in told.personas}) == len(told.personas) == 18
    for persona in told.personas:
        assert persona.user_id in accounts
        assert persona.why.endswith(".")
