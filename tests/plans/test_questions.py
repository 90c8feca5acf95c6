"""A question on a line: asked, noted, answered, closed, opened again; its clock; and who may read it."""

from datetime import date, timedelta

import pytest
from tests.factories.access import NOW

from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.plans import queries, services
from spinney.plans.models import Answer
from spinney.plans.templates import settings_of
from spinney.plans.types import AnswerKind
from spinney.plans.types.voices import QuestionState

LATER = NOW + timedelta(days=10)


def about(world):
    return {"plan_id": world.plan, "answer_id": world.answer, "now": NOW}


def mine(world, who="mother"):
    return queries.my_thread(world.actor(who), **about(world))[2]


def reply(world, senco, words="In every lesson.", now=NOW):
    services.reply_to(senco, plan_id=world.plan, answer_id=world.answer, reply=words, now=now)


def more(world, words="And at lunch?", who="mother", now=NOW):
    services.add_to_question(
        world.actor(who), plan_id=world.plan, answer_id=world.answer, words=words, now=now
    )


def test_a_question_says_by_when_it_is_answered(world):
    # Asked on Monday 23 November: five working days on.
    assert mine(world).due_on == date(2026, 11, 30)
    (event,) = Outbox.objects.filter(type="spinney.plan.question-asked.v1")
    assert event.data["due_on"] == "2026-11-30"
    assert event.data["line_id"] == str(world.line)


def test_a_school_settles_how_many_days(world, senco):
    from dataclasses import replace

    wanted = replace(settings_of(world.alder), answer_days=2)
    services.change_settings(senco, school_id=world.alder, wanted=wanted, now=NOW)
    assert settings_of(world.alder).answer_days == 2
    made = services.answer_plan(
        world.actor("mother"), plan_id=world.plan, version=1, kind=AnswerKind.QUESTION,
        words="Why?", now=NOW,
    )  # fmt: skip
    assert Answer.objects.get(id=made).due_on == date(2026, 11, 25)
    assert mine(world).due_on == date(2026, 11, 30)


@pytest.mark.parametrize("days", [0, 21])
def test_days_out_of_range_are_refused(world, senco, days):
    from dataclasses import replace

    wanted = replace(settings_of(world.alder), answer_days=days)
    with pytest.raises(BadInput, match="working days"):
        services.change_settings(senco, school_id=world.alder, wanted=wanted, now=NOW)


def test_a_question_goes_its_whole_way_and_each_step_is_kept_and_told(world, senco):
    services.note_on_question(senco, words="I will ask Mr Bell.", **about(world))
    more(world)
    reply(world, senco)
    more(world, "He says he never does.")
    assert mine(world).state is QuestionState.OPEN
    reply(world, senco, "We spoke today. From Monday he will.", now=LATER)
    services.close_question(world.actor("mother"), **about(world))
    thread = mine(world)
    assert thread.state is QuestionState.CLOSED
    assert [(p.kind.value, p.by_family) for p in thread.posts] == [
        ("note", False), ("more", True), ("reply", False), ("reopened", True), ("closed", True),
        ("reply", False),
    ]  # fmt: skip
    told = Outbox.objects.filter(type="spinney.plan.question-moved.v1").order_by("id")
    assert [(e.data["kind"], e.data["state"], e.data["late"]) for e in told] == [
        ("note", "open", False), ("more", "open", False), ("reply", "answered", False),
        ("reopened", "open", False), ("reply", "answered", True), ("closed", "closed", False),
    ]  # fmt: skip
    assert {e.data["answer_id"] for e in told} == {str(world.answer)}
    assert "Bell" not in repr([e.data for e in told])


def test_opening_again_starts_a_new_clock(world, senco):
    reply(world, senco)
    more(world, "It has stopped again.", now=LATER)
    assert mine(world).due_on == date(2026, 12, 10)


def test_the_list_of_the_school_has_the_longest_overdue_first(world, senco):
    second = services.answer_plan(
        world.actor("mother"), plan_id=world.plan, version=1, kind=AnswerKind.QUESTION,
        words="Who is Mr Bell?", now=NOW - timedelta(days=20),
    )  # fmt: skip
    found = queries.open_questions(senco, school_id=world.alder, now=LATER)
    assert [one.id for one in found] == [second, world.answer]
    assert found[1].about == "Maya asks for help with a card"
    reply(world, senco)
    services.close_question(world.actor("mother"), plan_id=world.plan, answer_id=second, now=NOW)
    assert queries.open_questions(senco, school_id=world.alder, now=NOW) == ()
    assert queries.plan_page(senco, plan_id=world.plan, now=NOW).state.open_questions == 0


@pytest.mark.parametrize("who", ["teacher", "head", "dsl", "office", "mother", "charlie"])
def test_only_those_who_may_answer_see_the_list_and_the_thread(world, who):
    actor = world.actor(who)
    with pytest.raises((NotAllowed, NotFound)):
        queries.open_questions(actor, school_id=world.alder, now=NOW)
    with pytest.raises((NotAllowed, NotFound)):
        queries.question_thread(actor, **about(world))
    with pytest.raises((NotAllowed, NotFound)):
        services.note_on_question(actor, words="x", **about(world))


@pytest.mark.parametrize(
    "who", ["father", "young_person", "stepfather", "senco", "birch_senco", "charlie"]
)
def test_only_the_asker_reads_it_adds_to_it_and_closes_it(world, who):
    with pytest.raises((NotAllowed, NotFound)):
        mine(world, who)
    with pytest.raises((NotAllowed, NotFound)):
        more(world, who=who)
    with pytest.raises((NotAllowed, NotFound)):
        services.close_question(world.actor(who), **about(world))


def test_another_parent_with_the_same_rights_does_not_find_it(world):
    from spinney.access.models import Denial

    Denial.objects.all().delete()
    with pytest.raises(NotFound):
        mine(world, "father")
    with pytest.raises(NotFound):
        more(world, who="father")


def test_what_is_closed_is_not_answered_and_what_is_empty_is_not_sent(world, senco):
    with pytest.raises(BadInput, match="Write a few words"):
        more(world, "  ")
    with pytest.raises(BadInput, match="Write a reply"):
        services.note_on_question(senco, words=" ", **about(world))
    services.close_question(world.actor("mother"), **about(world))
    with pytest.raises(NotNow, match="closed"):
        reply(world, senco)
    with pytest.raises(NotNow, match="closed"):
        services.note_on_question(senco, words="x", **about(world))
    with pytest.raises(NotNow, match="closed"):
        services.close_question(world.actor("mother"), **about(world))


def test_a_question_from_before_there_were_steps_is_read_whole(world, senco):
    Answer.objects.filter(id=world.answer).update(
        due_on=None, reply="In every lesson.", replied_at=NOW
    )
    thread = queries.question_thread(senco, **about(world))
    assert [post.words for post in thread.posts] == ["In every lesson."]
    assert thread.due_on == date(2026, 11, 30)
