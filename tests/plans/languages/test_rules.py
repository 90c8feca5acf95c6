"""Which texts go to a translator, and when a translation no longer fits."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinney.access.types import FieldClass
from spinney.plans.rules import languages as rules
from spinney.plans.types import FieldKind, FieldSpec, LegalStatus, Line, SectionSpec, Template
from spinney.plans.types.languages import BY_CODE, LANGUAGES, Worded

FAMILY = frozenset({FieldClass.ORDINARY, FieldClass.PLAN, FieldClass.HEALTH})


def spec(code, kind=FieldKind.TEXT, field_class=FieldClass.PLAN):
    return FieldSpec(code, code.title(), kind, field_class=field_class)


def section(code, *fields, field_class=FieldClass.PLAN):
    return SectionSpec(code, code.title(), "", many=True, fields=fields, field_class=field_class)


SECTIONS = (
    section(
        "need", spec("title", FieldKind.SHORT), spec("barrier"), spec("area", FieldKind.CHOICE)
    ),
    section("safety", spec("action"), field_class=FieldClass.HEALTH),
    section("voice", spec("words"), field_class=FieldClass.THIRD_PARTY),
    section(
        "review", spec("notes", field_class=FieldClass.STAFF_ONLY), spec("next", FieldKind.DATE)
    ),
)
TEMPLATE = Template("isp", 1, "ISP", LegalStatus.LOCAL, "", None, SECTIONS)  # type: ignore[arg-type]


def line(code, **values):
    return Line(uuid4(), code, 0, values)


LINES = (
    line("need", title="Listening", barrier="Long talk", area="CL"),
    line("safety", action="Call 999"),
    line("voice", words="Mum says"),
    line("review", notes="For staff", next="2027-01-01"),
    line("gone", title="A section the form no longer has"),
)


def found(classes=FAMILY):
    return rules.pieces(TEMPLATE, LINES, classes)


def test_only_texts_that_the_family_reads_go_to_a_translator():
    assert [piece.english for piece in found()] == ["Listening", "Long talk", "Call 999"]


@pytest.mark.parametrize(
    ("fault", "leaks"),
    [
        (lambda _s, f, _c: f.kind in rules.TEXTS, {"Mum says", "For staff"}),
        (lambda s, f, c: f.kind in rules.TEXTS and s.field_class in c, {"For staff"}),
    ],
)
def test_a_rule_that_forgets_a_class_would_send_it_to_a_translator(monkeypatch, fault, leaks):
    """The planted faults: the test above must catch each."""
    monkeypatch.setattr(rules, "is_open", fault)
    everything = found(frozenset(FieldClass)) if "Mum says" in leaks else found()
    assert leaks <= {piece.english for piece in everything}


@pytest.mark.parametrize(
    ("worded", "text"),
    [
        (Worded("Listening", "Słuchanie"), "Słuchanie"),
        (Worded("Listening!", "Słuchanie"), None),  # the English has changed since
        (Worded("Listening", ""), None),
        (None, None),
    ],
)
def test_a_translation_stands_only_beside_the_english_it_was_made_from(worded, text):
    first = found()[0]
    words = {first.key: worded} if worded else {}
    assert rules.fitting(found(), words).get(first.key) == text


def test_the_translator_sees_what_the_english_used_to_be():
    first = found()[0]
    asked = rules.asked(found(), {first.key: Worded("Hearing", "Słuchanie")})
    assert (asked[0].text, asked[0].old_english) == ("Słuchanie", "Hearing")
    assert (asked[1].text, asked[1].old_english) == ("", "")


@given(st.lists(st.text(max_size=40), min_size=3, max_size=3))
def test_what_is_stored_is_read_back_as_it_was_typed(texts):
    pieces = found()
    typed = dict(zip([piece.key for piece in pieces], texts, strict=True))
    back = rules.fitting(pieces, rules.words_from(rules.words_to_store(pieces, typed)))
    assert back == {key: text.strip() for key, text in typed.items() if text.strip()}


def test_every_language_has_one_tag_and_a_name_of_its_own():
    assert len(BY_CODE) == len(LANGUAGES)
    assert all(each.native and each.english for each in LANGUAGES)
    assert {each.code for each in LANGUAGES if each.rtl} == {"ar", "ckb", "fa", "ps", "ur"}
