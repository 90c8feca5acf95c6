"""The pages of voices and questions, without script: what their forms do, who may open them, what they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.access import NOW
from tests.factories.plans import line_of

from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.plans import services
from spinney.plans.models import Voice
from spinney.plans.types.voices import Sharing, Told

WORDS = "It is too loud at lunch."
NOT_ASKING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL", "BEGIN", "COMMIT")


@pytest.fixture
def strategy(world):
    with tenancy.acting_in([world.alder]):
        return line_of(world.plan, "adjustment")


def posted(strategy, sharing="nobody", **more):
    return {
        "words-hard": WORDS, "face-hard": "sad", f"verdict-{strategy}": "doesnt", "sharing": sharing,
        **more,
    }  # fmt: skip


def test_a_child_and_an_adult_keep_a_page_and_then_share_it(world, as_, strategy):
    client, address = as_("teacher"), f"/plans/{world.plan}/voice"
    page = client.get(address).content.decode()
    assert "Teacher is helping you today" in page
    assert "checked" in page.split('value="nobody"')[1][:80]
    assert client.post(address, posted(strategy)).status_code == 302
    assert WORDS in client.get(address).content.decode()
    assert WORDS not in as_("senco").get(f"/plans/{world.plan}").content.decode()
    client.post(address, posted(strategy, "school"))
    plan = as_("senco").get(f"/plans/{world.plan}").content.decode()
    assert WORDS in plan
    assert "Teacher helped to write it down" in plan
    assert re.search(r"Maya Okafor:</span> Doesn’t help", plan)


def test_at_the_review_the_child_is_heard_first(world, as_, strategy):
    as_("teacher").post(f"/plans/{world.plan}/voice", posted(strategy, "family"))
    for page in ("review", "meeting"):
        text = as_("senco").get(f"/plans/{world.plan}/{page}").content.decode()
        main = text[text.index("<main") :]
        assert main.index(WORDS) < main.index("Maya asks for help with a card"), page


def test_a_child_takes_back_what_was_shared(world, as_, strategy):
    as_("teacher").post(f"/plans/{world.plan}/voice", posted(strategy, "school"))
    voice = Voice.objects
    with tenancy.acting_in([world.alder]):
        voice_id = voice.get().id
    answer = as_("assistant").post(f"/plans/{world.plan}/voice/{voice_id}/take-back", follow=True)
    assert "Taken back" in answer.content.decode()
    assert WORDS not in as_("senco").get(f"/plans/{world.plan}").content.decode()


def test_nothing_said_is_not_shared_and_says_so(world, as_):
    answer = as_("teacher").post(f"/plans/{world.plan}/voice", {"sharing": "school"})
    assert answer.status_code == 422
    assert "Say or choose something first" in answer.content.decode()


def test_a_wrong_answer_shows_what_was_typed_again(world, as_, strategy):
    sent = posted(strategy, "everyone")
    answer = as_("teacher").post(f"/plans/{world.plan}/voice", sent)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


def test_a_question_is_noted_answered_and_listed(world, as_):
    client, address = as_("senco"), f"/plans/{world.plan}/questions/{world.answer}"
    assert "How often is the card used?" in client.get("/questions").content.decode()
    noted = client.post(address, {"reply": "I will ask.", "act": "note"}, follow=True)
    assert "still waits" in noted.content.decode()
    empty = client.post(address, {"reply": " ", "act": "reply"})
    assert empty.status_code == 422
    client.post(address, {"reply": "Every lesson.", "act": "reply"})
    assert "No question waits" in client.get("/questions").content.decode()


REFUSED = [
    ("voice", ["office", "it_lead", "other_teacher", "birch_senco"]),
    ("voices", ["teacher", "head", "dsl", "assistant", "office", "birch_senco"]),
    ("questions/{answer}", ["teacher", "head", "dsl", "assistant", "office", "birch_senco"]),
]


@pytest.mark.parametrize(
    ("page", "who"), [pytest.param(p, w, id=f"{p}-{w}") for p, people in REFUSED for w in people]
)
def test_who_may_not_gets_the_bytes_of_a_page_that_is_not_there(world, as_, page, who):
    client = as_(who)
    page = page.format(answer=world.answer)
    refused = client.get(f"/plans/{world.plan}/{page}")
    missing = client.get(f"/plans/{uuid7()}/{page}")
    assert refused.status_code == missing.status_code == 404
    assert refused.content == missing.content


@pytest.mark.parametrize("who", ["teacher", "head", "office", "birch_senco"])
def test_the_list_of_questions_is_for_those_who_answer(world, as_, who):
    answer = as_(who).get("/questions")
    assert answer.status_code == (404 if who != "birch_senco" else 200)
    assert "How often is the card used?" not in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["plans/{plan}/voice", "plans/{plan}/voices", "questions", "plans/{plan}/review",
             "plans/{plan}/questions/{answer}"],
)  # fmt: skip
def test_a_page_asks_at_most_twelve_questions(world, as_, strategy, page):
    with tenancy.acting_in([world.alder]):
        services.keep_child_voice(
            world.actor("teacher"), plan_id=world.plan, now=NOW, sharing=Sharing.FAMILY,
            told=Told({}, {str(strategy): "helps"}),
        )  # fmt: skip
        services.keep_parent_voice(
            world.actor("mother"), plan_id=world.plan, now=NOW,
            told=Told({}, {str(strategy): "doesnt"}),
        )  # fmt: skip
    client = as_("senco")
    with CaptureQueriesContext(connection) as seen:
        answer = client.get("/" + page.format(plan=world.plan, answer=world.answer))
    assert answer.status_code == 200
    count = sum(not q["sql"].lstrip().startswith(NOT_ASKING) for q in seen.captured_queries)
    assert count <= 12, count
