"""Moving lines between any two forms loses no value, and there and back is as it was."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spinney.access.types import FieldClass
from spinney.guidance.codesets import (
    AREA_LINKS,
    AREA_OF_DEVELOPMENT,
    AREA_OF_NEED,
    areas_after,
    areas_before,
    suggested,
)
from spinney.jobs.reference.templates import FILES
from spinney.plans.rules import form_move as rules
from spinney.plans.rules.school_form import with_additions
from spinney.plans.rules.template import template_from
from spinney.plans.types import FieldKind, FieldSpec, Line, SectionSpec
from spinney.plans.types.forms import Additions, FormLine

A, B = UUID(int=1), UUID(int=2)
CODES = ("need", "outcome", "about", "review")
FIELDS = ("title", "area", "notes", "when", "size")
VALUES = st.one_of(
    st.none(), st.text(max_size=12), st.integers(0, 900), st.just([]), st.sampled_from(["CI", "SE", "1"]),
    st.lists(st.uuids().map(str), max_size=2), st.dates().map(str),
)  # fmt: skip


def read(name):
    import json

    return template_from(json.loads((FILES / name).read_text("utf-8")))


V1, V2 = read("isp-1.json"), read("isp-2.json")

field = st.builds(
    FieldSpec,
    code=st.sampled_from(FIELDS), label=st.sampled_from(["One", "Two"]), kind=st.sampled_from(FieldKind),
    most=st.integers(1, 20), links_to=st.sampled_from(["", "need"]),
    choices=st.sampled_from([(), (("CI", "x"), ("CL", "y")), (("SE", "x"), ("CI", "z")), (("1", "x"),)]),
    field_class=st.sampled_from([FieldClass.PLAN, FieldClass.STAFF_ONLY]),
)  # fmt: skip
section = st.builds(
    SectionSpec,
    code=st.sampled_from(CODES), title=st.just("T"), help=st.just(""), many=st.booleans(),
    line_name=st.just("line"),
    fields=st.lists(field, max_size=4, unique_by=lambda f: f.code).map(tuple),
)  # fmt: skip
form = st.lists(section, max_size=4, unique_by=lambda s: s.code).map(
    lambda found: replace(V1, sections=tuple(found))
)
line = st.builds(
    Line, id=st.uuids(), section=st.sampled_from(CODES), position=st.integers(0, 3),
    values=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=4),
)  # fmt: skip
drafts = st.lists(line, max_size=5, unique_by=lambda x: x.id).map(
    lambda found: tuple(FormLine(each, {}) for each in found)
)


def all_values(lines):
    """Every filled value of a draft, in its place or kept beside it."""
    return {
        (item.line.id, code, repr(value))
        for item in lines
        for code, values in [
            *((c, [v]) for c, v in item.line.values.items()),
            *((c, vs) for by in item.kept.values() for c, vs in by.items()),
        ]
        for value in values
        if value not in (None, "", [])
    }


def there(lines, old, new, chosen=None):
    return rules.move(lines, old=(A, old), new=(B, new), chosen=chosen)


def back(lines, old, new):
    return rules.move(lines, old=(B, new), new=(A, old))


@settings(max_examples=120, deadline=None)
@given(drafts, form, form)
def test_there_and_back_is_as_it_was(lines, old, new):
    assert back(there(lines, old, new), old, new) == lines


@settings(max_examples=80, deadline=None)
@given(drafts, form, form, form, st.lists(st.sampled_from([0, 1, 2]), max_size=6))
def test_no_road_between_forms_loses_a_value(lines, one, two, three, road):
    forms = [(UUID(int=n), each) for n, each in enumerate((one, two, three), start=1)]
    here, now = 0, lines
    for to in road:
        now = rules.move(now, old=forms[here], new=forms[to])
        here = to
    assert all_values(now) == all_values(lines)


@settings(max_examples=80, deadline=None)
@given(drafts, form, form, st.data())
def test_what_a_person_chose_and_what_it_stands_for_are_both_kept(lines, old, new, data):
    offered = rules.homeless(lines, old, new)
    chosen = {
        (each.line_id, each.field): data.draw(st.sampled_from([code for code, _ in each.options]))
        for each in offered
        if each.options
    }
    moved = there(lines, old, new, chosen)
    values = {item.line.id: item.line.values for item in moved}
    assert all(values[line_id][code] == words for (line_id, code), words in chosen.items())
    assert all_values(lines) <= all_values(moved)
    home = back(moved, old, new)
    assert [item.line for item in home] == [item.line for item in lines]
    assert all_values(moved) == all_values(home)


def test_a_word_chosen_from_a_shorter_list_gives_way_to_the_first_one_at_home():
    """The school shortens a list, the SENCO picks another word from it, then takes the move back."""
    long, short = narrow("CI", "CL"), narrow("CL")
    line = FormLine(Line(UUID(int=1), "need", 0, {"area": "CI"}), {})
    (moved,) = there([line], long, short, {(UUID(int=1), "area"): "CL"})
    assert moved.line.values == {"area": "CL"}
    assert back([moved], long, short)[0].line == line.line
    newer = FormLine(replace(moved.line, values={"area": None}), moved.kept)
    assert back([newer], long, short)[0].line == line.line


def narrow(*codes):
    area = FieldSpec(
        code="area", label="Area", kind=FieldKind.CHOICE, choices=tuple((c, c) for c in codes)
    )
    part = SectionSpec(code="need", title="N", help="", many=True, line_name="need", fields=(area,))
    return replace(V1, sections=(part,))


@settings(max_examples=60, deadline=None)
@given(drafts, form, form)
def test_words_for_staff_alone_never_become_words_for_all(lines, old, new):
    assert not leaks(lines, old, new)


def leaks(lines, old, new):
    found = []
    for before, after in zip(lines, there(lines, old, new), strict=True):
        was, now = old.section(before.line.section), new.section(before.line.section)
        for code in after.line.values if was and now else ():
            closed = (spec := was.field(code)) and spec.field_class is FieldClass.STAFF_ONLY
            if closed and now.field(code).field_class is FieldClass.PLAN:
                found.append(code)
    return found


def test_a_move_that_forgets_the_class_of_a_field_is_caught(monkeypatch):
    honest = rules.fits

    def planted(old, was, new, now, value):
        return honest(old, replace(was, field_class=now.field_class), new, now, value)

    old = with_additions(V1, Additions({"need": (note(FieldClass.STAFF_ONLY),)}))
    new = with_additions(V1, Additions({"need": (note(FieldClass.PLAN),)}))
    lines = (a_line("need", local_note="He is adopted"),)
    assert not leaks(lines, old, new)
    monkeypatch.setattr(rules, "fits", planted)
    assert leaks(lines, old, new) == ["local_note"]


def note(field_class):
    return FieldSpec("local_note", "Note", FieldKind.TEXT, field_class=field_class)


def a_line(part, **values):
    return FormLine(Line(uuid4(), part, 0, values), {})


def test_an_answer_that_now_means_something_else_has_no_home():
    def asking(*choices):
        spec = FieldSpec("local_x", "Colour", FieldKind.CHOICE, choices=choices)
        return with_additions(V1, Additions({"need": (spec,)}))

    old, new = asking(("1", "Red"), ("2", "Blue")), asking(("1", "Blue"), ("2", "Red"))
    moved = there((a_line("need", local_x="1"),), old, new)
    assert moved[0].line.values == {}
    assert moved[0].kept == {str(A): {"local_x": ["1"]}}


def test_only_the_area_has_no_home_on_version_2():
    values = {"title": "Reading", "area": "SEMH", "barrier": "Noise"}
    lines = (a_line("need", **values), a_line("provision", what="Games", minutes=20))
    (found,) = rules.homeless(lines, V1, V2)
    assert (found.field, found.words) == ("area", "Social, emotional and mental health")
    assert found.suggested == ("SE", "EF")
    assert dict(found.options) == AREA_OF_DEVELOPMENT
    moved = there(lines, V1, V2, {(found.line_id, "area"): "EF"})
    assert moved[0].line.values == {**values, "area": "EF"}
    was = {str(A): {"area": ["SEMH"]}}  # for statistics, and for the way back
    assert moved[0].kept == {**was, str(B): {"area": ["EF"]}}


def test_the_five_areas_say_that_the_official_list_is_not_known():
    assert V2.legal_status == "proposal"
    assert "official list is not known" in V2.source
    assert dict(V2.section("need").field("area").choices) == AREA_OF_DEVELOPMENT
    assert [s.code for s in V1.sections] == [s.code for s in V2.sections]


def test_areas_map_both_ways_and_many_to_many():
    for old in AREA_OF_NEED:
        for new in areas_after(old):
            assert new in AREA_OF_DEVELOPMENT
            assert old in areas_before(new)
    assert {link.old for link in AREA_LINKS} == set(AREA_OF_NEED) - {"CL"}
    assert {link.new for link in AREA_LINKS} == set(AREA_OF_DEVELOPMENT)
    assert not set(AREA_OF_NEED) & set(AREA_OF_DEVELOPMENT)  # a code says which list it is of


@pytest.mark.parametrize(("code", "found"), [
    ("SP", ("SEN", "MP")), ("SEMH", ("SE", "EF")), ("CI", ("SLC", "SE")), ("CL", ()),
    ("SE", ("CI", "SEMH")), ("EF", ("SEMH",)), ("SEN", ("SP",)), ("nonsense", ()),
])  # fmt: skip
def test_what_is_suggested_for_an_area(code, found):
    assert suggested(code, [*AREA_OF_NEED, *AREA_OF_DEVELOPMENT]) == found
    assert suggested(code, []) == ()
