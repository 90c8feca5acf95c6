"""The plan as a family reads it."""

import pytest
from tests.web.families.world import publish_again, two_homes

from spinney.plans.models import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes():
    return two_homes()


@pytest.fixture
def mother(client, homes):
    client.force_login(homes.user("mother"))
    return client


def text(page) -> str:
    assert page.status_code == 200, page.status_code
    return page.content.decode().replace("&#39;", "'")


def test_a_parent_reads_each_promise_as_one_sentence(mother, homes):
    page = text(mother.get(f"/my/plans/{homes.plan}"))
    assert (
        "Mr Bell will do this 3 times a week for 15 minutes, in a group of 4, until 12 July 2027."
        in page
    )


def test_a_parent_reads_the_childs_words_the_aims_and_what_keeps_the_child_safe(mother, homes):
    page = text(mother.get(f"/my/plans/{homes.plan}"))
    for words in (
        "I like it when I know what comes next.", "call 999 after five minutes",
        "Four times a day", "26 March 2027", "She waits", "Written by Ms Chowdhury",
        "The next review is by 1 February 2027",
    ):  # fmt: skip
        assert words in page, words


def test_what_changed_comes_before_the_plan_with_its_reason(mother, homes):
    mother.get(f"/my/plans/{homes.plan}")
    publish_again(homes)
    page = text(mother.get(f"/my/plans/{homes.plan}"))
    assert "What changed since you last read it" in page
    assert "Maya moved to a new class." in page
    assert page.index("Maya moved to a new class.") < page.index("What the school will do")
    assert "<del>3 times a week</del>" in page
    assert "<ins>daily</ins>" in page


def test_someone_who_missed_two_versions_is_told_of_both(mother, homes):
    mother.get(f"/my/plans/{homes.plan}")
    publish_again(homes, "The first reason.")
    publish_again(homes, "The second reason.", minutes="20")
    page = text(mother.get(f"/my/plans/{homes.plan}"))
    assert page.index("The second reason.") < page.index("The first reason.")


def test_the_words_of_another_adult_are_not_on_the_page(mother, homes):
    page = text(mother.get(f"/my/plans/{homes.plan}"))
    assert "Maya tires by lunch." in page
    for hidden in ("My own view", "Ben", str(homes.lines["father"]), str(homes.users["father"])):
        assert hidden not in page, hidden


def test_notes_for_staff_are_not_on_the_page(mother, homes):
    from tests.factories.plans import write

    with homes.scope():
        write(homes.actor("senco"), homes.plan, "review", "notes", "Ask about the new partner.")
    publish_again(homes)
    assert "new partner" not in text(mother.get(f"/my/plans/{homes.plan}"))


def test_a_draft_is_not_seen_before_it_is_published(mother, homes):
    from tests.factories.plans import save

    with homes.scope():
        save(
            homes.actor("senco"), homes.plan, homes.lines["need"], "barrier", "Half-written words",
            base_rev=1,
        )  # fmt: skip
    assert "Half-written words" not in text(mother.get(f"/my/plans/{homes.plan}"))


def test_a_young_person_reads_their_own_plan_in_the_second_person(client, homes):
    client.force_login(homes.user("maya"))
    page = text(client.get(f"/my/plans/{homes.plan}"))
    assert "Your plan" in page
    assert "In your own words" in page
    assert "tires by lunch" not in page


def test_reading_is_recorded_as_a_look_and_as_read(mother, homes):
    from spinney.access.models import AuditLeaf

    mother.get(f"/my/plans/{homes.plan}")
    with homes.scope():
        reading = Reading.objects.get(user_id=homes.users["mother"])
        looks = AuditLeaf.objects.filter(actor_id=homes.users["mother"], action="view_plan")
        assert (reading.read_version, looks.count()) == (1, 1)


def test_an_ended_plan_can_be_read_but_asks_for_nothing(mother, homes):
    from tests.factories.access import NOW

    from spinney.plans import services

    with homes.scope():
        services.end_plan(
            homes.actor("senco"), plan_id=homes.plan, why="Maya has met them.", now=NOW,
            safety_handed_over=True,
        )  # fmt: skip
    page = text(mother.get(f"/my/plans/{homes.plan}"))
    assert "This plan has ended" in page
    assert "I agree with this plan" not in page


def test_a_parent_who_is_also_the_senco_reads_their_childs_plan_as_a_parent(client, homes):
    """Being staff opens nothing on a family's page."""
    from tests.factories.access import a_membership

    from spinney.access.types import Role

    with homes.scope():
        a_membership(homes.users["mother"], homes.school, Role.SENCO)
    client.force_login(homes.user("mother"))
    page = text(client.get(f"/my/plans/{homes.plan}"))
    assert "My own view" not in page
