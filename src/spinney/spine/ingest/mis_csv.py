"""Read an MIS export in CSV, row by row in flat memory. One row a pupil, or one a pupil and adult."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from spinney.spine.ingest.checks import Cell, Checker
from spinney.spine.ingest.csv_bytes import MOST_COLUMNS, NAMES, Row, encoding_of, rows
from spinney.spine.ingest.csv_headers import Layout, known_in, read_layout
from spinney.spine.ingest.csv_pupil import key_of, read_row, with_contacts_of
from spinney.spine.ingest.csv_words import month_first
from spinney.spine.ingest.records import (
    Fault,
    FileFacts,
    Format,
    Item,
    Progress,
    PupilRecord,
    Reading,
    Severity,
    refuse,
)
from spinney.spine.ingest.text import shape_of

SEPARATORS = (",", ";", "\t")
TITLE_LINES = 10
"""A report may have its title above the headers; further down it is no longer a title."""
DATE_COLUMNS = ("born_on", "joined_on", "left_on", "sen_start")


def open_csv(path: Path, *, name: str, today: date, progress: Progress) -> Reading:
    encoding = encoding_of(path)
    separator, layout = _find_layout(path, encoding)

    def all_rows(report: Progress) -> Iterator[Row]:
        found = rows(path, encoding=encoding, separator=separator, progress=report)
        return (row for row in found if row.line > layout.line)

    counts = _first_walk(all_rows(_nothing), layout)
    facts = FileFacts(
        format=Format.MIS_CSV,
        name=name,
        size=path.stat().st_size,
        encoding=NAMES[encoding],
        whole_school=True,
        faults=tuple(_file_warnings(encoding, layout)),
    )
    return Reading(facts, _items(all_rows(progress), layout, counts, today))


def _nothing(done: int, total: int) -> None:
    """The first walk is quick and reports no progress."""


def _find_layout(path: Path, encoding: str) -> tuple[str, Layout]:
    """The separator and the header line are those that give the most headers we know."""
    best, chosen = 0, (",", Row([], 1))
    for separator in SEPARATORS:
        found = rows(path, encoding=encoding, separator=separator, progress=_nothing)
        for row in islice(found, TITLE_LINES):
            if len(row.cells) > MOST_COLUMNS:
                raise refuse(
                    f"The file has {len(row.cells)} columns; at most {MOST_COLUMNS} are read.",
                    "Export only the columns that the guide on imports lists.",
                    line=row.line,
                    shape=f"{len(row.cells)} columns",
                )
            known = known_in(row.cells)
            if known > best:
                best, chosen = known, (separator, row)
            if not chosen[1].cells:
                chosen = (separator, row)
    if not chosen[1].cells:
        raise refuse("The file is empty.", "Export it again and choose the new file.", line=1)
    return chosen[0], read_layout(chosen[1].cells, chosen[1].line)


def _first_walk(found: Iterator[Row], layout: Layout) -> Counter[str]:
    """Find what spoils the whole file before the first pupil is taken, and count each pupil's rows."""
    counts: Counter[str] = Counter()
    order: Counter[bool] = Counter()
    first_line = 0
    columns = [layout.pupil[name] for name in DATE_COLUMNS if name in layout.pupil]
    for row in found:
        if layout.row_per_contact:
            counts[key_of(row, layout)] += 1
        for column in columns:
            sure = month_first(row.cells[column.index]) if column.index < len(row.cells) else None
            if sure is not None:
                order[sure] += 1
                first_line = first_line or (row.line if sure else 0)
    if order[True] >= 2 and order[True] > order[False]:
        raise refuse(
            "The dates in this file have the month first, such as 10/25/2014.",
            "Other dates would be read wrongly. Set the dates to dd/mm/yyyy and export again.",
            line=first_line,
            shape=f"{order[True]} dates with the month first",
        )
    return counts


def _file_warnings(encoding: str, layout: Layout) -> Iterator[Fault]:
    if encoding == "cp1252":
        yield Fault(
            line=1,
            field="file",
            shape="bytes that are not UTF-8",
            cause="The file is not UTF-8; it was read as Windows-1252.",
            remedy="Check names with accents. Save as 'CSV UTF-8' next time.",
            severity=Severity.WARNING,
        )
    for header in layout.left_alone:
        yield Fault(
            line=layout.line,
            field=header,
            shape=shape_of(header),
            cause=f"The column '{header}' was left alone.",
            remedy="It is not known here, or another column says the same. Nothing to do.",
            severity=Severity.WARNING,
        )


def _items(
    found: Iterator[Row], layout: Layout, counts: Counter[str], today: date
) -> Iterator[Item]:
    owners: dict[str, tuple[str, int]] = {}
    waiting: dict[str, list[PupilRecord]] = {}
    for number, row in enumerate(found, start=1):
        check = Checker(row=number, line=row.line, today=today)
        record = read_row(row, layout, check)
        key = key_of(row, layout)
        if record:
            _refuse_repeat(record, check, key if layout.row_per_contact else str(number), owners)
        kept = None if check.refused else record
        if layout.row_per_contact and key:
            kept = _merged(kept, check, key, counts, waiting)
        yield from check.faults
        if kept:
            yield kept


def _refuse_repeat(
    record: PupilRecord, check: Checker, owner: str, owners: dict[str, tuple[str, int]]
) -> None:
    """A UPN, or an id of the MIS, belongs to one pupil of the file."""
    for name, value in (("UPN", record.upn), ("MIS ID", record.mis_id)):
        if not value:
            continue
        known, line = owners.setdefault(f"{name} {value}", (owner, record.line))
        if known != owner:
            check.error(
                Cell(value, name, record.line),
                f"This {name} stands in the file already, on line {line}.",
                "Only the first row was considered. Find out in the MIS which is right.",
            )


def _merged(
    record: PupilRecord | None,
    check: Checker,
    key: str,
    counts: Counter[str],
    waiting: dict[str, list[PupilRecord]],
) -> PupilRecord | None:
    """Hold a pupil's rows until the last of them, so that all their adults come together."""
    counts[key] -= 1
    held = waiting.setdefault(key, [])
    if record:
        held.append(record)
    if counts[key] > 0:
        return None
    del waiting[key]
    if len({(one.surname, one.forename, one.born_on) for one in held}) > 1:
        check.error(
            Cell("", "row", held[0].line),
            "The rows with this UPN or id differ in name or date of birth.",
            "No adult was tied to either child. Find out in the MIS which is right.",
            shape=f"{len(held)} rows",
        )
        return None
    return with_contacts_of(held[0], held[1:]) if held else None
