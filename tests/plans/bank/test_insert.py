"""From the bank into a plan: one act, the words the plan's own from then on, and where they came from kept."""

from dataclasses import replace

import pytest
from tests.factories.access import NOW
from tests.factories.plans import save, write
from tests.plans.bank.entries import OWN, PROVISION, SHIPPED

from spinney.access.models import AuditLeaf
from spinney.access.types import Actor, Role
from spinney.events.models import Outbox
from spinney.kernel.errors import NotAllowed, NotFound, NotNow
from spinney.plans import queries, services
from spinney.plans.models import DraftLine, Version
from spinney.plans.rules.bank import blanks_in
from spinney.plans.rules.bank_shipped import shipped, shipped_by_code
from spinney.plans.services.publish import content_hash
from spinney.plans.types.bank import BankFilter, BankKind

TARGET = "ci-ask-for-help"
SUPPORT = "ci-word-map-group"
REFUSED = ["teacher", "assistant", "head", "dsl", "office", "other_teacher", "mother", "father",
           "young_person", "birch_senco", "charlie"]  # fmt: skip


def put_in(world, code, who="senco", plan=None):
    return services.add_from_bank(world.actor(who), plan_id=plan or world.plan, code=code, now=NOW)


def line(made):
    return DraftLine.objects.get(id=made)


def notes(world, plan=None):
    draft = queries.draft_for_editor(world.actor("senco"), plan_id=plan or world.plan, now=NOW)
    return queries.bank_in_editor(draft).notes


def test_an_intervention_fills_a_provision_line_in_one_act(world):
    made = line(put_in(world, SUPPORT))
    words = shipped_by_code()[SUPPORT].words
    assert made.section == "provision"
    assert made.values == words
    assert made.revs == dict.fromkeys(words, 1)
    assert set(words) == {"what", "who", "how_often", "minutes", "group_size", "place"}


def test_a_target_calls_the_child_by_name_and_leaves_the_blanks_to_fill(world):
    made = line(put_in(world, TARGET))
    assert made.section == "outcome"
    assert made.values["title"].startswith("Maya asks for help")
    assert notes(world)[made.id].blanks == ("[number]",)


def test_it_comes_after_the_lines_that_are_there(world):
    put_in(world, "ci-ten-seconds")
    last = line(put_in(world, SHIPPED))
    lines = DraftLine.objects.filter(plan_id=world.plan, section="adjustment").order_by("position")
    assert lines.last().id == last.id
    assert len({x.position for x in lines}) == lines.count()


def test_every_entry_can_be_put_into_one_plan_and_published(world, senco):
    made = [line(put_in(world, entry.code)) for entry in shipped()]
    assert "[name]" not in str([item.values for item in made])
    assert services.publish_plan(senco, plan_id=world.plan, why="More help", now=NOW) == 2
    assert len(Version.objects.get(plan_id=world.plan, number=2).origins) == len(made)


@pytest.mark.parametrize("who", REFUSED)
def test_whoever_may_not_edit_the_plan_puts_nothing_in_and_is_offered_nothing(world, who):
    before = DraftLine.objects.count()
    with pytest.raises((NotAllowed, NotFound)):
        put_in(world, SHIPPED, who)
    with pytest.raises((NotAllowed, NotFound)):
        queries.bank_for_plan(
            world.actor(who),
            plan_id=world.plan,
            section="adjustment",
            narrowed=BankFilter(),
            now=NOW,
        )
    assert DraftLine.objects.count() == before


def test_the_line_says_which_entry_which_version_who_and_when(world):
    made = put_in(world, SHIPPED)
    note = notes(world)[made]
    assert (note.code, note.version, note.whose, note.by_name, note.at, note.changed) == (
        SHIPPED, 1, "shipped", "senco", NOW, False,
    )  # fmt: skip
    leaf = bytes(
        AuditLeaf.objects.filter(school_id=world.alder, action="edit_plan").latest("seq").leaf
    )
    assert SHIPPED.encode() in leaf
    told = Outbox.objects.get(type="spinney.plan.bank-entry-used.v1")
    assert (told.data["code"], told.data["line_id"]) == (SHIPPED, str(made))


def test_the_words_are_the_plans_own_and_the_line_says_that_they_were_changed(world, senco):
    made = put_in(world, SHIPPED)
    save(senco, world.plan, made, "text", "Give Maya the first sound.", base_rev=1)
    assert notes(world)[made].changed
    save(senco, world.plan, made, "text", shipped_by_code()[SHIPPED].words["text"], base_rev=2)
    assert not notes(world)[made].changed


def test_changing_or_hiding_the_entry_later_leaves_the_plan_alone(world, senco):
    made = put_in(world, SHIPPED)
    entry = replace(shipped_by_code()[SHIPPED], words={"text": "Something else."})
    services.change_bank_entry(senco, school_id=world.alder, entry=entry, base_version=1, now=NOW)
    services.hide_bank_entry(senco, school_id=world.alder, code=SHIPPED, now=NOW)
    assert line(made).values == shipped_by_code()[SHIPPED].words
    assert notes(world)[made].version == 1


def test_the_schools_own_words_are_what_is_put_in(world, senco):
    code = services.add_bank_entry(senco, school_id=world.alder, entry=PROVISION, now=NOW)
    made = put_in(world, code)
    assert line(made).values["what"] == PROVISION.words["what"]
    assert notes(world)[made].whose == "school"


def test_a_hidden_entry_and_another_schools_are_not_put_in(world, senco):
    services.hide_bank_entry(senco, school_id=world.alder, code=SHIPPED, now=NOW)
    birch = services.add_bank_entry(
        world.actor("birch_senco"), school_id=world.birch, entry=OWN, now=NOW
    )
    for code in (SHIPPED, birch, "no-such-thing", "", "x" * 500, "\x00"):
        with pytest.raises(NotNow, match="no longer in your school"):
            put_in(world, code)


def test_nothing_is_put_into_an_ended_or_a_full_plan(world, senco, monkeypatch):
    monkeypatch.setattr("spinney.plans.services.lines.MOST_LINES", 3)
    with pytest.raises(NotNow, match="at most 3 lines"):
        put_in(world, SHIPPED)
    services.end_plan(senco, plan_id=world.plan, why="Done", now=NOW, safety_handed_over=True)
    with pytest.raises(NotNow, match="ended"):
        put_in(world, SHIPPED)


def test_where_the_words_came_from_is_kept_in_the_version_and_families_do_not_see_it(world, senco):
    made = put_in(world, SHIPPED)
    services.publish_plan(senco, plan_id=world.plan, why="More help", now=NOW)
    stored = Version.objects.get(plan_id=world.plan, number=2)
    assert stored.origins[str(made)]["code"] == SHIPPED
    assert SHIPPED not in str(stored.lines)
    for who in ("mother", "young_person"):
        view = queries.plan_for_reader(world.actor(who), plan_id=world.plan, now=NOW)
        assert SHIPPED not in repr(view)
        page = queries.plan_page(world.actor(who), plan_id=world.plan, now=NOW)
        assert queries.bank_in_version(world.actor(who), page) == ()
    for who in ("senco", "teacher"):
        page = queries.plan_page(world.actor(who), plan_id=world.plan, now=NOW)
        ((title, note),) = queries.bank_in_version(world.actor(who), page)
        assert (title, note.code, note.changed) == ("What helps me in class", SHIPPED, False)


def test_the_hash_of_a_version_is_of_its_words_alone(world, senco):
    before = Version.objects.get(plan_id=world.plan, number=1)
    assert before.origins is None
    put_in(world, SHIPPED)
    services.publish_plan(senco, plan_id=world.plan, why="More help", now=NOW)
    view = queries.plan_for_reader(senco, plan_id=world.plan, now=NOW)
    assert Version.objects.get(plan_id=world.plan, number=2).content_hash == content_hash(
        view.lines
    )
    page = queries.plan_page(senco, plan_id=world.plan, now=NOW, number=1)
    assert queries.bank_in_version(senco, page) == ()


def test_a_line_that_is_taken_off_takes_its_origin_along(world, senco):
    made = put_in(world, SHIPPED)
    services.publish_plan(senco, plan_id=world.plan, why="More help", now=NOW)
    services.remove_line(senco, plan_id=world.plan, line_id=made, now=NOW)
    services.publish_plan(senco, plan_id=world.plan, why="Less help", now=NOW)
    assert Version.objects.get(plan_id=world.plan, number=3).origins is None


def uses(world, code=SHIPPED, who="senco"):
    page = queries.bank_entry(world.actor(who), school_id=world.alder, code=code, now=NOW)
    return {(use.child_name, use.published, use.draft) for use in page.uses}


def test_those_who_lead_send_see_where_an_entry_is_used(world, senco):
    put_in(world, SHIPPED)
    put_in(world, SHIPPED, plan=world.draft)
    assert uses(world) == {("Maya Okafor", False, True), ("Sam Ó Briain", False, True)}
    assert uses(world, who="head") == set()  # the head reads plans and not drafts
    services.publish_plan(senco, plan_id=world.plan, why="More help", now=NOW)
    assert ("Maya Okafor", True, True) in uses(world)
    assert uses(world, who="head") == {("Maya Okafor", True, False)}
    assert uses(world, who="teacher") == set()


def test_seeing_where_an_entry_is_used_is_a_look_at_each_child(world):
    put_in(world, SHIPPED)
    uses(world)
    leaf = AuditLeaf.objects.filter(school_id=world.alder).latest("seq")
    assert (leaf.action, leaf.subject_ids) == ("view_plan", [world.maya])


def offered(world, section="provision", **narrowed):
    return queries.bank_for_plan(
        world.actor("senco"),
        plan_id=world.draft,
        section=section,
        narrowed=BankFilter(**narrowed),
        now=NOW,
    )


def test_a_list_is_offered_its_own_kind_and_what_fits_the_child_first(world, senco):
    need = services.add_line(senco, plan_id=world.draft, section="need", now=NOW)
    save(senco, world.draft, need, "area", "SP")
    first = offered(world).items[0].entry
    assert first.kind is BankKind.INTERVENTION
    assert "SP" in first.areas
    assert "primary" in first.phases


def test_typing_narrows_what_is_offered(world):
    assert {item.entry.code for item in offered(world, words="phon").items} >= {"cl-phonics-daily"}
    assert offered(world, words="zzz").items == ()


def test_a_list_that_the_bank_cannot_fill_is_not_found(world):
    for section in ("need", "about", "no_such", ""):
        with pytest.raises(NotFound):
            offered(world, section)


def test_letters_typed_in_the_picker_are_not_each_recorded_as_a_look(world, senco):
    before = AuditLeaf.objects.count()
    queries.bank_for_plan(
        senco, plan_id=world.draft, section="provision", narrowed=BankFilter(words="p"), now=NOW,
        only_options=True,
    )  # fmt: skip
    assert AuditLeaf.objects.count() == before
    offered(world)
    assert AuditLeaf.objects.count() == before + 1


def test_a_blank_is_a_small_word_in_square_brackets():
    assert blanks_in({"a": "In [number] of [number of lessons].", "b": "[1] [X] []", "c": 3}) == (
        "[number]", "[number of lessons]",
    )  # fmt: skip


def test_other_writing_goes_on_as_before(world, senco):
    write(senco, world.draft, "about", "important_to_me", "My dog.")
    assert notes(world, world.draft) == {}


def told_of_the_bank(world):
    """Which of the family's readers are told where a line's words came from: nobody should be."""
    found = []
    for who in ("mother", "young_person"):
        page = queries.plan_page(world.actor(who), plan_id=world.plan, now=NOW)
        if queries.bank_in_version(world.actor(who), page):
            found.append(who)
    return found


def test_a_planted_leak_of_the_origin_to_a_family_is_found(world, senco, monkeypatch):
    put_in(world, SHIPPED)
    services.publish_plan(senco, plan_id=world.plan, why="More help", now=NOW)
    assert told_of_the_bank(world) == []
    monkeypatch.setattr(Actor, "roles_in", lambda self, school_id: frozenset(Role))
    assert told_of_the_bank(world) == ["mother", "young_person"]
