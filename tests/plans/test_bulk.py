"""One step for many plans: told before, done plan by plan, refused child by child, and undone within a day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.access import NOW, a_tie
from tests.factories.full_plan import a_full_plan
from tests.factories.people import a_child
from tests.factories.plans import a_draft, a_plan, line_of, save

from spinney.access import services as access
from spinney.access.models import AuditLeaf, Denial
from spinney.access.types import DenialKind, Relation
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.plans import queries, services
from spinney.plans.models import Batch, BatchStep, DraftLine, Plan, Reading, Step, Version
from spinney.plans.rules import bulk as rules
from spinney.plans.types import Layer, Lifecycle
from spinney.plans.types.whole import BulkAct, BulkStep, PlanFacts

MARCH = date(2027, 3, 8)
WHY = "All reviews in one week"
REVIEW = BulkStep(BulkAct.REVIEW, WHY, review_on=MARCH)
LAYER = BulkStep(BulkAct.LAYER, WHY, layer=Layer.SPECIALIST)
HOLD, RESUME, ASK = (BulkStep(act, WHY) for act in (BulkAct.HOLD, BulkAct.RESUME, BulkAct.ASK))
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def two(world, senco):
    return [a_plan(senco, world.alder, a_child(world.alder, name)) for name in ("Ali", "Bea")]


def take(actor, world, plans, step, *, batch=None, now=NOW):
    return services.take_step(
        actor, school_id=world.alder, plan_ids=plans, step=step, batch_id=batch or uuid7(), now=now
    )


def undo(actor, world, batch, now=LATER):
    services.undo_batch(actor, school_id=world.alder, batch_id=batch, now=now)


def view(actor, world, batch, now=NOW):
    return queries.batch_view(actor, school_id=world.alder, batch_id=batch, now=now)


def preview(actor, world, plans, step):
    return queries.bulk_preview(actor, school_id=world.alder, plan_ids=plans, step=step, now=NOW)


def state(plan):
    return Plan.objects.values_list("version", "layer", "lifecycle", "review_due").get(id=plan)


def test_a_review_date_is_a_new_version_that_says_why(world, senco, two):
    take(senco, world, two, REVIEW)
    for plan in two:
        assert state(plan) == (2, "targeted", "active", MARCH)
        version = Version.objects.get(plan_id=plan, number=2)
        assert (version.why, version.review_due) == (WHY, MARCH)
        assert [change["section"] for change in version.changes] == ["review"]
    draft = DraftLine.objects.get(plan_id=two[0], section="review")
    assert draft.values["next_review"] == "2027-03-08"
    assert draft.revs["next_review"] == 2


def test_words_that_nobody_published_are_not_published_by_a_batch(world, senco, two):
    save(senco, two[0], line_of(two[0], "about"), "strengths", "Half a thought", base_rev=1)
    before = Version.objects.get(plan_id=two[0], number=1).lines
    take(senco, world, two, LAYER)
    assert Version.objects.get(plan_id=two[0], number=2).lines == before
    page = queries.draft_for_editor(senco, plan_id=two[0], now=LATER)
    assert page.changed_since_publish
    assert "Half a thought" in str([item.line.values for item in page.lines])


def test_a_draft_with_nothing_new_stays_so(world, senco, two):
    take(senco, world, two, REVIEW)
    assert not queries.draft_for_editor(senco, plan_id=two[0], now=LATER).changed_since_publish
    assert (
        "nothing to publish" in queries.publish_preview(senco, plan_id=two[0], now=LATER).blocks[0]
    )


def test_each_plan_is_done_or_told_why_not(world, senco, two):
    services.hold_plan(senco, plan_id=two[0], now=NOW, why="Away")
    draft = a_draft(senco, world.alder, a_child(world.alder, "Dev"))
    batch = take(senco, world, [*two, draft], LAYER)
    found = {line.child_name: (line.done, line.why_not) for line in view(senco, world, batch).lines}
    assert found == {
        "Ali Okafor": (False, "It is on hold. Take it up again first."),
        "Bea Okafor": (True, ""),
        "Dev Okafor": (False, "It is a draft that has not been published yet."),
    }
    assert state(two[0])[:3] == (1, "targeted", "on_hold")


@pytest.mark.parametrize("step", [REVIEW, LAYER, HOLD, ASK], ids=lambda step: step.act.value)
def test_what_the_page_promised_is_what_is_done(world, senco, two, step):
    services.hold_plan(senco, plan_id=two[0], now=NOW, why="Away")
    told = preview(senco, world, [*two, world.plan, world.draft], step)
    batch = take(senco, world, [*two, world.plan, world.draft], step)
    promised = {line.plan_id: line.will for line in told.lines}
    assert promised == {line.plan_id: line.done for line in view(senco, world, batch).lines}
    assert len(promised) == 4


@pytest.mark.parametrize("step", [REVIEW, LAYER, HOLD], ids=lambda step: step.act.value)
def test_a_batch_can_be_undone(world, senco, two, step):
    before = [state(plan)[1:] for plan in two]
    batch = take(senco, world, two, step)
    assert [state(plan)[1:] for plan in two] != before
    undo(senco, world, batch)
    assert [state(plan)[1:] for plan in two] == before
    found = view(senco, world, batch)
    assert all(line.undone for line in found.lines)
    assert (found.undone_by_name, found.may_undo) == (senco.display_name, False)


def test_undoing_a_review_gives_the_draft_its_old_date_too(world, senco, two):
    undo(senco, world, take(senco, world, two, REVIEW))
    values = DraftLine.objects.get(plan_id=two[0], section="review").values
    assert values["next_review"] == "2027-02-01"
    assert Version.objects.get(plan_id=two[0], number=3).why == f"Undone: {WHY}"


def test_undoing_leaves_a_plan_that_was_changed_since(world, senco, two):
    batch = take(senco, world, two, LAYER)
    services.hold_plan(senco, plan_id=two[0], now=NOW, why="Away")
    undo(senco, world, batch)
    assert state(two[0])[1:3] == ("specialist", "on_hold")
    assert state(two[1])[1:3] == ("targeted", "active")
    first = next(line for line in view(senco, world, batch).lines if line.plan_id == two[0])
    assert (first.undone, first.not_undone_why) == (
        False, "The plan has been changed since, so it was left as it is.",
    )  # fmt: skip


def test_a_batch_is_undone_once_and_for_a_day(world, senco, two):
    batch = take(senco, world, two, LAYER)
    undo(senco, world, batch)
    versions = Version.objects.filter(plan_id=two[0]).count()
    undo(senco, world, batch)
    assert Version.objects.filter(plan_id=two[0]).count() == versions
    other = take(senco, world, two, HOLD)
    with pytest.raises(NotNow, match="for a day"):
        undo(senco, world, other, now=NOW + timedelta(days=1, minutes=1))


def test_the_same_batch_sent_twice_is_done_once(world, senco, two):
    batch = uuid7()
    take(senco, world, two, LAYER, batch=batch)
    take(senco, world, two, LAYER, batch=batch)
    assert Version.objects.filter(plan_id=two[0]).count() == 2
    assert BatchStep.objects.filter(batch_id=batch).count() == 2


def test_holding_and_taking_up_are_kept_as_steps_with_their_reason(world, senco, two):
    take(senco, world, two, HOLD)
    take(senco, world, two, RESUME)
    assert [(s.to, s.why) for s in Step.objects.filter(plan_id=two[0]).order_by("at", "id")] == [
        ("on_hold", WHY), ("active", WHY),
    ]  # fmt: skip


def test_families_are_asked_again_and_only_those_who_have_not_read(world, senco, two):
    child = Plan.objects.get(id=two[0]).child_id
    a_tie(world.users["mother"], world.alder, child, Relation.PARENT)
    a_tie(world.users["stepfather"], world.alder, child, Relation.PARENT)
    Reading.objects.create(
        school_id=world.alder, plan_id=two[0], user_id=world.users["stepfather"], asked_version=1,
        read_version=1, asked_at=NOW,
    )  # fmt: skip
    batch = take(senco, world, two, ASK, now=LATER)
    asked = Reading.objects.get(plan_id=two[0], user_id=world.users["mother"])
    assert (asked.asked_version, asked.read_version, asked.asked_at) == (1, 0, LATER)
    assert Reading.objects.get(user_id=world.users["stepfather"]).asked_at == NOW
    told = {line.child_name: line.why_not for line in view(senco, world, batch).lines}
    assert told["Bea Okafor"].startswith("Nobody in the family has an account")
    event = Outbox.objects.get(type="spinney.plan.read-asked.v1")
    assert (event.data["version"], event.data["readers"]) == (1, 1)
    with pytest.raises(NotNow, match="cannot be taken back"):
        undo(senco, world, batch)


def test_a_parent_whom_a_court_order_binds_is_not_asked(world, senco):
    take(senco, world, [world.plan], ASK)
    assert not Reading.objects.filter(user_id=world.users["father"]).exists()
    assert Reading.objects.filter(user_id=world.users["mother"]).exists()
    Denial.objects.create(
        school_id=world.alder, subject_id=world.maya, kind=DenialKind.SAFEGUARDING_FREEZE,
        valid_from=date(2026, 1, 1), source="test",
    )  # fmt: skip
    assert not preview(senco, world, [world.plan], ASK).lines[0].will


@pytest.mark.parametrize(
    "who",
    ["head", "dsl", "teacher", "assistant", "office", "it_lead", "other_teacher", "mother",
     "young_person", "birch_senco", "charlie"],
)  # fmt: skip
@pytest.mark.parametrize("step", [REVIEW, HOLD], ids=lambda step: step.act.value)
def test_only_who_may_change_plans_takes_previews_or_undoes_a_batch(world, senco, two, who, step):
    batch = take(senco, world, two, LAYER)
    actor, before = world.actor(who), [state(plan) for plan in two]
    for act in (
        lambda: take(actor, world, two, step), lambda: preview(actor, world, two, step),
        lambda: undo(actor, world, batch), lambda: view(actor, world, batch),
        lambda: queries.recent_batches(actor, school_id=world.alder, now=NOW),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    assert [state(plan) for plan in two] == before


def test_a_plan_of_another_school_is_neither_changed_nor_named(world, senco, two):
    told = preview(senco, world, [*two, world.birch_plan, uuid7()], LAYER)
    assert (len(told.lines), told.unknown) == (2, 2)
    batch = take(senco, world, [*two, world.birch_plan], LAYER)
    assert state(world.birch_plan)[:2] == (1, "targeted")
    assert len(view(senco, world, batch).lines) == 2
    refused = AuditLeaf.objects.filter(actor_id=senco.id, action="publish_plan").latest("seq")
    assert b'"outcome":"refused"' in bytes(refused.leaf)
    assert str(world.birch_plan).encode() in bytes(refused.leaf)


def test_a_child_under_a_court_order_against_this_member_of_staff_is_left_out(world, senco, two):
    child = Plan.objects.get(id=two[0]).child_id
    Denial.objects.create(
        school_id=world.alder, subject_id=child, kind=DenialKind.COURT_ORDER, user_id=senco.id,
        valid_from=date(2026, 1, 1), source="test",
    )  # fmt: skip
    assert [line.plan_id for line in preview(senco, world, two, LAYER).lines] == [two[1]]
    batch = take(senco, world, two, LAYER)
    assert state(two[0])[0] == 1
    assert [line.plan_id for line in view(senco, world, batch).lines] == [two[1]]


def test_a_batch_that_asks_nobody_is_caught_by_these_tests(world, senco, two, monkeypatch):
    """A planted fault: a batch that takes hold of plans without asking whose they are."""
    from spinney.plans.services import bulk, held

    def unasked(actor, action, *, plan_id, now):
        with monkeypatch.context() as planted:
            planted.setattr(access, "require", lambda *a, **k: None)
            return held.hold(actor, action, plan_id=plan_id, now=now)

    monkeypatch.setattr(bulk, "hold", unasked)
    with pytest.raises(AssertionError):
        test_a_child_under_a_court_order_against_this_member_of_staff_is_left_out(world, senco, two)


@pytest.mark.parametrize(
    ("step", "field"),
    [(BulkStep(BulkAct.REVIEW, "", review_on=MARCH), "why"), (BulkStep(BulkAct.REVIEW, WHY), "review_on"),
     (BulkStep(BulkAct.REVIEW, WHY, review_on=date(2026, 11, 22)), "review_on"),
     (BulkStep(BulkAct.REVIEW, WHY, review_on=date(2029, 11, 22)), "review_on"),
     (BulkStep(BulkAct.LAYER, WHY), "layer"), (BulkStep(BulkAct.LAYER, WHY, layer=Layer.UNIVERSAL), "layer"),
     (BulkStep(BulkAct.HOLD, "x" * 501), "why"), (BulkStep(BulkAct.HOLD, "  "), "why")],
)  # fmt: skip
def test_a_step_that_makes_no_sense_is_refused_with_the_field(world, senco, two, step, field):
    for act in (take, preview):
        with pytest.raises(BadInput) as refused:
            act(senco, world, two, step)
        assert refused.value.field == field
    assert not Batch.objects.exists()


@pytest.mark.parametrize("plans", [[], [uuid7() for _ in range(401)]], ids=["none", "too many"])
def test_none_and_too_many_are_refused(world, senco, plans):
    for act in (take, preview):
        with pytest.raises(BadInput):
            act(senco, world, plans, LAYER)


def test_a_review_date_that_somebody_is_writing_is_left_to_them(world, senco, two):
    save(senco, two[0], line_of(two[0], "review"), "next_review", "2027-04-12", base_rev=1)
    told = preview(senco, world, two, REVIEW)
    assert {line.will: line.words[:8] for line in told.lines} == {
        True: "Version ",
        False: "Somebody",
    }


FACTS = PlanFacts(Lifecycle.ACTIVE, 3, Layer.TARGETED, MARCH)


@pytest.mark.parametrize("lifecycle", list(Lifecycle))
@pytest.mark.parametrize(
    "step", [REVIEW, LAYER, HOLD, RESUME, ASK], ids=lambda step: step.act.value
)
def test_only_plans_in_force_take_steps_and_only_those_on_hold_are_taken_up(step, lifecycle):
    facts = PlanFacts(lifecycle, 3, Layer.TARGETED, date(2027, 1, 1), readers=1, unread=1)
    right = Lifecycle.ON_HOLD if step is RESUME else Lifecycle.ACTIVE
    assert (rules.reason_not_to(step, facts) == "") == (lifecycle is right)


def test_a_step_that_changes_nothing_says_so():
    assert rules.reason_not_to(REVIEW, FACTS) == "Its review is on that day already."
    assert "already" in rules.reason_not_to(
        BulkStep(BulkAct.LAYER, WHY, layer=Layer.TARGETED), FACTS
    )


def test_a_batch_nobody_knows_is_not_found(world, senco):
    for act in (undo, view):
        with pytest.raises(NotFound):
            act(senco, world, uuid7())


def test_the_batch_is_one_leaf_that_counts_and_names_children_by_id(world, senco, two):
    batch = take(senco, world, two, LAYER)
    leaf = AuditLeaf.objects.filter(actor_id=senco.id, action="publish_plan").latest("seq")
    assert str(batch).encode() in bytes(leaf.leaf)
    assert b'"done":2' in bytes(leaf.leaf)
    assert set(leaf.subject_ids) == set(
        Plan.objects.filter(id__in=two).values_list("child_id", flat=True)
    )


def test_a_preview_asks_as_little_for_thirty_plans_as_for_three(world, senco):
    plans = [a_full_plan(senco, world.alder, a_child(world.alder, f"C{n}")) for n in range(3)]

    def asked():
        with CaptureQueriesContext(connection) as seen:
            preview(senco, world, plans, REVIEW)
        return len(seen.captured_queries)

    few = asked()
    plans += [a_plan(senco, world.alder, a_child(world.alder, f"D{n}")) for n in range(27)]
    assert asked() == few


def test_decisions_for_many_are_those_for_each(world):
    from spinney.access.types import Action

    children = [world.maya, world.sam]
    for who in ("senco", "teacher", "mother", "father", "other_teacher", "charlie"):
        actor = world.actor(who)
        for action in (Action.VIEW_PLAN, Action.PUBLISH_PLAN, Action.ANSWER_PLAN):
            found = access.decide_each(
                actor, action, school_id=world.alder, subject_ids=children, now=NOW
            )
            for child in children:
                alone = access.standing(
                    actor, school_id=world.alder, subject_id=child, now=NOW
                ).decide(action)
                assert found[child] == alone
