"""A school's bank: who may change it, what stays the shipped entry's, what another school never sees."""

from dataclasses import replace

import pytest
from tests.factories.access import NOW
from tests.plans.bank.entries import OWN, PROVISION, SHIPPED

from spinney.access.models import AuditLeaf
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.rows import one_row
from spinney.plans import queries, services
from spinney.plans.models import BankEntry
from spinney.plans.rules.bank_shipped import shipped, shipped_by_code
from spinney.plans.types.bank import BankFilter, BankKind

STRANGERS = ["teacher", "assistant", "office", "dsl", "it_lead", "birch_senco", "mother", "charlie"]
READERS = ["senco", "head", "dsl", "teacher", "assistant", "other_teacher"]
NOT_STAFF_HERE = ["birch_senco", "mother", "father", "young_person", "charlie"]


def the_item(world, code, who="senco"):
    return queries.bank_entry(world.actor(who), school_id=world.alder, code=code, now=NOW).item


def found(world, who="senco", **narrowed):
    page = queries.bank_page(
        world.actor(who), school_id=world.alder, narrowed=BankFilter(**narrowed), most=1000
    )
    return {item.entry.code for item in page.items}


def change(world, code=SHIPPED, text="Say the first sound only.", base=1, who="senco"):
    entry = replace(the_item(world, code).entry, words={"text": text})
    return services.change_bank_entry(
        world.actor(who), school_id=world.alder, entry=entry, base_version=base, now=NOW
    )


ACTS = {
    "add": lambda w, a: services.add_bank_entry(a, school_id=w.alder, entry=OWN, now=NOW),
    "change": lambda w, a: services.change_bank_entry(
        a, school_id=w.alder, entry=shipped()[0], base_version=1, now=NOW
    ),
    "hide": lambda w, a: services.hide_bank_entry(a, school_id=w.alder, code=SHIPPED, now=NOW),
    "show": lambda w, a: services.show_bank_entry(a, school_id=w.alder, code=SHIPPED, now=NOW),
    "original": lambda w, a: services.use_original_entry(
        a, school_id=w.alder, code=SHIPPED, now=NOW
    ),
    "share": lambda w, a: services.share_bank_entries(
        a, school_id=w.alder, school_name="x", codes=[SHIPPED], now=NOW
    ),
    "take over": lambda w, a: services.take_over_bank_file(
        a, school_id=w.alder, data=b"{}", now=NOW
    ),
    "preview": lambda w, a: queries.bank_file_preview(a, school_id=w.alder, data=b"{}"),
    "what to share": lambda w, a: queries.bank_to_share(a, school_id=w.alder),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", STRANGERS)
def test_only_those_who_lead_send_change_or_share_the_bank(world, act, who):
    with pytest.raises(NotAllowed):
        ACTS[act](world, world.actor(who))
    assert not BankEntry.objects.exists()


@pytest.mark.parametrize("who", READERS)
def test_every_member_of_staff_may_read_the_bank(world, who):
    assert SHIPPED in found(world, who)
    page = queries.bank_entry(world.actor(who), school_id=world.alder, code=SHIPPED, now=NOW)
    assert page.may_change is (who in {"senco", "head"})
    assert page.uses == ()


@pytest.mark.parametrize("who", NOT_STAFF_HERE)
def test_nobody_else_reads_it(world, who):
    actor = world.actor(who)
    with pytest.raises(NotAllowed):
        queries.bank_page(actor, school_id=world.alder, narrowed=BankFilter())
    with pytest.raises(NotAllowed):
        queries.bank_entry(actor, school_id=world.alder, code=SHIPPED, now=NOW)


def test_a_school_begins_with_every_shipped_entry_and_no_row_of_its_own(world):
    assert found(world) == set(shipped_by_code())
    assert BankEntry.objects.count() == 0


def test_an_own_entry_is_found_at_this_school_and_at_no_other(world, senco):
    code = services.add_bank_entry(senco, school_id=world.alder, entry=OWN, now=NOW)
    assert code in found(world, words="cushion")
    birch = queries.bank_page(
        world.actor("birch_senco"), school_id=world.birch, narrowed=BankFilter(words="cushion")
    )
    assert code not in {item.entry.code for item in birch.items}
    with pytest.raises(NotFound):
        queries.bank_entry(world.actor("birch_senco"), school_id=world.birch, code=code, now=NOW)
    item = the_item(world, code)
    assert (item.own, item.entry.version, item.changed_by) == (True, 1, "senco")


def test_the_schools_words_stand_in_place_of_the_shipped_ones_and_remember_them(world):
    assert change(world) == 1
    item = the_item(world, SHIPPED)
    assert item.entry.words == {"text": "Say the first sound only."}
    assert (item.came_from.whose, item.came_from.code, item.came_from.version) == (
        "shipped", SHIPPED, 1,
    )  # fmt: skip
    assert item.original == shipped_by_code()[SHIPPED]
    assert not item.original_has_moved_on
    assert BankEntry.objects.count() == 1


def test_each_change_is_the_next_version_and_the_old_words_are_kept_in_the_history(world):
    change(world)
    assert change(world, text="Hum the first sound.") == 2
    kept = one_row(
        "SELECT count(*) FROM access_history WHERE table_name = 'plans_bank_entry'"
        " AND before::text LIKE '%%first sound only%%'"
    )
    assert kept[0] == 1


def test_the_same_words_again_change_nothing(world, senco):
    entry = the_item(world, SHIPPED).entry
    version = services.change_bank_entry(
        senco, school_id=world.alder, entry=entry, base_version=1, now=NOW
    )
    assert version == 1
    assert BankEntry.objects.count() == 0


def test_two_who_change_one_entry_do_not_write_over_each_other(world):
    change(world)
    change(world, text="Hum the first sound.")
    with pytest.raises(NotNow, match="Someone else changed"):
        change(world, text="Whisper it.", base=1)
    assert the_item(world, SHIPPED).entry.words == {"text": "Hum the first sound."}


def test_when_a_release_betters_a_shipped_entry_the_school_is_told_and_its_own_words_stay(
    world, monkeypatch
):
    change(world)
    newer = {**shipped_by_code(), SHIPPED: replace(shipped_by_code()[SHIPPED], version=2)}
    monkeypatch.setattr("spinney.plans.services.bank_held.shipped_by_code", lambda: newer)
    item = the_item(world, SHIPPED)
    assert item.original_has_moved_on
    assert item.entry.words == {"text": "Say the first sound only."}


def test_a_hidden_entry_is_out_of_sight_and_comes_back(world, senco):
    ACTS["hide"](world, senco)
    assert SHIPPED not in found(world)
    assert SHIPPED in found(world, state="hidden")
    ACTS["hide"](world, senco)
    ACTS["show"](world, senco)
    assert SHIPPED in found(world)


def test_hiding_keeps_the_schools_own_words(world, senco):
    change(world)
    ACTS["hide"](world, senco)
    ACTS["show"](world, senco)
    assert the_item(world, SHIPPED).entry.words == {"text": "Say the first sound only."}


def test_the_shipped_words_can_be_taken_back(world, senco):
    change(world)
    ACTS["original"](world, senco)
    assert the_item(world, SHIPPED).entry == shipped_by_code()[SHIPPED]
    ACTS["original"](world, senco)


def test_an_own_entry_has_no_original_to_go_back_to(world, senco):
    code = services.add_bank_entry(senco, school_id=world.alder, entry=OWN, now=NOW)
    with pytest.raises(NotNow, match="no original"):
        services.use_original_entry(senco, school_id=world.alder, code=code, now=NOW)


def test_an_entry_that_a_release_took_out_is_gone_and_a_changed_one_stays(
    world, senco, monkeypatch
):
    change(world)
    services.hide_bank_entry(senco, school_id=world.alder, code="ci-now-next", now=NOW)
    fewer = {
        code: entry
        for code, entry in shipped_by_code().items()
        if code not in {SHIPPED, "ci-now-next"}
    }
    monkeypatch.setattr("spinney.plans.services.bank_held.shipped_by_code", lambda: fewer)
    assert SHIPPED in found(world)
    assert "ci-now-next" not in found(world, state="hidden")


BAD = {
    "no title": ({"title": " "}, "title"),
    "a long title": ({"title": "x" * 121}, "title"),
    "no words": ({"words": {}}, "words.text"),
    "long words": ({"words": {"text": "x" * 401}}, "words.text"),
    "a list for words": ({"words": {"text": ["x"]}}, "words.text"),
    "a field of another kind": ({"words": {"text": "x", "minutes": 5}}, "words"),
    "no area": ({"areas": ()}, "areas"),
    "no phase": ({"phases": ()}, "phases"),
    "no source": ({"source": ""}, "source"),
    "a word for minutes": (
        {"kind": BankKind.INTERVENTION, "words": {**PROVISION.words, "minutes": "ten"}}, "words.minutes",
    ),
    "no minutes": (
        {"kind": BankKind.INTERVENTION, "words": {**PROVISION.words, "minutes": 0}}, "words.minutes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_an_entry_that_cannot_be_kept_says_which_field_and_why(world, senco, name):
    more, field = BAD[name]
    with pytest.raises(BadInput) as refused:
        services.add_bank_entry(senco, school_id=world.alder, entry=replace(OWN, **more), now=NOW)
    assert refused.value.field == field
    assert BankEntry.objects.count() == 0


def test_characters_that_cannot_be_seen_are_not_kept(world, senco):
    entry = replace(OWN, title="Blue\x00 cushion\u202e", words={"text": "Sit\x07 here\u200b."})
    code = services.add_bank_entry(senco, school_id=world.alder, entry=entry, now=NOW)
    kept = the_item(world, code).entry
    assert (kept.title, kept.words) == ("Blue cushion", {"text": "Sit here."})


def test_an_entry_keeps_its_kind(world, senco):
    entry = replace(PROVISION, code=SHIPPED)
    with pytest.raises(BadInput, match="keeps its kind"):
        services.change_bank_entry(
            senco, school_id=world.alder, entry=entry, base_version=1, now=NOW
        )


@pytest.mark.parametrize("act", ["hide", "show", "original"])
def test_an_entry_that_is_not_there_is_not_found(world, senco, act):
    act = {"hide": services.hide_bank_entry, "show": services.show_bank_entry,
           "original": services.use_original_entry}[act]  # fmt: skip
    with pytest.raises(NotFound):
        act(senco, school_id=world.alder, code="no-such-thing", now=NOW)


def test_a_bank_has_an_end(world, senco, monkeypatch):
    monkeypatch.setattr("spinney.plans.services.bank.MOST_OWN", 1)
    services.add_bank_entry(senco, school_id=world.alder, entry=OWN, now=NOW)
    with pytest.raises(NotNow, match="at most"):
        services.add_bank_entry(senco, school_id=world.alder, entry=OWN, now=NOW)


def test_every_change_is_told_and_recorded_without_its_words(world, senco):
    code = services.add_bank_entry(senco, school_id=world.alder, entry=OWN, now=NOW)
    told = Outbox.objects.filter(type="spinney.plan.bank-changed.v1").get()
    assert told.data == {"what": "added", "codes": [code]}
    leaf = bytes(AuditLeaf.objects.filter(school_id=world.alder).latest("seq").leaf)
    assert code.encode() in leaf
    assert b"cushion" not in leaf
