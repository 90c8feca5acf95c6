"""A copy on paper holds what its reader may see: never more, whoever stood at the printer."""

from datetime import timedelta

import pytest
from tests.factories.access import NOW, a_denial, a_tie, a_user
from tests.factories.people import a_carer

from spinney.access.models import AuditLeaf, Denial, Tie
from spinney.access.types import DenialKind, Relation, TieState
from spinney.kernel import tenancy
from spinney.kernel.errors import NotAllowed, NotFound, NotNow
from spinney.people.models import Contact, CourtOrder
from spinney.plans import queries, services
from spinney.plans.rules.recipients import AdultFacts, reason_not_to_send

pytestmark = pytest.mark.django_db


@pytest.fixture
def alder(world):
    """Inside Alder's fence, as a page is."""
    with tenancy.acting_in([world.alder]):
        yield world


def copy_by(world, who, carer):
    return queries.copy_for_adult(world.actor(who), plan_id=world.plan, carer_id=carer, now=NOW)


def test_the_copy_the_senco_prints_for_a_mother_is_what_the_mother_herself_may_see(alder):
    hers = queries.own_copy(alder.actor("mother"), plan_id=alder.plan, now=NOW, as_family=True)
    assert copy_by(alder, "senco", alder.mother_carer).view == hers.view


def test_a_mother_without_an_account_gets_the_same_as_one_with(alder):
    grandmother = a_carer(alder.alder, alder.maya, forename="Grace")
    with_account = copy_by(alder, "senco", alder.mother_carer).view
    assert copy_by(alder, "senco", grandmother).view == with_account


def test_a_parent_who_works_at_the_school_gets_a_parents_part_on_paper(alder):
    a_tie(alder.users["head"], alder.alder, alder.maya, Relation.PARENT)
    carer = a_carer(alder.alder, alder.maya, user_id=alder.users["head"], forename="Hedy")
    theirs = copy_by(alder, "senco", carer).view
    assert theirs.lines == copy_by(alder, "senco", alder.mother_carer).view.lines


@pytest.mark.parametrize("who", ["senco", "head", "dsl"])
def test_those_who_know_the_childs_contacts_may_print_for_them(alder, who):
    assert copy_by(alder, who, alder.mother_carer).recipient_name == "Ada Okafor"


@pytest.mark.parametrize(
    "who",
    ["teacher", "assistant", "office", "it_lead", "other_teacher", "mother", "father", "young_person",
     "birch_senco", "charlie"],
)  # fmt: skip
def test_nobody_else_prints_a_plan_for_another_person(alder, who):
    with pytest.raises((NotAllowed, NotFound)):
        copy_by(alder, who, alder.mother_carer)


@pytest.mark.parametrize(
    "who", ["other_teacher", "office", "it_lead", "father", "birch_senco", "charlie"]
)
def test_nobody_prints_for_themselves_what_they_may_not_see(alder, who):
    with pytest.raises((NotAllowed, NotFound)):
        queries.own_copy(alder.actor(who), plan_id=alder.plan, now=NOW)


def test_an_adult_under_a_court_order_gets_nothing_on_paper(alder):
    with pytest.raises(NotNow, match="court order"):
        copy_by(alder, "senco", alder.father_carer)
    with pytest.raises(NotNow, match="court order"):
        services.make_paper_form(
            alder.actor("senco"), plan_id=alder.plan, carer_id=alder.father_carer, now=NOW
        )


def test_an_account_that_nobody_has_confirmed_gets_nothing_on_paper(alder):
    carer = a_carer(alder.alder, alder.maya, user_id=alder.users["stepfather"], forename="Sid")
    with pytest.raises(NotNow, match="nobody has confirmed"):
        copy_by(alder, "senco", carer)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": TieState.REFUSED}, "nobody has confirmed"),
        ({"valid_to": (NOW - timedelta(days=1)).date()}, "nobody has confirmed"),
    ],
    ids=["refused", "ended"],
)
def test_a_tie_that_was_refused_or_has_ended_gets_nothing_on_paper(alder, change, words):
    Tie.objects.filter(user_id=alder.users["mother"], school_id=alder.alder).update(**change)
    with pytest.raises(NotNow, match=words):
        copy_by(alder, "senco", alder.mother_carer)


def test_a_frozen_record_is_printed_for_nobody_outside_the_school(alder):
    a_denial(alder.alder, alder.maya, DenialKind.SAFEGUARDING_FREEZE)
    alone = a_carer(alder.alder, alder.maya, forename="Grace")
    for carer in (alder.mother_carer, alone):
        with pytest.raises(NotNow, match="closed to everyone outside"):
            copy_by(alder, "senco", carer)
    assert queries.own_copy(alder.actor("senco"), plan_id=alder.plan, now=NOW).view.lines


@pytest.mark.parametrize("effect", ["unknown", "no_contact"])
def test_an_order_that_forbids_or_that_nobody_has_read_stops_the_printer(alder, effect):
    carer = a_carer(alder.alder, alder.maya, forename="Grace")
    CourtOrder.objects.create(
        school_id=alder.alder, child_id=alder.maya, carer_id=carer, effect=effect, source="test"
    )
    with pytest.raises(NotNow, match="court order"):
        copy_by(alder, "senco", carer)


def test_a_carer_of_another_child_is_not_there(alder):
    other = a_carer(alder.alder, alder.sam, forename="Orla")
    with pytest.raises(NotFound):
        copy_by(alder, "senco", other)


FACTS = [
    ((True, None, ()), True),
    ((True, False, ()), True),
    ((True, True, ("shared",)), True),
    ((True, None, ("shared",)), True),
    ((True, True, ()), False),
    ((True, None, ("unknown",)), False),
    ((True, None, ("shared", "no_contact")), False),
    ((True, None, ("something new",)), False),
    ((False, None, ()), False),
    ((None, None, ()), False),
]


@pytest.mark.parametrize(("facts", "may"), FACTS)
def test_what_the_record_must_say_before_an_adult_is_handed_a_plan(facts, may):
    assert (reason_not_to_send(AdultFacts(*facts)) == "") is may


def test_a_restriction_on_contact_is_shown_to_staff_and_is_not_a_ban_on_knowing(alder):
    Contact.objects.filter(carer_id=alder.mother_carer).update(
        contact_restriction="Not at the gate"
    )
    choices = queries.print_choices(alder.actor("senco"), plan_id=alder.plan, now=NOW)
    mother = next(adult for adult in choices.adults if adult.id == alder.mother_carer)
    assert (mother.restriction, mother.reason) == ("Not at the gate", "")


def test_a_teacher_is_shown_no_adults_to_print_for(alder):
    choices = queries.print_choices(alder.actor("teacher"), plan_id=alder.plan, now=NOW)
    assert choices.adults == ()
    assert not choices.may_make_forms


def test_printing_for_someone_is_recorded_with_whom_it_was_for(alder):
    copy_by(alder, "senco", alder.mother_carer)
    leaf = AuditLeaf.objects.filter(school_id=alder.alder).order_by("-seq")[0]
    assert leaf.subject_ids == [alder.maya]
    assert str(alder.mother_carer).encode() in bytes(leaf.leaf)
    assert b"Ada" not in bytes(leaf.leaf)


def test_a_form_for_an_older_version_is_not_printed_again(alder):
    senco = alder.actor("senco")
    from tests.factories.plans import write

    write(senco, alder.plan, "about", "important_to_me", "Her grandad.", now=NOW)
    services.publish_plan(senco, plan_id=alder.plan, why="More to say.", now=NOW)
    with pytest.raises(NotNow, match="newer version"):
        queries.answer_form(senco, form_id=alder.paper, now=NOW)


def test_a_form_is_not_printed_for_a_parent_whose_rights_ended_after_it_was_made(alder):
    a_denial(alder.alder, alder.maya, DenialKind.COURT_ORDER, user_id=alder.users["mother"])
    with pytest.raises(NotNow, match="court order"):
        queries.answer_form(alder.actor("senco"), form_id=alder.paper, now=NOW)


@pytest.mark.parametrize(
    "who", ["teacher", "assistant", "head", "dsl", "mother", "birch_senco", "charlie"]
)
def test_only_those_who_type_answers_in_open_a_form(alder, who):
    with pytest.raises((NotAllowed, NotFound)):
        queries.answer_form(alder.actor(who), form_id=alder.paper, now=NOW)


def test_an_account_made_after_the_ban_is_banned_too(alder):
    """The ban binds the person in the record, with or without an account."""
    Denial.objects.all().delete()
    user = a_user("Ben Okafor")
    carer = a_carer(alder.alder, alder.maya, user_id=user, forename="Ben")
    a_tie(user, alder.alder, alder.maya, Relation.PARENT)
    CourtOrder.objects.create(
        school_id=alder.alder, child_id=alder.maya, carer_id=carer, effect="unknown", source="test"
    )
    with pytest.raises(NotNow, match="court order"):
        copy_by(alder, "senco", carer)
