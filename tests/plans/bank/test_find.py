"""Search as people type it, and fast enough to follow each letter."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plans.bank.entries import OWN

from spinney.plans.rules import bank_find
from spinney.plans.rules.bank_find import find, folded, phase_of_year
from spinney.plans.rules.bank_shipped import shipped
from spinney.plans.types.bank import BankArea, BankFilter, BankItem, BankKind, Fit

ALL = [BankItem(entry, original=entry) for entry in shipped()]


def codes(**narrowed):
    return [item.entry.code for item in find(ALL, BankFilter(**narrowed))]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("phonics", "cl-phonics-daily"), ("PHONIC", "cl-phonics-daily"), ("word map", "ci-word-map-group"),
        ("map word", "ci-word-map-group"), ("leave card", "semh-leave-card"), ("braille", "sp-braille-lesson"),
        ("aac", "ci-aid-in-reach"), ("exit pass", "semh-leave-card"),
    ],
)  # fmt: skip
def test_what_a_teacher_would_type_finds_what_she_means(typed, first):
    assert codes(words=typed)[0] == first


def test_a_title_comes_before_a_mention():
    found = codes(words="calm")
    assert found.index("semh-calm-corner") < found.index("semh-repair-talk")


def test_accents_apostrophes_and_capitals_do_not_matter():
    assert folded("Zoë’s  CAFÉ-time") == "zoes cafe time"


@given(st.text(max_size=150))
def test_anything_can_be_typed(typed):
    found = find(ALL, BankFilter(words=typed))
    assert len(found) <= len(ALL)


@given(st.sampled_from(ALL), st.data())
def test_every_entry_is_found_by_the_beginning_of_any_word_of_its_title(item, data):
    word = data.draw(st.sampled_from(folded(item.entry.title).split()))
    begin = word[: data.draw(st.integers(1, len(word)))]
    assert item in find(ALL, BankFilter(words=begin))


def test_filters_narrow_and_hidden_ones_are_out_unless_asked_for():
    items = [
        *ALL,
        BankItem(replace(OWN, code="own-1"), own=True),
        BankItem(replace(OWN, code="own-2"), own=True, hidden=True),
    ]
    assert [x.entry.code for x in find(items, BankFilter(state="own"))] == ["own-1"]
    assert [x.entry.code for x in find(items, BankFilter(state="hidden"))] == ["own-2"]
    assert all(x.entry.kind is BankKind.TARGET for x in find(items, BankFilter(kind="target")))
    assert all("SP" in x.entry.areas for x in find(items, BankFilter(area="SP")))
    assert all(x.entry.rating for x in find(items, BankFilter(evidence="rated")))
    assert all(x.entry.source == "practice" for x in find(items, BankFilter(evidence="practice")))


def test_what_fits_the_child_comes_first_and_nothing_is_left_out():
    found = find(ALL, BankFilter(), fit=Fit(frozenset({BankArea.SP}), "post_16"))
    assert {BankArea.SP} <= set(found[0].entry.areas)
    assert "post_16" in found[0].entry.phases
    assert len(found) == len(ALL)


@pytest.mark.parametrize(
    ("year", "phase"),
    [("N1", "early_years"), ("R", "early_years"), ("1", "primary"), ("6", "primary"), ("7", "secondary"),
     ("11", "secondary"), ("12", "post_16"), ("14", "post_16"), ("X", ""), ("", "")],
)  # fmt: skip
def test_a_year_is_taught_in_a_phase(year, phase):
    assert phase_of_year(year) == phase


def test_a_letter_more_folds_the_words_typed_and_no_entry_again(monkeypatch):
    """What a search costs is a row of `./run bench`; this is why it costs so little."""
    own = [BankItem(replace(OWN, code=f"own-{n}", title=f"Idea {n}"), own=True) for n in range(500)]
    items, seen = [*ALL, *own], []
    monkeypatch.setattr(bank_find, "folded", lambda text: seen.append(text) or folded(text))
    find(items, BankFilter(words="warm"))
    seen.clear()
    for typed in ("p", "ph", "phon", "calm corner", "idea 4", "zzz"):
        find(items, BankFilter(words=typed), fit=Fit(frozenset({"CI"}), "primary"))
    assert seen == ["p", "ph", "phon", "calm corner", "idea 4", "zzz"]
    bank_find._folded.cache_clear()  # the planted fault: nothing is kept from one letter to the next
    find(items, BankFilter(words="idea 4"))
    assert len(seen) > 500
