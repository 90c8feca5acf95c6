"""A parent's account opens nothing: the school is asked, child by child, unless the record stands against it."""

import pytest
from django.core.management import CommandError
from tests.factories import access as make
from tests.factories.people import a_carer, a_child
from tests.jobs.accounts.terminal import (
    EMAIL,
    a_school_and_urn,
    add_parent,
    add_staff,
    password_in,
    said,
    told_in_log,
)

from spinney.access import services as access
from spinney.access.models import Denial, Tie, User
from spinney.access.types import Action, DenialKind, Relation, Role, TieState
from spinney.kernel import tenancy
from spinney.kernel.clock import now
from spinney.people.models import Carer, Contact, CourtOrder
from spinney.people.queries.ties import ties_to_confirm
from spinney.people.rules import why_withheld
from spinney.people.services import confirm_parent
from spinney.people.types import Withheld

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return a_school_and_urn()


def a_child_of(school, *, email: str = EMAIL, effect: str = "", **facts):
    """A child with one adult of this e-mail, who holds parental responsibility unless told otherwise."""
    with tenancy.acting_in([school]):
        child = a_child(school)
        carer = a_carer(school, child)
        Carer.objects.filter(id=carer).update(email=email)
        Contact.objects.filter(carer_id=carer).update(**facts)
        if effect:
            CourtOrder.objects.create(
                school_id=school, child_id=child, carer_id=carer, effect=effect, source="test"
            )
    return child


def ties(school) -> dict:
    with tenancy.acting_in([school]):
        return {tie.subject_id: tie.state for tie in Tie.objects.filter(relation=Relation.PARENT)}


def ada() -> User:
    return User.objects.get(email__iexact=EMAIL)


def test_a_parent_is_put_forward_for_their_children_and_sees_nothing_yet(school):
    alder, urn = school
    maya, leo = a_child_of(alder), a_child_of(alder, email=EMAIL.upper())
    a_child_of(alder, email="someone.else@home.example")
    told = add_parent(urn)
    assert "Put forward as a parent of 2 children." in told
    assert "confirms each child on 'Parents to confirm'" in told
    assert ada().check_password(password_in(told))
    assert ties(alder) == {maya: TieState.PROPOSED, leo: TieState.PROPOSED}
    assert make.the_actor(ada().id, now=now()).schools == frozenset()
    with tenancy.acting_in([alder]):
        assert Carer.objects.filter(user_id=ada().id).count() == 2
    assert told_in_log(alder) == [
        "open_account", "link_parent_account", "propose_tie", "propose_tie",
    ]  # fmt: skip


def test_what_is_printed_names_no_child(school):
    a_child_of(school[0])
    assert "Maya" not in add_parent(school[1])


def test_a_person_at_the_school_confirms_and_then_it_opens(school):
    alder, urn = school
    maya = a_child_of(alder)
    add_parent(urn)
    senco = make.a_user("Sencha Senco")
    with tenancy.acting_in([alder]):
        make.a_membership(senco, alder, Role.SENCO)
        actor = make.the_actor(senco, now=now())
        (asked,) = ties_to_confirm(actor, school_id=alder, now=now())
        assert (asked.child_id, asked.parental_responsibility) == (maya, True)
        confirm_parent(actor, school_id=alder, tie_id=asked.id, now=now())
        parent = make.the_actor(ada().id, now=now())
        assert access.allows(
            parent, Action.VIEW_PLAN, school_id=alder, subject_id=maya, now=now()
        )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"court_order": True}, Withheld.COURT_ORDER),
        ({"effect": "unknown"}, Withheld.COURT_ORDER),
        ({"effect": "no_contact"}, Withheld.COURT_ORDER),
        ({"contact_restriction": "Not at the gate"}, Withheld.RESTRICTION),
        ({"parental_responsibility": False}, Withheld.NO_RESPONSIBILITY),
        ({"parental_responsibility": None}, Withheld.NO_RESPONSIBILITY),
    ],
)
def test_nobody_is_asked_where_the_record_stands_against_it(school, facts, why):
    alder, urn = school
    a_child_of(alder, **facts)
    open_child = a_child_of(alder)
    told = add_parent(urn)
    assert f"Not put forward for 1 child: {why}." in told
    assert ties(alder) == {open_child: TieState.PROPOSED}


def test_an_order_that_a_person_read_and_that_lets_them_share_does_not_stand_against(school):
    alder, urn = school
    child = a_child_of(alder, court_order=True, effect="shared")
    add_parent(urn)
    assert ties(alder) == {child: TieState.PROPOSED}


def test_a_court_order_closes_the_child_to_the_account_even_if_it_is_a_teachers(school):
    alder, urn = school
    add_staff(urn, email=EMAIL, role="dsl")
    child = a_child_of(alder, effect="no_contact")
    add_parent(urn)
    with tenancy.acting_in([alder]):
        assert Denial.objects.get(user=ada()).kind == DenialKind.COURT_ORDER
        actor = make.the_actor(ada().id, now=now())
        assert not access.allows(
            actor, Action.VIEW_CHILD, school_id=alder, subject_id=child, now=now()
        )
    assert "keeps its password" in add_parent(urn)
    with tenancy.acting_in([alder]):
        assert Denial.objects.filter(user=ada()).count() == 1


def test_a_second_run_asks_nothing_twice(school):
    alder, urn = school
    a_child_of(alder)
    add_parent(urn)
    log, kept = told_in_log(alder), ada().password
    told = add_parent(urn)
    assert f"Not put forward for 1 child: {Withheld.ALREADY}." in told
    assert "One-time" not in told
    assert (told_in_log(alder), ada().password) == (log, kept)
    assert len(ties(alder)) == 1


def test_what_the_school_refused_is_not_asked_again(school):
    alder, urn = school
    a_child_of(alder)
    add_parent(urn)
    with tenancy.acting_in([alder]):
        Tie.objects.update(state=TieState.REFUSED)
    assert f"Not put forward for 1 child: {Withheld.REFUSED}." in add_parent(urn)
    assert set(ties(alder).values()) == {TieState.REFUSED}


def test_a_parent_whose_account_was_ended_can_be_put_forward_again(school):
    alder, urn = school
    a_child_of(alder)
    add_parent(urn)
    with tenancy.acting_in([alder]):
        Tie.objects.update(state=TieState.CONFIRMED)
    said("end_account", "--email", EMAIL, "--school", urn)
    assert make.the_actor(ada().id, now=now()).schools == frozenset()
    assert "Put forward as a parent of 1 child." in add_parent(urn)


def test_a_child_at_another_school_is_not_touched(school):
    alder, urn = school
    birch, _ = a_school_and_urn("Birch Academy")
    a_child_of(alder)
    a_child_of(birch)
    add_parent(urn)
    assert len(ties(alder)) == 1
    with tenancy.acting_in([birch]):
        assert not Tie.objects.filter(school_id=birch).exists()
        assert not Carer.objects.filter(school_id=birch, user_id__isnull=False).exists()


def refused(urn: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        add_parent(urn)


def test_an_e_mail_that_is_nobodys_in_the_records_makes_no_account(school):
    birch, _ = a_school_and_urn("Birch Academy")
    a_child_of(birch)
    refused(school[1], "No adult in this school's records")
    assert not User.objects.filter(email__iexact=EMAIL).exists()


def test_two_adults_of_one_child_with_one_e_mail_get_no_account(school):
    alder, urn = school
    child = a_child_of(alder)
    with tenancy.acting_in([alder]):
        other = a_carer(alder, child, forename="Ben")
        Carer.objects.filter(id=other).update(email=EMAIL)
    refused(urn, "Two adults of one child share")
    assert not User.objects.filter(email__iexact=EMAIL).exists()
    assert ties(alder) == {}


def test_an_adult_with_an_account_of_another_e_mail_gets_no_second_one(school):
    alder, urn = school
    a_child_of(alder)
    with tenancy.acting_in([alder]):
        Carer.objects.update(user_id=make.a_user())
    refused(urn, "has an account already, under another e-mail")
    assert not User.objects.filter(email__iexact=EMAIL).exists()


@pytest.mark.parametrize(
    ("order", "restriction", "responsible", "earlier", "why"),
    [
        (False, "", True, "", None),
        (True, "x", False, "refused", Withheld.COURT_ORDER),
        (False, "x", False, "refused", Withheld.RESTRICTION),
        (False, " ", True, "", None),
        (False, "", None, "refused", Withheld.NO_RESPONSIBILITY),
        (False, "", True, "refused", Withheld.REFUSED),
        (False, "", True, "asked", Withheld.ALREADY),
    ],
)
def test_the_gravest_reason_is_told(order, restriction, responsible, earlier, why):
    found = why_withheld(
        responsible=responsible, order=order, restriction=restriction, earlier=earlier
    )
    assert found is why
