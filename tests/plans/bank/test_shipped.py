"""The entries that come with Spinney: enough, fit for the form, said plainly, of a source that exists."""

import json
import re
from collections import Counter

import pytest

from spinney.plans.rules.bank import (
    FIELDS,
    PRACTICE,
    blanks_in,
    cleaned,
    section_for,
    values_for,
)
from spinney.plans.rules.bank_shipped import FOLDER, shipped
from spinney.plans.rules.template import template_from
from spinney.plans.types.bank import BankArea, BankKind, BankPhase

ALL = shipped()
FORMS = sorted(FOLDER.parent.glob("isp-*.json"))
COUNTED = re.compile(r"\d|\[number\]|\b(one|two|four|each|every|all|half)\b", re.I)
ENTRY = pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.code)
WEASELS = re.compile(
    r"\b(access to|opportunit|as required|regular|as needed|as appropriate|where possible|when necessary|"
    r"support with|encourag|appropriate|effective|ensure|monitor\b|various|etc\b|where appropriate)",
    re.I,
)
DIAGNOSIS = re.compile(
    r"autis|\badhd\b|dyslex|dysprax|dyscalcul|syndrome|disorder|epilep|cerebral|asthma|diabet|down's|\basd\b|"
    r"\bpda\b|selective mut|suffer|special needs|low.ability|naughty|attention.seek|refus", re.I,
)  # fmt: skip


def texts(entry):
    return [entry.title, *(value for value in entry.words.values() if isinstance(value, str))]


def syllables(word):
    found = len(re.findall(r"[aeiouy]+", re.sub(r"(?<!l)e\b|ed\b", "", word.lower())))
    return max(1, found)


def grade(words):
    """Flesch and Kincaid's grade: a reading age is about five years more."""
    sentences = max(1, len(re.findall(r"[.!?](?:\s|$)", words)))
    found = re.findall(r"[A-Za-z’']+", words)
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


def test_there_are_at_least_a_hundred_and_fifty():
    assert len(ALL) >= 150


@pytest.mark.parametrize("kind", list(BankKind))
@pytest.mark.parametrize("area", list(BankArea))
def test_every_area_has_entries_of_every_kind(kind, area):
    assert sum(area in entry.areas for entry in ALL if entry.kind is kind) >= 10


@pytest.mark.parametrize("kind", list(BankKind))
@pytest.mark.parametrize("phase", list(BankPhase))
def test_every_phase_has_entries_of_every_kind(kind, phase):
    assert sum(phase in entry.phases for entry in ALL if entry.kind is kind) >= 8


def test_no_two_have_the_same_code_title_or_words():
    assert [c for c, n in Counter(entry.code for entry in ALL).items() if n > 1] == []
    assert [t for t, n in Counter(entry.title.casefold() for entry in ALL).items() if n > 1] == []
    bodies = Counter(json.dumps(entry.words, sort_keys=True) for entry in ALL)
    assert [b for b, n in bodies.items() if n > 1] == []


@ENTRY
def test_an_entry_can_be_kept_as_it_is(entry):
    assert cleaned(entry) == (entry, ())
    assert {spec.code for spec in FIELDS[entry.kind] if spec.required} <= entry.words.keys()


@pytest.mark.parametrize("form", FORMS, ids=lambda file: file.stem)
def test_every_entry_fits_every_form_that_has_its_list(form):
    template = template_from(json.loads(form.read_text(encoding="utf-8")))
    for entry in ALL:
        section = section_for(template, entry.kind)
        if section is None:
            continue
        values = values_for(section, entry, name="Bartholomew")
        asked = {
            f.code for f in section.fields if f.required and f.kind in ("text", "short", "number")
        }
        assert asked <= values.keys(), entry.code
        assert "[name]" not in str(values)


def test_the_first_form_has_a_list_for_every_kind():
    template = template_from(json.loads((FOLDER.parent / "isp-1.json").read_text(encoding="utf-8")))
    assert {section_for(template, kind).code for kind in BankKind} == {
        "adjustment", "outcome", "provision",
    }  # fmt: skip


@ENTRY
def test_an_entry_has_no_weasel_words(entry):
    assert [text for text in texts(entry) if WEASELS.search(text)] == []


@ENTRY
def test_an_entry_names_no_diagnosis_and_blames_nobody(entry):
    assert [text for text in (*texts(entry), entry.also) if DIAGNOSIS.search(text)] == []


@pytest.mark.parametrize(
    "bad", ["Access to a laptop", "opportunities for talk", "as required", "Regularly reads", "Support with maths"]
)  # fmt: skip
def test_a_weasel_phrase_is_found(bad):
    assert WEASELS.search(bad)


@ENTRY
def test_an_entry_reads_easily(entry):
    told = " ".join(text.rstrip(".") + "." for text in texts(entry))
    assert grade(told) <= 9, round(grade(told), 1)


def test_the_bank_as_a_whole_reads_at_eleven_or_younger():
    grades = [grade(". ".join(texts(entry)) + ".") for entry in ALL]
    assert sum(grades) / len(grades) <= 6


@ENTRY
def test_a_target_can_be_measured_and_has_blanks_to_fill(entry):
    if entry.kind is BankKind.TARGET:
        assert blanks_in(entry.words)
        assert re.search(
            r"\d|\[number\]|\bone\b|\btwo\b|\bfour\b|each|every|same day|all |half",
            entry.words["target"],
        )


@ENTRY
def test_an_intervention_says_who_how_often_how_long_and_how_many(entry):
    if entry.kind is BankKind.INTERVENTION:
        assert re.search(r"\d|every|each|once", entry.words["how_often"], re.I)
        assert entry.words["minutes"] >= 5
        assert entry.words["group_size"] >= 1


def test_every_source_is_named_with_its_publisher_and_year_or_is_practice():
    for entry in ALL:
        told = entry.source
        assert told == PRACTICE or re.search(r", (19|20)\d\d\b|published each year", told), told


def test_a_rating_is_of_the_toolkit_and_only_beside_a_published_source():
    rated = [entry for entry in ALL if entry.rating]
    assert len(rated) >= 8
    assert {entry.rating.published for entry in rated} == {
        "Teaching and Learning Toolkit, Education Endowment Foundation, 2021"
    }
