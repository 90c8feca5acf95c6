"""What the coach says of a draft, what is set aside, and what is counted."""

from datetime import timedelta

import pytest
from tests.factories.access import NOW
from tests.factories.full_plan import a_full_plan
from tests.factories.people import a_child
from tests.factories.plans import line_of, save
from tests.spec.coach_world import SENTENCES, sheet_of

from spinney.access.models import AuditLeaf
from spinney.events.catalogue import HANDLERS
from spinney.events.models import Outbox
from spinney.events.services import relay_batch
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, one_row
from spinney.plans import queries, services
from spinney.plans.events import PlanPublished
from spinney.plans.handlers import count_findings
from spinney.plans.models import DraftLine, Quality, SetAside
from spinney.plans.rules.coach import EDITION
from spinney.plans.services.quality import count_version
from spinney.plans.types.coach import FindingKey, Topic

REFUSED = ["head", "dsl", "office", "teacher", "assistant", "it_lead", "other_teacher", "mother", "father",
           "stepfather", "young_person", "birch_senco", "charlie"]  # fmt: skip


def advice(world, plan=None, who="senco"):
    draft = queries.draft_for_editor(world.actor(who), plan_id=plan or world.plan, now=NOW)
    return queries.advice_beside(draft, now=NOW)


def codes(world, plan=None):
    return {item.rule.code for item in advice(world, plan).standing}


def one(world, code):
    return next(item for item in advice(world).standing if item.rule.code == code)


def leave(world, key, why="He reads it himself.", who="senco", now=NOW):
    services.set_aside(world.actor(who), plan_id=world.plan, key=key, why=why, now=now)


class TestAdvice:
    def test_it_reads_the_draft_and_names_rule_line_and_field(self, world):
        found = one(world, "outcome_no_measure")
        assert (found.line_id, found.field) == (world.line, "measure")
        assert found.where == "Outcome 1: How we will measure it"
        assert "Maya asks for help with a card" in found.says

    def test_a_plan_written_with_care_has_little_to_hear(self, world):
        plan = a_full_plan(world.actor("senco"), world.alder, a_child(world.alder, "Ali"))
        assert codes(world, plan) <= {"target_after_review", "need_no_evidence"}

    def test_a_fault_written_through_autosave_gets_its_note(self, world):
        line = line_of(world.plan, "adjustment")
        save(
            world.actor("senco"),
            world.plan,
            line,
            "text",
            "Support with reading where possible",
            base_rev=1,
        )
        found = one(world, "weasel")
        assert (found.line_id, found.better) == (
            line,
            "[who] [does what] for reading in [which lessons]",
        )

    @pytest.mark.parametrize("code", [c for c in SENTENCES if c != "carried_over"])
    def test_a_plan_seeded_with_a_fault_gets_the_note_that_names_the_rule(self, world, code):
        """The same sentences that hold the rules, this time as rows of a draft."""
        told = SENTENCES[code]
        DraftLine.objects.filter(plan_id=world.draft).delete()
        DraftLine.objects.bulk_create(
            DraftLine(
                school_id=world.alder, plan_id=world.draft, section=line.section, id=line.id,
                position=line.position, values=line.values,
            )
            for line in sheet_of(told["flagged"][0], told.get("in", "")).lines
        )  # fmt: skip
        assert code in codes(world, world.draft)

    def test_an_outcome_that_has_ended_is_not_read(self, world):
        services.remove_line(
            world.actor("senco"), plan_id=world.plan, line_id=world.line, achievement="met", why="Yes",
            now=NOW,
        )  # fmt: skip
        assert all(item.line_id != world.line for item in advice(world).standing)

    def test_lines_are_called_by_the_number_that_the_editor_shows(self, world):
        senco = world.actor("senco")
        second = services.add_line(senco, plan_id=world.plan, section="outcome", now=NOW)
        services.save_field(
            senco,
            plan_id=world.plan,
            line_id=second,
            field="title",
            value="Reads",
            base_rev=0,
            now=NOW,
        )
        services.remove_line(
            senco, plan_id=world.plan, line_id=world.line, achievement="met", why="Yes", now=NOW
        )
        wheres = {item.where for item in advice(world).standing if item.line_id == second}
        assert "Outcome 2: How we will measure it" in wheres

    @pytest.mark.parametrize("who", REFUSED)
    def test_whoever_may_not_edit_may_not_hear_it(self, world, who):
        with pytest.raises(NotAllowed):
            queries.advice_refreshed(world.actor(who), plan_id=world.plan, now=NOW)

    def test_a_refresh_is_on_the_log_but_is_no_second_opening(self, world):
        queries.advice_refreshed(world.actor("senco"), plan_id=world.plan, now=NOW)
        last = AuditLeaf.objects.filter(school_id=world.alder).latest("seq")
        assert (last.action, last.subject_ids) == ("edit_plan", [world.maya])
        assert b'"seen"' in bytes(last.leaf)

    def test_findings_never_stop_publishing(self, world):
        assert codes(world, world.draft)
        services.publish_plan(world.actor("senco"), plan_id=world.draft, why="", now=NOW)


class TestSettingAside:
    def test_it_leaves_the_list_with_its_reason_and_who_gave_it(self, world):
        found = one(world, "outcome_no_measure")
        leave(world, found.key)
        told = advice(world)
        assert found.key not in {item.key for item in told.standing}
        [aside] = told.aside
        assert (aside.finding.key, aside.why, aside.by, aside.at) == (
            found.key,
            "He reads it himself.",
            "senco",
            NOW,
        )

    def test_the_same_rule_on_another_field_still_stands(self, world):
        before = len(advice(world).standing)
        leave(world, one(world, "outcome_no_measure").key)
        assert len(advice(world).standing) == before - 1

    def test_it_comes_back_when_the_words_change_and_goes_when_they_are_put_back(self, world):
        senco, plan, line = world.actor("senco"), world.plan, world.line
        rev = save(senco, plan, line, "title", "Maya will improve her talking", base_rev=1)
        leave(world, one(world, "soft_verb").key)
        assert "soft_verb" not in codes(world)
        rev = save(senco, plan, line, "title", "Maya will improve her speech", base_rev=rev)
        assert "soft_verb" in codes(world)
        save(senco, plan, line, "title", "Maya will improve her talking", base_rev=rev)
        assert "soft_verb" not in codes(world)

    def test_it_is_recorded_and_told_without_words(self, world):
        found = one(world, "outcome_no_measure")
        leave(world, found.key, why="A private reason")
        event = Outbox.objects.filter(type="spinney.plan.advice-set-aside.v1").get()
        assert event.data == {"child_id": str(world.maya), "line_id": str(world.line), "field": "measure",
                              "rule": "outcome_no_measure", "aside": True}  # fmt: skip
        leaf = AuditLeaf.objects.filter(school_id=world.alder).latest("seq")
        assert leaf.action == "edit_plan"
        assert b"outcome_no_measure" in bytes(leaf.leaf)
        assert b"private" not in bytes(leaf.leaf)

    def test_twice_is_once(self, world):
        key = one(world, "outcome_no_measure").key
        leave(world, key)
        leave(world, key, why="Another reason")
        assert SetAside.objects.count() == 1
        assert Outbox.objects.filter(type="spinney.plan.advice-set-aside.v1").count() == 1

    def test_it_can_be_brought_back_and_set_aside_again(self, world):
        key = one(world, "outcome_no_measure").key
        leave(world, key)
        for _ in range(2):
            services.take_up_again(world.actor("senco"), plan_id=world.plan, key=key, now=NOW)
        assert "outcome_no_measure" in codes(world)
        told = Outbox.objects.filter(type="spinney.plan.advice-set-aside.v1").order_by("id")
        assert [event.data["aside"] for event in told] == [True, False]
        leave(world, key)
        assert SetAside.objects.count() == 2

    def test_the_old_reason_is_kept_in_the_history_when_it_is_brought_back(self, world):
        key = one(world, "outcome_no_measure").key
        leave(world, key)
        services.take_up_again(world.actor("senco"), plan_id=world.plan, key=key, now=NOW)
        row = SetAside.objects.get()
        assert (row.why, row.undone_at) == ("He reads it himself.", NOW)

    @pytest.mark.parametrize("who", REFUSED)
    def test_whoever_may_not_edit_may_not_set_aside_or_bring_back(self, world, who):
        key = one(world, "outcome_no_measure").key
        with pytest.raises(NotAllowed):
            leave(world, key, who=who)
        with pytest.raises(NotAllowed):
            services.take_up_again(world.actor(who), plan_id=world.plan, key=key, now=NOW)
        assert not SetAside.objects.exists()

    def test_another_schools_plan_is_not_there(self, world):
        key = one(world, "outcome_no_measure").key
        with pytest.raises(NotAllowed):
            services.set_aside(
                world.actor("senco"), plan_id=world.birch_plan, key=key, why="x", now=NOW
            )
        with pytest.raises(NotFound):
            services.set_aside(world.actor("senco"), plan_id=uuid7(), key=key, why="x", now=NOW)

    @pytest.mark.parametrize("why", ["", "   ", "\x00", "\u202e \n"])
    def test_a_reason_is_asked_for(self, world, why):
        with pytest.raises(BadInput, match="few words") as refused:
            leave(world, one(world, "outcome_no_measure").key, why=why)
        assert refused.value.field == "why"

    def test_a_reason_that_is_too_long_is_refused_and_nuls_are_dropped(self, world):
        key = one(world, "outcome_no_measure").key
        with pytest.raises(BadInput, match="500"):
            leave(world, key, why="x" * 501)
        leave(world, key, why="Right\x00 as\u202e it is")
        assert SetAside.objects.get().why == "Right as it is"

    @pytest.mark.parametrize("wrong", [
        {"rule": "no_such_rule"}, {"rule": "x" * 500}, {"rule": "a\x00b"}, {"line": None}, {"line": uuid7()},
        {"field": "title"}, {"field": "\x00"}, {"mark": ""}, {"mark": "0" * 32}, {"mark": "x" * 5000},
    ])  # fmt: skip
    def test_a_note_that_is_not_there_cannot_be_set_aside(self, world, wrong):
        key = one(world, "outcome_no_measure").key._replace(**wrong)
        with pytest.raises(NotNow, match="words have changed"):
            leave(world, key)
        assert not SetAside.objects.exists()

    def test_an_ended_plan_is_left_as_it_is(self, world):
        key = one(world, "outcome_no_measure").key
        services.end_plan(
            world.actor("senco"),
            plan_id=world.plan,
            why="Moved on",
            now=NOW,
            safety_handed_over=True,
        )
        with pytest.raises(NotNow, match="ended"):
            leave(world, key)


class TestCounting:
    def stored(self, plan):
        return one_row(
            "SELECT version, edition, counts, aside FROM plans_quality WHERE plan_id = %s", [plan]
        )

    def count(self, world, plan=None, version=1):
        count_version(school_id=world.alder, plan_id=plan or world.plan, version=version)

    def test_the_relay_counts_each_version_once_it_is_published(self, world):
        assert HANDLERS[PlanPublished.type]["plans.count-findings"] is count_findings
        relay_batch(now=NOW)
        version, edition, counts, aside = self.stored(world.plan)
        assert (version, edition, aside) == (1, EDITION, {})
        assert counts["outcome_no_measure"] == 1

    def test_counts_are_what_the_coach_says_of_the_same_words(self, world):
        self.count(world)
        told = [item.rule.code for item in advice(world).standing]
        assert self.stored(world.plan)[2] == {code: told.count(code) for code in told}

    def test_counting_twice_is_counting_once(self, world):
        self.count(world)
        before = self.stored(world.plan)
        self.count(world)
        assert self.stored(world.plan) == before
        assert Quality.objects.filter(plan_id=world.plan).count() == 1

    def test_what_was_set_aside_is_counted_apart(self, world):
        leave(world, one(world, "outcome_no_measure").key)
        self.count(world)
        _, _, counts, aside = self.stored(world.plan)
        assert "outcome_no_measure" not in counts
        assert aside == {"outcome_no_measure": 1}

    def test_a_version_that_is_not_there_is_nothing_to_count(self, world):
        count_version(school_id=world.alder, plan_id=world.plan, version=9)
        assert not Quality.objects.exists()

    def test_plans_published_before_the_rules_are_counted_when_asked(self, world):
        assert queries.quality_summary(world.actor("senco"), school_id=world.alder).uncounted == 1
        done = [
            services.count_uncounted(world.actor("senco"), school_id=world.alder, now=NOW)
            for _ in range(2)
        ]
        assert done == [1, 0]
        assert queries.quality_summary(world.actor("senco"), school_id=world.alder).uncounted == 0

    def test_counts_under_older_rules_are_made_anew(self, world):
        self.count(world)
        Quality.objects.update(edition=EDITION - 1, counts={"old_rule": 3})
        summary = queries.quality_summary(world.actor("head"), school_id=world.alder)
        assert (summary.uncounted, summary.rules) == (1, ())
        assert services.count_uncounted(world.actor("head"), school_id=world.alder, now=NOW) == 1
        assert "old_rule" not in self.stored(world.plan)[2]

    @pytest.mark.parametrize("who", [name for name in REFUSED if name != "head"])
    def test_only_those_who_lead_count_or_see_counts(self, world, who):
        actor = world.actor(who)
        with pytest.raises(NotAllowed):
            services.count_uncounted(actor, school_id=world.alder, now=NOW)
        with pytest.raises(NotAllowed):
            queries.quality_summary(actor, school_id=world.alder)
        with pytest.raises(NotAllowed):
            queries.quality_sample(actor, school_id=world.alder, seed="a", most=5, now=NOW)


class TestSummaryAndSample:
    @pytest.fixture
    def many(self, world):
        senco = world.actor("senco")
        plans = [
            a_full_plan(senco, world.alder, a_child(world.alder, f"Child{n}", year=str(1 + n % 3)))
            for n in range(6)
        ]
        services.count_uncounted(senco, school_id=world.alder, now=NOW)
        return plans

    def test_plans_are_counted_by_rule_layer_and_year(self, world, many):
        summary = queries.quality_summary(world.actor("head"), school_id=world.alder)
        assert (summary.plans, summary.uncounted) == (7, 0)
        assert summary.layers == {"targeted": 1, "targeted_plus": 6}
        assert summary.years == {"1": 2, "2": 2, "3": 2, "4": 1}
        by_code = {item.rule.code: item for item in summary.rules}
        late = by_code["target_after_review"]
        assert (late.plans, late.layers, late.years) == (
            6,
            {"targeted_plus": 6},
            {"1": 2, "2": 2, "3": 2},
        )
        assert by_code["outcome_no_measure"].plans == 1

    def test_the_same_sum_over_the_words_themselves(self, world, many):
        """An oracle: the counts added up in Python from the stored rows."""
        expected = {}
        for (counts,) in all_rows(
            "SELECT counts FROM plans_quality WHERE school_id = %s", [world.alder]
        ):
            for code in counts:
                expected[code] = expected.get(code, 0) + 1
        summary = queries.quality_summary(world.actor("senco"), school_id=world.alder)
        assert {item.rule.code: item.plans for item in summary.rules} == expected

    def test_plans_not_in_force_and_other_schools_are_not_counted(self, world, many):
        services.end_plan(
            world.actor("senco"), plan_id=world.plan, why="Moved", now=NOW, safety_handed_over=True
        )
        assert queries.quality_summary(world.actor("senco"), school_id=world.alder).plans == 6
        assert queries.quality_summary(world.actor("birch_senco"), school_id=world.birch).plans == 1

    def sample(self, world, seed, most=3, who="senco"):
        found = queries.quality_sample(
            world.actor(who), school_id=world.alder, seed=seed, most=most, now=NOW
        )
        return [item.plan_id for item in found]

    def test_the_same_seed_gives_the_same_sample_to_everyone(self, world, many):
        assert self.sample(world, "governor 7") == self.sample(world, "governor 7", who="head")

    def test_another_seed_gives_another_sample_and_every_plan_can_come(self, world, many):
        samples = {tuple(self.sample(world, f"seed {n}")) for n in range(30)}
        assert len(samples) > 10
        assert {plan for sample in samples for plan in sample} == {*many, world.plan}

    def test_a_new_plan_moves_no_other(self, world, many):
        before = self.sample(world, "seed", most=20)
        new = a_full_plan(world.actor("senco"), world.alder, a_child(world.alder, "Newest"))
        after = self.sample(world, "seed", most=20)
        assert [plan for plan in after if plan != new] == before

    def test_a_sample_is_a_look_at_each_child_in_it(self, world, many):
        self.sample(world, "seed", most=20)
        leaf = AuditLeaf.objects.filter(school_id=world.alder).latest("seq")
        assert leaf.action == "view_plan"
        assert len(leaf.subject_ids) == 7

    def test_notes_are_told_by_question(self, world, many):
        found = queries.quality_sample(
            world.actor("senco"), school_id=world.alder, seed="a", most=20, now=NOW
        )
        mine = next(item for item in found if item.plan_id == world.plan)
        assert mine.notes[Topic.MEASURE] >= 3
        careful = next(item for item in found if item.plan_id == many[0])
        assert careful.notes.get(Topic.MEASURE, 0) == 0


def test_a_later_clock_changes_no_stored_count(world):
    """Dates are as on the day of publishing: a summary asked for a year later says the same."""
    count_version(school_id=world.alder, plan_id=world.plan, version=1)
    first = Quality.objects.get(plan_id=world.plan).counts
    services.count_uncounted(
        world.actor("senco"), school_id=world.alder, now=NOW + timedelta(days=400)
    )
    assert Quality.objects.get(plan_id=world.plan).counts == first


def test_a_key_is_four_things():
    assert FindingKey._fields == ("rule", "line", "field", "mark")
