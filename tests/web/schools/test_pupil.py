"""One pupil, as each member of staff may see them."""

import pytest
from tests.factories.access import a_denial

from spinney.access.types import DenialKind, Relation
from spinney.kernel import tenancy
from spinney.people.models import Child, Contact, SenStatus


def page(as_, world, who):
    return as_(who).get(f"/pupils/{world.maya}").content.decode()


def test_the_senco_sees_plan_contacts_classes_and_history(as_, world):
    with tenancy.acting_in([world.alder]):
        SenStatus.objects.create(
            school_id=world.alder, child_id=world.maya, provision="K", valid_from="2024-09-03",
            source="ctf",
        )  # fmt: skip
    text = page(as_, world, "senco")
    for words in ("Maya Okafor", "Year 4", "Ada Okafor", "07700 900001", "1 Canary Street",
                  "SEN support", "3 September 2024", "Maths", "Read the plan", "1 answer"):  # fmt: skip
        assert words in text, words


def test_a_teacher_sees_the_plan_and_no_contacts(as_, world):
    text = page(as_, world, "teacher")
    assert "Read the plan" in text
    for words in ("Ada Okafor", "07700", "Canary", "Edit the draft", "Correct a name", "answer"):
        assert words not in text, words


def test_the_office_sees_contacts_and_no_plan(as_, world):
    text = page(as_, world, "office")
    assert "Ada Okafor" in text
    assert "Correct a name" in text
    for words in ("Read the plan", "SEN support", "SEN history", "Targeted"):
        assert words not in text, words


def test_the_five_facts_are_shown_apart_each_with_its_source(as_, world):
    with tenancy.acting_in([world.alder]):
        Contact.objects.filter(child_id=world.maya, carer_id=world.mother_carer).update(
            lives_with=False, contact_restriction="Collect from reception only", court_order=True,
            provenance={"lives_with": {"source": "ctf", "on": "2026-09-01"}},
        )  # fmt: skip
    text = page(as_, world, "senco")
    for words in ("Parental responsibility", "Lives with the child", "1 September 2026",
                  "Collect from reception only", "nobody has read it yet", "Order to call"):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize(("code", "words"), [("PAM", "Mother"), ("PAF", "Father"), ("XYZ", "XYZ")])
def test_a_relationship_is_told_by_the_published_code_set(as_, world, code, words):
    with tenancy.acting_in([world.alder]):
        Contact.objects.filter(child_id=world.maya).update(relationship=code)
    assert f'<span class="sp-quiet">{words}</span>' in page(as_, world, "senco")


@pytest.mark.parametrize(
    ("who", "hidden"), [("senco", True), ("office", True), ("dsl", False), ("head", False)]
)
def test_a_shielded_address_is_shown_as_hidden(as_, world, who, hidden):
    with tenancy.acting_in([world.alder]):
        a_denial(world.alder, world.maya, DenialKind.ADDRESS_SHIELD)
    text = page(as_, world, who)
    assert ("Canary" in text) is not hidden
    assert ("Ask the DSL" in text) is hidden
    assert "Ada Okafor" in text


def test_the_key_adult_is_named(as_, world):
    from tests.factories.access import a_tie

    with tenancy.acting_in([world.alder]):
        a_tie(world.users["assistant"], world.alder, world.maya, Relation.KEY_ADULT)
    assert "Key adult: Assistant" in page(as_, world, "teacher")


@pytest.mark.parametrize(("who", "told"), [("senco", True), ("teacher", False), ("office", False)])
def test_that_a_child_is_looked_after_is_for_few(as_, world, who, told):
    with tenancy.acting_in([world.alder]):
        Child.objects.filter(id=world.maya).update(looked_after_by="999")
    assert ("Looked-after child" in page(as_, world, who)) is told


def test_a_name_is_corrected_and_searched_by_at_once(as_, world):
    client = as_("office")
    form = {"forename": "Maya", "surname": "Okafor", "preferred_forename": "Zadie",
            "preferred_surname": "", "year": "4", "registration_group": "4B"}  # fmt: skip
    assert client.post(f"/pupils/{world.maya}/correct", form).status_code == 302
    text = client.get(f"/pupils/{world.maya}").content.decode()
    assert "Zadie Okafor" in text
    assert "On the register as <strong>Maya Okafor</strong>" in text
    assert client.get("/search", {"q": "zad"}).status_code == 302
    with tenancy.acting_in([world.alder]):
        told = Child.objects.get(id=world.maya).provenance
    assert told["preferred_forename"]["source"] == "person"
    assert "year" not in told


def test_a_child_needs_a_first_name(as_, world):
    answer = as_("office").post(f"/pupils/{world.maya}/correct", {"forename": "", "surname": "X"})
    assert answer.status_code == 422
    assert 'href="#id_forename"' in answer.content.decode()


@pytest.mark.parametrize("who", ["teacher", "assistant", "head"])
def test_only_who_may_correct_the_record_sees_the_form(as_, world, who):
    assert as_(who).get(f"/pupils/{world.maya}/correct").status_code == 404
