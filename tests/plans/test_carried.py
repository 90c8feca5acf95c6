"""Carried over: words of an earlier version are marked until somebody writes there or says they are still right."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.access import NOW
from tests.factories.full_plan import a_full_plan, fill
from tests.factories.people import a_child
from tests.factories.plans import line_of
from tests.factories.reviews import a_review

from spinney.access.models import AuditLeaf
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.plans import queries, services
from spinney.plans.models import DraftChange, DraftLine, LineSource, Plan, Version
from spinney.plans.rules import carried as rules
from spinney.plans.rules.sources import from_plan_of
from spinney.plans.types import Layer, Source, SourceKind

LATER = NOW + timedelta(days=200)
REFUSED = ["teacher", "assistant", "office", "head", "dsl", "it_lead", "mother", "young_person",
           "birch_senco", "charlie"]  # fmt: skip


def marked(senco, plan, now=LATER):
    draft = queries.draft_for_editor(senco, plan_id=plan, now=now)
    return queries.carried_in_draft(draft)


def newest(plan):
    return Version.objects.filter(plan_id=plan).order_by("-number").first()


def publish(senco, plan, now=LATER):
    return services.publish_plan(senco, plan_id=plan, why="The year goes on.", now=now)


def write(senco, plan, section, field, words, now=LATER):
    line = DraftLine.objects.filter(plan_id=plan, section=section).order_by("position").first()
    services.save_field(
        senco, plan_id=plan, line_id=line.id, field=field, value=words,
        base_rev=line.revs.get(field, 0), now=now,
    )  # fmt: skip
    return line.id


class TestTheMark:
    def test_a_plan_that_was_never_published_carries_nothing(self, world, senco):
        assert not marked(senco, world.draft).lines

    def test_every_line_with_words_is_marked_once_a_version_is_published(self, world, senco):
        written = {line.id for line in DraftLine.objects.filter(plan_id=world.plan) if line.values}
        found = marked(senco, world.plan)
        assert set(found.lines) == written
        assert {mark.version for mark in found.lines.values()} == {1}
        assert found.count["outcome"] == 1

    def test_writing_takes_the_mark_off_and_undo_puts_it_back(self, world, senco):
        line = write(senco, world.plan, "outcome", "target", "In four lessons of five.")
        assert line not in marked(senco, world.plan).lines
        services.undo(senco, plan_id=world.plan, now=LATER)
        assert line in marked(senco, world.plan).lines

    def test_typing_writes_no_mark(self, world, senco):
        """The autosave is the hottest write: it must not touch what is carried."""
        before = dict(DraftLine.objects.filter(plan_id=world.plan).values_list("id", "carried"))
        write(senco, world.plan, "outcome", "target", "In four lessons of five.")
        assert before == dict(
            DraftLine.objects.filter(plan_id=world.plan).values_list("id", "carried")
        )

    def test_still_right_takes_the_mark_off_and_changes_no_word(self, world, senco):
        line = line_of(world.plan, "outcome")
        was = DraftLine.objects.get(id=line)
        assert services.still_right(senco, plan_id=world.plan, line_id=line, now=LATER) == 1
        now = DraftLine.objects.get(id=line)
        assert (now.values, now.revs) == (was.values, was.revs)
        assert line not in marked(senco, world.plan).lines
        assert Plan.objects.get(id=world.plan).draft_changed_at is None
        assert DraftChange.objects.filter(plan_id=world.plan, kind="looked", line=line).count() == 1
        event = Outbox.objects.get(type="spinney.plan.lines-looked-at.v1")
        assert event.data == {"child_id": str(world.maya), "lines": 1, "taken_back": False}
        leaf = AuditLeaf.objects.order_by("-seq").filter(action="edit_plan").first()
        assert "still_right" in str(leaf.leaf)

    def test_one_press_for_a_section(self, world, senco):
        plan = a_full_plan(senco, world.alder, a_child(world.alder, "Ali"))
        assert marked(senco, plan).count["adjustment"] == 4
        assert services.still_right(senco, plan_id=plan, section="adjustment", now=LATER) == 4
        found = marked(senco, plan)
        assert found.count["adjustment"] == 0
        assert found.count["provision"] == 2

    def test_undo_takes_back_still_right_of_a_whole_section(self, world, senco):
        plan = a_full_plan(senco, world.alder, a_child(world.alder, "Ali"))
        services.still_right(senco, plan_id=plan, section="adjustment", now=LATER)
        done = services.undo(senco, plan_id=plan, now=LATER)
        assert done.done
        assert "looked at again" in done.words
        assert marked(senco, plan).count["adjustment"] == 4

    def test_undo_leaves_what_someone_looked_at_since(self, world, senco):
        line = line_of(world.plan, "outcome")
        services.still_right(senco, plan_id=world.plan, line_id=line, now=LATER)
        mark = DraftLine.objects.get(id=line).carried
        DraftLine.objects.filter(id=line).update(
            carried=rules.looked_at(mark, at=LATER + timedelta(days=1), by="x", by_name="Bea")
        )
        assert not services.undo(senco, plan_id=world.plan, now=LATER).done
        assert line not in marked(senco, world.plan).lines

    def test_twice_is_told(self, world, senco):
        line = line_of(world.plan, "outcome")
        services.still_right(senco, plan_id=world.plan, line_id=line, now=LATER)
        with pytest.raises(NotNow, match="looked at already"):
            services.still_right(senco, plan_id=world.plan, line_id=line, now=LATER)

    def test_nothing_named_is_refused(self, world, senco):
        with pytest.raises(BadInput, match="which line"):
            services.still_right(senco, plan_id=world.plan, now=LATER)

    @pytest.mark.parametrize("who", REFUSED)
    def test_only_who_writes_the_draft_may_say_so(self, world, who):
        with pytest.raises((NotAllowed, NotFound)):
            services.still_right(
                world.actor(who), plan_id=world.plan, line_id=world.line, now=LATER
            )

    def test_a_removed_line_comes_back_with_its_mark(self, world, senco):
        line = line_of(world.plan, "adjustment")
        services.remove_line(senco, plan_id=world.plan, line_id=line, now=LATER)
        services.undo(senco, plan_id=world.plan, now=LATER)
        assert line in marked(senco, world.plan).lines

    def test_a_recorded_review_is_a_look(self, world, senco):
        a_review(senco, world.plan, now=LATER)
        assert world.line not in marked(senco, world.plan).lines
        assert line_of(world.plan, "safety") in marked(senco, world.plan).lines


class TestTheVersion:
    def test_what_nobody_looked_at_is_kept_with_the_version(self, world, senco):
        line = write(senco, world.plan, "about", "important_to_me", "Grandad.")
        services.still_right(senco, plan_id=world.plan, line_id=world.line, now=LATER)
        publish(senco, world.plan)
        kept = newest(world.plan).carried
        assert str(line_of(world.plan, "safety")) in kept
        assert not {str(line), str(world.line)} & kept.keys()
        assert kept[str(line_of(world.plan, "safety"))] == {"version": 1, "at": NOW.isoformat()}

    def test_the_first_version_has_none(self, world, senco):
        assert newest(world.plan).carried is None

    def test_words_keep_their_day_through_versions_that_nobody_looked_at_them_for(
        self, world, senco
    ):
        for n in range(3):
            write(
                senco,
                world.plan,
                "about",
                "important_to_me",
                f"Thing {n}",
                now=LATER + timedelta(n),
            )
            publish(senco, world.plan, now=LATER + timedelta(n))
        safety = str(line_of(world.plan, "safety"))
        assert newest(world.plan).carried[safety] == {"version": 1, "at": NOW.isoformat()}
        assert marked(senco, world.plan).lines[line_of(world.plan, "safety")].version == 1

    def test_what_was_looked_at_is_as_new_as_the_version(self, world, senco):
        services.still_right(senco, plan_id=world.plan, line_id=world.line, now=LATER)
        write(senco, world.plan, "about", "important_to_me", "Grandad.")
        publish(senco, world.plan)
        mark = marked(senco, world.plan).lines[world.line]
        assert (mark.version, mark.at) == (2, LATER)

    def test_publishing_counts_and_never_blocks(self, world, senco):
        write(senco, world.plan, "about", "important_to_me", "Grandad.")
        preview = queries.publish_preview(senco, plan_id=world.plan, now=LATER)
        assert not preview.blocks
        called = [each.called for each in preview.not_reviewed]
        assert "Outcome: Maya asks for help with a card" in called
        assert len(called) == 4
        assert publish(senco, world.plan) == 2

    def test_looking_alone_is_nothing_to_publish(self, world, senco):
        services.still_right(senco, plan_id=world.plan, line_id=world.line, now=LATER)
        with pytest.raises(NotNow, match="Nothing has changed"):
            publish(senco, world.plan)

    def test_each_reader_sees_the_marks_of_the_lines_they_see(self, world, senco):
        write(senco, world.plan, "about", "important_to_me", "Grandad.")
        publish(senco, world.plan)
        for who in ("senco", "teacher", "mother"):
            view = queries.plan_for_reader(world.actor(who), plan_id=world.plan, now=LATER)
            assert set(view.carried) <= {line.id for line in view.lines}
            assert line_of(world.plan, "safety") in view.carried

    def test_a_step_for_many_plans_says_that_nothing_was_looked_at(self, world, senco):
        from spinney.kernel.ids import uuid7
        from spinney.plans.types.whole import BulkAct, BulkStep

        write(senco, world.plan, "about", "important_to_me", "Not published yet")
        step = BulkStep(BulkAct.LAYER, layer=Layer.SPECIALIST, why="More help.")
        services.take_step(
            senco, school_id=world.alder, step=step, plan_ids=[world.plan], batch_id=uuid7(), now=LATER
        )  # fmt: skip
        version = newest(world.plan)
        assert version.number == 2
        assert version.carried.keys() == {item["id"] for item in version.lines if item["values"]}


class TestAnEarlierPlan:
    @pytest.fixture
    def ended(self, world, senco):
        child = a_child(world.alder, "Ali")
        plan = a_full_plan(senco, world.alder, child)
        services.end_plan(
            senco, plan_id=plan, why="Ali went abroad for a year.", safety_handed_over=True, now=NOW
        )
        return child, plan

    def begin(self, senco, world, child, plan):
        return services.open_plan_from(
            senco,
            school_id=world.alder,
            child_id=child,
            layer=Layer.TARGETED,
            earlier=plan,
            now=LATER,
        )

    def test_reopening_marks_every_line(self, world, senco, ended):
        _, plan = ended
        services.reopen_plan(senco, plan_id=plan, why="Ali is back.", now=LATER)
        written = {line.id for line in DraftLine.objects.filter(plan_id=plan) if line.values}
        assert set(marked(senco, plan).lines) == written

    def test_reopening_marks_what_was_looked_at_before_it_ended(self, world, senco):
        services.still_right(senco, plan_id=world.plan, line_id=world.line, now=NOW)
        services.end_plan(senco, plan_id=world.plan, why="Moved.", safety_handed_over=True, now=NOW)
        services.reopen_plan(senco, plan_id=world.plan, why="Back.", now=LATER)
        assert world.line in marked(senco, world.plan).lines

    def test_a_new_plan_begins_with_the_words_of_the_ended_one_all_marked(
        self, world, senco, ended
    ):
        child, plan = ended
        new = self.begin(senco, world, child, plan)
        was = {(x["section"], str(x["values"].get("title"))) for x in newest(plan).lines}
        now = DraftLine.objects.filter(plan_id=new)
        assert {(x.section, str(x.values.get("title"))) for x in now if x.values} == {
            pair for pair in was if pair[0] != "review"
        }
        found = marked(senco, new)
        assert set(found.lines) == {x.id for x in now if x.values}
        assert {mark.at for mark in found.lines.values()} == {NOW}
        event = Outbox.objects.get(type="spinney.plan.copied.v1")
        assert event.data["from_plan"] == str(plan)
        assert Plan.objects.get(id=plan).lifecycle == "ended"

    def test_links_point_at_the_new_lines_and_never_at_the_old(self, world, senco, ended):
        child, plan = ended
        new = self.begin(senco, world, child, plan)
        mine = {str(x.id) for x in DraftLine.objects.filter(plan_id=new)}
        linked = [
            each
            for x in DraftLine.objects.filter(plan_id=new, section__in=["outcome", "provision"])
            for code in ("needs", "outcomes")
            for each in x.values.get(code, [])
        ]
        assert linked
        assert set(linked) <= mine

    def test_what_its_lines_rest_on_comes_along_and_says_from_which_plan(self, world, senco):
        child = a_child(world.alder, "Ali")
        plan = a_full_plan(senco, world.alder, child)
        for who, note in (("Dr Ellis", "Needs time"), ("Mr Hale", "x" * 290), ("Ms Osei", "")):
            services.add_source(
                senco, plan_id=plan, line_id=line_of(plan, "need"), now=NOW,
                given={"kind": "report", "who": who, "day": "2026-06-03", "page": "4", "note": note},
            )  # fmt: skip
        services.publish_plan(senco, plan_id=plan, why="We know more.", now=NOW)
        services.end_plan(senco, plan_id=plan, why="Away.", safety_handed_over=True, now=NOW)
        new = self.begin(senco, world, child, plan)
        found = LineSource.objects.filter(plan_id=new, line=line_of(new, "need")).order_by("id")
        from_plan = f"From the plan of {NOW.day} {NOW:%B %Y}."
        assert [(x.who, str(x.day), x.page, x.note) for x in found] == [
            ("Dr Ellis", "2026-06-03", "4", f"Needs time. {from_plan}"),
            ("Mr Hale", "2026-06-03", "4", "x" * 290),  # no room, and no word of theirs is cut
            ("Ms Osei", "2026-06-03", "4", from_plan),
        ]
        assert {x.at for x in found} == {LATER}
        assert LineSource.objects.filter(plan_id=plan).count() == 3
        leaf = AuditLeaf.objects.order_by("-seq").filter(action="edit_plan").first()
        assert '"sources":3' in bytes(leaf.leaf).decode().replace(" ", "")

    def test_a_source_that_goes_on_again_keeps_the_plan_that_named_it_first(self):
        source = Source(uuid7(), SourceKind.SAID, "Maya", note="Well. From the plan of 4 May 2025.")
        again = from_plan_of(source, NOW.date(), new_id=uuid7())
        assert again.note == source.note
        assert again.id != source.id

    def test_the_review_date_of_last_year_is_not_copied(self, world, senco, ended):
        new = self.begin(senco, world, *ended)
        preview = queries.publish_preview(senco, plan_id=new, now=LATER)
        assert any("next review" in words for words in preview.blocks)

    def test_the_first_version_of_the_copy_says_what_nobody_looked_at(self, world, senco, ended):
        new = self.begin(senco, world, *ended)
        fill(senco, new, line_of(new, "review"), {"next_review": "2027-09-01"}, now=LATER)
        services.publish_plan(senco, plan_id=new, why="", now=LATER)
        assert len(newest(new).carried) == len(newest(new).lines) - 1

    def test_a_plan_that_still_runs_is_not_copied(self, world, senco):
        child = a_child(world.alder, "Bo")
        with pytest.raises(NotNow, match="no ended plan"):
            self.begin(senco, world, child, world.plan)

    def test_another_child_s_plan_is_not_copied(self, world, senco, ended):
        with pytest.raises(NotNow, match="no ended plan"):
            self.begin(senco, world, a_child(world.alder, "Bo"), ended[1])

    @pytest.mark.parametrize("who", REFUSED)
    def test_only_who_may_begin_a_plan_may_copy_one(self, world, ended, who):
        with pytest.raises((NotAllowed, NotFound)):
            self.begin(world.actor(who), world, *ended)


VALUES = st.dictionaries(
    st.sampled_from(["title", "target", "needs", "minutes"]),
    st.one_of(
        st.none(),
        st.text("ab ", max_size=4),
        st.integers(),
        st.lists(st.text("ab", max_size=2), max_size=2),
    ),
)


class TestTheRule:
    @given(values=VALUES)
    def test_fresh_words_are_carried_exactly_when_there_are_any(self, values):
        mark = rules.begun_anew(None, values, version=3, at=NOW)
        assert (rules.carried_from(mark, values) is not None) == rules.is_written(values)

    @given(values=VALUES, other=VALUES)
    def test_a_mark_fits_its_own_words_alone(self, values, other):
        mark = rules.begun_anew(None, values, version=3, at=NOW)
        same = rules.print_of(values) == rules.print_of(other)
        assert (rules.carried_from(mark, other) is not None) == (same and rules.is_written(values))

    @given(values=VALUES)
    def test_empty_answers_are_no_difference(self, values):
        assert rules.print_of(values) == rules.print_of(
            {**values, "added": "", "more": None, "list": []}
        )

    @given(values=VALUES)
    def test_the_day_is_kept_until_somebody_looks(self, values):
        mark = rules.begun_anew(None, values, version=1, at=NOW)
        again = rules.begun_anew(mark, values, version=2, at=LATER)
        assert again is None or again["version"] == 1
        if mark:
            looked = rules.looked_at(mark, at=LATER, by="x", by_name="X")
            newer = rules.begun_anew(looked, values, version=2, at=LATER)
            assert newer
            assert newer["version"] == 2
