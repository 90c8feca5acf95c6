"""Rules of a plan, as tables: what a field keeps, when a section is complete, what a reader misses."""

import json
from pathlib import Path
from uuid import UUID

import pytest

import spinney.plans
from spinney.access.types import FieldClass
from spinney.kernel.errors import BadInput
from spinney.plans.rules import lifecycle, render
from spinney.plans.rules.template import clean, template_from
from spinney.plans.types import Line, SectionStatus

BODY = json.loads((Path(spinney.plans.__file__).parent / "data/isp-1.json").read_text("utf-8"))
TEMPLATE = template_from(BODY)
ONE = str(UUID(int=1))
F = FieldClass


def spec(section, field):
    return TEMPLATE.section(section).field(field)


@pytest.mark.parametrize(
    ("section", "field", "given", "kept"),
    [
        ("need", "title", "  two   words ", "two words"),
        ("need", "title", "one\nline", "one line"),
        ("need", "barrier", "a\r\nb\rc", "a\nb\nc"),
        ("need", "barrier", "x\u202eevil\u0000\u200b", "xevil"),
        ("need", "barrier", "می\u200cخواهم", "می\u200cخواهم"),
        ("need", "barrier", "e\u0301", "é"),
        ("need", "barrier", "   ", None),
        ("need", "barrier", "", None),
        ("need", "barrier", None, None),
        ("need", "area", "CI", "CI"),
        ("provision", "minutes", " 20 ", 20),
        ("provision", "minutes", 20, 20),
        ("outcome", "by_when", "2027-02-01", "2027-02-01"),
        ("outcome", "needs", [], None),
        ("outcome", "needs", [ONE, ONE], [ONE]),
        ("parent_voice", "person", ONE, ONE),
    ],
)
def test_what_a_field_keeps(section, field, given, kept):
    assert clean(spec(section, field), given) == kept


@pytest.mark.parametrize(
    ("section", "field", "given", "words"),
    [
        ("need", "title", "x" * 201, "201 characters"),
        ("need", "title", ["a"], "must be text"),
        ("need", "title", {"a": 1}, "must be text"),
        ("need", "area", "XX", "Choose one of the listed"),
        ("provision", "minutes", "0", "whole number from 1 to 600"),
        ("provision", "minutes", "601", "whole number"),
        ("provision", "minutes", "-5", "whole number"),
        ("provision", "minutes", "2.5", "whole number"),
        ("provision", "minutes", "٣", "whole number"),
        ("provision", "minutes", "9" * 400, "whole number"),
        ("outcome", "by_when", "2027-02-30", "not a real date"),
        ("outcome", "by_when", "tomorrow", "not a real date"),
        ("outcome", "by_when", ("", "2", "2027"), "must be text"),
        ("outcome", "by_when", "1066-10-14", "Check the year"),
        ("outcome", "needs", ["nonsense"], "does not exist"),
        ("outcome", "needs", 5, "does not exist"),
        ("parent_voice", "person", "nobody", "child's contacts"),
    ],
)
def test_what_a_field_refuses_and_how_it_says_so(section, field, given, words):
    with pytest.raises(BadInput, match=words) as refused:
        clean(spec(section, field), given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ([], SectionStatus.EMPTY),
        ([{}], SectionStatus.EMPTY),
        ([{"title": ""}], SectionStatus.EMPTY),
        ([{"title": "x"}], SectionStatus.IN_PROGRESS),
        ([{"title": "x", "area": "CI", "barrier": "y"}], SectionStatus.COMPLETE),
        ([{"title": "x", "area": "CI", "barrier": "y"}, {}], SectionStatus.IN_PROGRESS),
    ],
)
def test_a_section_is_complete_when_nothing_asked_for_is_missing(values, status):
    lines = [Line(UUID(int=n), "need", n, value) for n, value in enumerate(values)]
    assert lifecycle.section_status(TEMPLATE.section("need"), lines) is status


def test_what_is_missing_names_the_line_and_the_field():
    lines = [Line(UUID(int=5), "need", 0, {"title": "x", "area": "CI"}),
             Line(UUID(int=6), "about", 0, {})]  # fmt: skip
    words = [gap.words for gap in lifecycle.missing(TEMPLATE, lines)]
    assert "Need 1: 'What gets in the way' is empty." in words
    assert "'About me' is empty." in words


VOICE = Line(UUID(int=1), "parent_voice", 0, {"person": ONE, "words": "Mine"})
SAFE = Line(UUID(int=2), "safety", 0, {"action": "Call 999"})
NOTES = Line(UUID(int=3), "review", 0, {"next_review": "2027-01-01", "notes": "Staff only"})


@pytest.mark.parametrize(
    ("classes", "persons", "seen"),
    [
        ({F.PLAN}, set(), {"review": {"next_review"}}),
        ({F.PLAN, F.HEALTH}, set(), {"safety": {"action"}, "review": {"next_review"}}),
        ({F.PLAN, F.HEALTH}, {ONE},
         {"parent_voice": {"person", "words"}, "safety": {"action"}, "review": {"next_review"}}),
        ({F.PLAN, F.HEALTH, F.THIRD_PARTY, F.STAFF_ONLY}, set(),
         {"parent_voice": {"person", "words"}, "safety": {"action"}, "review": {"next_review", "notes"}}),
    ],
)  # fmt: skip
def test_each_reader_gets_only_the_classes_of_their_grant(classes, persons, seen):
    kept, withheld = render.for_reader(
        TEMPLATE, [VOICE, SAFE, NOTES], frozenset(classes), persons=frozenset(persons)
    )
    assert {line.section: set(line.values) for line in kept} == seen
    assert withheld is (len(seen) < 3 or "notes" not in seen["review"])


def test_a_link_to_a_line_that_is_not_there_is_taken_out():
    outcome = Line(UUID(int=8), "outcome", 0, {"title": "x", "needs": [ONE]})
    (alone,) = render.joined(TEMPLATE, [outcome])
    assert alone.values == {"title": "x"}
