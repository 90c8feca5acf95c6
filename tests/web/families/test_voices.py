"""A parent's own space, a young person's own page, and a question as a conversation, without script."""

import pytest
from tests.factories.access import NOW
from tests.web.families.world import two_homes

from spinney.kernel import clock
from spinney.plans import services
from spinney.plans.models import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return two_homes()


def as_(client, homes, who):
    client.force_login(homes.user(who))
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_a_parent_says_what_helps_and_no_other_parent_sees_it(client, homes):
    address = f"/my/plans/{homes.plan}/space"
    field = f"verdict-{homes.lines['provision']}"
    assert as_(client, homes, "father").post(address, {field: "doesnt"}).status_code == 302
    his = text(client.get(address))
    assert f'id="{field}-doesnt" name="{field}" value="doesnt" checked' in his
    assert "checked" not in text(as_(client, homes, "mother").get(address))


def test_a_young_person_keeps_a_page_that_no_parent_sees_until_they_choose(client, homes):
    address = f"/my/plans/{homes.plan}/voice"
    said = {"words-hard": "Lunch is loud", "sharing": "nobody"}
    assert as_(client, homes, "maya").post(address, said).status_code == 302
    assert "Lunch is loud" in text(client.get(address))
    plan = f"/my/plans/{homes.plan}"
    assert "Lunch is loud" not in text(as_(client, homes, "mother").get(plan))
    as_(client, homes, "maya").post(address, {**said, "sharing": "family"})
    assert "Lunch is loud" in text(as_(client, homes, "mother").get(plan))


@pytest.mark.parametrize("who", ["mother", "father"])
def test_a_parent_does_not_open_the_childs_page(client, homes, who):
    assert as_(client, homes, who).get(f"/my/plans/{homes.plan}/voice").status_code == 404


def test_a_question_says_its_day_goes_on_and_is_closed_by_its_asker(client, homes):
    mother = as_(client, homes, "mother")
    ask = f"/my/plans/{homes.plan}/ask/{homes.lines['provision']}"
    sent = mother.post(ask, {"version": "1", "words": "How often?"}, follow=True)
    assert "Answer due by Monday 30 November" in text(sent)
    with homes.scope():
        question = Answer.objects.get().id
        services.reply_to(
            homes.actor("senco"), plan_id=homes.plan, answer_id=question, reply="Daily.", now=NOW
        )
    address = f"/my/plans/{homes.plan}/questions/{question}"
    assert "Daily." in text(mother.get(address))
    again = mother.post(address, {"words": "Not last week."}, follow=True)
    assert "Answer due by" in text(again)
    closed = mother.post(f"{address}/close", follow=True)
    assert "You have closed this question" in text(closed)
    assert mother.post(address, {"words": " "}).status_code == 422
    assert as_(client, homes, "father").get(address).status_code == 404
