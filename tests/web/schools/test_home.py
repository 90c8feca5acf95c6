"""Who lands where, and what the SENCO sees first."""

import pytest
from tests.factories.access import NOW
from tests.factories.people import a_child

from spinney.kernel import tenancy
from spinney.plans.models import Plan


@pytest.mark.parametrize("who", ["senco", "head"])
def test_whoever_leads_send_sees_what_waits(as_, world, who):
    page = as_(who).get("/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Maya Okafor" in text
    assert f"/plans/{world.plan}/answers" in text
    assert "A question from the family waits" in text


@pytest.mark.parametrize(
    ("who", "goes"),
    [("teacher", "/today"), ("assistant", "/today"), ("office", "/office"), ("dsl", "/today"),
     ("mother", "/my"), ("young_person", "/my")],
)  # fmt: skip
def test_everyone_else_goes_to_their_own_page(as_, who, goes):
    answer = as_(who).get("/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0].startswith(goes)


def test_someone_tied_to_nothing_is_told_what_to_do(as_):
    page = as_("charlie").get("/")
    assert "Ask the school office" in page.content.decode()


def test_a_tile_opens_the_list_it_counts(as_, world):
    with tenancy.acting_in([world.alder]):
        Plan.objects.filter(id=world.plan).update(review_due=NOW.date().replace(year=2025))
    text = as_("senco").get("/").content.decode()
    assert "/plans?due=overdue" in text
    listed = as_("senco").get("/plans?due=overdue").content.decode()
    assert "Maya Okafor" in listed
    assert "Sam Ó Briain" not in listed


def test_a_plan_can_be_started_from_home_in_two_steps(as_, world):
    with tenancy.acting_in([world.alder]):
        ali = a_child(world.alder, "Ali", "Khan")
    client = as_("senco")
    assert "/plans/start" in client.get("/").content.decode()
    assert f"/pupils/{ali}/plan" in client.get("/plans/start").content.decode()
    made = client.post(f"/pupils/{ali}/plan", {"layer": "targeted"})
    assert made["Location"].endswith("/edit")
    assert client.get(made["Location"]).status_code == 200


@pytest.mark.parametrize("layer", ["", "universal", "nonsense"])
def test_a_plan_wants_a_layer(as_, world, layer):
    with tenancy.acting_in([world.alder]):
        ali = a_child(world.alder, "Ali", "Khan")
    page = as_("senco").post(f"/pupils/{ali}/plan", {"layer": layer})
    assert page.status_code == 422
    assert 'href="#layer"' in page.content.decode()


def test_a_second_plan_is_refused_in_words(as_, world):
    page = as_("senco").post(f"/pupils/{world.maya}/plan", {"layer": "targeted"})
    assert page.status_code == 422
    assert "already has a plan" in page.content.decode()
