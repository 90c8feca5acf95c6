"""Sharing between schools: what goes out comes in, twice changes nothing, and a bad file takes nothing."""

import json
from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.access import NOW
from tests.plans.bank.entries import OWN, PROVISION, SHIPPED

from spinney.kernel.errors import BadInput, NotNow
from spinney.plans import queries, services
from spinney.plans.models import BankEntry
from spinney.plans.rules import bank_file
from spinney.plans.rules.bank_shipped import shipped, shipped_by_code
from spinney.plans.types.bank import (
    BankArea,
    BankFilter,
    BankItem,
    BankKind,
    BankPhase,
    Cost,
    Entry,
)

NO_ROWS: dict[str, BankItem] = {}


def a_file(*entries, **head):
    told = {
        "format": "spinney-bank",
        "version": 1,
        "from": "Birch Academy",
        "entries": list(entries),
    }
    return json.dumps({**told, **head}).encode()


def a_row(**more):
    row = msgspec.to_builtins(replace(OWN, code="own-birch-1"))
    return {**row, **more}


def take(world, data, **more):
    return services.take_over_bank_file(
        world.actor("senco"), school_id=world.alder, data=data, now=NOW, **more
    )


def look(world, data):
    return queries.bank_file_preview(world.actor("senco"), school_id=world.alder, data=data)


def told(found):
    return {what: len(found.which(what)) for what in ("added", "changed", "left")}


def share(world, *codes, who="birch_senco", school="birch"):
    return services.share_bank_entries(
        world.actor(who), school_id=getattr(world, school), school_name="Birch Academy", codes=codes,
        now=NOW,
    )  # fmt: skip


def test_an_entry_travels_from_one_school_to_another_and_remembers_where_it_is_from(world):
    birch = world.actor("birch_senco")
    code = services.add_bank_entry(birch, school_id=world.birch, entry=PROVISION, now=NOW)
    data = share(world, code)
    assert told(look(world, data)) == {"added": 1, "changed": 0, "left": 0}
    assert not BankEntry.objects.filter(school_id=world.alder).exists()
    take(world, data)
    item = queries.bank_entry(
        world.actor("teacher"), school_id=world.alder, code=code, now=NOW
    ).item
    assert item.entry == replace(PROVISION, code=code)
    assert (item.came_from.whose, item.came_from.version) == ("Birch Academy", 1)


def test_the_same_file_twice_changes_nothing(world):
    data = a_file(a_row(), a_row(code="own-birch-2", title="Another"))
    take(world, data)
    before = list(BankEntry.objects.values())
    assert told(look(world, data)) == {"added": 0, "changed": 0, "left": 2}
    take(world, data)
    assert list(BankEntry.objects.values()) == before


def test_a_changed_entry_shows_what_differs_before_it_is_taken(world):
    take(world, a_file(a_row()))
    data = a_file(a_row(title="Green cushion", cost="high"))
    (item,) = look(world, data).which("changed")
    assert item.fields == ("Name in the bank", "Cost")
    take(world, data)
    assert BankEntry.objects.get().version == 2


def test_only_what_was_ticked_is_taken(world):
    data = a_file(a_row(), a_row(code="own-birch-2", title="Another"))
    found = take(world, data, only={"own-birch-2"})
    assert told(found) == {"added": 1, "changed": 0, "left": 1}
    assert BankEntry.objects.get().code == "own-birch-2"


def test_another_schools_words_for_a_shipped_entry_become_this_schools_own(world):
    entry = replace(shipped_by_code()[SHIPPED], words={"text": "Whisper the first word."})
    data = a_file(msgspec.to_builtins(entry))
    assert told(look(world, data)) == {"added": 0, "changed": 1, "left": 0}
    take(world, data)
    assert BankEntry.objects.get().came_from["whose"] == "Birch Academy"
    senco = world.actor("senco")
    services.use_original_entry(senco, school_id=world.alder, code=SHIPPED, now=NOW)
    assert not BankEntry.objects.exists()


def test_what_is_hidden_here_stays_hidden(world, senco):
    services.hide_bank_entry(senco, school_id=world.alder, code=SHIPPED, now=NOW)
    take(world, a_file(msgspec.to_builtins(shipped_by_code()[SHIPPED])))
    entry = replace(shipped_by_code()[SHIPPED], words={"text": "Whisper the first word."})
    take(world, a_file(msgspec.to_builtins(entry)))
    assert BankEntry.objects.get().hidden


def test_the_whole_shipped_bank_goes_out_and_in_unchanged(world):
    data = share(world, *shipped_by_code())
    assert len(data) < bank_file.MOST_BYTES
    assert told(look(world, data)) == {"added": 0, "changed": 0, "left": len(shipped())}


def test_a_file_holds_no_name_of_a_person(world, senco):
    code = services.add_bank_entry(senco, school_id=world.alder, entry=OWN, now=NOW)
    data = share(world, code, who="senco", school="alder").decode()
    assert set(json.loads(data)["entries"][0]) == {
        "code", "kind", "title", "words", "areas", "phases", "source", "cost", "also", "rating", "version",
    }  # fmt: skip
    assert "senco" not in data


def test_nothing_chosen_makes_no_file(world):
    with pytest.raises(BadInput, match="Tick at least one"):
        share(world, "no-such-thing")


WHOLE = {
    "nothing": (b"", "not a bank file"),
    "not JSON": (b"Title,Words\nx,y\n", "not a bank file"),
    "a list": (b"[]", "not a bank file"),
    "a number": (b"1e999", "not a bank file"),
    "bytes": (bytes(range(256)), "not a bank file"),
    "UTF-16": ("{}".encode("utf-16"), "not a bank file"),
    "half a file": (a_file(a_row())[:-20], "not a bank file"),
    "another format": (a_file(format="x"), "format has another name"),
    "a newer version": (a_file(version=2), "another version"),
    "too large": (b" " * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    "too deep": (b"[" * 100_000, "nested too deeply"),
    "too deep inside": (a_file({"words": [[[[[[1]]]]]]}), "nested too deeply"),
    "quotes without end": (b'"\\' + b'\\"' * 500_000, "not a bank file"),
    "too many": (a_file(*[{}] * 501), "more than 500"),
    "a lone surrogate": (b'{"format":"\\ud800","version":1,"entries":[]}', "not a bank file"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_none_is_refused_whole_and_says_why(world, name):
    data, why = WHOLE[name]
    for act in (look, take):
        with pytest.raises(BadInput, match=why) as refused:
            act(world, data)
        assert "Nothing was taken" in str(refused.value)
    assert not BankEntry.objects.exists()


ROWS = {
    "not an object": (7, ""),
    "no code": ({k: v for k, v in a_row().items() if k != "code"}, "code"),
    "a bad code": (a_row(code="../../etc"), "code"),
    "a code with a full stop": (a_row(code="Ünïcode"), "code"),
    "an unknown kind": (a_row(kind="spell"), "kind"),
    "an unknown area": (a_row(areas=["CI", "XX"]), "areas"),
    "no area": (a_row(areas=[]), "areas"),
    "an unknown phase": (a_row(phases=["university"]), "phases"),
    "an unknown cost": (a_row(cost="free"), "cost"),
    "a number for a title": (a_row(title=5), "title"),
    "a long title": (a_row(title="x" * 121), "title"),
    "null words": (a_row(words=None), "words"),
    "long words": (a_row(words={"text": "x" * 401}), "words.text"),
    "words of another kind": (a_row(words={"text": "x", "minutes": 5}), "words"),
    "a huge number": (a_row(kind="intervention", words={**PROVISION.words, "minutes": 10**30}), "words"),
    "a rating of nothing": (a_row(rating={"strand": "", "months": 1, "published": ""}), "rating"),
    "a wild rating": (a_row(rating={"strand": "x", "months": 99, "published": "y"}), "rating"),
    "version nought": (a_row(version=0), "version"),
    "another kind under a known code": (a_row(code="ci-word-map-group"), "kind"),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_faulty_entry_is_told_by_number_field_cause_and_remedy_and_the_rest_is_taken(world, name):
    row, field = ROWS[name]
    found = take(world, a_file(a_row(code="own-good-1"), row))
    assert told(found) == {"added": 1, "changed": 0, "left": 0}
    assert {fault.entry for fault in found.faults} == {"Entry 2"}
    assert field in {fault.field for fault in found.faults}
    assert all(fault.cause and fault.remedy for fault in found.faults)
    assert BankEntry.objects.get().code == "own-good-1"


def test_a_code_that_stands_twice_is_taken_once(world):
    found = take(world, a_file(a_row(), a_row(title="Another")))
    assert (told(found)["added"], found.faults[0].field) == (1, "code")
    assert BankEntry.objects.get().body["title"] == OWN.title


def test_what_a_later_version_adds_is_left_alone(world):
    assert told(take(world, a_file(a_row(colour="blue"), made_at="now", licence="x")))["added"] == 1


def test_a_formula_is_words_and_nothing_else(world):
    take(world, a_file(a_row(title="=HYPERLINK(1)", words={"text": "+cmd|' /C calc'!A0"})))
    assert BankEntry.objects.get().body["title"] == "=HYPERLINK(1)"


def test_a_bank_that_would_overflow_takes_nothing(world, monkeypatch):
    monkeypatch.setattr("spinney.plans.services.bank.MOST_OWN", 1)
    with pytest.raises(NotNow, match="at most"):
        take(world, a_file(a_row(), a_row(code="own-birch-2", title="Another")))
    assert not BankEntry.objects.exists()


def test_a_fault_never_quotes_the_file():
    secret = "Xylophone"
    rows = [
        a_row(**{name: secret}) for name in ("kind", "areas", "phases", "cost", "words", "version")
    ]
    rows += [a_row(code=secret), a_row(title=secret * 50), secret, {secret: secret}]
    found = bank_file.read_file(a_file(*rows), bank=NO_ROWS)
    assert len(found.faults) >= len(rows)
    assert secret not in repr(found.faults)


texts = st.text(max_size=60)
entries = st.builds(
    Entry,
    code=st.from_regex(r"[a-z0-9][a-z0-9-]{1,39}", fullmatch=True),
    kind=st.just(BankKind.STRATEGY), title=texts, words=st.fixed_dictionaries({"text": texts}),
    areas=st.lists(st.sampled_from(BankArea), min_size=1, unique=True).map(tuple),
    phases=st.lists(st.sampled_from(BankPhase), min_size=1, unique=True).map(tuple),
    source=texts, cost=st.sampled_from(Cost), version=st.integers(1, 9999),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(entries, max_size=6, unique_by=lambda entry: entry.code))
def test_whatever_is_shared_is_read_back_as_it_was(written):
    data = bank_file.as_file([BankItem(entry) for entry in written], school="Birch", now=NOW)
    judged = [bank_file.rules.cleaned(entry) for entry in written]
    good = [entry for entry, faults in judged if not faults]
    found = bank_file.read_file(data, bank=NO_ROWS)
    assert [item.entry for item in found.entries] == good
    assert {item.what for item in found.entries} <= {"added"}
    again = bank_file.read_file(data, bank={entry.code: BankItem(entry) for entry in good})
    assert {item.what for item in again.entries} <= {"left"}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip
NAMES = st.sampled_from(list(a_row()))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.dictionaries(NAMES, anything, max_size=4), max_size=4))
def test_nonsense_in_an_entry_is_a_fault_and_never_a_crash(changes):
    rows = [{**a_row(code=f"own-{n}"), **change} for n, change in enumerate(changes)]
    data = json.dumps({"format": "spinney-bank", "version": 1, "entries": rows}).encode()
    try:
        found = bank_file.read_file(data, bank=NO_ROWS)
    except BadInput:
        return
    for item in found.entries:
        assert bank_file.rules.cleaned(item.entry) == (item.entry, ())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
def test_bytes_are_refused_and_never_a_crash(data):
    with pytest.raises(BadInput):
        bank_file.read_file(data, bank=NO_ROWS)


def test_the_description_of_the_file_agrees_with_the_judge():
    kinds = {k["properties"]["kind"]["const"]: k for k in
             bank_file.schema()["properties"]["entries"]["items"]["oneOf"]}  # fmt: skip
    assert set(kinds) == set(BankKind)
    for entry in shipped():
        told = kinds[entry.kind]["properties"]
        assert set(msgspec.to_builtins(entry)) == set(told)
        assert set(entry.words) <= set(told["words"]["properties"])


def test_the_filter_by_own_finds_what_was_taken_over(world):
    take(world, a_file(a_row()))
    page = queries.bank_page(
        world.actor("teacher"), school_id=world.alder, narrowed=BankFilter(state="own")
    )
    assert [item.entry.code for item in page.items] == ["own-birch-1"]
