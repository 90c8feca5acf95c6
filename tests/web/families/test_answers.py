"""A family answers: agree, ask about a line, add views."""

import pytest
from tests.web.families.test_plan import text
from tests.web.families.world import publish_again, two_homes

from spinney.plans.models import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes():
    return two_homes()


@pytest.fixture
def mother(client, homes):
    client.force_login(homes.user("mother"))
    return client


def answers(homes):
    with homes.scope():
        return list(Answer.objects.filter(plan_id=homes.plan).order_by("at", "id"))


def test_a_parent_agrees_and_is_told_that_the_school_has_it(mother, homes):
    sent = mother.post(f"/my/plans/{homes.plan}/agree", {"version": "1"}, follow=True)
    assert "The school has your answer" in text(sent)
    assert "You agreed with the plan" in text(sent)
    assert "You agreed with this version" in text(mother.get(f"/my/plans/{homes.plan}"))


def test_pressing_agree_twice_agrees_once(mother, homes):
    for _ in range(2):
        mother.post(f"/my/plans/{homes.plan}/agree", {"version": "1"})
    assert len(answers(homes)) == 1


def test_a_parent_asks_about_one_line(mother, homes):
    address = f"/my/plans/{homes.plan}/ask/{homes.lines['provision']}"
    assert "Picture steps with an adult" in text(mother.get(address))
    sent = mother.post(address, {"version": "1", "words": "Who covers for Mr Bell?"}, follow=True)
    assert "Picture steps with an adult" in text(sent)
    (kept,) = answers(homes)
    assert (kept.kind, kept.line, kept.words, kept.from_user) == (
        "question", homes.lines["provision"], "Who covers for Mr Bell?", homes.users["mother"],
    )  # fmt: skip


def test_every_line_on_the_page_can_be_asked_about(mother, homes):
    page = text(mother.get(f"/my/plans/{homes.plan}"))
    for name in ("need", "provision", "outcome"):
        assert f"/my/plans/{homes.plan}/ask/{homes.lines[name]}" in page
    assert page.count("/ask/") == 8, (
        "voice, profile, safety, strategy and three lines, father's none"
    )


def test_a_parent_adds_views_and_sees_them_afterwards(mother, homes):
    mother.post(f"/my/plans/{homes.plan}/views", {"version": "1", "words": "Mornings are best."})
    assert "Mornings are best." in text(mother.get(f"/my/plans/{homes.plan}"))


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_an_empty_answer_is_not_sent(mother, homes, words):
    page = mother.post(f"/my/plans/{homes.plan}/views", {"version": "1", "words": words})
    assert page.status_code == 422
    assert b"Write a few words first." in page.content
    assert answers(homes) == []


def test_an_answer_that_is_too_long_says_so_and_keeps_every_word(mother, homes):
    words = "word " * 900
    page = mother.post(f"/my/plans/{homes.plan}/views", {"version": "1", "words": words})
    assert page.status_code == 422
    assert b"Nothing you typed has been lost" in page.content
    assert words.strip() in page.content.decode()
    assert answers(homes) == []


def test_what_a_parent_types_is_shown_as_text_and_never_as_a_page(mother, homes):
    nasty = "<script>alert(1)</script>"
    mother.post(f"/my/plans/{homes.plan}/views", {"version": "1", "words": nasty})
    page = text(mother.get(f"/my/plans/{homes.plan}"))
    assert nasty not in page
    assert "&lt;script&gt;" in page


def test_agreeing_to_an_older_version_is_not_agreeing(mother, homes):
    mother.get(f"/my/plans/{homes.plan}")
    publish_again(homes)
    page = mother.post(f"/my/plans/{homes.plan}/agree", {"version": "1"})
    assert page.status_code == 409
    assert b"A newer version has come out" in page.content
    assert answers(homes) == []


def test_words_about_an_older_version_are_kept_and_sent_only_when_pressed_again(mother, homes):
    publish_again(homes)
    address = f"/my/plans/{homes.plan}/ask/{homes.lines['provision']}"
    page = mother.post(address, {"version": "1", "words": "Who covers?"})
    assert page.status_code == 409
    told = page.content.decode()
    assert "A newer version of the plan has come out" in told
    assert "Who covers?" in told
    assert answers(homes) == []
    again = mother.post(address, {"version": "2", "words": "Who covers?"})
    assert again.status_code == 302
    assert answers(homes)[0].version == 2


def test_a_question_on_a_line_that_is_gone_can_still_be_sent_as_views(mother, homes):
    from tests.factories.access import NOW

    from spinney.plans import services

    senco, line = homes.actor("senco"), homes.lines["provision"]
    with homes.scope():
        services.remove_line(senco, plan_id=homes.plan, line_id=line, now=NOW)
        services.publish_plan(senco, plan_id=homes.plan, why="It has ended.", now=NOW)
    page = mother.post(
        f"/my/plans/{homes.plan}/ask/{line}", {"version": "1", "words": "Why did it stop?"}
    )
    assert page.status_code == 409
    told = page.content.decode()
    assert "your words will go as your views" in told
    assert "Why did it stop?" in told
    assert f'action="/my/plans/{homes.plan}/views"' in told


@pytest.mark.parametrize("field", ["kind", "from_user", "from_name", "channel", "reply", "line"])
def test_a_parent_cannot_write_what_is_not_theirs_to_write(mother, homes, field):
    data = {"version": "1", "words": "Mine.", field: str(homes.users["father"])}
    mother.post(f"/my/plans/{homes.plan}/views", data)
    (kept,) = answers(homes)
    assert (kept.kind, kept.from_user, kept.channel, kept.reply, kept.line) == (
        "views", homes.users["mother"], "screen", "", None,
    )  # fmt: skip


def test_an_answer_typed_in_by_the_office_says_by_whom(mother, homes):
    from tests.factories.access import NOW

    from spinney.plans import services
    from spinney.plans.models import PaperForm
    from spinney.plans.types import AnswerKind, Channel

    office = homes.actor("office")
    with homes.scope():
        form = services.make_paper_form(
            office, plan_id=homes.plan, carer_id=homes.carers["mother"], now=NOW
        )
        services.enter_paper_answer(
            office, school_id=homes.school, code=PaperForm.objects.get(id=form).code,
            kind=AnswerKind.AGREE, words="", channel=Channel.PAPER, now=NOW,
        )  # fmt: skip
    page = text(mother.get(f"/my/plans/{homes.plan}"))
    assert "On paper, typed in for you by Mrs Haworth" in page
