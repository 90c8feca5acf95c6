"""A child's own page is private until they choose; each parent has a space of their own; nothing is merged."""

from datetime import timedelta

import pytest
from tests.factories.access import NOW, a_denial, a_membership, a_tie
from tests.factories.plans import line_of
from tests.factories.reviews import a_review
from tests.plans import voice_mutants

from spinney.access.models import AuditLeaf
from spinney.access.types import DenialKind, Relation, Role
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.plans import queries, services
from spinney.plans.models import Voice
from spinney.plans.types.voices import Prompt, Said, Sharing, Told

CANARY = "CANARY the card makes me feel small"
LATER = NOW + timedelta(days=1)
N, S, F = Sharing.NOBODY, Sharing.SCHOOL, Sharing.FAMILY


@pytest.fixture
def strategy(world):
    return line_of(world.plan, "adjustment")


def says(strategy, words=CANARY, verdict="doesnt"):
    return Told({Prompt.HARD: Said(words, "worried")}, {str(strategy): verdict})


def keep(world, who, strategy, sharing=N, *, now=NOW, **more):
    return services.keep_child_voice(
        world.actor(who), plan_id=world.plan, told=says(strategy, **more), sharing=sharing, now=now
    )


def child_page(world, who, *, now=NOW):
    return queries.child_page(world.actor(who), plan_id=world.plan, now=now)


def sight(read) -> str:
    """Everything that a reader is handed, or nothing when they are refused."""
    try:
        return repr(read())
    except (NotAllowed, NotFound, NotNow):
        return ""


def reads_of(world, who, now):
    """Every reading of a plan that could hold a child's page, by this person."""
    actor, plan = world.actor(who), world.plan
    for read in (
        queries.plan_page, queries.family_plan, queries.child_page, queries.space_page,
        queries.voices_page, queries.review_page, queries.meeting_page, queries.answers_page,
        queries.plan_for_reader,
    ):  # fmt: skip
        yield read.__name__, sight(lambda read=read: read(actor, plan_id=plan, now=now))


def leaks(world, people, *, now=NOW) -> list[str]:
    return [
        f"{who} in {name}" for who in people for name, text in reads_of(world, who, now)
        if CANARY in text or "doesnt" in text
    ]  # fmt: skip


EVERYONE_ELSE = ("senco", "head", "dsl", "teacher", "assistant", "office", "it_lead", "mother",
                 "father", "stepfather", "birch_senco", "charlie")  # fmt: skip


def private_worlds(world, strategy) -> list[str]:
    """Every way in which a page is not open to someone, and who sees it nevertheless."""
    found = []
    keep(world, "young_person", strategy)
    found += leaks(world, EVERYONE_ELSE)
    Voice.objects.all().delete()
    keep(world, "teacher", strategy)
    found += leaks(world, [who for who in EVERYONE_ELSE if who != "teacher"])
    found += leaks(world, ["teacher", "young_person"], now=LATER)
    Voice.objects.all().delete()
    keep(world, "young_person", strategy, S)
    found += leaks(world, ["mother", "father", "stepfather", "charlie", "birch_senco"])
    found += [x for x in leaks(world, ["senco"]) if x.endswith("meeting_page")]
    a_membership(world.users["mother"], world.alder, Role.HEAD)
    found += leaks(world, ["mother"])
    return found


def test_what_is_not_shared_is_seen_by_nobody_else(world, strategy):
    assert private_worlds(world, strategy) == []


@pytest.mark.parametrize("plant", voice_mutants.ALL, ids=lambda plant: plant.__name__)
def test_a_planted_leak_is_caught(world, strategy, monkeypatch, plant):
    plant(monkeypatch)
    assert private_worlds(world, strategy), f"{plant.__doc__}: nobody noticed"


def test_the_child_and_the_helper_of_the_sitting_open_it(world, strategy):
    keep(world, "young_person", strategy)
    keep(world, "assistant", strategy, words="With help")
    mine = child_page(world, "young_person", now=LATER).mine
    assert mine.told.says[Prompt.HARD] == Said(CANARY, "worried")
    helped = child_page(world, "assistant").mine
    assert (helped.helper_name, helped.name) == ("assistant", "Maya Okafor")
    assert child_page(world, "assistant", now=LATER).mine is None


def test_shared_with_school_it_stands_on_the_plan_and_first_at_the_review(world, strategy, senco):
    keep(world, "teacher", strategy, S)
    on_plan = queries.plan_page(world.actor("assistant"), plan_id=world.plan, now=LATER).voice
    assert on_plan.verdict(strategy) == "Doesn’t help"
    assert on_plan.helper_name == "teacher"
    review = queries.review_page(senco, plan_id=world.plan, now=LATER)
    assert review.voices.child.told == on_plan.told
    assert review.voices.speakers[0] == "Maya Okafor"


def test_shared_with_the_family_parents_and_the_room_see_it_too(world, strategy, senco):
    keep(world, "young_person", strategy, F)
    mother = queries.family_plan(world.actor("mother"), plan_id=world.plan, now=NOW)
    assert mother.voice.verdict(strategy) == "Doesn’t help"
    room = queries.meeting_page(senco, plan_id=world.plan, now=NOW)
    assert room.child_page.answers == (("What is hard?", Said(CANARY, "worried")),)
    assert [what for _, what in room.child_says] == ["Doesn’t help"]


def test_taken_back_nobody_new_reads_it_and_who_may_have_is_said(world, strategy):
    keep(world, "young_person", strategy, S)
    queries.plan_page(world.actor("teacher"), plan_id=world.plan, now=NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    assert child_page(world, "young_person", now=later).readers == ("Teacher",)
    keep(world, "young_person", strategy, N, now=later)
    assert leaks(world, EVERYONE_ELSE, now=later) == []
    assert child_page(world, "young_person", now=later).mine.told.verdicts


def test_a_helper_on_another_day_takes_back_what_the_child_shared(world, strategy):
    voice = keep(world, "teacher", strategy, S)
    shared = child_page(world, "assistant", now=LATER).shared
    assert shared.id == voice
    services.take_back_voice(
        world.actor("assistant"), plan_id=world.plan, voice_id=voice, now=LATER
    )
    assert leaks(world, EVERYONE_ELSE, now=LATER) == []


def test_what_is_private_cannot_be_taken_back_by_another_and_does_not_exist_for_them(
    world, strategy
):
    voice = keep(world, "young_person", strategy)
    with pytest.raises(NotFound):
        services.take_back_voice(
            world.actor("teacher"), plan_id=world.plan, voice_id=voice, now=NOW
        )


def test_used_at_a_review_it_stays_and_a_new_page_begins(world, strategy, senco):
    voice = keep(world, "young_person", strategy, S)
    a_review(senco, world.plan, now=NOW)
    with pytest.raises(NotNow, match="used at a review"):
        services.take_back_voice(
            world.actor("young_person"), plan_id=world.plan, voice_id=voice, now=LATER
        )
    page = child_page(world, "young_person", now=LATER)
    assert (page.mine, page.used.id) == (None, voice)
    assert keep(world, "young_person", strategy, N, now=LATER) != voice
    assert Voice.objects.get(id=voice).says["hard"]["words"] == CANARY


def test_a_private_page_is_not_used_by_a_review(world, strategy, senco):
    voice = keep(world, "young_person", strategy)
    a_review(senco, world.plan, now=NOW)
    assert Voice.objects.get(id=voice).used_at is None


def test_sharing_and_taking_back_are_told_and_keeping_private_is_not(world, strategy):
    keep(world, "young_person", strategy)
    assert not Outbox.objects.filter(type__contains="voice").exists()
    for sharing in (S, F, N, N):
        keep(world, "young_person", strategy, sharing)
    told = Outbox.objects.filter(type="spinney.plan.child-voice-moved.v1").order_by("id")
    assert [event.data["to"] for event in told] == ["school", "family", "nobody"]
    assert CANARY not in repr([event.data for event in told])
    leaves = AuditLeaf.objects.filter(actor_id=world.users["young_person"], action="answer_plan")
    assert leaves.count() == 5
    assert all(CANARY.encode() not in bytes(leaf.leaf) for leaf in leaves)


def test_nothing_said_cannot_be_shared(world):
    with pytest.raises(BadInput, match="Say or choose something first"):
        services.keep_child_voice(
            world.actor("young_person"), plan_id=world.plan, told=Told(), sharing=S, now=NOW
        )


@pytest.mark.parametrize("who", ["mother", "father", "stepfather", "office", "it_lead",
                                 "other_teacher", "birch_senco", "charlie"])  # fmt: skip
def test_nobody_else_opens_or_writes_the_childs_page(world, strategy, who):
    with pytest.raises((NotAllowed, NotFound)):
        keep(world, who, strategy)
    with pytest.raises((NotAllowed, NotFound)):
        child_page(world, who)


def test_a_parent_who_teaches_the_child_does_not_sit_beside_them_as_school(world, strategy):
    mother = world.users["mother"]
    a_membership(mother, world.alder, Role.TEACHER)
    a_tie(mother, world.alder, world.maya, Relation.TEACHES)
    with pytest.raises(NotAllowed):
        keep(world, "mother", strategy)


def test_a_plan_that_is_not_published_has_nothing_to_say_of(world, senco):
    with pytest.raises(NotNow, match="not been published"):
        services.keep_child_voice(
            senco, plan_id=world.draft, told=Told({Prompt.HARD: Said("x")}), sharing=N, now=NOW
        )


def space(world, who, strategy, verdict="helps"):
    return services.keep_parent_voice(
        world.actor(who), plan_id=world.plan, told=Told({}, {str(strategy): verdict}), now=NOW
    )


@pytest.fixture
def two_parents(world):
    """The father's order has been lifted, so both have a space."""
    from spinney.access.models import Denial

    Denial.objects.all().delete()
    return world


def test_two_parents_stand_side_by_side_and_differ(two_parents, strategy, senco):
    world = two_parents
    space(world, "mother", strategy, "helps")
    space(world, "father", strategy, "doesnt")
    page = queries.voices_page(senco, plan_id=world.plan, now=NOW)
    (row,) = page.lines
    assert row.verdicts == ("Helps", "Doesn’t help")
    assert row.differ
    assert len(page.speakers) == 2


def test_what_a_child_shares_stands_beside_the_parents(world, strategy, senco):
    keep(world, "young_person", strategy, S)
    page = queries.voices_page(senco, plan_id=world.plan, now=NOW)
    assert page.child.told.says[Prompt.HARD].words == CANARY
    assert [row.verdicts[0] for row in page.lines] == ["Doesn’t help"]


def test_one_parent_never_reads_the_other(two_parents, strategy):
    world = two_parents
    space(world, "father", strategy, "doesnt")
    assert queries.space_page(world.actor("mother"), plan_id=world.plan, now=NOW).mine is None
    assert leaks(world, ["mother"]) == []


def test_saving_again_keeps_one_space(world, strategy):
    assert space(world, "mother", strategy) == space(world, "mother", strategy, "sort_of")
    assert Voice.objects.get(speaker="parent").verdicts == {str(strategy): "sort_of"}
    assert Outbox.objects.filter(type="spinney.plan.parent-voice-kept.v1").count() == 2


def test_an_adult_under_an_order_has_no_column(world, strategy, senco):
    space(world, "mother", strategy)
    page = queries.voices_page(senco, plan_id=world.plan, now=NOW)
    assert [parent.name for parent in page.parents] == ["Ada Okafor"]


@pytest.mark.parametrize(
    "who", ["senco", "teacher", "head", "father", "young_person", "stepfather", "charlie"]
)
def test_nobody_else_has_a_parents_space(world, strategy, who):
    with pytest.raises((NotAllowed, NotFound)):
        space(world, who, strategy)


@pytest.mark.parametrize("who", ["teacher", "head", "mother", "young_person", "charlie"])
def test_only_those_who_lead_the_plan_read_all_voices(world, who):
    with pytest.raises((NotAllowed, NotFound)):
        queries.voices_page(world.actor(who), plan_id=world.plan, now=NOW)


def test_a_frozen_record_closes_the_young_persons_page(world, strategy):
    a_denial(world.alder, world.maya, DenialKind.SAFEGUARDING_FREEZE)
    with pytest.raises(NotAllowed):
        keep(world, "young_person", strategy)
