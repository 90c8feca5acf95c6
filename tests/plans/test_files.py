"""A file on a plan: opened by whoever reads a line that rests on it, and kept for every version that does."""

from datetime import timedelta

import pytest
from tests.factories.access import NOW
from tests.factories.plans import line_of
from tests.files import clamd, makers
from tests.plans import file_mutants

from spinney.access.models import AuditLeaf
from spinney.events.models import Outbox
from spinney.files.store import store
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.plans import queries, services
from spinney.plans.models import Attachment, LineSource
from spinney.plans.rules import files as rules
from spinney.plans.types.files import MOST_FILES

pytestmark = pytest.mark.usefixtures("kept")
EVERYONE = ["senco", "head", "dsl", "office", "teacher", "assistant", "it_lead", "other_teacher", "mother",
            "father", "stepfather", "young_person", "birch_senco", "charlie"]  # fmt: skip
MAY_EDIT = {"senco"}
MAY_READ = {"senco", "head", "dsl", "teacher", "assistant", "mother", "young_person"}


def attach(world, section="outcome", who="senco", name="Ellis report.pdf", body=None):
    return services.attach(
        world.actor(who), plan_id=world.plan, line_id=line_of(world.plan, section), name=name,
        chunks=[body or makers.pdf()], now=NOW,
    )  # fmt: skip


def cite(world, file, section="outcome", **given):
    return services.add_source(
        world.actor("senco"), plan_id=world.plan, line_id=line_of(world.plan, section), now=NOW, file_id=file,
        given={"kind": "report", "who": "Dr Ellis", **given},
    )  # fmt: skip


def publish(world):
    services.publish_plan(world.actor("senco"), plan_id=world.plan, why="A report.", now=NOW)


def away(world, file, who="senco", why="The wrong one."):
    return services.take_away(world.actor(who), plan_id=world.plan, file_id=file, why=why, now=NOW)


def opens(world, file, now=NOW) -> set[str]:
    found = set()
    for who in EVERYONE:
        try:
            queries.open_file(world.actor(who), file_id=file, now=now)
        except (NotAllowed, NotFound):
            continue
        found.add(who)
    return found


class TestAddingOne:
    def test_it_is_kept_cleaned_recorded_and_told_without_its_name(self, world):
        file = Attachment.objects.get(id=attach(world, name="../CANARY.exe"))
        assert (file.name, file.media_type, file.section) == (
            "CANARY.pdf",
            "application/pdf",
            "outcome",
        )
        with store().open(file.stored) as kept:
            assert b"CANARY" not in kept.read()
        leaf = AuditLeaf.objects.filter(school_id=world.alder, action="edit_plan").latest("seq")
        assert leaf.subject_ids == [world.maya]
        told = Outbox.objects.get(type="spinney.plan.file-moved.v1").data
        assert (told["kind"], told["state"], told["size"]) == ("pdf", "added", file.size)
        assert "CANARY" not in repr(told) + repr(leaf.leaf)

    @pytest.mark.parametrize("who", [who for who in EVERYONE if who not in MAY_EDIT])
    def test_whoever_may_not_edit_adds_none_and_nothing_is_stored(self, world, kept, who):
        with pytest.raises((NotAllowed, NotFound)):
            attach(world, who=who)
        assert not kept.exists()

    def test_a_hostile_file_leaves_nothing(self, world, settings, kept):
        with pytest.raises(BadInput, match="Word"):
            attach(world, body=b"PK\x03\x04" + b"\0" * 99)
        with clamd.answering() as (settings.CLAMD_URL, _), pytest.raises(BadInput, match="harmful"):
            attach(world, body=makers.EICAR)
        settings.CLAMD_URL = "tcp://127.0.0.1:9"
        with pytest.raises(NotNow, match="Try again"):
            attach(world)
        assert not Attachment.objects.exists()
        assert not kept.exists()

    def test_a_plan_holds_so_many(self, world, monkeypatch):
        assert rules.reason_not_to_add(MOST_FILES - 1, 0) == ""
        assert "at most" in rules.reason_not_to_add(MOST_FILES, 0)
        monkeypatch.setattr(rules, "MOST_OF_PLAN", 1)
        attach(world)
        with pytest.raises(NotNow, match="too large together"):
            attach(world)


class TestALineRestsOnIt:
    def test_the_version_keeps_it_and_says_what_it_is(self, world):
        file = attach(world)
        cite(world, file)
        publish(world)
        view = queries.plan_page(world.actor("teacher"), plan_id=world.plan, now=NOW).view
        (source,) = [s for line in view.section("outcome") for s in line.sources]
        assert (source.file, source.file_says.split(",")[0]) == (file, "PDF")
        (listed,) = queries.files_page(world.actor("senco"), plan_id=world.plan, now=NOW).files
        assert (listed.lines, listed.versions) == (1, (2,))

    def test_a_file_of_another_plan_or_none_is_refused(self, world):
        file = attach(world)
        for wrong in (uuid7(), world.plan):
            with pytest.raises(NotFound):
                cite(world, wrong)
        Attachment.objects.filter(id=file).update(plan_id=world.draft)
        with pytest.raises(NotFound):
            cite(world, file)

    def test_taken_off_and_back_by_undo_it_is_the_same_file(self, world):
        file = attach(world)
        source = cite(world, file)
        services.remove_source(
            world.actor("senco"), plan_id=world.plan, line_id=line_of(world.plan, "outcome"), source_id=source,
            now=NOW + timedelta(minutes=5),
        )  # fmt: skip
        services.undo(world.actor("senco"), plan_id=world.plan, now=NOW + timedelta(minutes=6))
        assert LineSource.objects.get(id=source).file_id == file


class TestTakingOneAway:
    def test_what_no_version_cites_is_deleted(
        self, world, kept, django_capture_on_commit_callbacks
    ):
        file = attach(world)
        with django_capture_on_commit_callbacks(execute=True):
            assert away(world, file)
        row = Attachment.objects.get(id=file)
        assert (row.stored, row.gone_by_name, row.gone_why) == (None, "senco", "The wrong one.")
        assert [x for x in kept.rglob("*") if x.is_file()] == []
        assert opens(world, file) == set()

    def test_a_version_that_cites_it_keeps_it(self, world):
        file = attach(world)
        source = cite(world, file)
        publish(world)
        with pytest.raises(NotNow, match="rests on this file"):
            away(world, file)
        services.remove_source(
            world.actor("senco"), plan_id=world.plan, line_id=line_of(world.plan, "outcome"), source_id=source,
            now=NOW,
        )  # fmt: skip
        assert away(world, file) is False
        publish(world)
        assert opens(world, file) == MAY_READ
        assert queries.files_page(world.actor("senco"), plan_id=world.plan, now=NOW).files == ()
        with pytest.raises(NotFound):
            cite(world, file)

    @pytest.mark.parametrize("why", ["", " ", "x" * 201])
    def test_it_says_why(self, world, why):
        with pytest.raises(BadInput) as fault:
            away(world, attach(world), why=why)
        assert fault.value.field == "why"

    @pytest.mark.parametrize("who", [who for who in EVERYONE if who not in MAY_EDIT])
    def test_whoever_may_not_edit_takes_none_away(self, world, who):
        file = attach(world)
        with pytest.raises((NotAllowed, NotFound)):
            away(world, file, who)
        with pytest.raises((NotAllowed, NotFound)):
            queries.files_page(world.actor(who), plan_id=world.plan, now=NOW)


def wrong_openings(world, monkeypatch) -> list[str]:
    """Every way in which a file is not open to someone, and who opens it nevertheless."""
    found = []
    file = attach(world)
    found += [f"{who} before it is cited" for who in opens(world, file) - MAY_EDIT]
    cite(world, file)
    found += [f"{who} before it is published" for who in opens(world, file) - MAY_EDIT]
    publish(world)
    found += [f"{who} without a tie" for who in opens(world, file) - MAY_READ]
    second = attach(world)
    found += [f"{who} what no version cites" for who in opens(world, second) - MAY_EDIT]
    away(world, second)
    Attachment.objects.filter(id=second).update(stored=uuid7())
    found += [f"{who} what was taken away" for who in opens(world, second)]
    return found


def test_a_file_is_open_to_whoever_reads_a_line_that_rests_on_it_and_to_nobody_else(
    world, monkeypatch
):
    assert wrong_openings(world, monkeypatch) == []


def test_published_it_is_open_to_every_reader_and_each_look_is_recorded(world):
    file = attach(world)
    cite(world, file)
    publish(world)
    assert opens(world, file) == MAY_READ
    leaf = AuditLeaf.objects.filter(school_id=world.alder, action="view_plan").latest("seq")
    assert str(file) in bytes(leaf.leaf).decode()
    assert opens(world, file, now=NOW + timedelta(days=400)) >= {"senco"}


@pytest.mark.parametrize("section", ["outcome", "adjustment", "safety"])
def test_a_line_that_is_withheld_withholds_its_file(world, section):
    """Two readers of one plan: the file follows the line, whatever the form says of its class."""
    file = attach(world, section=section)
    cite(world, file, section=section)
    publish(world)
    for who in EVERYONE:
        try:
            view = queries.plan_for_reader(world.actor(who), plan_id=world.plan, now=NOW)
        except (NotAllowed, NotFound):
            shown = False
        else:
            shown = rules.cites(view.lines, file)
        assert (who in opens(world, file)) == shown, who


@pytest.mark.parametrize("plant", file_mutants.FILES, ids=lambda plant: plant.__name__)
def test_a_planted_leak_is_caught(world, monkeypatch, plant):
    if plant is file_mutants.any_version_for_any_reader:
        file = attach(world)
        cite(world, file)
        publish(world)
        hidden = hidden_from_teachers(monkeypatch)
        assert "teacher" not in opens(world, file)
        plant(monkeypatch)
        assert "teacher" in opens(world, file), f"{plant.__doc__}: {hidden} stayed shut"
        return
    plant(monkeypatch)
    assert wrong_openings(world, monkeypatch), f"{plant.__doc__}: nobody noticed"


def hidden_from_teachers(monkeypatch) -> str:
    """The form withholds outcomes from everyone who may not see what third parties said."""
    from spinney.plans.rules import render

    plain = render._open
    monkeypatch.setattr(
        render, "_open",
        lambda section, line, classes, persons: section.code != "outcome"
        and plain(section, line, classes, persons),
    )  # fmt: skip
    return "outcome"
