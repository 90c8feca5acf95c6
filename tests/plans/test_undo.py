"""Undo takes back my own last change, then the one before, and never what someone else has written since."""

import sys
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.access import NOW, a_membership, a_user, the_actor

from spinney.access.models import AuditLeaf
from spinney.access.types import Role
from spinney.events.models import Outbox
from spinney.kernel.errors import NotAllowed, NotFound, NotNow
from spinney.plans import services
from spinney.plans.models import Clash, DraftChange, DraftLine, SectionMark
from spinney.plans.types import ClashChoice, SectionState


class Writer:
    """Someone who writes in one draft; every act has a moment of its own, as every request has."""

    ticks = 0

    def __init__(self, actor, plan):
        self.actor, self.plan = actor, plan

    def _at(self):
        Writer.ticks += 1
        return {"plan_id": self.plan, "now": NOW + timedelta(days=1, seconds=Writer.ticks)}

    def write(self, line, field, value):
        rev = DraftLine.objects.get(id=line).revs.get(field, 0)
        return services.save_field(
            self.actor, line_id=line, field=field, value=value, base_rev=rev, **self._at()
        )

    def add(self, section):
        return services.add_line(self.actor, section=section, **self._at())

    def remove(self, line, **result):
        services.remove_line(self.actor, line_id=line, **result, **self._at())

    def move(self, line, *, up):
        services.move_line(self.actor, line_id=line, up=up, **self._at())

    def mark(self, section, state, **said):
        services.mark_section(self.actor, section=section, state=state, **said, **self._at())

    def undo(self):
        return services.undo(self.actor, **self._at())

    def publish(self):
        services.publish_plan(self.actor, why="x", **self._at())


@pytest.fixture
def ann(world, senco):
    """Begins with nothing of hers in the draft: what made the world was not undone by anyone."""
    user = a_user("Ann First")
    a_membership(user, world.alder, Role.SENCO)
    return Writer(the_actor(user, "Ann First"), world.plan)


@pytest.fixture
def bea(world):
    user = a_user("Bea Second")
    a_membership(user, world.alder, Role.SENCO)
    return Writer(the_actor(user, "Bea Second"), world.plan)


def words(line, field):
    return DraftLine.objects.get(id=line).values.get(field)


def order(world, section):
    rows = DraftLine.objects.filter(plan_id=world.plan, section=section)
    return list(rows.order_by("position", "id").values_list("id", flat=True))


def test_the_last_words_go_back_and_then_the_ones_before(world, ann):
    for text in ("one", "two", "three"):
        ann.write(world.line, "target", text)
    seen = []
    for _ in range(3):
        assert ann.undo().done
        seen.append(words(world.line, "target"))
    assert seen == ["two", "one", None]
    with pytest.raises(NotNow, match="nothing in this draft"):
        ann.undo()


def test_an_undo_is_a_recorded_change_that_others_see(world, ann):
    ann.write(world.line, "target", "one")
    before = AuditLeaf.objects.count(), Outbox.objects.count()
    undone = ann.undo()
    assert undone.words == "Taken back: what you wrote in 'What we are aiming for'."
    assert undone.rev == 2 == DraftLine.objects.get(id=world.line).revs["target"]
    assert (AuditLeaf.objects.count(), Outbox.objects.count()) == (before[0] + 1, before[1] + 1)
    kept = DraftChange.objects.filter(undoes__isnull=False).get()
    assert (kept.before, kept.after, kept.by_name) == ("one", None, "Ann First")


def test_a_colleague_s_later_words_are_never_overwritten_and_both_are_shown(world, ann, bea):
    ann.write(world.line, "target", "first")
    ann.write(world.line, "target", "mine")
    bea.write(world.line, "target", "hers")
    undone = ann.undo()
    assert not undone.done
    assert undone.words.startswith("Bea Second has written in 'What we are aiming for' since")
    assert (undone.standing, undone.earlier) == ("hers", "first")
    assert words(world.line, "target") == "hers"
    assert not ann.undo().done  # goes on to the change before, which hers covers too
    assert words(world.line, "target") == "hers"


def test_the_same_words_put_back_by_a_colleague_are_the_colleague_s(world, ann, bea):
    ann.write(world.line, "target", "mine")
    bea.write(world.line, "target", "hers")
    bea.write(world.line, "target", "mine")
    assert not ann.undo().done
    assert words(world.line, "target") == "mine"


def test_each_takes_back_only_their_own(world, ann, bea):
    ann.write(world.line, "target", "mine")
    bea.write(world.line, "baseline", "hers")
    assert ann.undo().field == "target"
    assert words(world.line, "baseline") == "hers"


def test_a_removed_line_comes_back_whole_in_its_place(world, ann):
    first, second, third = ann.add("need"), ann.add("need"), ann.add("need")
    ann.write(second, "title", "Reading")
    ann.write(world.line, "needs", [str(second)])
    ann.remove(second)
    assert order(world, "need") == [first, third]
    assert ann.undo().done
    assert order(world, "need") == [first, second, third]
    assert words(second, "title") == "Reading"
    assert words(world.line, "needs") == [str(second)]
    assert DraftLine.objects.get(id=second).revs["title"] == 1


def test_an_added_line_goes_again(world, ann):
    line = ann.add("need")
    assert ann.undo().done
    assert not DraftLine.objects.filter(id=line).exists()


def test_an_added_line_that_a_colleague_has_written_in_stays(world, ann, bea):
    line = ann.add("need")
    bea.write(line, "title", "Hers")
    undone = ann.undo()
    assert (undone.done, undone.standing) == (False, "Hers")
    assert words(line, "title") == "Hers"


def test_an_added_outcome_that_families_have_read_does_not_disappear(world, ann):
    line = ann.add("outcome")
    ann.write(line, "title", "Reads aloud")
    ann.publish()
    ann.undo()  # the title, in the draft only
    undone = ann.undo()
    assert not undone.done
    assert "published" in undone.words
    assert DraftLine.objects.filter(id=line).exists()


def test_what_one_request_did_to_one_line_is_one_change(world, ann):
    at = NOW + timedelta(days=2)
    line = services.add_line(ann.actor, plan_id=world.plan, section="provision", now=at)
    for field, text in (("what", "Reading"), ("who", "Ms Shah"), ("how_often", "Daily")):
        services.save_field(
            ann.actor, plan_id=world.plan, line_id=line, field=field, value=text, base_rev=0, now=at
        )
    ann.undo()
    assert not DraftLine.objects.filter(id=line).exists()
    with pytest.raises(NotNow):
        ann.undo()


def test_fields_of_one_line_saved_at_once_go_back_together(world, ann):
    at = NOW + timedelta(days=2)
    for field in ("target", "baseline"):
        services.save_field(
            ann.actor, plan_id=world.plan, line_id=world.line, field=field, value="x", base_rev=0,
            now=at,
        )  # fmt: skip
    assert ann.undo().words == "Taken back: 2 fields you wrote."
    assert (words(world.line, "target"), words(world.line, "baseline")) == (None, None)


def test_finishing_an_outcome_and_bringing_it_back_are_taken_back(world, ann):
    ann.remove(world.line, achievement="met", why="Done")
    ann.undo()
    assert DraftLine.objects.get(id=world.line).ended is None
    ann.remove(world.line, achievement="met", why="Done")
    services.restore_line(ann.actor, line_id=world.line, **ann._at())
    ann.undo()
    assert DraftLine.objects.get(id=world.line).ended["why"] == "Done"


def test_a_result_that_is_published_is_not_taken_back(world, ann):
    ann.remove(world.line, achievement="met", why="Done")
    ann.publish()
    assert "published since" in ann.undo().words


def test_an_order_goes_back_unless_it_has_changed_since(world, ann, bea):
    one, two = ann.add("need"), ann.add("need")
    ann.move(two, up=True)
    ann.undo()
    assert order(world, "need") == [one, two]
    ann.move(two, up=True)
    bea.add("need")
    assert not ann.undo().done


def test_a_status_goes_back(world, ann):
    ann.mark("need", SectionState.WAITING, who="Ms Shah")
    ann.mark("need", SectionState.DONE)
    ann.undo()
    assert SectionMark.objects.get(section="need").who == "Ms Shah"
    ann.undo()
    assert not SectionMark.objects.filter(section="need").exists()


def test_words_in_a_line_that_a_colleague_removed_are_told_and_not_lost(world, ann, bea):
    line = ann.add("need")
    ann.write(line, "title", "first")
    ann.write(line, "title", "second")
    bea.remove(line)
    undone = ann.undo()
    assert (undone.done, undone.earlier) == (False, "first")


def test_choosing_between_two_texts_can_be_taken_back(world, ann, bea):
    ann.write(world.line, "target", "hers")
    services.save_field(
        bea.actor, line_id=world.line, field="target", value="his", base_rev=0, **bea._at()
    )
    clash = Clash.objects.get(settled_at=None)
    services.settle_clash(bea.actor, clash_id=clash.id, choice=ClashChoice.OTHER, **bea._at())
    assert words(world.line, "target") == "his"
    bea.undo()
    assert words(world.line, "target") == "hers"


@pytest.mark.parametrize("who", ["head", "dsl", "teacher", "assistant", "office", "it_lead", "mother",
                                 "father", "young_person", "birch_senco", "charlie"])  # fmt: skip
def test_only_those_who_write_the_plan_can_undo(world, who):
    with pytest.raises(NotAllowed):
        services.undo(world.actor(who), plan_id=world.plan, now=NOW)


def test_there_is_nothing_to_undo_in_a_plan_that_is_not_there_or_has_ended(world, ann):
    with pytest.raises(NotFound):
        services.undo(ann.actor, plan_id=world.line, now=NOW)
    ann.write(world.line, "target", "one")
    services.end_plan(ann.actor, why="x", safety_handed_over=True, **ann._at())
    with pytest.raises(NotNow, match="has ended"):
        ann.undo()


def test_the_history_cannot_be_changed(world, ann):
    """A planted fault: the app's own role may add to the history and read it, nothing else."""
    from django.db import ProgrammingError, connection, transaction

    ann.write(world.line, "target", "one")
    for sql in ("UPDATE plans_draft_change SET by_name = 'x'", "DELETE FROM plans_draft_change"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sql)


ACTS = st.lists(
    st.tuples(st.sampled_from(["ann", "bea"]), st.sampled_from(["write", "undo"]),
              st.sampled_from(["target", "baseline"]), st.sampled_from(["a", "b", "c", ""])),
    max_size=12,
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_whatever_two_people_do_undo_changes_only_fields_that_were_last_written_by_the_one_who_undoes(
    world, ann, bea, acts
):
    people = {"ann": ann, "bea": bea}
    line = ann.add("outcome")
    last = {}
    for who, what, field, text in acts:
        if what == "write":
            if (
                people[who].write(line, field, text).rev
                and words(line, field) != last.get(field, ("", ""))[1]
            ):
                last[field] = (who, words(line, field))
            continue
        before = {f: words(line, f) for f in ("target", "baseline")}
        try:
            people[who].undo()
        except NotNow:
            continue
        if not DraftLine.objects.filter(id=line).exists():
            assert all(by == who for by, _ in last.values())
            return
        for f, was in before.items():
            if words(line, f) != was:
                assert last[f][0] == who
                last[f] = (who, words(line, f))


def test_an_undo_that_looks_at_nobody_else_would_overwrite_a_colleague(
    world, ann, bea, monkeypatch
):
    """The planted fault: without the look at who wrote since, the colleague's choice is lost."""
    monkeypatch.setattr(sys.modules["spinney.plans.services.undo"], "_others_since", lambda *_: "")
    ann.write(world.line, "target", "mine")
    bea.write(world.line, "target", "hers")
    bea.write(world.line, "target", "mine")
    assert ann.undo().done
    assert words(world.line, "target") is None
