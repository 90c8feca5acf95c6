"""Plans in every state, with a history that hangs together, about children who are really there."""

import itertools
from collections import Counter
from datetime import date, timedelta

import pytest

from spinney.access.types import Relation
from spinney.jobs.demo_world import SMALL, build
from spinney.plans.types import AnswerKind, Channel, Layer, Lifecycle

STATES = (
    "current", "due soon", "overdue", "proposed", "on hold", "ended", "reopened", "reopened, active",
    "agreed", "views", "question", "question answered",
)  # fmt: skip


# The first day of a school year, in the holidays, a weekend, a leap day.
OTHER_DAYS = (date(2026, 9, 1), date(2026, 12, 25), date(2027, 4, 10), date(2028, 2, 29))


@pytest.fixture(scope="session", params=["world", "small", *OTHER_DAYS], ids=str)
def any_world(request):
    if isinstance(request.param, date):
        return build(7, request.param, SMALL)
    return request.getfixturevalue(request.param)


def children(world):
    return {child.id: child for child in world.children}


def test_there_are_about_three_hundred_plans(world):
    assert 290 <= len(world.plans) <= 310


@pytest.mark.parametrize("state", STATES)
def test_there_is_a_plan_in_every_state(any_world, state):
    assert any(state in plan.states for plan in any_world.plans)


def test_some_plans_have_words_that_nobody_outside_has_seen(any_world):
    assert any(p.versions and p.draft_changed_at for p in any_world.plans)


def test_every_planned_child_is_on_a_roll_with_sen(any_world):
    known = children(any_world)
    for plan in any_world.plans:
        child = known[plan.child_id]
        assert child.school_id == plan.school_id
        assert child.sen_provision in {"K", "E"}
        assert child.left_on is None or plan.lifecycle is Lifecycle.ENDED


def test_a_child_has_one_open_plan(any_world):
    open_plans = Counter(p.child_id for p in any_world.plans if p.lifecycle is not Lifecycle.ENDED)
    assert max(open_plans.values()) == 1


def test_children_with_an_ehc_plan_are_on_the_specialist_layer(any_world):
    known = children(any_world)
    for plan in any_world.plans:
        assert (plan.layer is Layer.SPECIALIST) == (known[plan.child_id].sen_provision == "E")


def test_versions_are_numbered_in_order_of_time_and_lie_in_the_past(any_world):
    for plan in any_world.plans:
        assert [version.number for version in plan.versions] == list(
            range(1, len(plan.versions) + 1)
        )
        times = [plan.opened_at, *(version.published_at for version in plan.versions)]
        assert times == sorted(set(times))
        assert times[-1].date() < any_world.today
        assert len(plan.versions) <= 5


def test_moves_follow_the_lifecycle(any_world):
    allowed = {
        ("active", "on_hold"),
        ("active", "ended"),
        ("ended", "proposed"),
        ("proposed", "active"),
    }
    for plan in any_world.plans:
        steps = [(v.published_at, "active") for v in plan.versions]
        steps += [(move.at, move.to.value) for move in plan.moves]
        order = ["proposed", *(to for _, to in sorted(steps))]
        moved = [(a, b) for a, b in itertools.pairwise(order) if a != b]
        assert set(moved) <= allowed
        assert order[-1] == plan.lifecycle.value
        assert all(move.why for move in plan.moves if move.to is Lifecycle.ENDED)


def test_overdue_is_past_and_due_soon_is_near(any_world):
    today = any_world.today
    for plan in any_world.plans:
        if "overdue" in plan.states:
            assert plan.review_due < today
        if "due soon" in plan.states:
            assert today <= plan.review_due <= today + timedelta(days=30)
        if "current" in plan.states:
            assert plan.review_due > today


def test_links_point_to_lines_that_are_there(any_world):
    for plan in any_world.plans:
        for lines in (plan.draft, *(version.lines for version in plan.versions)):
            ids = {section: {str(x.id) for x in lines if x.section == section}
                   for section in ("need", "outcome")}  # fmt: skip
            for line in lines:
                if line.section in {"outcome", "provision"} and plan.versions:
                    assert set(line.values.get("needs", [])) <= ids["need"]
                    assert set(line.values.get("outcomes", [])) <= ids["outcome"]


def test_no_outcome_disappears_without_a_result(any_world):
    for plan in any_world.plans:
        for before, after in zip(plan.versions, plan.versions[1:], strict=False):
            kept = {line.id for line in after.lines if line.section == "outcome"}
            told = {line for line, result, why in after.ended if result != "carry" and why}
            lost = {line.id for line in before.lines if line.section == "outcome"} - kept
            assert lost == told


def test_every_published_plan_has_a_need_strategies_and_a_review(any_world):
    for plan in any_world.plans:
        for version in plan.versions:
            sections = Counter(line.section for line in version.lines)
            assert sections["need"] >= 1
            assert 3 <= sections["adjustment"] <= 6
            assert sections["about"] == sections["child_voice"] == sections["review"] == 1
            review = next(line for line in version.lines if line.section == "review")
            assert review.values["next_review"] == version.review_due.isoformat()


def test_history_shows_every_result(world):
    results = Counter(result for p in world.plans for v in p.versions for _, result, _ in v.ended)
    assert results["met"] > 40
    assert results["not_met"] > 3
    lines = [x for p in world.plans for v in p.versions for x in v.lines if x.section == "outcome"]
    assert {line.values["achievement"] for line in lines} >= {"partly", "not_met", "not_reviewed"}
    assert max(len(plan.versions) for plan in world.plans) == 5


def test_about_one_plan_in_six_has_a_safety_line(world):
    with_lines = sum(any(x.section == "safety" for x in plan.draft) for plan in world.plans)
    assert 0.12 <= with_lines / len(world.plans) <= 0.30


def test_every_type_of_need_has_a_plan(world):
    first = {need.child_id: need.need_type for need in world.sen_needs if need.rank == 1}
    found = {first[plan.child_id] for plan in world.plans}
    assert found >= {"SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "ASD", "HI", "VI", "MSI", "PD",
                     "DS", "OTH"}  # fmt: skip


def test_answers_come_from_adults_who_may_answer(any_world):
    tied = {(t.user_id, t.subject_id) for t in any_world.ties
            if t.relation is Relation.PARENT and t.confirmed_by}  # fmt: skip
    barred = {(d.user_id, d.subject_id) for d in any_world.denials if d.user_id}
    for plan in any_world.plans:
        for answer in plan.answers:
            if answer.channel is Channel.SCREEN:
                who = (answer.from_user, plan.child_id)
                assert who in tied
                assert who not in barred
                assert answer.entered_by is None
            else:
                assert answer.from_carer
                assert answer.entered_by
            assert answer.version == len(plan.versions)
            assert answer.at > plan.versions[-1].published_at
            assert answer.at.date() < any_world.today


def test_questions_are_about_a_line_of_that_version(world):
    asked = [(p, a) for p in world.plans for a in p.answers if a.kind is AnswerKind.QUESTION]
    assert any(answer.reply for _, answer in asked)
    assert any(not answer.reply for _, answer in asked)
    for plan, answer in asked:
        lines = {line.id for line in plan.versions[-1].lines}
        assert answer.line is None or answer.line in lines
        assert (answer.replied_at is None) == (answer.reply == "")


def test_answers_come_on_screen_on_paper_and_by_phone(world):
    assert {a.channel for p in world.plans for a in p.answers} == set(Channel)


def test_a_family_view_names_a_contact_of_that_child(any_world):
    around = {(str(c.carer_id), c.child_id) for c in any_world.contacts}
    for plan in any_world.plans:
        for line in plan.draft:
            if line.section == "parent_voice" and line.values:
                assert (line.values["person"], plan.child_id) in around
