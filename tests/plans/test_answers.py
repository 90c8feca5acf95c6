"""What families say of a plan, on screen, on paper or by phone, and what the school replies."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories.access import NOW

from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.plans import queries, services
from spinney.plans.models import Answer, PaperForm
from spinney.plans.types import AnswerKind, Channel

K = AnswerKind


def answer(actor, world, kind=K.VIEWS, words="Mornings are hard.", *, version=1, line_id=None):
    return services.answer_plan(
        actor, plan_id=world.plan, version=version, kind=kind, words=words, now=NOW, line_id=line_id
    )


def on_paper(actor, world, *, code=None, channel=Channel.PAPER, now=NOW):
    form = PaperForm.objects.get(id=world.paper)
    return services.enter_paper_answer(
        actor, school_id=world.alder, code=code or form.code, kind=K.AGREE, words="", channel=channel,
        now=now,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["mother", "young_person"])
@pytest.mark.parametrize(("kind", "words"), [(K.AGREE, ""), (K.VIEWS, "x"), (K.QUESTION, "Why?")])
def test_a_parent_and_a_young_person_answer_for_themselves(world, who, kind, words):
    made = Answer.objects.get(id=answer(world.actor(who), world, kind, words, line_id=world.line))
    assert (made.from_user, made.channel, made.entered_by) == (world.users[who], "screen", None)
    event = Outbox.objects.get(type="spinney.plan.answered.v1", data__answer_id=str(made.id))
    assert "words" not in event.data


@pytest.mark.parametrize("who", ["senco", "head", "teacher", "office", "father", "stepfather",
                                 "birch_senco", "charlie"])  # fmt: skip
def test_nobody_answers_in_a_parents_place(world, who):
    with pytest.raises((NotAllowed, NotFound)):
        answer(world.actor(who), world)


@pytest.mark.parametrize("kind", [K.VIEWS, K.QUESTION])
def test_a_question_or_view_has_words(world, kind):
    with pytest.raises(BadInput, match="few words"):
        answer(world.actor("mother"), world, kind, "  ")


def test_an_old_version_is_not_answered(world):
    with pytest.raises(NotNow, match="newer version"):
        answer(world.actor("mother"), world, version=0)


def test_a_question_names_a_line_of_that_version(world):
    with pytest.raises(BadInput, match="not on this version"):
        answer(world.actor("mother"), world, line_id=uuid4())


def test_the_answers_page_names_the_line_and_puts_open_questions_first(world, senco):
    answer(world.actor("mother"), world, K.AGREE, "")
    page = queries.answers_page(senco, plan_id=world.plan, now=NOW)
    assert [(a.kind, a.about) for a in page.answers] == [
        (K.QUESTION, "Maya asks for help with a card"), (K.AGREE, "")
    ]  # fmt: skip
    assert page.header.child_name == "Maya Okafor"


@pytest.mark.parametrize("who", ["teacher", "office", "head", "mother", "birch_senco", "charlie"])
def test_only_those_who_edit_the_plan_read_every_answer_and_reply(world, who):
    actor = world.actor(who)
    with pytest.raises((NotAllowed, NotFound)):
        queries.answers_page(actor, plan_id=world.plan, now=NOW)
    with pytest.raises((NotAllowed, NotFound)):
        services.reply_to(actor, plan_id=world.plan, answer_id=world.answer, reply="No", now=NOW)


def test_a_reply_is_kept_told_and_sent_once(world, senco):
    reply = {"plan_id": world.plan, "answer_id": world.answer, "now": NOW}
    services.reply_to(senco, reply="In every lesson.", **reply)
    (mine,) = queries.my_answers(world.actor("mother"), plan_id=world.plan, now=NOW)
    assert mine.reply == "In every lesson."
    assert Outbox.objects.filter(type="spinney.plan.question-replied.v1").count() == 1
    with pytest.raises(NotNow, match="already replied"):
        services.reply_to(senco, reply="Again", **reply)


def test_an_empty_reply_is_not_sent(world, senco):
    with pytest.raises(BadInput, match="Write a reply"):
        services.reply_to(senco, plan_id=world.plan, answer_id=world.answer, reply=" ", now=NOW)


def test_an_unknown_answer_is_not_found(world, senco):
    with pytest.raises(NotFound):
        services.reply_to(senco, plan_id=world.plan, answer_id=uuid4(), reply="x", now=NOW)
    with pytest.raises(NotFound):
        services.reply_to(senco, plan_id=world.draft, answer_id=world.answer, reply="x", now=NOW)


@pytest.mark.parametrize("who", ["senco", "office"])
@pytest.mark.parametrize("channel", [Channel.PAPER, Channel.PHONE])
def test_staff_type_in_an_answer_as_the_parent_visibly(world, who, channel):
    made = Answer.objects.get(id=on_paper(world.actor(who), world, channel=channel))
    assert made.from_user == world.users["mother"]
    assert (made.entered_by, made.entered_by_name) == (world.users[who], who)
    assert (made.channel, made.from_name) == (channel.value, "Ada Okafor")


def test_a_code_may_be_typed_with_a_dash_and_small_letters(world):
    code = PaperForm.objects.get(id=world.paper).code
    on_paper(world.actor("office"), world, code=f" {code[:4]}-{code[4:]} ".lower())


@pytest.mark.parametrize("who", ["teacher", "head", "mother", "charlie", "birch_senco"])
def test_nobody_else_types_in_an_answer(world, who):
    with pytest.raises((NotAllowed, NotFound)):
        on_paper(world.actor(who), world)


def test_a_wrong_code_and_an_old_form_are_refused(world, senco):
    with pytest.raises(NotFound, match="No form has that code"):
        on_paper(senco, world, code="ZZZZZZZZ")
    with pytest.raises(NotNow, match="run out"):
        on_paper(senco, world, now=NOW + timedelta(days=91))
    with pytest.raises(BadInput, match="on paper or by phone"):
        on_paper(senco, world, channel=Channel.SCREEN)
