"""How far a section is: said by people, never a percentage, and 'not needed' only where the form allows it."""

from datetime import timedelta

import pytest
from tests.factories.access import NOW
from tests.factories.plans import write

from spinney.access.models import AuditLeaf
from spinney.access.types import FieldClass
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.plans import queries, services
from spinney.plans.models import DraftChange, SectionMark, Version
from spinney.plans.rules import render, status
from spinney.plans.types import SectionState, SectionStatus

S = SectionState


@pytest.fixture
def mark(world, senco):
    def set_it(section, state, **said):
        services.mark_section(
            senco, plan_id=world.plan, section=section, state=state, now=NOW, **said
        )

    return set_it


@pytest.fixture
def shown(world, senco):
    def read(section):
        draft = queries.draft_for_editor(senco, plan_id=world.plan, now=NOW)
        return draft.marks[section]

    return read


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (SectionStatus.EMPTY, S.NOT_STARTED),
        (SectionStatus.IN_PROGRESS, S.IN_PROGRESS),
        (SectionStatus.COMPLETE, S.IN_PROGRESS),
    ],
)
def test_until_a_person_says_so_no_section_is_done(found, state):
    assert status.standing(None, found).state is state


def test_a_section_waits_for_a_named_person(mark, shown):
    mark("parent_voice", S.WAITING, who="  parent   view ")
    assert shown("parent_voice").words == "Waiting for parent view"
    assert shown("parent_voice").by == "senco"


def test_the_status_is_read_from_the_words_again_when_it_says_the_same(mark, shown):
    mark("need", S.DONE)
    assert shown("need").words == "Done"
    mark("need", S.NOT_STARTED)
    assert shown("need").by == ""
    assert not SectionMark.objects.filter(section="need").exists()


@pytest.mark.parametrize(
    ("section", "state", "said", "field", "words"),
    [
        ("need", S.WAITING, {}, "who", "whom 'Needs' waits for"),
        ("need", S.WAITING, {"who": "\u200b "}, "who", "whom"),
        ("need", S.NOT_NEEDED, {}, "why", "why 'Needs' is not needed"),
        ("review", S.NOT_NEEDED, {"why": "x"}, "state", "needed on every plan"),
        ("safety", S.NOT_NEEDED, {"why": "x"}, "state", "has words in it"),
        ("need", S.WAITING, {"who": "x" * 121}, "who", "121"),
        ("need", S.NOT_NEEDED, {"why": "x" * 401}, "why", "401"),
        ("nonsense", S.DONE, {}, "state", "no such section"),
    ],
)
def test_a_status_that_makes_no_sense_is_refused_in_words(mark, section, state, said, field, words):
    with pytest.raises(BadInput, match=words) as refused:
        mark(section, state, **said)
    assert refused.value.field == field
    assert not SectionMark.objects.exists()


@pytest.mark.parametrize("who", ["head", "dsl", "teacher", "assistant", "office", "it_lead", "mother",
                                 "father", "young_person", "birch_senco", "charlie"])  # fmt: skip
def test_only_those_who_write_the_plan_set_a_status(world, who):
    with pytest.raises(NotAllowed):
        services.mark_section(
            world.actor(who), plan_id=world.plan, section="need", state=S.DONE, now=NOW
        )
    assert not SectionMark.objects.exists()


def test_a_plan_that_is_not_there_has_no_status(world, senco):
    with pytest.raises(NotFound):
        services.mark_section(senco, plan_id=world.line, section="need", state=S.DONE, now=NOW)


def test_an_ended_plan_keeps_its_statuses(world, senco, mark):
    services.end_plan(senco, plan_id=world.plan, why="Moved", now=NOW, safety_handed_over=True)
    with pytest.raises(NotNow):
        mark("need", S.DONE)


def test_the_same_status_twice_is_one_change(world, mark):
    mark("need", S.DONE)
    mark("need", S.DONE)
    assert DraftChange.objects.filter(kind="marked").count() == 1


def test_a_status_is_recorded_and_told_without_names(world, mark):
    mark("parent_voice", S.WAITING, who="Ms Shah")
    leaf = bytes(AuditLeaf.objects.filter(action="edit_plan").latest("seq").leaf)
    assert b'"state":"waiting"' in leaf
    assert b"Shah" not in leaf
    told = Outbox.objects.filter(type="spinney.plan.section-marked.v1").get()
    assert "Shah" not in str(told.data)


def preview(world, senco):
    return queries.publish_preview(senco, plan_id=world.plan, now=NOW)


def test_a_section_that_is_not_needed_is_not_asked_for_and_is_shown_on_the_plan(world, senco, mark):
    assert "child_voice" in {gap.section for gap in preview(world, senco).missing}
    mark("child_voice", S.NOT_NEEDED, why="Ali is two")
    found = preview(world, senco)
    assert "child_voice" not in {gap.section for gap in found.missing}
    assert any("not needed: Ali is two" in change.words for change in found.told)
    services.publish_plan(senco, plan_id=world.plan, why="Less", now=NOW)
    for who in ("senco", "teacher", "mother"):
        view = queries.plan_for_reader(world.actor(who), plan_id=world.plan, now=NOW)
        assert [(x.title, x.why) for x in view.not_needed] == [("In my own words", "Ali is two")]


def test_that_it_is_not_needed_is_withheld_where_its_words_would_be(world, senco, mark):
    mark("parent_voice", S.NOT_NEEDED, why="They asked us not to")
    services.publish_plan(senco, plan_id=world.plan, why="Less", now=NOW)
    for who, sees in (("senco", 1), ("teacher", 0), ("mother", 0)):
        view = queries.plan_for_reader(world.actor(who), plan_id=world.plan, now=NOW)
        assert len(view.not_needed) == sees, who
        assert ("asked us" in str(view.changes)) == bool(sees), who


def test_a_rendering_that_forgets_the_class_would_show_it(world, senco, mark, monkeypatch):
    """The planted fault of the test above."""
    whole = render.not_needed_for_reader
    monkeypatch.setattr(
        render,
        "not_needed_for_reader",
        lambda form, why, _: whole(form, why, frozenset(FieldClass)),
    )
    mark("parent_voice", S.NOT_NEEDED, why="They asked us not to")
    services.publish_plan(senco, plan_id=world.plan, why="Less", now=NOW)
    view = queries.plan_for_reader(world.actor("teacher"), plan_id=world.plan, now=NOW)
    assert len(view.not_needed) == 1


def test_words_in_a_section_beat_that_it_is_not_needed(world, senco, mark, shown):
    mark("child_voice", S.NOT_NEEDED, why="Not now")
    write(senco, world.plan, "child_voice", "words", "I like trains")
    assert shown("child_voice").state is S.IN_PROGRESS
    services.publish_plan(senco, plan_id=world.plan, why="More", now=NOW)
    assert Version.objects.get(plan_id=world.plan, number=2).not_needed == {}


def test_needed_again_is_told_too(world, senco, mark):
    mark("child_voice", S.NOT_NEEDED, why="Not now")
    services.publish_plan(senco, plan_id=world.plan, why="Less", now=NOW)
    mark("child_voice", S.NOT_STARTED)
    assert any("no longer marked" in change.words for change in preview(world, senco).told)


def test_the_home_page_says_for_whom_a_draft_waits_to_those_who_write_it(world, senco):
    services.mark_section(
        senco, plan_id=world.draft, section="need", state=S.WAITING, who="Ms Shah", now=NOW
    )
    services.mark_section(
        senco, plan_id=world.draft, section="about", state=S.WAITING, who="parent view", now=NOW
    )
    found = queries.drafts_wait_for(senco, plans=[world.draft, world.plan], now=NOW)
    assert found == {world.draft: "Ms Shah, parent view"}
    for who in ("head", "teacher", "mother", "birch_senco"):
        assert queries.drafts_wait_for(world.actor(who), plans=[world.draft], now=NOW) == {}


def test_a_finished_outcome_does_not_make_its_section_full(world, senco, shown):
    services.remove_line(
        senco, plan_id=world.plan, line_id=world.line, achievement="met", why="Done",
        now=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert shown("outcome").state is S.NOT_STARTED
