"""A template that cannot work is refused with the place, the cause and the remedy."""

import copy
import json

import pytest
from tests.conftest import ROOT

from spinney.jobs.reference.templates import FILES
from spinney.plans.rules.template_check import faults_in

ONE = json.loads((FILES / "isp-1.json").read_text("utf-8"))
NEED, REVIEW = 4, 8


def broken(change):
    body = copy.deepcopy(ONE)
    change(body)
    return faults_in(body)


@pytest.mark.parametrize("file", sorted(FILES.glob("*.json")), ids=lambda f: f.name)
def test_every_shipped_template_is_sound(file):
    assert faults_in(json.loads(file.read_text("utf-8"))) == []


def need(body, **values):
    body["sections"][NEED].update(values)


def field(body, number=0, **values):
    body["sections"][NEED]["fields"][number].update(values)


FAULTS = [
    ("no sections", lambda b: b.update(sections=[]), "template.sections", "no sections"),
    ("a section twice", lambda b: need(b, code="about"), "template.sections", "twice"),
    ("a field twice", lambda b: field(b, code="barrier"), "section need.fields", "twice"),
    ("a misspelt name", lambda b: field(b, requierd=True), "fields[0] (title).requierd", "means nothing"),
    ("a wrong type", lambda b: field(b, required="yes"), "sections[4] (need).fields[0] (title).required", "bool"),
    ("an unknown kind", lambda b: field(b, kind="essay"), "fields[0] (title).kind", "essay"),
    ("an unknown class", lambda b: need(b, field_class="secret"), "sections[4] (need).field_class", "secret"),
    ("an unknown role", lambda b: need(b, editors=["king"]), "sections[4] (need).editors", "king"),
    ("nobody may write", lambda b: need(b, editors=[]), "section need.editors", "nobody"),
    ("a long code", lambda b: field(b, code="a" * 25), "section need, field aaaa", "cannot be a code"),
    ("a school's code", lambda b: field(b, 3, code="local_x"), "field local_x", "belong to schools"),
    ("choices of a text", lambda b: field(b, choices=[["a", "A"]]), "field title.choices", "choice"),
    ("a choice without choices", lambda b: field(b, 1, choices=[]), "field area.choices", "choice"),
    ("a choice twice", lambda b: field(b, 1, choices=[["a", "A"], ["a", "B"]]), "field area.choices", "twice"),
    ("a link to nowhere", lambda b: field(b, kind="links", links_to="dream"), "field title.links_to", "dream"),
    ("nothing fits", lambda b: field(b, most=0), "field title.most", "from 1"),
    ("no label", lambda b: field(b, label=" "), "field title.label", "empty"),
    ("no word for a line", lambda b: need(b, line_name=""), "section need.line_name", "no word"),
    ("own words of a text", lambda b: need(b, own_words_of="title"), "section need.own_words_of", "person"),
    ("no review", lambda b: b["sections"].pop(REVIEW), "template.sections", "next review"),
    ("no date of review", lambda b: b["sections"][REVIEW]["fields"].pop(0), "section review", "next_review"),
    ("no source", lambda b: b.update(source="me"), "template.source", "where the form comes from"),
    ("no title", lambda b: b.pop("title"), "template", "title"),
    ("a section that is text", lambda b: b["sections"].append("x"), "sections[9]", "not an object"),
    ("a field that is text", lambda b: b["sections"][NEED].update(fields=["x"]), "fields[0]", "not an object"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "place", "cause"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_fault_is_told_by_place_cause_and_remedy(change, place, cause):
    found = broken(change)
    assert any(place in each.place and cause in each.cause for each in found), found
    assert all(each.remedy for each in found)


def test_every_fault_is_told_at_once():
    def both(body):
        field(body, kind="essay")
        field(body, 1, label=7)

    assert len(broken(both)) == 2


@pytest.mark.parametrize("body", [None, [], "x", 7, {}, {"sections": 3}, {"sections": [[]]}])
def test_nonsense_is_refused_in_words(body):
    assert faults_in(body)


def test_the_published_schema_knows_every_name_and_says_what_it_means():
    schema = json.loads((ROOT / "docs/reference/template.schema.json").read_text("utf-8"))
    for part in ("Template", "SectionSpec", "FieldSpec"):
        told = schema["$defs"][part]
        assert told["additionalProperties"] is False
        assert all(p.get("description") for p in told["properties"].values()), part
