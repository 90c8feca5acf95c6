"""Publishing: what stops it, what it makes, and that a version never changes."""

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.factories.access import NOW
from tests.factories.full_plan import a_full_plan, fill
from tests.factories.people import a_child
from tests.factories.plans import line_of

from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.plans import queries, services
from spinney.plans.models import Card, DraftLine, Plan, Version
from spinney.plans.types import Layer

REFUSED = ["teacher", "assistant", "office", "head", "dsl", "it_lead", "mother", "young_person",
           "birch_senco", "charlie"]  # fmt: skip


def publish(actor, plan_id, why="It was time.", **more):
    return services.publish_plan(actor, plan_id=plan_id, why=why, now=NOW, **more)


def newest(plan_id):
    return Version.objects.filter(plan_id=plan_id).order_by("-number").first()


def test_the_first_version_needs_no_reason_and_makes_the_plan_active(world, senco):
    assert publish(senco, world.draft, why="") == 1
    plan = Plan.objects.get(id=world.draft)
    assert (plan.lifecycle, plan.version, str(plan.review_due)) == ("active", 1, "2027-02-01")
    assert plan.draft_changed_at is None
    event = Outbox.objects.get(type="spinney.plan.published.v1", subject_id=world.draft)
    assert event.data["version"] == 1


@pytest.mark.parametrize("who", REFUSED)
def test_only_the_senco_publishes(world, who):
    with pytest.raises((NotAllowed, NotFound)):
        publish(world.actor(who), world.draft)
    with pytest.raises((NotAllowed, NotFound)):
        queries.publish_preview(world.actor(who), plan_id=world.draft, now=NOW)
    assert newest(world.draft) is None


def test_a_later_version_says_why(world, senco):
    fill(senco, world.plan, line_of(world.plan, "about"), {"important_to_me": "Grandad"})
    with pytest.raises(BadInput, match="why the plan is changing") as refused:
        publish(senco, world.plan, why="  ")
    assert refused.value.field == "why"
    assert publish(senco, world.plan) == 2


def test_nothing_changed_nothing_published(world, senco):
    with pytest.raises(NotNow, match="Nothing has changed"):
        publish(senco, world.plan)


def test_a_new_layer_is_a_change(world, senco):
    assert publish(senco, world.plan, layer=Layer.SPECIALIST) == 2
    assert Card.objects.get(plan_id=world.plan).layer == "specialist"


def test_a_plan_is_not_published_on_the_universal_layer(world, senco):
    with pytest.raises(NotNow, match="End the plan instead"):
        publish(senco, world.plan, layer=Layer.UNIVERSAL)


def test_a_plan_without_a_review_date_is_not_published(world, senco):
    review = line_of(world.draft, "review")
    services.save_field(
        senco,
        plan_id=world.draft,
        line_id=review,
        field="next_review",
        value="",
        base_rev=1,
        now=NOW,
    )
    with pytest.raises(NotNow, match="date of the next review"):
        publish(senco, world.draft)


def test_a_safety_line_must_say_what_to_do(world, senco):
    services.add_line(senco, plan_id=world.draft, section="safety", now=NOW)
    with pytest.raises(NotNow, match="does not say what to do"):
        publish(senco, world.draft)


def test_an_open_clash_stops_publishing(world, senco):
    from tests.plans.test_draft import colleague, save

    save(senco, world, "one")
    save(colleague(world), world, "two")
    with pytest.raises(NotNow, match="Two people wrote"):
        publish(senco, world.plan)


def test_a_lost_outcome_stops_publishing_even_when_its_row_was_deleted(world, senco):
    DraftLine.objects.filter(id=world.line).delete()
    with pytest.raises(NotNow, match="gone without a result"):
        publish(senco, world.plan)


def test_a_finished_outcome_is_told_once_and_leaves_the_draft(world, senco):
    services.remove_line(
        senco,
        plan_id=world.plan,
        line_id=world.line,
        achievement="partly",
        why="New target.",
        now=NOW,
    )
    publish(senco, world.plan)
    words = [change["words"] for change in newest(world.plan).changes]
    assert words == ["Finished outcome, partly met: Maya asks for help with a card. New target."]
    assert not DraftLine.objects.filter(id=world.line).exists()


def test_a_link_to_a_line_that_went_is_not_published(world, senco):
    plan = a_full_plan(senco, world.alder, a_child(world.alder, "Ali"))
    need = line_of(plan, "need")
    services.remove_line(senco, plan_id=plan, line_id=need, now=NOW)
    publish(senco, plan)
    version = newest(plan)
    assert str(need) not in str(version.lines)
    assert [change["kind"] for change in version.changes] == ["removed"]


def test_the_card_has_three_strategies_and_every_safety_line(world, senco):
    plan = a_full_plan(senco, world.alder, a_child(world.alder, "Ali"), publish=False)
    for n in range(5):
        line = services.add_line(senco, plan_id=plan, section="safety", now=NOW)
        fill(senco, plan, line, {"kind": "other", "signs": "x", "action": f"Do thing {n}"})
    publish(senco, plan)
    card = Card.objects.get(plan_id=plan)
    assert len(card.strategies) == 3
    assert len(card.safety) == 6


@pytest.mark.parametrize("statement", ["UPDATE plans_version SET why = 'x'", "DELETE FROM plans_version",
                                       "UPDATE plans_step SET why = 'x'", "DELETE FROM plans_step"])  # fmt: skip
def test_the_application_cannot_change_what_was_published(world, statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_reader_of_an_old_version_reads_what_stood_then(world, senco):
    fill(senco, world.plan, line_of(world.plan, "about"), {"important_to_me": "Grandad"})
    publish(senco, world.plan)
    old = queries.plan_page(senco, plan_id=world.plan, now=NOW, number=1)
    new = queries.plan_page(senco, plan_id=world.plan, now=NOW)
    assert "important_to_me" not in old.view.one("about").values
    assert new.view.one("about").values["important_to_me"] == "Grandad"
    assert [(v.number, v.by) for v in new.versions] == [(2, "senco"), (1, "senco")]
    assert (old.is_newest, new.is_newest) == (False, True)
    with pytest.raises(NotFound):
        queries.plan_page(senco, plan_id=world.plan, now=NOW, number=3)


def test_the_preview_tells_the_family_s_part_apart(world, senco):
    plan = a_full_plan(senco, world.alder, a_child(world.alder, "Ali"))
    for section, field, value in (
        ("review", "notes", "Head to attend."), ("parent_voice", "words", "Evenings too."),
        ("safety", "action", "Call 999 at once."),
    ):  # fmt: skip
        services.save_field(
            senco, plan_id=plan, line_id=line_of(plan, section), field=field, value=value,
            base_rev=1, now=NOW,
        )  # fmt: skip
    preview = queries.publish_preview(senco, plan_id=plan, now=NOW)
    assert [change.section for change in preview.told] == ["safety"]
    assert {change.section for change in preview.staff_only} == {"review", "parent_voice"}
    assert preview.blocks == ()


def test_the_preview_says_what_is_missing_and_what_blocks(world, senco):
    services.add_line(senco, plan_id=world.draft, section="safety", now=NOW)
    preview = queries.publish_preview(senco, plan_id=world.draft, now=NOW)
    assert any("What to do" in gap.words for gap in preview.missing)
    assert any("does not say what to do" in words for words in preview.blocks)
