"""Any two versions beside each other: only what the reader may see, and no outcome gone without its end."""

import pytest
from tests.factories.access import NOW
from tests.factories.plans import line_of, save

from spinney.access.models import AuditLeaf
from spinney.kernel.errors import NotAllowed, NotFound
from spinney.plans import queries, services
from spinney.plans.models import Step
from spinney.plans.queries import compare as reading
from spinney.plans.rules import compare as rules
from spinney.plans.types import Achievement, Change, Layer, Lifecycle

CANARY = "Dad says the new flat is noisy"


def publish(senco, plan, why="It was time.", **more):
    return services.publish_plan(senco, plan_id=plan, why=why, now=NOW, **more)


@pytest.fixture
def three(world, senco):
    """Version 2 changes a strategy, version 3 ends the outcome and adds a parent's words."""
    save(senco, world.plan, line_of(world.plan, "adjustment"), "text", "Wait.", base_rev=1)
    publish(senco, world.plan)
    services.remove_line(
        senco, plan_id=world.plan, line_id=line_of(world.plan, "outcome"),
        achievement=Achievement.PARTLY.value, why="She asks at her own table.", now=NOW,
    )  # fmt: skip
    voice = services.add_line(senco, plan_id=world.plan, section="parent_voice", now=NOW)
    save(senco, world.plan, voice, "words", CANARY)
    publish(senco, world.plan)
    return world.plan


def compared(actor, plan, older=None, newer=None, **more):
    return queries.compare_versions(actor, plan_id=plan, older=older, newer=newer, now=NOW, **more)


def words(found):
    return " | ".join(f"{c.words} {c.before} {c.after}" for c in found.changes)


def test_two_versions_are_told_as_one_list(senco, three):
    told = words(compared(senco, three, 1, 3))
    assert "now reads 'Wait.'" in told
    assert (
        "Finished outcome, partly met: Maya asks for help with a card. She asks at her own table."
        in told
    )
    assert "No longer on the plan (outcome)" not in told


def test_without_numbers_the_newest_two_are_compared(senco, three):
    found = compared(senco, three)
    assert (found.older.number, found.newer.number) == (2, 3)
    assert [version.number for version in found.versions] == [3, 2, 1]


@pytest.mark.parametrize("who", ["teacher", "mother", "young_person"])
def test_what_a_reader_may_not_see_is_in_no_comparison(world, three, who):
    family = who != "teacher"
    assert CANARY not in words(compared(world.actor(who), three, 1, 3, as_family=family))


def test_the_senco_sees_what_the_canary_says(senco, three):
    assert CANARY in words(compared(senco, three, 1, 3))


def test_a_comparison_made_before_the_reader_is_asked_would_tell_a_secret(
    monkeypatch, world, three
):
    """The planted fault: bodies compared whole. The test above must catch it."""
    monkeypatch.setattr(
        reading._Reader, "sees",
        lambda _self, _template, lines: reading.render.lines_from(lines),
    )  # fmt: skip
    assert CANARY in words(compared(world.actor("mother"), three, 1, 3, as_family=True))


@pytest.mark.parametrize(("older", "newer"), [(3, 1), (2, 2), (1, 9), (-1, 2)])
def test_versions_that_are_not_two_are_not_found(senco, three, older, newer):
    with pytest.raises(NotFound):
        compared(senco, three, older, newer)


@pytest.mark.parametrize(
    "who", ["office", "it_lead", "birch_senco", "charlie", "stepfather", "other_teacher"]
)
def test_whoever_may_not_read_the_plan_may_not_compare_it(world, three, who):
    with pytest.raises((NotAllowed, NotFound)):
        compared(world.actor(who), three, 1, 2)
    with pytest.raises((NotAllowed, NotFound)):
        queries.life_of_plan(world.actor(who), plan_id=three, now=NOW)


@pytest.mark.parametrize("who", ["senco", "teacher", "head"])
def test_staff_do_not_compare_as_the_family(world, three, who):
    with pytest.raises(NotAllowed):
        compared(world.actor(who), three, 1, 2, as_family=True)


def test_comparing_is_recorded_as_a_look(senco, world, three):
    compared(senco, three, 1, 3)
    leaf = AuditLeaf.objects.order_by("-seq").filter(school_id=world.alder).first()
    assert leaf.action == "view_plan"
    assert leaf.subject_ids == [world.maya]


def test_a_plan_with_one_version_has_nothing_to_compare(world, senco):
    with pytest.raises(NotFound):
        compared(senco, world.plan)


def test_a_move_to_another_layer_is_a_recorded_step(world, senco, three):
    publish(senco, three, why="The educational psychologist joined us.", layer=Layer.TARGETED_PLUS)
    step = Step.objects.get(plan_id=three, kind="layer")
    assert (step.to, step.why) == ("targeted_plus", "The educational psychologist joined us.")


def test_a_plan_tells_its_whole_life_in_order(world, senco, three):
    services.hold_plan(senco, plan_id=three, why="In hospital", now=NOW)
    services.resume_plan(senco, plan_id=three, now=NOW)
    publish(senco, three, layer=Layer.SPECIALIST)
    _, steps = queries.life_of_plan(senco, plan_id=three, now=NOW)
    assert [s.version for s in steps if s.version] == [1, 2, 3, 4]
    assert [s.to for s in steps if s.to] == [Lifecycle.ON_HOLD, Lifecycle.ACTIVE, Layer.SPECIALIST]


def test_a_step_of_layer_does_not_say_where_the_plan_stands(world, senco, three):
    services.hold_plan(senco, plan_id=three, why="In hospital", now=NOW)
    services.resume_plan(senco, plan_id=three, now=NOW)
    publish(senco, three, layer=Layer.SPECIALIST)
    assert queries.plan_page(senco, plan_id=three, now=NOW).step.to is Lifecycle.ACTIVE


def test_the_page_knows_which_version_this_reader_last_saw(world, three):
    teacher = world.actor("teacher")
    assert queries.plan_page(teacher, plan_id=three, now=NOW).read_before == 0
    assert queries.plan_page(teacher, plan_id=three, now=NOW).read_before == 3


def test_the_result_told_between_is_the_one_of_its_own_line():
    gone = Change("outcome", "removed", "No longer on the plan (outcome): A", line_id=None)
    assert rules._with_result(gone, None) is gone
