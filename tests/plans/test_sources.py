"""What a line rests on: on the draft, in the version, in what changed, and never before the wrong reader."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.access import NOW
from tests.factories.plans import line_of

from spinney.access.models import AuditLeaf
from spinney.access.types import FieldClass
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.plans import queries, services
from spinney.plans.models import DraftChange, DraftLine, LineSource, Version
from spinney.plans.rules import render
from spinney.plans.rules.sources import made_from, source_to_store, sources_from
from spinney.plans.templates import template_by_id
from spinney.plans.types import Line, Source, SourceKind

REFUSED = ["head", "dsl", "office", "teacher", "assistant", "it_lead", "other_teacher", "mother", "father",
           "stepfather", "young_person", "birch_senco", "charlie"]  # fmt: skip
REPORT = {
    "kind": "report",
    "who": "Dr Ellis",
    "day": "2026-06-03",
    "page": "4",
    "note": "Needs time.",
}
TODAY = date(2026, 11, 25)


def add(world, section="outcome", who="senco", plan=None, now=NOW, **given):
    plan = plan or world.plan
    return services.add_source(
        world.actor(who), plan_id=plan, line_id=line_of(plan, section), given={**REPORT, **given}, now=now
    )  # fmt: skip


def remove(world, source, section="outcome", who="senco", now=NOW):
    services.remove_source(
        world.actor(who), plan_id=world.plan, line_id=line_of(world.plan, section), source_id=source, now=now
    )  # fmt: skip


def page(world, who="senco", section="outcome"):
    return queries.sources_of_line(
        world.actor(who), plan_id=world.plan, line_id=line_of(world.plan, section), now=NOW
    )  # fmt: skip


def publish(world, why="We know more."):
    services.publish_plan(world.actor("senco"), plan_id=world.plan, why=why, now=NOW)


def published(world, who="senco", section="outcome"):
    view = queries.plan_page(world.actor(who), plan_id=world.plan, now=NOW).view
    return [x.words for line in view.section(section) for x in line.sources]


class TestWhatASourceSays:
    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({}, "Report, Dr Ellis, 3 June 2026, page 4"),
            ({"page": ""}, "Report, Dr Ellis, 3 June 2026"),
            ({"day": "", "page": ""}, "Report, Dr Ellis"),
            ({"kind": "observed", "who": "Mr Hale", "page": ""}, "Observation, Mr Hale, 3 June 2026"),
            ({"kind": "said", "who": "Maya", "day": "", "page": ""}, "A person’s words, Maya"),
            ({"kind": "test", "who": "  Mr   Hale ", "day": ""}, "Test, Mr Hale, page 4"),
        ],
    )  # fmt: skip
    def test_it_is_told_in_one_line(self, given, words):
        assert made_from(uuid7(), {**REPORT, **given}, today=TODAY).words == words

    @pytest.mark.parametrize(
        ("given", "field", "words"),
        [
            ({"kind": ""}, "kind", "Choose what kind"),
            ({"kind": "rumour"}, "kind", "Choose one of the listed"),
            ({"who": " "}, "who", "Say who"),
            ({"who": "x" * 121}, "who", "Shorten it to 120"),
            ({"day": "2026-11-26"}, "day", "in the future"),
            ({"day": "2026-31-01"}, "day", "not a real date"),
            ({"page": "p" * 21}, "page", "Shorten it to 20"),
            ({"note": "n" * 301}, "note", "Shorten it to 300"),
        ],
    )
    def test_a_fault_names_its_field_and_says_what_to_do(self, given, field, words):
        with pytest.raises(BadInput, match=words) as fault:
            made_from(uuid7(), {**REPORT, **given}, today=TODAY)
        assert fault.value.field == field

    @given(st.builds(Source, st.uuids(), st.sampled_from(SourceKind), st.text(min_size=1), st.none() | st.dates(),
                     st.text(), st.text()))  # fmt: skip
    def test_what_is_stored_reads_back_the_same(self, source):
        assert sources_from([source_to_store(source)]) == (source,)

    def test_a_version_from_before_sources_reads_as_having_none(self):
        assert sources_from(None) == ()
        bare = Line(uuid7(), "need", 0, {"title": "x"})
        assert "sources" not in render.stored_from([bare])[0]
        assert render.lines_from(render.stored_from([bare])) == (bare,)


class TestOnTheDraft:
    def test_it_is_kept_recorded_and_told_without_its_words(self, world):
        made = add(world)
        assert [x.id for x in page(world).sources] == [made]
        kept = DraftChange.objects.get(plan_id=world.plan, kind="sourced")
        assert (kept.before, kept.after["who"]) == (None, "Dr Ellis")
        leaf = AuditLeaf.objects.filter(school_id=world.alder, action="edit_plan").latest("seq")
        assert leaf.subject_ids == [world.maya]
        told = Outbox.objects.filter(type="spinney.plan.source-changed.v1").get().data
        assert (told["kind"], told["added"]) == ("report", True)
        assert "Ellis" not in repr(told)

    def test_it_is_taken_off_again(self, world):
        remove(world, add(world))
        assert not LineSource.objects.filter(plan_id=world.plan).exists()
        with pytest.raises(NotNow, match="already off"):
            remove(world, uuid7())

    def test_the_same_source_twice_is_refused(self, world):
        add(world)
        with pytest.raises(BadInput, match="already"):
            add(world)
        add(world, page="5")

    def test_a_line_holds_ten(self, world):
        for number in range(10):
            add(world, page=str(number))
        with pytest.raises(NotNow, match="at most 10"):
            add(world, page="11")

    @pytest.mark.parametrize("who", REFUSED)
    def test_whoever_may_not_edit_may_neither_see_nor_change_them(self, world, who):
        made = add(world)
        for act in (lambda: page(world, who), lambda: add(world, who=who, page="9"),
                    lambda: remove(world, made, who=who)):  # fmt: skip
            with pytest.raises((NotAllowed, NotFound)):
                act()

    def test_a_line_of_another_plan_and_somebody_s_own_words_are_as_absent(self, world):
        senco, other = world.actor("senco"), line_of(world.draft, "outcome")
        own = line_of(world.plan, "about")
        for line in (other, own, uuid7()):
            with pytest.raises(NotFound):
                services.add_source(senco, plan_id=world.plan, line_id=line, given=REPORT, now=NOW)
            with pytest.raises(NotFound):
                queries.sources_of_line(senco, plan_id=world.plan, line_id=line, now=NOW)

    def test_a_source_of_one_line_is_not_removed_through_another(self, world):
        made = add(world)
        with pytest.raises(NotNow):
            remove(world, made, section="safety")
        assert LineSource.objects.filter(id=made).exists()

    def test_a_finished_outcome_and_an_ended_plan_keep_theirs(self, world):
        made, line = add(world), line_of(world.plan, "outcome")
        services.remove_line(
            world.actor("senco"), plan_id=world.plan, line_id=line, achievement="met", why="Yes", now=NOW
        )  # fmt: skip
        assert not page(world).may_change
        with pytest.raises(NotNow, match="finished"):
            remove(world, made)
        services.end_plan(
            world.actor("senco"), plan_id=world.plan, why="Moved", safety_handed_over=True, now=NOW
        )
        with pytest.raises(NotNow, match="ended"):
            add(world, section="safety")


class TestUndo:
    def test_adding_and_taking_off_are_taken_back(self, world):
        senco, later = world.actor("senco"), NOW + timedelta(minutes=1)
        made = add(world, now=later)
        assert services.undo(senco, plan_id=world.plan, now=later).words.endswith("you added.")
        assert page(world).sources == ()
        made = add(world, now=later + timedelta(minutes=1))
        remove(world, made, now=later + timedelta(minutes=2))
        undone = services.undo(senco, plan_id=world.plan, now=later + timedelta(minutes=3))
        assert undone.done
        assert [x.id for x in page(world).sources] == [made]

    def test_a_line_that_comes_back_brings_its_sources(self, world):
        senco, line, made = (
            world.actor("senco"),
            line_of(world.plan, "adjustment"),
            add(world, "adjustment"),
        )
        later = NOW + timedelta(minutes=1)
        services.remove_line(senco, plan_id=world.plan, line_id=line, now=later)
        services.undo(senco, plan_id=world.plan, now=later + timedelta(minutes=1))
        assert [x.id for x in page(world, section="adjustment").sources] == [made]

    def test_a_source_that_a_colleague_took_off_is_left_alone(self, world):
        later = NOW + timedelta(minutes=1)
        LineSource.objects.filter(id=add(world, now=later)).delete()
        assert not services.undo(world.actor("senco"), plan_id=world.plan, now=later).done

    def test_the_history_tells_it_in_words(self, world):
        remove(world, add(world), now=NOW + timedelta(minutes=1))
        rows = queries.draft_history(world.actor("senco"), plan_id=world.plan, now=NOW).rows
        told = [(row.did, row.after, row.before) for row in rows if "source" in row.did]
        full = "Report, Dr Ellis, 3 June 2026, page 4: Needs time."
        assert told == [("Took a source off", "", full), ("Added a source", full, "")]


class TestPublished:
    def test_a_version_keeps_its_sources_whatever_happens_to_the_draft(self, world):
        made = add(world)
        assert published(world) == []
        publish(world)
        remove(world, made)
        assert published(world) == ["Report, Dr Ellis, 3 June 2026, page 4"]
        publish(world)
        assert published(world) == []
        stored = Version.objects.get(plan_id=world.plan, number=2)
        assert render.lines_from(stored.lines)[0].sources or any(
            "sources" in x for x in stored.lines
        )

    def test_what_changed_says_so_in_plain_words(self, world):
        made = add(world)
        publish(world)
        remove(world, made)
        publish(world)
        told = [
            v.changes[0]["words"]
            for v in Version.objects.filter(plan_id=world.plan).order_by("number")[1:]
        ]
        name = "Outcome 'Maya asks for help with a card'"
        full = "Report, Dr Ellis, 3 June 2026, page 4: Needs time."
        assert told == [
            f"{name}: a source was added. {full}",
            f"{name}: a source was taken off. {full}",
        ]

    def test_family_and_teacher_read_it_once_it_is_published(self, world):
        add(world)
        publish(world)
        assert published(world, "teacher") == published(world, "senco")
        family = queries.family_plan(world.actor("mother"), plan_id=world.plan, now=NOW)
        assert [x.who for line in family.view.section("outcome") for x in line.sources] == [
            "Dr Ellis"
        ]


def leaking(template, lines, classes, *, persons=frozenset()):
    """The planted fault: the words are withheld and the sources are handed out."""
    kept, withheld = render.for_reader(template, lines, classes, persons=persons)
    there = {line.id for line in kept}
    return (*kept, *(replace(x, values={}) for x in lines if x.id not in there)), withheld


def told_to(rendering, world, *, section_class):
    """What a reader of ordinary classes is told of a source whose section is of another class."""
    template = template_by_id(
        Version.objects.filter(plan_id=world.plan).latest("number").template_id
    )
    closed = replace(
        template,
        sections=tuple(
            replace(x, field_class=section_class) if x.code == "need" else x
            for x in template.sections
        ),
    )
    source = Source(uuid7(), SourceKind.SAID, "CANARY", None, "", "CANARY")
    line = Line(uuid7(), "need", 0, {"title": "x"}, (source,))
    kept, _ = rendering(
        closed, [line], frozenset({FieldClass.ORDINARY, FieldClass.PLAN, FieldClass.HEALTH})
    )
    return repr(kept)


class TestWhoIsTold:
    @pytest.mark.parametrize(
        "closed", [FieldClass.STAFF_ONLY, FieldClass.THIRD_PARTY, FieldClass.SAFEGUARDING]
    )
    def test_a_source_of_a_closed_section_reaches_no_other_reader(self, world, closed):
        assert "CANARY" in told_to(leaking, world, section_class=closed), (
            "the test must see the fault"
        )
        assert "CANARY" not in told_to(render.for_reader, world, section_class=closed)
        assert "CANARY" in told_to(render.for_reader, world, section_class=FieldClass.PLAN)

    def test_a_line_with_a_hidden_field_keeps_its_sources(self, world):
        template = template_by_id(Version.objects.get(plan_id=world.plan).template_id)
        source = Source(uuid7(), SourceKind.TEST, "Mr Hale")
        line = Line(uuid7(), "need", 0, {"title": "x", "unknown": "y"}, (source,))
        kept, withheld = render.for_reader(template, [line], frozenset({FieldClass.PLAN}))
        assert (kept[0].values, kept[0].sources, withheld) == ({"title": "x"}, (source,), True)

    def test_the_lines_of_a_removed_draft_line_are_of_no_version(self, world):
        add(world, "adjustment")
        DraftLine.objects.filter(id=line_of(world.plan, "adjustment")).delete()
        publish(world)
        assert "Ellis" not in repr(Version.objects.get(plan_id=world.plan, number=2).lines)
