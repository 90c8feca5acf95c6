"""Read a block of cells from a spreadsheet as results of reviews. Plain values in and out.

Two shapes are read. With the children's names in the first column each line finds its own row. Without names
the lines follow the rows of the grid, from the row that was chosen. A line that is not understood is told and
nothing of it is used.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spinney.kernel.errors import BadInput
from spinney.plans.rules.review import MOST_WORDS
from spinney.plans.types.review import GridRow, Result
from spinney.plans.types.review_paste import Pasted, PastedRow, PasteFault

MOST_TEXT = 100_000
NAMES = {
    Result.MET: ("met", "fully met", "achieved", "fully achieved", "yes", "y", "m", "1"),
    Result.PARTLY: (
        "partly met", "partly", "part met", "partially met", "partially", "partly achieved",
        "partially achieved", "p", "pm", "2",
    ),
    Result.NOT_MET: ("not met", "unmet", "not achieved", "no", "n", "nm", "3"),
    Result.NOT_TRIED: ("not tried", "not attempted", "not started", "nt", "4"),
}  # fmt: skip
MEANS: dict[str, str] = {name: result for result, names in NAMES.items() for name in names} | {
    "not yet": ""
}
HEADS = {"child", "name", "pupil", "outcome", "result", "how it went"}
NO_WORDS = "(no words yet)"  # what the list shows for an outcome without a title
NOT_A_RESULT = "This is not one of the results. Write Met, Partly met, Not met or Not tried."
PAST_THE_END = "The list has no row left for this line."
NO_CHILD = "No child of this name is on the list. Check the spelling, or show more plans."
NO_OUTCOME = "This is not an outcome of this child on the list. Copy its words from the list."
TWO_CHILDREN = "More than one child on the list has this name. Give the outcome’s words as well."
ALIKE = "Two children of this name have an outcome in these words. Judge them on the list itself."
TWICE = "An earlier line is for this row already."
TOO_WIDE = "This line has more cells than are read."
TOO_LONG = f"The words are longer than {MOST_WORDS:,} characters. Shorten them."
NOTHING = "This line has a name and nothing else."


class _Unread(Exception):
    def __init__(self, value: str, words: str) -> None:
        super().__init__(words)
        self.value = value


@dataclass(frozen=True, slots=True)
class _Line:
    number: int  # as the person counts
    place: int  # from 0, without the heading
    cells: tuple[str, ...]


def read_paste(
    text: str, rows: Sequence[GridRow], *, start: int = 0, words_first: bool = False
) -> Pasted:
    """What the paste says of `rows`. Lines without names begin at `start`, with a result unless `words_first`."""
    lines = _lines(text)
    judged = [row for row in rows if row.line_id]
    named = _has_names(lines, judged)
    if words_first and not named:
        lines = [replace(line, cells=("", *line.cells)) for line in lines]
    good, faults, seen = [], list[PasteFault](), set[object]()
    for line in lines:
        if not any(line.cells):
            continue
        try:
            row, rest = (
                _by_name(line, lines, judged) if named else _in_order(line, judged, start=start)
            )
            pasted = _judged(line, row, rest, seen)
        except _Unread as error:
            faults.append(PasteFault(line.number, error.value, str(error)))
        else:
            seen.add(row.line_id)
            good.append(pasted)
    return Pasted(tuple(good), tuple(faults))


def result_of(cell: str) -> str | None:
    """The result that the cell means, '' for 'not yet'; None when it means none of them."""
    return MEANS.get(_plain(cell))


def _lines(text: str) -> list[_Line]:
    if len(text) > MOST_TEXT:
        raise BadInput(f"Paste at most {MOST_TEXT:,} characters at once.", field="text")
    # A spreadsheet closes every quotation mark that it opens; a lone one is part of the words.
    whole = text.count('"') % 2 == 0
    source = io.StringIO(text.replace("\0", ""), newline="")
    reader = csv.reader(
        source, delimiter="\t", quoting=csv.QUOTE_MINIMAL if whole else csv.QUOTE_NONE
    )
    found = []
    for number, cells in enumerate(reader, start=1):
        tidy = [" ".join(cell.split()) for cell in cells]
        while tidy and not tidy[-1]:
            tidy.pop()
        found.append(_Line(number, number - 1, tuple(tidy)))
    while found and not found[-1].cells:
        found.pop()
    if found and found[0].cells and _plain(found[0].cells[0]) in HEADS:
        found = [replace(line, place=line.place - 1) for line in found[1:]]
    return found


def _has_names(lines: Sequence[_Line], rows: Sequence[GridRow]) -> bool:
    names = {_name(row.child_name) for row in rows}
    return any(line.cells and _name(line.cells[0]) in names for line in lines)


def _in_order(
    line: _Line, rows: Sequence[GridRow], *, start: int
) -> tuple[GridRow, tuple[str, ...]]:
    at = start + line.place
    if at >= len(rows):
        raise _Unread(line.cells[0] or line.cells[-1], PAST_THE_END)
    return rows[at], line.cells


def _by_name(
    line: _Line, lines: Sequence[_Line], rows: Sequence[GridRow]
) -> tuple[GridRow, tuple[str, ...]]:
    name, rest = line.cells[0], line.cells[1:]
    mine = [row for row in rows if _name(row.child_name) == _name(name)]
    if not mine:
        raise _Unread(name, NO_CHILD)
    if not any(rest):
        raise _Unread(name, NOTHING)
    titled = [row for row in mine if _plain(row.title or NO_WORDS) == _plain(rest[0])]
    if len(titled) == 1:
        return titled[0], rest[1:]
    if len({row.plan_id for row in titled}) > 1:
        raise _Unread(name, ALIKE)
    if len({row.plan_id for row in mine}) > 1:
        raise _Unread(name, TWO_CHILDREN)
    if len(rest) > 2 or (rest[0] and result_of(rest[0]) is None and len(rest) == 2):
        raise _Unread(rest[0], NO_OUTCOME)
    return _nth(line, lines, mine), rest


def _nth(line: _Line, lines: Sequence[_Line], mine: Sequence[GridRow]) -> GridRow:
    """Without an outcome's words a child's lines stand for all of the child's outcomes, in order."""
    name = _name(line.cells[0])
    same = [other for other in lines if other.cells and _name(other.cells[0]) == name]
    if len(same) != len(mine):
        words = (
            f"This child has {len(mine)} outcomes on the list. Say which, or give a line for each."
        )
        one = "This child has one outcome on the list, and more than one line."
        raise _Unread(line.cells[0], one if len(mine) == 1 else words)
    return mine[same.index(line)]


def _judged(line: _Line, row: GridRow, cells: tuple[str, ...], seen: set[object]) -> PastedRow:
    """An empty cell leaves what is there."""
    if row.line_id in seen:
        raise _Unread(line.cells[0], TWICE)
    if len(cells) > 2:
        raise _Unread(cells[2], TOO_WIDE)
    result, words = (*cells, "", "")[:2]
    means = result_of(result) if result else row.result
    if means is None:
        raise _Unread(result, NOT_A_RESULT)
    if len(words) > MOST_WORDS:
        raise _Unread(f"{words[:40]}…", TOO_LONG)
    return PastedRow(line.number, row, means, words or row.words)


def _plain(text: str) -> str:
    """Without case, accents, punctuation and doubled spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", kept).split())


def _name(text: str) -> tuple[str, ...]:
    """'Okafor, Maya' and 'maya okafor' are one name."""
    return tuple(sorted(_plain(text.replace("'", "").replace("’", "")).split()))
