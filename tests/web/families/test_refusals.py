"""Everyone who may not see a family's page gets the same bytes as for a page that is not there."""

import pytest
from tests.factories.access import a_denial, a_tie, a_user
from tests.factories.people import a_child
from tests.web.families.world import publish_again, two_homes

from spinney.access.models import User
from spinney.access.types import DenialKind, Relation, TieState
from spinney.kernel.ids import uuid7
from spinney.plans.models import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes():
    return two_homes()


def pages(homes):
    return {
        "plan": f"/my/plans/{homes.plan}",
        "agree": f"/my/plans/{homes.plan}/agree",
        "views": f"/my/plans/{homes.plan}/views",
        "ask": f"/my/plans/{homes.plan}/ask/{homes.lines['provision']}",
        "looks": f"/my/children/{homes.maya}/who-looked",
    }


def father_under_a_court_order(homes):
    a_denial(homes.school, homes.maya, DenialKind.COURT_ORDER, user_id=homes.users["father"])
    return homes.users["father"]


def mother_while_the_record_is_frozen(homes):
    a_denial(homes.school, homes.maya, DenialKind.SAFEGUARDING_FREEZE)
    return homes.users["mother"]


def stepfather_nobody_has_confirmed(homes):
    user = a_user("Sid Marsh")
    a_tie(user, homes.school, homes.maya, Relation.PARENT, state=TieState.PROPOSED)
    return user


def parent_of_another_child(homes):
    user = a_user("Rosa Diaz")
    a_tie(user, homes.school, a_child(homes.school, "Ife"), Relation.PARENT)
    return user


def a_stranger(homes):
    return a_user("Charlie Nobody")


def the_senco(homes):
    return homes.users["senco"]


def the_teacher(homes):
    return homes.users["teacher"]


def the_head_of_safeguarding(homes):
    return homes.users["dsl"]


REFUSED = [
    father_under_a_court_order, mother_while_the_record_is_frozen, stepfather_nobody_has_confirmed,
    parent_of_another_child, a_stranger, the_senco, the_teacher, the_head_of_safeguarding,
]  # fmt: skip


def signed_in_as(client, homes, who):
    with homes.scope():
        user = who(homes)
    client.force_login(User.objects.get(id=user))
    return client


@pytest.mark.parametrize("who", REFUSED)
@pytest.mark.parametrize("page", ["plan", "agree", "views", "ask", "looks"])
def test_whoever_may_not_gets_the_bytes_of_a_page_that_is_not_there(client, homes, who, page):
    signed_in_as(client, homes, who)
    nowhere = client.get("/my/no-such-page-at-all")
    address = pages(homes)[page]
    for refused in (client.get(address), client.post(address, {"version": "1", "words": "Hm."})):
        assert refused.status_code == 404
        assert refused.content == nowhere.content
        assert refused.headers.items() == nowhere.headers.items()
    with homes.scope():
        assert not Answer.objects.exists()


@pytest.mark.parametrize("who", [w for w in REFUSED if w is not parent_of_another_child])
def test_the_home_page_of_someone_without_a_child_is_not_there_either(client, homes, who):
    signed_in_as(client, homes, who)
    assert client.get("/my").content == client.get("/my/no-such-page-at-all").content


def test_a_stranger_who_is_not_signed_in_is_asked_to_sign_in(client, homes):
    for address in pages(homes).values():
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/sign-in?next=/my/")


def test_ids_that_do_not_exist_look_like_ids_that_are_not_yours(client, homes):
    client.force_login(homes.user("mother"))
    nowhere = client.get("/my/no-such-page-at-all").content
    for address in (
        f"/my/plans/{uuid7()}", f"/my/plans/{homes.plan}/ask/{uuid7()}",
        f"/my/plans/{homes.plan}/answers/{uuid7()}", f"/my/children/{uuid7()}/who-looked",
        f"/my/plans/{homes.maya}",
    ):  # fmt: skip
        assert client.get(address).content == nowhere


def test_a_parent_cannot_open_the_other_parents_answer(client, homes):
    client.force_login(homes.user("father"))
    sent = client.post(f"/my/plans/{homes.plan}/views", {"version": "1", "words": "Mine alone."})
    his = sent.headers["Location"]
    assert client.get(his).status_code == 200
    client.force_login(homes.user("mother"))
    refused = client.get(his)
    assert refused.status_code == 404
    assert refused.content == client.get("/my/no-such-page-at-all").content


def test_a_parent_cannot_ask_about_the_other_parents_line(client, homes):
    """Not even that it exists may be learned from the answer."""
    client.force_login(homes.user("mother"))
    nowhere = client.get("/my/no-such-page-at-all").content
    address = f"/my/plans/{homes.plan}/ask/{homes.lines['father']}"
    assert client.get(address).content == nowhere
    assert client.post(address, {"version": "1", "words": "What is it?"}).content == nowhere
    publish_again(homes)
    late = client.post(address, {"version": "1", "words": "What is it?"})
    made_up = client.post(
        f"/my/plans/{homes.plan}/ask/{uuid7()}", {"version": "1", "words": "What is it?"}
    )
    token = b'name="csrfmiddlewaretoken" value="'
    assert late.content.split(token)[0] == made_up.content.split(token)[0]


def test_a_parent_is_not_let_in_by_a_pages_for_staff(client, homes):
    client.force_login(homes.user("mother"))
    nowhere = client.get("/my/no-such-page-at-all").content
    assert client.get("/account/school").content == nowhere


def test_every_refusal_is_in_the_log(client, homes):
    from spinney.access.models import AuditLeaf

    client.force_login(homes.user("teacher"))
    client.get(f"/my/plans/{homes.plan}")
    with homes.scope():
        leaf = AuditLeaf.objects.get(actor_id=homes.users["teacher"], action="family_plan")
    assert b'"refused"' in bytes(leaf.leaf)
