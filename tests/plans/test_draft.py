"""Writing the draft: who may, what is kept, and what two people at once leave behind."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories.access import NOW, a_user, the_actor
from tests.factories.people import a_child
from tests.factories.plans import line_of

from spinney.access.models import AuditLeaf
from spinney.access.types import Role
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.people.models import Child
from spinney.plans import queries, services
from spinney.plans.models import Clash, DraftLine, Plan
from spinney.plans.types import ClashChoice, Layer

REFUSED = ["teacher", "assistant", "other_teacher", "office", "head", "dsl", "it_lead", "mother", "father",
           "stepfather", "young_person", "birch_senco", "charlie"]  # fmt: skip


def values_of(line_id):
    return DraftLine.objects.get(id=line_id).values


def save(actor, world, value, *, base_rev=0, field="target", line=None, plan=None):
    return services.save_field(
        actor, plan_id=plan or world.plan, line_id=line or world.line, field=field, value=value,
        base_rev=base_rev, now=NOW,
    )  # fmt: skip


def open_for(actor, school, child, layer=Layer.TARGETED):
    return services.open_plan(actor, school_id=school, child_id=child, layer=layer, now=NOW)


def colleague(world):
    """A second SENCO of the same school."""
    from tests.factories.access import a_membership

    user = a_user("Bea Second")
    a_membership(user, world.alder, Role.SENCO)
    return the_actor(user, "Bea Second")


def test_a_new_plan_is_a_draft_with_its_single_sections_ready(world, senco):
    child = a_child(world.alder, "Ali")
    plan = Plan.objects.get(id=open_for(senco, world.alder, child))
    assert (plan.lifecycle, plan.version) == ("proposed", 0)
    sections = set(DraftLine.objects.filter(plan_id=plan.id).values_list("section", flat=True))
    assert sections == {"about", "child_voice", "review"}
    assert Outbox.objects.filter(type="spinney.plan.opened.v1", subject_id=plan.id).exists()


@pytest.mark.parametrize("who", REFUSED)
def test_only_the_senco_opens_a_plan(world, who):
    child = a_child(world.alder, "Ali")
    with pytest.raises(NotAllowed):
        open_for(world.actor(who), world.alder, child)


def test_a_child_has_one_open_plan(world, senco):
    with pytest.raises(NotNow, match="already has a plan"):
        open_for(senco, world.alder, world.maya)


def test_a_child_on_the_universal_layer_has_no_plan(world, senco):
    with pytest.raises(NotNow, match="Universal"):
        open_for(senco, world.alder, a_child(world.alder, "Ali"), Layer.UNIVERSAL)


def test_a_plan_is_not_opened_for_a_child_of_another_school(world, senco):
    with pytest.raises(NotFound):
        open_for(senco, world.alder, world.zoe)


def test_a_plan_is_not_opened_for_a_child_who_has_left(world, senco):
    child = a_child(world.alder, "Ali")
    Child.objects.filter(id=child).update(left_on=NOW.date())
    with pytest.raises(NotNow, match="has left"):
        open_for(senco, world.alder, child)


def test_a_saved_field_is_kept_counted_recorded_and_told_without_its_words(world, senco):
    saved = save(senco, world, "  In four lessons of five. ")
    assert (saved.rev, saved.clash) == (1, None)
    assert values_of(world.line)["target"] == "In four lessons of five."
    event = Outbox.objects.filter(type="spinney.plan.draft-saved.v1").latest("at", "id")
    assert event.data["field"] == "target"
    assert "lessons" not in str(event.data)
    leaf = bytes(AuditLeaf.objects.filter(action="edit_plan").latest("seq").leaf)
    assert b'"field":"target"' in leaf
    assert b"lessons" not in leaf


@pytest.mark.parametrize("who", REFUSED)
def test_nobody_else_writes_the_draft(world, who):
    actor = world.actor(who)
    with pytest.raises((NotAllowed, NotFound)):
        save(actor, world, "mine")
    with pytest.raises((NotAllowed, NotFound)):
        services.add_line(actor, plan_id=world.plan, section="need", now=NOW)
    with pytest.raises((NotAllowed, NotFound)):
        services.remove_line(actor, plan_id=world.plan, line_id=world.line, now=NOW)
    with pytest.raises((NotAllowed, NotFound)):
        services.move_line(actor, plan_id=world.plan, line_id=world.line, up=True, now=NOW)
    with pytest.raises((NotAllowed, NotFound)):
        services.restore_line(actor, plan_id=world.plan, line_id=world.line, now=NOW)
    with pytest.raises((NotAllowed, NotFound)):
        queries.draft_for_editor(actor, plan_id=world.plan, now=NOW)


def test_the_same_words_again_change_nothing(world, senco):
    save(senco, world, "Four in five")
    before = AuditLeaf.objects.count()
    assert save(senco, world, "Four in five").rev == 1
    assert AuditLeaf.objects.count() == before


def test_two_people_in_different_fields_are_merged(world, senco):
    save(senco, world, "Four in five")
    save(colleague(world), world, "Once a week", field="baseline")
    assert values_of(world.line)["target"] == "Four in five"
    assert values_of(world.line)["baseline"] == "Once a week"
    assert not Clash.objects.exists()


def test_two_people_in_one_field_lose_neither_text(world, senco):
    other = colleague(world)
    save(senco, world, "Four in five")
    saved = save(other, world, "Every lesson", base_rev=0)
    assert values_of(world.line)["target"] == "Four in five"
    assert (saved.clash.standing, saved.clash.other) == ("Four in five", "Every lesson")
    assert saved.clash.standing_name == "Senco"
    shown = queries.draft_for_editor(senco, plan_id=world.plan, now=NOW).clashes
    assert [(c.standing, c.other, c.other_name) for c in shown] == [
        ("Four in five", "Every lesson", "Bea Second")
    ]


def test_a_repeat_after_a_lost_answer_makes_no_second_clash(world, senco):
    other = colleague(world)
    save(senco, world, "Four in five")
    save(other, world, "Every lesson")
    save(other, world, "Every lesson, again")
    assert list(Clash.objects.values_list("other", flat=True)) == ["Every lesson, again"]


@pytest.mark.parametrize("choice", ["Every lesson", "Four in five"], ids=["mine", "theirs"])
def test_whoever_saves_having_seen_both_has_settled_it(world, senco, choice):
    other = colleague(world)
    save(senco, world, "Four in five")
    clash = save(other, world, "Every lesson")
    save(other, world, choice, base_rev=clash.rev)
    assert values_of(world.line)["target"] == choice
    assert not Clash.objects.filter(settled_at=None).exists()


@pytest.mark.parametrize(
    ("choice", "stands"),
    [
        (ClashChoice.STANDING, "Four in five"),
        (ClashChoice.OTHER, "Every lesson"),
        (ClashChoice.BOTH, "Four in five\n\nEvery lesson"),
    ],
)
def test_a_clash_is_settled_by_a_choice(world, senco, choice, stands):
    save(senco, world, "Four in five")
    clash = save(colleague(world), world, "Every lesson").clash
    services.settle_clash(senco, plan_id=world.plan, clash_id=clash.id, choice=choice, now=NOW)
    assert values_of(world.line)["target"] == stands
    with pytest.raises(NotNow, match="already settled"):
        services.settle_clash(senco, plan_id=world.plan, clash_id=clash.id, choice=choice, now=NOW)


def test_two_dates_cannot_both_stand(world, senco):
    save(senco, world, "2027-01-01", field="by_when")
    clash = save(colleague(world), world, "2027-02-02", field="by_when").clash
    with pytest.raises(BadInput, match="Only one"):
        services.settle_clash(
            senco, plan_id=world.plan, clash_id=clash.id, choice=ClashChoice.BOTH, now=NOW
        )


def test_links_that_clash_are_taken_whole(world, senco):
    needs = [
        str(services.add_line(senco, plan_id=world.plan, section="need", now=NOW)) for _ in "ab"
    ]
    save(senco, world, needs[:1], field="needs")
    clash = save(colleague(world), world, needs, field="needs").clash
    services.settle_clash(
        senco, plan_id=world.plan, clash_id=clash.id, choice=ClashChoice.OTHER, now=NOW
    )
    assert values_of(world.line)["needs"] == sorted(needs)


def test_only_an_editor_settles_a_clash(world, senco):
    save(senco, world, "Four in five")
    clash = save(colleague(world), world, "Every lesson").clash
    for who in REFUSED:
        with pytest.raises((NotAllowed, NotFound)):
            services.settle_clash(
                world.actor(who), plan_id=world.plan, clash_id=clash.id, choice=ClashChoice.OTHER,
                now=NOW,
            )  # fmt: skip


def test_words_for_an_emptied_field_are_no_clash(world, senco):
    other = colleague(world)
    save(senco, world, "Four in five")
    save(other, world, "", base_rev=1)
    assert save(senco, world, "Five in five", base_rev=1).clash is None


def test_words_for_a_line_that_is_gone_are_refused_with_advice(world, senco):
    with pytest.raises(NotNow, match="Copy your words"):
        save(senco, world, "lost?", line=uuid4())


def test_a_link_must_name_a_line_of_this_plan(world, senco):
    foreign = services.add_line(senco, plan_id=world.draft, section="need", now=NOW)
    with pytest.raises(BadInput, match="not on this plan"):
        save(senco, world, [str(foreign)], field="needs")


def test_a_field_the_template_does_not_have_is_refused(world, senco):
    with pytest.raises(BadInput, match="no such field"):
        save(senco, world, "x", field="diagnosis")


def test_an_unknown_plan_is_not_found(world, senco):
    with pytest.raises(NotFound):
        save(senco, world, "x", plan=uuid4())


def test_a_list_grows_moves_and_keeps_its_order(world, senco):
    first = line_of(world.plan, "adjustment")
    more = [
        services.add_line(senco, plan_id=world.plan, section="adjustment", now=NOW) for _ in "ab"
    ]
    services.move_line(senco, plan_id=world.plan, line_id=more[1], up=True, now=NOW)
    services.move_line(senco, plan_id=world.plan, line_id=first, up=True, now=NOW)
    services.move_line(senco, plan_id=world.plan, line_id=first, up=False, now=NOW)
    draft = queries.draft_for_editor(senco, plan_id=world.plan, now=NOW)
    assert [x.line.id for x in draft.section("adjustment")] == [more[1], first, more[0]]


def test_a_line_of_another_plan_is_not_moved(world, senco):
    with pytest.raises(NotFound):
        services.move_line(senco, plan_id=world.draft, line_id=world.line, up=True, now=NOW)


@pytest.mark.parametrize("section", ["about", "review", "nonsense"])
def test_only_lists_grow(world, senco, section):
    with pytest.raises(BadInput, match="no such list"):
        services.add_line(senco, plan_id=world.plan, section=section, now=NOW)


def test_a_plan_does_not_grow_for_ever(world, senco):
    count = DraftLine.objects.filter(plan_id=world.plan).count()
    DraftLine.objects.bulk_create(
        DraftLine(school_id=world.alder, plan_id=world.plan, section="need", position=n)
        for n in range(200 - count)
    )
    with pytest.raises(NotNow, match="at most 200"):
        services.add_line(senco, plan_id=world.plan, section="need", now=NOW)


def test_a_line_nobody_has_read_can_just_go(world, senco):
    line = services.add_line(senco, plan_id=world.plan, section="outcome", now=NOW)
    services.remove_line(senco, plan_id=world.plan, line_id=line, now=NOW)
    assert not DraftLine.objects.filter(id=line).exists()
    with pytest.raises(NotNow, match="already off"):
        services.remove_line(senco, plan_id=world.plan, line_id=line, now=NOW)


def test_a_single_section_is_emptied_never_removed(world, senco):
    with pytest.raises(BadInput, match="can be emptied"):
        services.remove_line(
            senco, plan_id=world.plan, line_id=line_of(world.plan, "about"), now=NOW
        )


@pytest.mark.parametrize(
    ("achievement", "why", "field"),
    [("", "", "achievement"), ("not_reviewed", "x", "achievement"), ("met", "  ", "why")],
)
def test_an_outcome_families_have_read_never_just_disappears(world, senco, achievement, why, field):
    with pytest.raises(BadInput) as refused:
        services.remove_line(
            senco, plan_id=world.plan, line_id=world.line, achievement=achievement, why=why, now=NOW
        )
    assert refused.value.field == field
    assert DraftLine.objects.filter(id=world.line).exists()


def test_a_finished_outcome_is_closed_and_can_come_back(world, senco):
    finish = {"plan_id": world.plan, "line_id": world.line, "now": NOW}
    services.remove_line(senco, achievement="met", why="She does it alone.", **finish)
    with pytest.raises(NotNow, match="Bring it back"):
        save(senco, world, "more")
    services.restore_line(senco, **finish)
    with pytest.raises(NotNow, match="nothing to bring back"):
        services.restore_line(senco, **finish)
    save(senco, world, "more")


def test_an_ended_plan_is_not_written(world, senco):
    services.end_plan(senco, plan_id=world.plan, why="Moved on", now=NOW, safety_handed_over=True)
    later = NOW + timedelta(minutes=1)
    with pytest.raises(NotNow, match="has ended"):
        save(senco, world, "x")
    with pytest.raises(NotNow, match="has ended"):
        services.add_line(senco, plan_id=world.plan, section="need", now=later)
