"""The SENCO's home and the list of all plans: what is due, and for whom a plan waits."""

from datetime import date, timedelta

import pytest
from tests.factories.access import NOW
from tests.factories.people import a_child

from spinney.access.models import Tie
from spinney.kernel.errors import NotAllowed
from spinney.plans import queries, services
from spinney.plans.models import Plan, Reading
from spinney.plans.queries import PlanFilter

TODAY = date(2026, 11, 23)


def due(plan_id, days):
    Plan.objects.filter(id=plan_id).update(review_due=TODAY + timedelta(days=days))


def rows(actor, world, **narrowed):
    return queries.plan_list(actor, school_id=world.alder, now=NOW, narrowed=PlanFilter(**narrowed))


def waiting(world, senco):
    return next(r.waiting_for for r in rows(senco, world) if r.id == str(world.plan))


def reply(world, senco):
    services.reply_to(senco, plan_id=world.plan, answer_id=world.answer, reply="Daily", now=NOW)


def asked_to_read(world, who, read=0):
    Reading.objects.create(
        school_id=world.alder, plan_id=world.plan, user_id=world.users[who], asked_version=1,
        read_version=read, asked_at=NOW,
    )  # fmt: skip


def test_a_question_without_reply_waits_for_the_school(world, senco):
    assert waiting(world, senco) == "reply"
    reply(world, senco)
    assert waiting(world, senco) == ""


def test_an_overdue_review_waits_for_a_review(world, senco):
    reply(world, senco)
    due(world.plan, -1)
    assert waiting(world, senco) == "review"
    due(world.plan, 0)
    assert waiting(world, senco) == ""


def test_an_unread_version_waits_for_the_parent_and_not_for_one_whose_tie_has_ended(world, senco):
    reply(world, senco)
    asked_to_read(world, "mother")
    assert waiting(world, senco) == "parent"
    Tie.objects.filter(user_id=world.users["mother"]).update(state="refused")
    assert waiting(world, senco) == ""


def test_a_plan_on_hold_asks_for_no_review(world, senco):
    reply(world, senco)
    due(world.plan, -5)
    services.hold_plan(senco, plan_id=world.plan, now=NOW, why="Away")
    assert waiting(world, senco) == ""


@pytest.mark.parametrize(
    ("days", "overdue", "soon"), [(-1, 1, 0), (0, 0, 1), (21, 0, 1), (22, 0, 0), (None, 0, 0)]
)
def test_what_counts_as_due(world, senco, days, overdue, soon):
    if days is None:
        Plan.objects.filter(id=world.plan).update(review_due=None)
    else:
        due(world.plan, days)
    assert len(rows(senco, world, due="overdue")) == overdue
    assert len(rows(senco, world, due="soon")) == soon


@pytest.mark.parametrize(
    ("narrowed", "names"),
    [
        ({}, {"Maya Okafor", "Sam Ó Briain"}),
        ({"lifecycle": "active"}, {"Maya Okafor"}),
        ({"lifecycle": "proposed"}, {"Sam Ó Briain"}),
        ({"waiting": "senco"}, {"Sam Ó Briain"}),
        ({"waiting": "reply"}, {"Maya Okafor"}),
        ({"layer": "specialist"}, set()),
        ({"year": "4"}, {"Maya Okafor", "Sam Ó Briain"}),
        ({"year": "5"}, set()),
        ({"lifecycle": "ended"}, set()),
    ],
)
def test_the_list_is_narrowed(world, senco, narrowed, names):
    assert {row.child_name for row in rows(senco, world, **narrowed)} == names


def test_an_ended_plan_leaves_the_list_until_it_is_asked_for(world, senco):
    services.end_plan(senco, plan_id=world.plan, why="Done", now=NOW, safety_handed_over=True)
    assert str(world.plan) not in {row.id for row in rows(senco, world)}
    assert [row.id for row in rows(senco, world, lifecycle="ended")] == [str(world.plan)]


@pytest.mark.parametrize(
    ("who", "count"),
    [("senco", 2), ("head", 2), ("dsl", 2), ("teacher", 1), ("assistant", 1), ("other_teacher", 0),
     ("office", 0), ("it_lead", 0), ("birch_senco", 0), ("charlie", 0)],
)  # fmt: skip
def test_everyone_lists_only_the_plans_they_may_open(world, who, count):
    assert len(rows(world.actor(who), world)) == count


def test_a_page_of_the_list_knows_how_many_there_are(world, senco):
    page = queries.plan_list_page(
        senco, school_id=world.alder, now=NOW, narrowed=PlanFilter(most=1, skip=1)
    )
    assert (len(page.rows), page.total) == (1, 2)


def test_the_home_shows_the_first_of_each_pile_and_counts_them_all(world, senco):
    from tests.factories.plans import a_draft

    for n in range(4):
        a_draft(senco, world.alder, a_child(world.alder, f"Child{n}"))
    due(world.plan, -3)
    home = queries.senco_home(senco, school_id=world.alder, now=NOW, most=2)
    assert {pile: n for pile, n in home.counts.items() if n} == {
        "active": 1, "wait_reply": 1, "wait_senco": 5,
    }  # fmt: skip
    assert [row.waiting_for for row in home.waiting] == ["reply", "senco", "senco"]


@pytest.mark.parametrize("who", ["teacher", "assistant", "office", "dsl", "it_lead", "birch_senco"])
def test_only_who_leads_send_has_the_home(world, who):
    with pytest.raises(NotAllowed):
        queries.senco_home(world.actor(who), school_id=world.alder, now=NOW)


def test_children_on_the_register_without_a_plan_are_offered(world, senco):
    ali = a_child(world.alder, "Ali")
    children, total = queries.children_without_plan(senco, school_id=world.alder, now=NOW)
    assert ([child.id for child in children], total) == ([ali], 1)
    assert (
        queries.children_without_plan(world.actor("teacher"), school_id=world.alder, now=NOW)[0]
        == ()
    )
