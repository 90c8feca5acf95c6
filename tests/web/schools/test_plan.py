"""The plan page: safety first, what joins to what, and only what the reader may see."""

import itertools
import re

import pytest
from tests.factories.access import NOW
from tests.factories.full_plan import a_full_plan
from tests.factories.people import a_child
from tests.factories.plans import line_of

from spinney.kernel import tenancy
from spinney.plans import services


@pytest.fixture
def full(world):
    with tenancy.acting_in([world.alder]):
        return a_full_plan(world.actor("senco"), world.alder, a_child(world.alder, "Ali"))


def text_of(client, plan, more=""):
    return client.get(f"/plans/{plan}{more}").content.decode()


def test_safety_stands_before_everything_else_of_the_plan(as_, full):
    text = text_of(as_("senco"), full)
    safety = text.index("Call 999 after five minutes")
    assert safety < text.index("In my own words") < text.index("What helps me in class")
    assert safety < text.index("Needs, outcomes and support")


def test_an_outcome_stands_under_its_need_and_its_support_under_the_outcome(as_, full):
    text = text_of(as_("senco"), full)
    order = [
        "Finding words when",
        "asks for help with her card",
        "Word-finding games",
        "Staying calm when",
    ]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert "3 times a week, 20 minutes each time, in a group of 2" in text
    assert "Also served by" in text


def test_headings_come_in_order(as_, full):
    levels = [int(n) for n in re.findall(r"<h([1-6])", text_of(as_("senco"), full))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


@pytest.mark.parametrize(
    ("who", "sees_family", "sees_notes", "edits"),
    [("senco", True, True, True), ("head", True, True, False), ("dsl", True, True, False)],
)
def test_who_sees_what_of_a_plan(as_, full, who, sees_family, sees_notes, edits):
    text = text_of(as_(who), full)
    assert ("Mornings are hard" in text) is sees_family
    assert ("speech therapist to come" in text) is sees_notes
    assert ("/edit" in text) is edits


def test_a_teacher_reads_strategies_and_safety_and_not_what_parents_said(as_, world):
    with tenancy.acting_in([world.alder]):
        senco = world.actor("senco")
        line = services.add_line(senco, plan_id=world.plan, section="parent_voice", now=NOW)
        services.save_field(
            senco,
            plan_id=world.plan,
            line_id=line,
            field="words",
            value="Private.",
            base_rev=0,
            now=NOW,
        )
        services.publish_plan(senco, plan_id=world.plan, why="More", now=NOW)
    text = text_of(as_("teacher"), world.plan)
    assert "then wait ten seconds" in text
    assert "Private." not in text
    assert "Some of this plan is not shown to you" in text


def test_a_new_version_says_what_changed_and_the_old_one_says_that_it_is_old(as_, world, full):
    with tenancy.acting_in([world.alder]):
        senco = world.actor("senco")
        services.save_field(
            senco, plan_id=full, line_id=line_of(full, "review"), field="next_review",
            value="2027-03-01", base_rev=1, now=NOW,
        )  # fmt: skip
        services.publish_plan(senco, plan_id=full, why="The therapist comes in March.", now=NOW)
    text = text_of(as_("senco"), full)
    assert "What changed in version 2" in text
    assert "The therapist comes in March." in text
    assert "1 February 2027" in text
    old = text_of(as_("senco"), full, "/versions/1")
    assert "You are reading an old version" in old
    assert as_("senco").get(f"/plans/{full}/versions/9").status_code == 404


def test_a_draft_shows_its_state_and_only_to_editors_the_way_in(as_, world):
    senco, head = text_of(as_("senco"), world.draft), text_of(as_("head"), world.draft)
    assert "Nothing is published yet" in senco
    assert f"/plans/{world.draft}/edit" in senco
    assert f"/plans/{world.draft}/edit" not in head
    assert "999" not in head


def test_what_people_wrote_is_shown_as_text(as_, world, full):
    with tenancy.acting_in([world.alder]):
        senco = world.actor("senco")
        services.save_field(
            senco, plan_id=full, line_id=line_of(full, "need"), field="title",
            value="<img src=x onerror=alert(1)>", base_rev=1, now=NOW,
        )  # fmt: skip
        services.publish_plan(senco, plan_id=full, why="<b>why</b>", now=NOW)
    text = text_of(as_("senco"), full)
    assert "<img src=x" not in text
    assert "<b>why" not in text
    assert "&lt;img src=x" in text
