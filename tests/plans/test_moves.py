"""Hold, resume, end, reopen: the table of states, the reasons kept, and the card that keeps a child safe."""

import pytest
from tests.factories.access import NOW

from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.plans import queries, services
from spinney.plans.models import Card, Plan, Step
from spinney.plans.rules import lifecycle
from spinney.plans.types import Lifecycle

L = Lifecycle
MOVES = {
    "hold": services.hold_plan,
    "resume": services.resume_plan,
    "reopen": services.reopen_plan,
    "end": lambda actor, **kw: services.end_plan(actor, safety_handed_over=True, **kw),
}
ALLOWED = {
    L.PROPOSED: {"end"},
    L.ACTIVE: {"hold", "end"},
    L.ON_HOLD: {"resume", "end"},
    L.ENDED: {"reopen"},
}


def bring(world, senco, state):
    if state is L.PROPOSED:
        return world.draft
    if state is L.ON_HOLD:
        MOVES["hold"](senco, plan_id=world.plan, now=NOW, why="Long stay in hospital")
    elif state is L.ENDED:
        MOVES["end"](senco, plan_id=world.plan, now=NOW, why="Needs are met in class")
    return world.plan


@pytest.mark.parametrize("state", list(L))
@pytest.mark.parametrize("move", MOVES)
def test_each_move_is_possible_only_where_the_table_says(world, senco, state, move):
    plan = bring(world, senco, state)
    if move in ALLOWED[state]:
        MOVES[move](senco, plan_id=plan, now=NOW, why="Because")
        assert Step.objects.filter(plan_id=plan).latest("at", "id").why == "Because"
        assert Outbox.objects.filter(type="spinney.plan.moved.v1", subject_id=plan).exists()
    else:
        with pytest.raises(NotNow):
            MOVES[move](senco, plan_id=plan, now=NOW, why="Because")


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("who", ["teacher", "office", "head", "mother", "birch_senco", "charlie"])
def test_nobody_else_moves_a_plan(world, move, who):
    with pytest.raises((NotAllowed, NotFound)):
        MOVES[move](world.actor(who), plan_id=world.plan, now=NOW, why="Because")
    with pytest.raises((NotAllowed, NotFound)):
        queries.moving(world.actor(who), plan_id=world.plan, now=NOW)


def test_a_refusal_does_not_tell_that_a_plan_has_safety_lines(world):
    with pytest.raises(NotAllowed):
        services.end_plan(world.actor("other_teacher"), plan_id=world.plan, why="", now=NOW)


def test_ending_takes_the_safety_lines_off_the_card_only_when_confirmed(world, senco):
    with pytest.raises(BadInput, match="off every classroom card"):
        services.end_plan(senco, plan_id=world.plan, why="Done", now=NOW)
    assert Card.objects.filter(plan_id=world.plan).exists()
    services.end_plan(senco, plan_id=world.plan, why="Done", now=NOW, safety_handed_over=True)
    assert not Card.objects.filter(plan_id=world.plan).exists()
    assert Plan.objects.get(id=world.plan).end_reason == "Done"


def test_ending_wants_a_reason(world, senco):
    with pytest.raises(BadInput, match="why the plan is ending"):
        services.end_plan(senco, plan_id=world.plan, why=" ", now=NOW, safety_handed_over=True)


def test_on_hold_keeps_the_card(world, senco):
    bring(world, senco, L.ON_HOLD)
    assert Card.objects.filter(plan_id=world.plan).exists()


def test_a_reopened_plan_is_in_force_only_once_it_is_published_again(world, senco):
    bring(world, senco, L.ENDED)
    services.reopen_plan(senco, plan_id=world.plan, now=NOW, why="Needs came back")
    page = queries.plan_page(senco, plan_id=world.plan, now=NOW)
    assert page.header.lifecycle is L.PROPOSED
    assert page.step.why == "Needs came back"
    assert not Card.objects.filter(plan_id=world.plan).exists()
    assert services.publish_plan(senco, plan_id=world.plan, why="Taken up again", now=NOW) == 2
    assert Card.objects.filter(plan_id=world.plan).exists()


def test_an_ended_plan_is_not_reopened_beside_a_new_one(world, senco):
    from spinney.plans.types import Layer

    bring(world, senco, L.ENDED)
    services.open_plan(
        senco, school_id=world.alder, child_id=world.maya, layer=Layer.TARGETED, now=NOW
    )
    with pytest.raises(NotNow, match="another open plan"):
        services.reopen_plan(senco, plan_id=world.plan, now=NOW)


@pytest.mark.parametrize("now", list(L))
@pytest.mark.parametrize("to", list(L))
def test_the_reason_not_to_move_is_empty_exactly_where_the_table_allows(now, to):
    assert bool(lifecycle.reason_not_to_move(now, to)) is (to not in lifecycle.NEXT[now])
