"""Publish, hold, resume, end, reopen, answer, list: the pages that lead there and what they say."""

import pytest
from tests.factories.access import NOW
from tests.factories.plans import line_of

from spinney.kernel import tenancy
from spinney.plans import services
from spinney.plans.models import Plan


def state(world, plan):
    with tenancy.acting_in([world.alder]):
        return Plan.objects.get(id=plan).lifecycle


def change(world, value="Mends clocks."):
    with tenancy.acting_in([world.alder]):
        services.save_field(
            world.actor("senco"), plan_id=world.plan, line_id=line_of(world.plan, "about"),
            field="important_to_me", value=value, base_rev=0, now=NOW,
        )  # fmt: skip


def test_publishing_shows_what_the_family_will_read_and_asks_why(as_, world):
    client = as_("senco")
    change(world)
    html = client.get(f"/plans/{world.plan}/publish").content.decode()
    assert "What is important to me" in html
    assert "You can publish without it" in html
    refused = client.post(f"/plans/{world.plan}/publish", {"why": "", "layer": "targeted"})
    assert refused.status_code == 422
    assert 'href="#why"' in refused.content.decode()
    done = client.post(
        f"/plans/{world.plan}/publish", {"why": "She told us.", "layer": "specialist"}
    )
    html = client.get(done["Location"]).content.decode()
    assert "Version 2 is published" in html
    assert "She told us." in html
    assert "Specialist" in html


def test_what_blocks_is_told_before_the_button_is_pressed(as_, world):
    html = as_("senco").get(f"/plans/{world.plan}/publish").content.decode()
    assert "Nothing has changed since the last version" in html


def test_a_first_version_is_published_without_a_reason(as_, world):
    assert as_("senco").post(f"/plans/{world.draft}/publish", {"why": ""}).status_code == 302
    assert state(world, world.draft) == "active"


MOVES = [("hold", "on_hold"), ("end", "ended")]


@pytest.mark.parametrize(("move", "to"), MOVES)
def test_a_move_wants_a_reason_and_then_says_so_on_the_plan(as_, world, move, to):
    client, address = as_("senco"), f"/plans/{world.plan}/{move}"
    given = {"safety_handed_over": "on"}
    refused = client.post(address, {**given, "why": " "})
    assert refused.status_code == 422
    assert state(world, world.plan) == "active"
    done = client.post(address, {**given, "why": "Long stay in hospital"})
    assert state(world, world.plan) == to
    assert "Long stay in hospital" in client.get(done["Location"]).content.decode()


def test_ending_asks_where_the_safety_lines_go(as_, world):
    client, address = as_("senco"), f"/plans/{world.plan}/end"
    assert "This plan has safety lines" in client.get(address).content.decode()
    refused = client.post(address, {"why": "Done"})
    assert 'href="#safety_handed_over"' in refused.content.decode()
    assert state(world, world.plan) == "active"


def test_a_plan_goes_on_hold_comes_back_ends_and_is_reopened(as_, world):
    client = as_("senco")
    for move, to in (
        ("hold", "on_hold"),
        ("resume", "active"),
        ("end", "ended"),
        ("reopen", "proposed"),
    ):
        form = {"why": f"Because of {move}", "safety_handed_over": "on"}
        assert client.post(f"/plans/{world.plan}/{move}", form).status_code == 302, move
        assert state(world, world.plan) == to
    html = client.get(f"/plans/{world.plan}").content.decode()
    assert "This plan is not in force" in html


@pytest.mark.parametrize("move", ["resume", "reopen"])
def test_a_move_that_is_not_possible_says_so(as_, world, move):
    client = as_("senco")
    assert "cannot be done now" in client.get(f"/plans/{world.plan}/{move}").content.decode()
    assert client.post(f"/plans/{world.plan}/{move}", {"why": "x"}).status_code == 422


def test_a_question_is_answered(as_, world):
    client, address = as_("senco"), f"/plans/{world.plan}/answers"
    html = client.get(address).content.decode()
    assert "How often is the card used?" in html
    assert "Maya asks for help with a card" in html
    refused = client.post(f"{address}/{world.answer}", {"reply": ""})
    assert refused.status_code == 422
    assert f'href="#reply-{world.answer}"' in refused.content.decode()
    client.post(f"{address}/{world.answer}", {"reply": "In every lesson."})
    html = client.get(address).content.decode()
    assert "In every lesson." in html
    again = client.post(f"{address}/{world.answer}", {"reply": "Twice"})
    assert "already replied" in again.content.decode()


@pytest.mark.parametrize("query", ["", "?layer=targeted", "?year=4", "?lifecycle=active", "?due=soon",
                                   "?waiting=reply", "?layer=nonsense", "?page=nonsense", "?page=99",
                                   "?size=200", "?size=9999999999", "?year='; drop table"])  # fmt: skip
def test_the_list_opens_whatever_its_address_says(as_, query):
    assert as_("senco").get(f"/plans{query}").status_code == 200


def test_the_list_says_what_it_is_narrowed_to(as_):
    html = as_("senco").get("/plans?layer=targeted&lifecycle=proposed").content.decode()
    assert 'value="targeted" selected' in html
    assert "Sam Ó Briain" in html
    assert "Maya Okafor" not in html


def test_a_teacher_lists_the_plans_of_those_they_teach(as_):
    html = as_("teacher").get("/plans").content.decode()
    assert "Maya Okafor" in html
    assert "Sam Ó Briain" not in html
