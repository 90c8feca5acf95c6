"""The review of one plan: kept as it is decided, recorded once, carried into the draft, counted as a cycle."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.factories.access import NOW
from tests.factories.database import as_owner
from tests.factories.full_plan import a_full_plan
from tests.factories.people import a_child
from tests.factories.reviews import a_review, another_senco, judge, outcomes

from spinney.access.models import AuditLeaf
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.people.models import School
from spinney.plans import queries, services
from spinney.plans.models import DraftLine, Plan, Review, ReviewResult
from spinney.plans.types.review import CyclePhase, Judged, Result

LATER = NOW + timedelta(weeks=1)
REFUSED = ["teacher", "assistant", "head", "dsl", "office", "other_teacher", "mother", "father",
           "stepfather", "young_person", "birch_senco", "charlie"]  # fmt: skip


def draft(plan, line):
    return DraftLine.objects.get(plan_id=plan, id=line)


@pytest.fixture
def full(world, senco):
    return a_full_plan(senco, world.alder, a_child(world.alder, "Ali"))


def test_a_result_is_kept_and_reaches_the_draft_only_when_the_review_is_recorded(world, senco):
    judge(senco, world.plan, "met", words="She asked every day.")
    page = queries.review_page(senco, plan_id=world.plan, now=NOW)
    (row,) = page.outcomes
    assert (row.judged.result, row.judged.words, row.judged_by) == (
        "met", "She asked every day.", "senco",
    )  # fmt: skip
    assert draft(world.plan, world.line).ended is None
    assert page.blocks == ()


def test_an_outcome_that_was_met_ends_with_its_result_in_the_next_version(world, senco):
    judge(senco, world.plan, "met", words="She asked every day.")
    done = services.record_review(senco, plan_id=world.plan, now=NOW)
    assert (done.cycle, done.ended, done.next_review) == (1, 1, date(2027, 3, 15))
    assert draft(world.plan, world.line).ended == {
        "achievement": "met", "why": "She asked every day.", "on": "2026-11-23",
    }  # fmt: skip
    services.publish_plan(senco, plan_id=world.plan, why="Reviewed", now=LATER)
    view = queries.plan_for_reader(senco, plan_id=world.plan, now=LATER)
    assert "Finished outcome, met: Maya asks for help with a card. She asked every day." in [
        change.words for change in view.changes
    ]
    assert view.header.review_due == date(2027, 3, 15)


def test_an_outcome_that_goes_on_carries_its_result_and_new_words_begin_again(senco, full):
    first, second = outcomes(full)
    services.save_results(
        senco, plan_id=full, now=NOW,
        judged=(
            Judged(first, "partly"),
            Judged(second, "not_met", next_step="change", target="Stays three days in five."),
        ),
    )  # fmt: skip
    done = services.record_review(senco, plan_id=full, now=NOW)
    assert (done.ended, done.changed) == (0, 1)
    assert draft(full, first).values["achievement"] == "partly"
    changed = draft(full, second)
    assert changed.values["target"] == "Stays three days in five."
    assert changed.values["achievement"] == "not_reviewed"
    assert changed.values["title"] == "Maya moves through a changed day with one reminder"
    assert changed.revs["target"] == 2


def test_what_was_not_tried_says_why_and_ends_as_not_met(world, senco):
    judge(senco, world.plan, "not_tried")
    with pytest.raises(NotNow, match="Say why this was not tried"):
        services.record_review(senco, plan_id=world.plan, now=NOW)
    judge(senco, world.plan, "not_tried", words="The card was lost.", next_step="end")
    services.record_review(senco, plan_id=world.plan, now=NOW)
    ended = draft(world.plan, world.line).ended
    assert (ended["achievement"], ended["why"]) == ("not_met", "Not tried: The card was lost.")


def test_nobody_records_a_review_with_an_outcome_left_out(senco, full):
    services.save_results(senco, plan_id=full, judged=(Judged(outcomes(full)[0], "met"),), now=NOW)
    with pytest.raises(NotNow, match="Maya moves through a changed day"):
        services.record_review(senco, plan_id=full, now=NOW)
    assert not Review.objects.filter(plan_id=full, recorded_at__isnull=False).exists()


def test_a_version_is_reviewed_once_and_the_next_version_begins_the_next_cycle(world, senco):
    a_review(senco, world.plan)
    with pytest.raises(NotNow, match="Publish the next version"):
        judge(senco, world.plan)
    page = queries.review_page(senco, plan_id=world.plan, now=NOW)
    assert page.reviewed_already
    services.publish_plan(senco, plan_id=world.plan, why="Reviewed", now=LATER)
    a_review(senco, world.plan, now=LATER + timedelta(weeks=12))
    found = queries.cycles_page(senco, plan_id=world.plan, now=LATER)
    assert [row.cycle.phase for row in found.rows] == [
        CyclePhase.COMPLETE, CyclePhase.COMPLETE, CyclePhase.PLAN,
    ]  # fmt: skip
    assert [row.cycle.completed_on for row in found.completed] == [
        date(2026, 11, 23), date(2027, 2, 22),
    ]  # fmt: skip
    assert found.completed[0].results[0].result is Result.PARTLY


def test_two_cycles_are_proof_of_what_was_tried_and_what_came_of_it(senco, full):
    a_review(senco, full, words="Four lessons of five.", ladder="1", judged_from="Tally, week 8")
    row = queries.cycles_page(senco, plan_id=full, now=NOW).completed[0]
    assert row.tried == (
        "Word-finding games with pictures",
        "Picture timetable checked at the start of each session",
    )
    assert row.results[0].words == "Four lessons of five."
    assert (row.results[0].ladder, row.results[0].judged_from, row.results[0].judged_by) == (
        1, "Tally, week 8", "senco",
    )  # fmt: skip
    assert row.recorded_by == "senco"


def test_a_review_goes_on_when_a_version_comes_out_meanwhile(world, senco):
    judge(senco, world.plan, "met")
    from tests.factories.plans import write

    write(senco, world.plan, "about", "important_to_me", "Her workshop", now=NOW)
    services.publish_plan(senco, plan_id=world.plan, why="A correction", now=LATER)
    done = services.record_review(senco, plan_id=world.plan, now=LATER)
    assert Review.objects.get(id=done.review_id).version == 2
    assert len(queries.cycles_page(senco, plan_id=world.plan, now=LATER).completed) == 1


def test_the_review_that_was_held_is_no_longer_overdue(world, senco):
    Plan.objects.filter(id=world.plan).update(review_due=date(2026, 10, 1))
    a_review(senco, world.plan)
    home = queries.senco_home(senco, school_id=world.alder, now=NOW)
    assert home.overdue == ()


def test_the_school_sets_the_interval(world, senco):
    with as_owner():
        School.objects.filter(id=world.alder).update(review_interval_weeks=8)
    assert a_review(senco, world.plan).next_review == date(2027, 1, 18)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"held_on": date(2026, 11, 24)}, "has not been held yet"),
        ({"held_on": date.max}, "has not been held yet"),
        ({"held_on": date(1999, 1, 1)}, "Check the year"),
        ({"next_review": date(2026, 11, 23)}, "after this one"),
        ({"next_review": date(2029, 1, 1)}, "more than a year"),
    ],
)
def test_dates_that_make_no_sense_are_refused(world, senco, dates, words):
    judge(senco, world.plan)
    with pytest.raises(BadInput, match=words):
        services.record_review(senco, plan_id=world.plan, now=NOW, **dates)


BAD = [
    ({"result": "splendid"}, "result-", "listed results"),
    ({"result": "met", "next_step": "burn"}, "next_step-", "keep, change or end"),
    ({"result": "met", "ladder": "7"}, "ladder-", "-2 to"),
    ({"result": "met", "words": "x" * 2001}, "words-", "Shorten it"),
    ({"result": "met", "title": "x" * 301}, "title-", "Shorten it"),
]


@pytest.mark.parametrize(("given_", "field", "words"), BAD)
def test_a_judgement_that_cannot_be_kept_names_its_field(world, senco, given_, field, words):
    with pytest.raises(BadInput, match=words) as error:
        services.save_results(
            senco, plan_id=world.plan, judged=(Judged(world.line, **given_),), now=NOW
        )
    assert error.value.field == f"{field}{world.line}"
    assert not ReviewResult.objects.exists()


def test_unseen_characters_are_dropped_and_an_unknown_outcome_is_refused(world, senco):
    judge(senco, world.plan, "met", words="Well\x00 done\u202e")
    assert ReviewResult.objects.get().words == "Well done"
    with pytest.raises(BadInput, match="not on the plan"):
        services.save_results(senco, plan_id=world.plan, judged=(Judged(uuid7(), "met"),), now=NOW)


def test_the_same_again_changes_nothing_and_a_result_can_be_taken_back(world, senco):
    judge(senco, world.plan, "met")
    first = ReviewResult.objects.get().judged_at
    leaves = AuditLeaf.objects.count()
    judge(senco, world.plan, "met", now=LATER)
    assert ReviewResult.objects.get().judged_at == first
    assert AuditLeaf.objects.count() == leaves
    judge(senco, world.plan, "", now=LATER)
    assert not ReviewResult.objects.exists()


def two_pages(world, senco, full):
    """Two people have the review open; the second has judged the first outcome since."""
    other = another_senco(world.alder)
    mine = [row.judged for row in queries.review_page(senco, plan_id=full, now=NOW).outcomes]
    judge_one(other, full, Judged(mine[0].line_id, "met", "Every day.", seen=mine[0].mark))
    return [replace(row, seen=row.mark) for row in mine]


def judge_one(actor, plan, *judged):
    return services.save_results(actor, plan_id=plan, judged=judged, now=NOW)


def test_a_page_opened_before_another_person_judged_takes_nothing_of_theirs_away(
    world, senco, full
):
    first, second = two_pages(world, senco, full)
    judge_one(senco, full, first, replace(second, result="partly"))
    kept = {row.line: (row.result, row.words) for row in ReviewResult.objects.all()}
    assert kept == {first.line_id: ("met", "Every day."), second.line_id: ("partly", "")}


def test_who_judged_the_same_outcome_is_told_of_the_other_and_may_then_replace_it(
    world, senco, full
):
    first, _ = two_pages(world, senco, full)
    mine = replace(first, result="not_met", words="Twice a week.")
    with pytest.raises(BadInput, match=r"met. They wrote: 'Every day.'. Your own words") as error:
        judge_one(senco, full, mine)
    assert error.value.field == f"result-{first.line_id}"
    assert ReviewResult.objects.get().words == "Every day."
    seen = queries.review_page(senco, plan_id=full, now=NOW).outcomes[0].judged.mark
    judge_one(senco, full, replace(mine, seen=seen))
    assert ReviewResult.objects.get().words == "Twice a week."


def test_words_without_a_result_are_kept_and_the_review_waits(world, senco):
    judge(senco, world.plan, "", words="She asked on Monday.")
    page = queries.review_page(senco, plan_id=world.plan, now=NOW)
    assert page.outcomes[0].judged.words == "She asked on Monday."
    with pytest.raises(NotNow, match="Say how it went"):
        services.record_review(senco, plan_id=world.plan, now=NOW)


@pytest.mark.parametrize("who", REFUSED)
def test_nobody_else_reviews_a_plan(world, who):
    actor = world.actor(who)
    for act in (
        lambda: services.save_results(
            actor, plan_id=world.plan, judged=(Judged(world.line, "met"),), now=NOW
        ),
        lambda: services.record_review(actor, plan_id=world.plan, now=NOW),
        lambda: queries.review_page(actor, plan_id=world.plan, now=NOW),
        lambda: queries.meeting_page(actor, plan_id=world.plan, now=NOW),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "who", ["father", "stepfather", "other_teacher", "office", "charlie", "birch_senco"]
)
def test_the_cycles_are_for_those_who_may_see_the_plan(world, senco, who):
    a_review(senco, world.plan)
    with pytest.raises((NotAllowed, NotFound)):
        queries.cycles_page(world.actor(who), plan_id=world.plan, now=NOW)
    assert queries.cycles_of_plan(world.actor(who), plan_id=world.plan, now=NOW) == ()
    assert len(queries.cycles_page(world.actor("teacher"), plan_id=world.plan, now=NOW).rows) == 2


def test_a_draft_and_a_plan_on_hold_are_not_reviewed(world, senco):
    with pytest.raises(NotNow, match="has not been published"):
        judge(senco, world.draft)
    services.hold_plan(senco, plan_id=world.plan, now=NOW, why="Hospital")
    with pytest.raises(NotNow, match="active"):
        judge(senco, world.plan)
    assert queries.review_page(senco, plan_id=world.draft, now=NOW).blocks


def test_a_review_tells_and_is_logged(world, senco):
    done = a_review(senco, world.plan)
    event = Outbox.objects.get(type="spinney.plan.reviewed.v1")
    assert (event.data["cycle"], event.data["review_id"]) == (1, str(done.review_id))
    assert "Maya" not in str(event.data)
    leaf = bytes(AuditLeaf.objects.filter(school_id=world.alder).latest("seq").leaf)
    assert str(done.review_id).encode() in leaf
