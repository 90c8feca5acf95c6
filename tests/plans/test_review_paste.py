"""Cells of a spreadsheet read against the grid: what is understood, what is told, and that nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinney.kernel.errors import BadInput
from spinney.kernel.ids import uuid7
from spinney.plans.rules import review_paste as rules
from spinney.plans.rules.review_paste import read_paste, result_of
from spinney.plans.types.review import GridRow

ZOE, SAM, ALI = uuid7(), uuid7(), uuid7()


def row(plan, name, title, result="", words=""):
    return GridRow(plan, name, "4", "4A", None, uuid7(), title, result, words)


ROWS = (
    row(ALI, "Ali O’Neil", "Asks for help", "met", "Seen daily"),
    row(SAM, "Sam Reed", "Reads a page"),
    row(SAM, "Sam Reed", "Joins a game"),
    row(ZOE, "Zoë Hart", "Waits a turn"),
)


def changes(text, rows=ROWS, start=0):
    found = read_paste(text, rows, start=start)
    return [(rows.index(p.row), p.result, p.words) for p in found.rows], [
        (f.line, f.value, f.words) for f in found.faults
    ]


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        ("Met", "met"), (" MET. ", "met"), ("yes", "met"), ("1", "met"), ("Achieved", "met"),
        ("partly met", "partly"), ("Partially-met", "partly"), ("PM", "partly"), ("partly", "partly"),
        ("not met", "not_met"), ("not_met", "not_met"), ("No", "not_met"), ("unmet", "not_met"),
        ("Not tried", "not_tried"), ("not_tried", "not_tried"), ("NT", "not_tried"), ("Not yet", ""),
        ("splendid", None), ("not yet met", None), ("metre", None), ("5", None), ("✓", None),
        ("almost met", None), ("met?!", "met"),
    ],
)  # fmt: skip
def test_the_names_of_results_are_matched_forgivingly_and_never_guessed(cell, result):
    assert result_of(cell) == result


TWO_OUTCOMES = "This child has 2 outcomes on the list. Say which, or give a line for each."
READ = {
    "a column, in order": ("met\npartly\nno\n", [(0, "met", "Seen daily"), (1, "partly", ""), (2, "not_met", "")]),
    "from the chosen row": ("\n\n", []),
    "a result and words": ("no\tAway", [(0, "not_met", "Away")]),
    "an empty cell leaves what is there": ("\tNew words\n\nmet", [(0, "met", "New words"), (2, "met", "")]),
    "'not yet' takes a result out": ("Not yet", [(0, "", "Seen daily")]),
    "by name, any order": ("Hart, Zoe\tmet\nALI ONEIL\tnot met", [(3, "met", ""), (0, "not_met", "Seen daily")]),
    "by outcome": ("Sam Reed\tJoins a game.\tmet\tOften", [(2, "met", "Often")]),
    "a line for each outcome": ("Sam Reed\tmet\nSam Reed\tnot met", [(1, "met", ""), (2, "not_met", "")]),
    "a heading is passed over": ("How it went\nmet", [(0, "met", "Seen daily")]),
    "a heading over names": ("Child\tResult\nZoë Hart\tmet", [(3, "met", "")]),
    "a cell of two lines": ('met\t"One\nTwo"\npartly', [(0, "met", "One Two"), (1, "partly", "")]),
    "a lone quotation mark": ('met\t6" tall\npartly', [(0, "met", '6" tall'), (1, "partly", "")]),
    "a spreadsheet of Windows": ("met\r\npartly\r\n", [(0, "met", "Seen daily"), (1, "partly", "")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_what_is_understood(text, expected):
    assert changes(text) == (expected, [])


TOLD = {
    "no such result": ("met\nsplendid\tGood\nno", 2, "splendid", rules.NOT_A_RESULT),
    "past the end": ("met\n" * 4 + "partly", 5, "partly", rules.PAST_THE_END),
    "too wide": ("met\twords\tmore", 1, "more", rules.TOO_WIDE),
    "no such child": ("Ali O'Neil\tmet\nIda Stone\tmet", 2, "Ida Stone", rules.NO_CHILD),
    "no such outcome": ("Sam Reed\tSings\tmet", 1, "Sings", rules.NO_OUTCOME),
    "which outcome": ("Sam Reed\tmet", 1, "Sam Reed", TWO_OUTCOMES),
    "the same row twice": ("Zoe Hart\tWaits a turn\tmet\nZoe Hart\tWaits a turn\tno", 2, "Zoe Hart", rules.TWICE),
    "a name alone": ("Zoe Hart", 1, "Zoe Hart", rules.NOTHING),
    "too long": (f"met\t{'a' * 2001}", 1, f"{'a' * 40}…", rules.TOO_LONG),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "value", "words"), TOLD.values(), ids=TOLD)
def test_what_is_not_understood_is_told_by_line_and_value_and_not_used(text, line, value, words):
    good, faults = changes(text)
    assert faults == [(line, value, words)]
    assert len(good) == len(text.splitlines()) - 1


def test_lines_without_names_begin_at_the_chosen_row():
    assert changes("met\nno", start=2) == ([(2, "met", ""), (3, "not_met", "")], [])


def test_a_column_of_words_leaves_results_unless_it_has_names():
    read = read_paste("Often\nAway\tmore", ROWS, words_first=True)
    assert [(p.result, p.words) for p in read.rows] == [("met", "Often")]
    assert [f.words for f in read.faults] == [rules.TOO_WIDE]
    (named,) = read_paste("Zoe Hart\tmet", ROWS, words_first=True).rows
    assert (named.row, named.result) == (ROWS[3], "met")


def test_two_children_of_one_name_are_told_apart_by_outcome_or_not_at_all():
    rows = (*ROWS, row(uuid7(), "Zoe Hart", "Writes her name"))
    assert changes("Zoe Hart\tmet", rows)[1] == [(1, "Zoe Hart", rules.TWO_CHILDREN)]
    same = (*ROWS, row(uuid7(), "Zoe Hart", "Waits a turn"))
    assert changes("Zoe Hart\tWaits a turn\tmet", same) == ([], [(1, "Zoe Hart", rules.ALIKE)])
    assert changes("Zoe Hart\tWrites her name\tmet", rows)[0] == [(4, "met", "")]


def test_a_row_that_the_paste_leaves_alone_is_no_change():
    assert read_paste("met", ROWS).changed == ()


def test_a_paste_that_is_too_long_is_refused():
    with pytest.raises(BadInput, match="at most"):
        read_paste("a" * 100_001, ROWS)


@given(st.text(alphabet='aMet\t\n\r"\0 12é', max_size=60), st.integers(0, 5))
def test_whatever_is_pasted_each_row_is_used_once_and_each_line_is_read_or_told(text, start):
    found = read_paste(text, ROWS, start=start)
    used = [p.row.line_id for p in found.rows]
    assert len(used) == len(set(used))
    lines = [p.line for p in found.rows] + [f.line for f in found.faults]
    assert len(lines) == len(set(lines))
