"""The first page of a family: each child at each school, and what is asked of this reader."""

import pytest
from tests.factories.access import NOW, a_tie
from tests.factories.people import a_child, a_school
from tests.factories.plans import a_plan
from tests.personas import small_world
from tests.web.families.test_plan import text
from tests.web.families.world import publish_again, two_homes

from spinney.access.types import DenialKind, Relation
from spinney.kernel import tenancy
from spinney.plans import services
from spinney.plans.types import AnswerKind, Layer

pytestmark = pytest.mark.django_db
HOME = "/my"


@pytest.fixture
def homes():
    return two_homes()


@pytest.fixture
def mother(client, homes):
    client.force_login(homes.user("mother"))
    return client


def test_a_parent_of_two_sees_each_child_at_each_school(client):
    from spinney.access.models import User

    world = small_world()
    client.force_login(User.objects.get(id=world.users["mother"]))
    page = text(client.get(HOME))
    for words in ("Maya Okafor", "Alder Primary", "Noor Okafor", "Birch Academy"):
        assert words in page
    for stranger in ("Sam", "Zoë"):
        assert stranger not in page


def test_a_new_plan_asks_to_be_read_then_to_be_answered_then_nothing(mother, homes):
    assert "Read the plan from 23 November 2026" in text(mother.get(HOME))
    mother.get(f"/my/plans/{homes.plan}")
    assert "Say whether you agree, or ask a question" in text(mother.get(HOME))
    mother.post(f"/my/plans/{homes.plan}/agree", {"version": "1"})
    page = text(mother.get(HOME))
    assert "For you to do" not in page
    assert "Maya's plan is in use. It will be reviewed by 1 February 2027." in page


def test_a_new_version_asks_to_be_read(mother, homes):
    mother.get(f"/my/plans/{homes.plan}")
    publish_again(homes)
    assert "Read the new version from 23 November 2026" in text(mother.get(HOME))


def test_a_reply_is_told_until_it_has_been_read(mother, homes):
    mother.get(f"/my/plans/{homes.plan}")
    _ask_and_reply(homes, "mother")
    assert "Your question was answered" in text(mother.get(HOME))
    assert "Every day after lunch." in text(mother.get(f"/my/plans/{homes.plan}"))
    assert "was answered" not in text(mother.get(HOME))


def test_a_reply_to_the_other_parent_is_told_to_nobody_else(mother, homes):
    mother.get(f"/my/plans/{homes.plan}")
    _ask_and_reply(homes, "father")
    assert "was answered" not in text(mother.get(HOME))


def _ask_and_reply(homes, who):
    from spinney.kernel import clock

    with homes.scope():
        asked = services.answer_plan(
            homes.actor(who), plan_id=homes.plan, version=1, kind=AnswerKind.QUESTION,
            words="When is it?", now=NOW,
        )  # fmt: skip
        services.reply_to(
            homes.actor("senco"), plan_id=homes.plan, answer_id=asked,
            reply="Every day after lunch.", now=clock.now(),
        )  # fmt: skip


def test_a_plan_being_written_is_announced_but_not_shown(client, homes):
    with homes.scope():
        child = a_child(homes.school, "Ife")
        a_tie(homes.users["mother"], homes.school, child, Relation.PARENT)
        services.open_plan(
            homes.actor("senco"), school_id=homes.school, child_id=child, now=NOW,
            layer=Layer.TARGETED,
        )  # fmt: skip
    client.force_login(homes.user("mother"))
    page = text(client.get(HOME))
    assert "The school is writing Ife's plan." in page
    assert page.count("/my/plans/") == 2, "one for the ask and one for the button, both Maya's"


def test_a_young_person_sees_themselves_and_no_sibling(client, homes):
    client.force_login(homes.user("maya"))
    page = text(client.get(HOME))
    assert "Your plan is in use." in page


def test_a_child_whose_record_is_frozen_is_not_on_the_page(client, homes):
    from tests.factories.access import a_denial

    with homes.scope():
        other = a_child(homes.school, "Ife")
        a_tie(homes.users["mother"], homes.school, other, Relation.PARENT)
        a_denial(homes.school, homes.maya, DenialKind.SAFEGUARDING_FREEZE)
    client.force_login(homes.user("mother"))
    page = text(client.get(HOME))
    assert "Ife" in page
    assert "Maya" not in page


def test_a_move_of_school_shows_both_schools(client, homes):
    later = a_school("Cedar High", phase="secondary")
    with tenancy.acting_in([later]):
        from tests.factories.access import a_membership, a_user, the_actor

        from spinney.access.types import Role

        there = a_child(later)
        a_tie(homes.users["mother"], later, there, Relation.PARENT)
        senco = a_user("Dr Ashworth")
        a_membership(senco, later, Role.SENCO)
        a_plan(the_actor(senco), later, there)
    client.force_login(homes.user("mother"))
    page = text(client.get(HOME))
    assert "Alder Primary" in page
    assert "Cedar High" in page


def test_the_sites_first_page_leads_a_parent_to_their_family(mother):
    assert mother.get("/", follow=True).redirect_chain[-1][0] == HOME


def test_the_sites_first_page_leads_a_father_under_a_court_order_to_his_account(client, homes):
    from tests.factories.access import a_denial

    with homes.scope():
        a_denial(homes.school, homes.maya, DenialKind.COURT_ORDER, user_id=homes.users["father"])
    client.force_login(homes.user("father"))
    page = client.get("/", follow=True)
    assert page.redirect_chain[-1][0] == "/account"
    assert "record is open to you here" in page.content.decode()
