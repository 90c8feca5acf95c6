"""Many children at once: good rows are kept, bad ones named, and each child is asked about on their own."""

from datetime import date

import pytest
from tests.factories.access import NOW
from tests.factories.people import a_child
from tests.factories.plans import a_plan
from tests.factories.reviews import another_senco, outcomes

from spinney.access.models import AuditLeaf
from spinney.kernel.errors import BadInput, NotAllowed
from spinney.kernel.ids import uuid7
from spinney.plans import queries, services
from spinney.plans.models import Plan, Review, ReviewResult
from spinney.plans.queries import GridFilter
from spinney.plans.types.review import GridEntry, Judged


def grid(actor, world, **narrowed):
    return queries.review_grid(
        actor, school_id=world.alder, now=NOW, narrowed=GridFilter(**{"due": "all", **narrowed})
    )


def save(actor, world, *rows, school=None):
    entries = [GridEntry(plan, Judged(line, result, words)) for plan, line, result, words in rows]
    return services.save_grid(actor, school_id=school or world.alder, entries=entries, now=NOW)


@pytest.fixture
def three(world, senco):
    return [a_plan(senco, world.alder, a_child(world.alder, name)) for name in ("Ali", "Bea", "Cy")]


def test_a_row_is_an_outcome_and_shows_what_was_decided(world, senco, three):
    save(senco, world, (three[0], outcomes(three[0])[0], "partly", ""))
    rows = grid(senco, world).rows
    assert [(row.child_name.split()[0], row.result) for row in rows] == [
        ("Ali", "partly"), ("Bea", ""), ("Cy", ""), ("Maya", ""),
    ]  # fmt: skip
    assert {row.title for row in rows} == {"Maya asks for help with a card"}


def test_the_grid_is_narrowed_by_due_year_and_group(world, senco, three):
    Plan.objects.filter(id=three[0]).update(review_due=date(2026, 11, 1))
    Plan.objects.filter(id=three[1]).update(review_due=date(2026, 12, 1))
    assert [r.plan_id for r in grid(senco, world, due="overdue").rows] == [three[0]]
    assert {r.plan_id for r in grid(senco, world, due="soon").rows} == set(three[:2])
    assert grid(senco, world, year="11").rows == ()
    page = grid(senco, world)
    assert page.total == 4
    assert [r.plan_id for r in grid(senco, world, group=page.groups[0]).rows] == [world.plan]


def test_good_rows_are_kept_and_bad_ones_named(world, senco, three):
    good, bad, gone = three
    saved = save(
        senco, world,
        (good, outcomes(good)[0], "met", ""),
        (bad, outcomes(bad)[0], "splendid", ""),
        (gone, uuid7(), "met", ""),
        (world.draft, uuid7(), "met", ""),
    )  # fmt: skip
    assert saved.kept == 1
    assert {fault.plan_id for fault in saved.faults} == {bad, gone, world.draft}
    assert ReviewResult.objects.get().review.plan_id == good


def test_a_plan_of_another_school_sounds_like_one_that_is_not_there(world, senco, three):
    saved = save(
        senco, world,
        (world.birch_plan, outcomes(world.birch_plan)[0], "met", ""),
        (uuid7(), uuid7(), "met", ""),
        (three[0], outcomes(three[0])[0], "met", ""),
    )  # fmt: skip
    assert saved.kept == 1
    assert len({fault.words for fault in saved.faults}) == 1
    assert not Review.objects.filter(plan_id=world.birch_plan).exists()
    leaves = AuditLeaf.objects.filter(actor_id=senco.id).order_by("-seq")[:4]
    assert any(b'"outcome":"refused"' in bytes(leaf.leaf) for leaf in leaves)


@pytest.mark.parametrize("who", ["teacher", "head", "office", "mother", "charlie", "birch_senco"])
def test_nobody_else_opens_or_saves_the_grid(world, who):
    actor = world.actor(who)
    with pytest.raises(NotAllowed):
        grid(actor, world)
    with pytest.raises(NotAllowed):
        save(actor, world, (world.plan, world.line, "met", ""))
    with pytest.raises(NotAllowed):
        services.record_grid(actor, school_id=world.alder, plan_ids=[world.plan], now=NOW)
    assert not Review.objects.exists()


def test_recording_takes_the_complete_ones_and_says_which_wait(world, senco, three):
    save(senco, world, *((plan, outcomes(plan)[0], "met", "") for plan in three[:2]))
    done = services.record_grid(senco, school_id=world.alder, plan_ids=three, now=NOW)
    assert done.kept == 2
    assert [fault.plan_id for fault in done.faults] == [three[2]]
    assert {row.plan_id for row in grid(senco, world).rows} == {three[2], world.plan}
    again = services.record_grid(senco, school_id=world.alder, plan_ids=three[:2], now=NOW)
    assert again.kept == 0


def test_a_plan_without_outcomes_has_a_row_that_says_so(world, senco):
    services.remove_line(
        senco, plan_id=world.plan, line_id=world.line, now=NOW, achievement="met", why="Done"
    )
    services.publish_plan(senco, plan_id=world.plan, why="Done", now=NOW)
    (row,) = grid(senco, world).rows
    assert (row.line_id, row.title) == (None, "")


def test_too_many_rows_at_once_are_refused(world, senco):
    with pytest.raises(BadInput, match="at most"):
        save(senco, world, *[(world.plan, world.line, "met", "")] * 601)


def test_a_grid_opened_before_another_person_judged_takes_nothing_of_theirs_away(
    world, senco, three
):
    ali, bea, _ = three
    page = {row.plan_id: row for row in grid(senco, world).rows}
    save(
        another_senco(world.alder),
        world,
        *((p, page[p].line_id, "met", "Daily.") for p in (ali, bea)),
    )
    sent = [
        GridEntry(row.plan_id, Judged(row.line_id, result, row.words, seen=row.mark))
        for row, result in ((page[ali], ""), (page[bea], "partly"))
    ]
    saved = services.save_grid(senco, school_id=world.alder, entries=sent, now=NOW)
    assert [(fault.plan_id, fault.told) for fault in saved.faults] == [(bea, True)]
    assert (
        "bea judged this while your page was open: met. They wrote: 'Daily.'"
        in saved.faults[0].words
    )
    assert set(ReviewResult.objects.values_list("result", "words")) == {("met", "Daily.")}


def paste(actor, world, was, result, words=""):
    seen = Judged(world.line, *was).mark
    judged = Judged(world.line, result, words, seen=seen)
    entries = [GridEntry(world.plan, judged)]
    return services.save_grid(actor, school_id=world.alder, entries=entries, now=NOW)


def test_a_row_that_someone_changed_meanwhile_is_left_as_they_wrote_it(world, senco):
    save(another_senco(world.alder), world, (world.plan, world.line, "met", "Theirs"))
    saved = paste(senco, world, ("", ""), "not_met")
    assert (saved.kept, [fault.line_id for fault in saved.faults]) == (0, [world.line])
    assert "judged this while your page was open: met" in saved.faults[0].words
    row = ReviewResult.objects.get()
    assert (row.result, row.words) == ("met", "Theirs")


def test_the_same_page_sent_twice_does_no_harm(world, senco):
    for _ in range(2):
        assert paste(senco, world, ("", ""), "met", "Seen").faults == ()
    assert ReviewResult.objects.get().result == "met"
