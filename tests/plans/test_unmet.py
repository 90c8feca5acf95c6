"""What a child needs and does not get stands until somebody says how it is met. Nothing else touches it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.factories.access import NOW
from tests.factories.full_plan import a_full_plan, fill
from tests.factories.people import a_child
from tests.plans.unmet_mutants import MUTANTS

from spinney.access.models import AuditLeaf
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.plans import queries, services
from spinney.plans.models import DraftLine, UnmetNeed
from spinney.plans.types import Layer
from spinney.plans.types.unmet import NewUnmet, UnmetReason
from spinney.plans.types.whole import BulkAct, BulkStep

LATER = NOW + timedelta(days=30)
SINCE = date(2026, 9, 7)
REFUSED = ["teacher", "assistant", "office", "head", "dsl", "it_lead", "mother", "young_person",
           "birch_senco", "charlie"]  # fmt: skip


def new(**more):
    said = {
        "missing": "Speech therapy, once a week", "since": SINCE, "reason": "agency",
        "known_from": "A letter of 1 September from the service.",
    }  # fmt: skip
    return NewUnmet(**{**said, **more})


def record(senco, plan, *, now=NOW, **more):
    return services.record_unmet(senco, plan_id=plan, new=new(**more), now=now)


def close(
    senco,
    unmet,
    *,
    closing="met",
    on=date(2026, 11, 1),
    how="The therapist comes on Mondays.",
    now=LATER,
):
    services.close_unmet(senco, unmet_id=unmet, closing=closing, on=on, how=how, now=now)


def row(unmet):
    return UnmetNeed.objects.filter(id=unmet).values().get()


@pytest.fixture
def plan(world, senco):
    """A plan with a provision line that is promised and not given."""
    return a_full_plan(senco, world.alder, a_child(world.alder, "Ali"))


@pytest.fixture
def line(plan):
    return (
        DraftLine.objects.filter(plan_id=plan, section="provision").order_by("position").first().id
    )


class TestRecording:
    def test_it_says_what_since_when_why_and_how_it_is_known(self, world, senco, plan, line):
        unmet = record(senco, plan, line=line)
        page = queries.unmet_record(senco, unmet_id=unmet, now=NOW)
        found = page.records[0]
        assert (found.missing, found.since, found.reason) == (
            "Speech therapy, once a week", SINCE, UnmetReason.AGENCY,
        )  # fmt: skip
        assert found.about.startswith("Provision line: Word-finding games")
        assert found.known_from
        event = Outbox.objects.get(type="spinney.unmet-need.recorded.v1")
        assert (event.data["code"], event.data["line_id"]) == ("agency", str(line))
        assert "Speech" not in str(event.data)
        leaf = AuditLeaf.objects.order_by("-seq").filter(action="edit_plan").first()
        assert str(unmet) in str(leaf.leaf)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"missing": " "}, "missing"), ({"missing": "x" * 2001}, "missing"), ({"since": None}, "since"),
            ({"since": date(2099, 1, 1)}, "since"), ({"reason": "bored"}, "reason"),
            ({"known_from": ""}, "known_from"), ({"line": uuid7()}, "line"),
        ],
    )  # fmt: skip
    def test_each_part_is_asked_for(self, senco, plan, wrong, field):
        with pytest.raises(BadInput) as refused:
            record(senco, plan, **wrong)
        assert refused.value.field == field
        assert not UnmetNeed.objects.exists()

    def test_steps_say_what_was_done_and_who_was_told(self, senco, plan):
        unmet = record(senco, plan)
        services.add_unmet_step(
            senco, unmet_id=unmet, what="Wrote to the service", on=date(2026, 10, 1), told="Ali’s mother", now=LATER
        )  # fmt: skip
        found = queries.unmet_record(senco, unmet_id=unmet, now=LATER).records[0]
        assert [(x.what, x.told) for x in found.steps] == [("Wrote to the service", "Ali’s mother")]
        assert Outbox.objects.filter(type="spinney.unmet-need.step-taken.v1").count() == 1

    @pytest.mark.parametrize("wrong", [{"what": ""}, {"on": None}, {"told": "x" * 201}])
    def test_a_step_without_its_words_is_refused(self, senco, plan, wrong):
        unmet = record(senco, plan)
        said = {"what": "Wrote", "on": date(2026, 10, 1), "told": "", **wrong}
        with pytest.raises(BadInput):
            services.add_unmet_step(senco, unmet_id=unmet, now=LATER, **said)

    @pytest.mark.parametrize("who", REFUSED)
    def test_who_may_not_write_the_plan_may_not_record_step_or_close(self, world, senco, who):
        unmet = record(senco, world.plan)
        actor = world.actor(who)
        for act in (
            lambda: record(actor, world.plan),
            lambda: services.add_unmet_step(actor, unmet_id=unmet, what="x", on=SINCE, now=LATER),
            lambda: close(actor, unmet),
        ):
            with pytest.raises((NotAllowed, NotFound)):
                act()
        assert row(unmet)["closed_at"] is None


class TestClosing:
    @pytest.mark.parametrize("closing", ["met", "ended"])
    def test_there_are_two_ways_out_and_both_say_how(self, senco, plan, closing):
        unmet = record(senco, plan)
        close(senco, unmet, closing=closing)
        found = queries.unmet_record(senco, unmet_id=unmet, now=LATER).records[0]
        assert (found.closing, found.closed_on) == (closing, date(2026, 11, 1))
        event = Outbox.objects.get(type="spinney.unmet-need.closed.v1")
        assert event.data["to"] == closing

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"closing": "removed"}, "closing"), ({"on": None}, "closed_on"),
            ({"on": date(2026, 9, 1)}, "closed_on"), ({"on": date(2099, 1, 1)}, "closed_on"),
            ({"how": ""}, "closed_how"),
        ],
    )  # fmt: skip
    def test_without_how_and_when_it_stays_open(self, senco, plan, wrong, field):
        unmet = record(senco, plan)
        with pytest.raises(BadInput) as refused:
            close(senco, unmet, **wrong)
        assert refused.value.field == field
        assert row(unmet)["closed_at"] is None

    def test_a_closed_record_stays_closed_and_readable(self, senco, plan):
        unmet = record(senco, plan)
        close(senco, unmet)
        with pytest.raises(NotNow, match="closed already"):
            close(senco, unmet)
        with pytest.raises(NotNow, match="closed already"):
            services.add_unmet_step(senco, unmet_id=unmet, what="x", on=SINCE, now=LATER)
        assert queries.unmet_of_plan(senco, plan_id=plan, now=LATER).records

    def test_the_database_closes_nothing_without_how(self, senco, plan):
        unmet = record(senco, plan)
        with pytest.raises(IntegrityError, match="closed_by_saying_how"), transaction.atomic():
            UnmetNeed.objects.filter(id=unmet).update(closing="met", closed_at=NOW)

    @pytest.mark.parametrize(
        "column", ["missing", "since", "reason", "known_from", "about", "child_id", "line"]
    )
    def test_the_database_lets_nobody_reword_it(self, senco, plan, column):
        record(senco, plan)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"UPDATE plans_unmet_need SET {column} = {column}")

    @pytest.mark.parametrize("table", ["plans_unmet_need", "plans_unmet_step"])
    def test_the_database_lets_nobody_delete_it(self, senco, plan, table):
        record(senco, plan)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"DELETE FROM {table}")


def fewer_minutes(senco, plan, line):
    fill_anew(senco, plan, line, {"minutes": "5", "how_often": "Once a term"})


def nobody_gives_it(senco, plan, line):
    fill_anew(senco, plan, line, {"who": "Not yet staffed"})


def removed(senco, plan, line):
    services.remove_line(senco, plan_id=plan, line_id=line, now=LATER)


def published_without_it(senco, plan, line):
    removed(senco, plan, line)
    services.publish_plan(senco, plan_id=plan, why="It cannot be given.", now=LATER)


def the_need_too(senco, plan, line):
    for need in DraftLine.objects.filter(plan_id=plan, section="need").values_list("id", flat=True):
        services.remove_line(senco, plan_id=plan, line_id=need, now=LATER)
    published_without_it(senco, plan, line)


def ended(senco, plan, _line):
    services.end_plan(senco, plan_id=plan, why="Over.", safety_handed_over=True, now=LATER)


def held(senco, plan, _line):
    services.hold_plan(senco, plan_id=plan, why="A pause.", now=LATER)


def less_support(senco, plan, _line):
    services.publish_plan(senco, plan_id=plan, why="Fewer staff.", layer=Layer.TARGETED, now=LATER)


def a_step_for_many(senco, plan, _line):
    school = DraftLine.objects.filter(plan_id=plan).first().school_id
    step = BulkStep(BulkAct.LAYER, layer=Layer.TARGETED, why="Fewer staff.")
    services.take_step(
        senco, school_id=school, step=step, plan_ids=[plan], batch_id=uuid7(), now=LATER
    )


def fill_anew(senco, plan, line, values):
    revs = DraftLine.objects.get(id=line).revs
    for field, value in values.items():
        services.save_field(
            senco, plan_id=plan, line_id=line, field=field, value=value, base_rev=revs.get(field, 0), now=LATER
        )  # fmt: skip
    services.publish_plan(senco, plan_id=plan, why="As many as we have.", now=LATER)


ACTS = [fewer_minutes, nobody_gives_it, removed, published_without_it, the_need_too, ended, held, less_support,
        a_step_for_many]  # fmt: skip


def stands(act, senco, plan, line):
    """Whether the record is the same, to the last column, after the act."""
    unmet = record(senco, plan, line=line)
    before = row(unmet)
    act(senco, plan, line)
    listed = queries.unmet_of_plan(senco, plan_id=plan, now=LATER).records
    return row(unmet) == before and [x.id for x in listed if x.closing is None] == [unmet]


class TestApartFromCapacity:
    @pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
    def test_no_change_of_plan_line_or_staffing_touches_it(self, senco, plan, line, act):
        assert stands(act, senco, plan, line)

    @pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
    def test_a_planted_fault_is_caught(self, monkeypatch, senco, plan, line, mutant):
        act = globals()[mutant(monkeypatch)]
        assert not stands(act, senco, plan, line)

    def test_the_school_counts_records_and_not_staffing(self, world, senco, plan, line):
        record(senco, plan, line=line, since=date(2026, 9, 1))
        record(senco, plan, reason="no_staff")
        close(senco, record(senco, plan, reason="no_place"))
        before = queries.unmet_in_school(senco, school_id=world.alder, now=LATER)
        assert {x.reason: x.open for x in before.reasons} == {"agency": 1, "no_staff": 1}
        assert (before.open, before.oldest) == (2, date(2026, 9, 1))
        published_without_it(senco, plan, line)
        assert queries.unmet_in_school(senco, school_id=world.alder, now=LATER) == before


class TestReading:
    def test_the_family_reads_what_is_missing_and_why_and_not_how_it_is_known(self, world, senco):
        record(senco, world.plan, known_from="Ms Other told the head in confidence.")
        close(senco, record(senco, world.plan, missing="A laptop"))
        found = queries.family_plan(world.actor("mother"), plan_id=world.plan, now=LATER)
        assert [(x.missing, x.why) for x in found.goes_without] == [
            ("Speech therapy, once a week", "Waiting for a service outside school")
        ]
        assert "confidence" not in str(found)

    def test_a_teacher_reads_what_is_missing_and_not_what_is_for_few(self, world, senco):
        unmet = record(senco, world.plan)
        services.add_unmet_step(
            senco, unmet_id=unmet, what="Rang", on=SINCE, told="Father", now=LATER
        )
        found = queries.unmet_record(world.actor("teacher"), unmet_id=unmet, now=LATER)
        assert (found.records[0].known_from, found.records[0].steps, found.may_write) == (
            "",
            (),
            False,
        )

    @pytest.mark.parametrize(
        "who", ["office", "it_lead", "birch_senco", "charlie", "other_teacher"]
    )
    def test_who_may_not_see_the_plan_may_not_see_what_is_missing(self, world, senco, who):
        unmet = record(senco, world.plan)
        with pytest.raises((NotAllowed, NotFound)):
            queries.unmet_of_plan(world.actor(who), plan_id=world.plan, now=LATER)
        with pytest.raises((NotAllowed, NotFound)):
            queries.unmet_record(world.actor(who), unmet_id=unmet, now=LATER)

    @pytest.mark.parametrize(
        "who", ["teacher", "assistant", "office", "it_lead", "mother", "charlie"]
    )
    def test_only_who_leads_send_reads_the_school_s_list(self, world, who):
        with pytest.raises((NotAllowed, NotFound)):
            queries.unmet_in_school(world.actor(who), school_id=world.alder, now=LATER)

    def test_another_school_s_records_are_not_there(self, world, senco):
        record(world.actor("birch_senco"), world.birch_plan)
        assert queries.unmet_in_school(senco, school_id=world.alder, now=LATER).open == 0

    def test_the_plan_s_page_says_how_many(self, world, senco):
        record(senco, world.plan)
        close(senco, record(senco, world.plan))
        assert queries.plan_page(senco, plan_id=world.plan, now=LATER).unmet == 1

    def test_it_is_the_child_s_and_so_on_the_next_plan_too(self, world, senco):
        record(senco, world.plan)
        services.end_plan(
            senco, plan_id=world.plan, why="Over.", safety_handed_over=True, now=LATER
        )
        new_plan = services.open_plan(
            senco, school_id=world.alder, child_id=world.maya, layer=Layer.TARGETED, now=LATER
        )
        fill(senco, new_plan, DraftLine.objects.filter(plan_id=new_plan).first().id, {}, now=LATER)
        assert queries.unmet_of_plan(senco, plan_id=new_plan, now=LATER).records
