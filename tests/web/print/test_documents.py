"""What is on each document: all its reader may see, in their size of print, and nothing of the machine."""

import json
from dataclasses import replace

import pytest
from tests.web.print.reading import read, smallest_letter
from tests.web.print.samples import (
    BODY,
    HEADER,
    LINES,
    NOW,
    VIEW,
    a_copy,
    a_form,
    a_printed,
    line,
    some_cards,
)
from tests.web.print.test_typeset import QR

from spinney.plans.rules.template import template_from
from spinney.plans.types import FieldKind, Layer, Lifecycle, NotNeeded
from spinney.web.print import documents, typeset

DOCUMENTS = {
    "plan": lambda copy: documents.plan(a_printed(), copy),
    "profile": lambda copy: documents.profile(a_printed(), copy),
    "cards": lambda copy: documents.cards(some_cards(), copy, group="4 Oak", school="Alder"),
    "answer_form": lambda copy: documents.answer_form(a_form(), copy),
}
SIZES = pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
EACH = pytest.mark.parametrize("name", DOCUMENTS)


def made(name: str, *, large: bool = False) -> bytes:
    drawn = QR if name == "answer_form" else None
    return typeset.pdf(name, DOCUMENTS[name](a_copy(large=large)), now=NOW, drawings=drawn)


@EACH
@SIZES
def test_a_document_is_tagged_titled_and_in_english(name, large):
    found = read(made(name, large=large))
    root = found.reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.reader.metadata.title
    assert found.headings.count("/H1") == 1
    assert "/H2" in found.headings
    assert b"pdfuaid:part" in found.everything()


@EACH
def test_the_file_names_no_author_and_no_place_on_this_machine(name):
    found = read(made(name))
    assert found.reader.metadata.author is None
    whole = found.everything()
    for trace in (b"/work", b"/tmp", b"/usr", b"/home", b"src/spinney", b".typ"):
        assert trace not in whole


@EACH
def test_every_page_says_for_whom_by_whom_and_when(name):
    found = read(made(name))
    for page in found.reader.pages:
        assert "Printed for Ms Ada Okafor on 24 November 2026 by Priya Nair." in page.extract_text()


@EACH
def test_large_print_has_no_letter_under_eighteen_points(name):
    assert smallest_letter(read(made(name, large=True))) >= 18


@EACH
def test_normal_print_has_no_letter_too_small_to_read(name):
    assert smallest_letter(read(made(name))) >= 8


@SIZES
def test_a_plan_on_paper_says_everything_that_the_plan_on_screen_says(large):
    found = read(made("plan", large=large))
    names = {x.id: x for x in LINES}
    for item in LINES:
        section = VIEW.template.section(item.section)
        for spec in section.fields:
            if spec.kind is FieldKind.PERSON or item.values.get(spec.code) is None:
                continue
            value = documents.display(spec, item.values[spec.code], dict.fromkeys(names, ""))
            for told in value.split("\n"):
                assert found.says(told.removeprefix("- ")), (spec.code, told)
    assert found.says(VIEW.why)
    assert found.says(VIEW.changes[0].words)
    assert found.says("Version 3, 20 November 2026")


def test_links_between_lines_are_told_by_number():
    assert read(made("plan")).says("Which outcomes it works towards Outcome 1")


def test_safety_comes_before_everything_else():
    text = read(made("plan")).text
    assert text.index("Call 999.") < text.index("About me")


def test_a_section_that_this_version_of_the_layout_does_not_know_is_printed_all_the_same():
    body = json.loads(json.dumps(BODY))
    body["sections"].append(
        {"code": "travel", "title": "Getting to school", "many": False, "help": "",
         "fields": [{"code": "how", "label": "How", "kind": "text"}]}
    )  # fmt: skip
    view = replace(
        VIEW, template=template_from(body), lines=(*LINES, line("travel", how="By the green bus."))
    )
    pdf = typeset.pdf("plan", documents.plan(a_printed(view), a_copy()), now=NOW)
    assert read(pdf).says("By the green bus.")


def test_a_usual_plan_fits_two_sheets_printed_on_both_sides():
    assert read(made("plan")).pages <= 4


def test_a_profile_is_one_page():
    assert read(made("profile")).pages == 1


@pytest.mark.parametrize(
    ("lifecycle", "words"),
    [(Lifecycle.ENDED, "This plan has ended."), (Lifecycle.ON_HOLD, "This plan is on hold.")],
)
def test_a_plan_that_is_not_in_force_says_so_on_paper(lifecycle, words):
    view = replace(VIEW, header=replace(HEADER, lifecycle=lifecycle))
    pdf = typeset.pdf("plan", documents.plan(a_printed(view), a_copy()), now=NOW)
    assert read(pdf).says(words)


def test_cards_hold_strategies_and_safety_and_no_layer_or_need():
    found = read(made("cards"))
    assert found.says("Wait ten seconds.")
    assert found.says("Time it. Call 999.")
    for label in ("Specialist", "Targeted", "Need", "diagnos"):
        assert label not in found.text


def test_a_class_with_no_cards_still_prints_a_page_that_says_so():
    data = documents.cards([], a_copy(), group="4 Oak", school="Alder")
    assert read(typeset.pdf("cards", data, now=NOW)).says("No child in this class has a card")


def test_an_answer_form_has_the_code_the_return_date_and_a_place_for_each_line():
    found = read(made("answer_form"))
    assert found.says("7HJK-3MNP")
    assert found.says("22 February 2027")
    assert found.says("Outcome 1: Reads a Year 3 page")
    assert found.says("Provision 1: Precision teaching")
    assert "/Figure" in found.headings


def test_a_section_that_is_not_needed_is_said_so_on_paper():
    view = replace(VIEW, not_needed=(NotNeeded("safety", "Keeping me safe", "No risk known"),))
    pdf = typeset.pdf("plan", documents.plan(a_printed(view), a_copy()), now=NOW)
    assert read(pdf).says("Not needed")
    assert read(pdf).says("Keeping me safe: No risk known")


def test_a_form_printed_by_someone_who_may_not_read_plans_names_lines_by_number_only():
    data = documents.answer_form(a_form(words_shown=False), a_copy())
    found = read(typeset.pdf("answer_form", data, now=NOW, drawings=QR))
    assert found.says("Provision 1")
    for secret in ("Precision", "Year 3 page", "14 mistakes"):
        assert not found.says(secret)


def test_every_layer_has_words():
    assert set(documents.LAYERS) == set(Layer)
