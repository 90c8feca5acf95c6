"""One row of an MIS export as a pupil. A blank cell says nothing: it never clears what is known."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from spinney.spine.ingest import csv_words as words
from spinney.spine.ingest import rules
from spinney.spine.ingest.checks import NO, YES, Cell, Checker
from spinney.spine.ingest.csv_bytes import Row
from spinney.spine.ingest.csv_contact import contacts_of, lines_of
from spinney.spine.ingest.csv_headers import Column, Layout
from spinney.spine.ingest.records import NeedRecord, PostalAddress, PupilRecord, SpokenLanguage
from spinney.spine.ingest.text import clean

FOUR_FIGURES = "Write the year in four figures, such as 03/10/2014, in the source and export again."


class RowReader:
    """Looks up one row's cells by what they hold."""

    def __init__(self, row: Row, layout: Layout, check: Checker) -> None:
        self.row, self.layout, self.check = row, layout, check

    def cell(self, column: Column | None) -> Cell | None:
        if column is None or not self.row.cells[column.index].strip():
            return None
        return Cell(self.row.cells[column.index], column.header, self.row.line)

    def get(self, name: str) -> Cell | None:
        return self.cell(self.layout.pupil.get(name))

    def text(self, name: str, *, longest: int = 100, soft: bool = False) -> str | None:
        return self.check.text(self.get(name), longest=longest, soft=soft)

    def day(self, name: str) -> date | None:
        cell = self.get(name)
        if cell is None:
            return None
        found = words.date_of(clean(cell.value)[0])
        if isinstance(found, date):
            return found
        self.check.error(cell, found, FOUR_FIGURES)
        return None

    def word(
        self, name: str, table: Mapping[str, str], *, what: str, strict: bool = False
    ) -> str | None:
        return read_word(self.get(name), table, self.check, what=what, strict=strict)

    def flag(self, name: str) -> bool | None:
        """A text where yes or no is expected means yes: it describes what there is."""
        cell = self.get(name)
        found = (self.check.text(cell, longest=10_000) or "").casefold()
        if cell is None or not found or found in NO | {"none"}:
            return False if found else None
        if found not in YES:
            self.check.warn(
                cell,
                "Only that there is something was kept, not the words.",
                "Enter what staff must know in the plan's safety lines.",
            )
        return True


def read_word(
    cell: Cell | None, table: Mapping[str, str], check: Checker, *, what: str, strict: bool = False
) -> str | None:
    found = check.text(cell, longest=1000)
    if cell is None or found is None:
        return None
    code = words.code_of(found, table)
    if code is None and strict:
        check.error(cell, f"This is not a known {what}.", "Use the DfE code in the source.")
    elif code is None:
        check.warn(cell, f"This is not a known {what}. It was left out.", "Use the DfE code.")
    return code


def key_of(row: Row, layout: Layout) -> str:
    """What ties together the rows of one pupil: the UPN, else the MIS's own id."""
    for name in ("upn", "mis_id"):
        column = layout.pupil.get(name)
        if column and column.index < len(row.cells) and row.cells[column.index].strip():
            return f"{name} {words.fold(row.cells[column.index])}"
    return ""


def read_row(row: Row, layout: Layout, check: Checker) -> PupilRecord | None:
    """None when a fault forbids taking the pupil."""
    if row.fault or not _fits(row, layout):
        _refuse_row(row, layout, check)
        return None
    reader = RowReader(row, layout, check)
    born_cell = reader.get("born_on")
    born = check.birthday(born_cell, reader.day("born_on")) if born_cell else None
    values = {**_identity(reader), **_school(reader), **_sen(reader), **_home(reader)}
    if born_cell is None:
        check.missing("Date of birth", "Add it in the MIS and export again.")
    if born is None or check.refused:
        return None
    record = PupilRecord(line=row.line, row=check.row, born_on=born, **values)
    rules.check_sense(record, check)
    return None if check.refused else record


def _fits(row: Row, layout: Layout) -> bool:
    extra = row.cells[layout.width :]
    return len(row.cells) >= layout.width and not any(cell.strip() for cell in extra)


def _refuse_row(row: Row, layout: Layout, check: Checker) -> None:
    cause = row.fault or (
        f"The row has {len(row.cells)} cells, the header {layout.width}: values may have slipped "
        "into the wrong column."
    )
    check.error(
        Cell("", "row", row.line),
        cause,
        "Look for a comma or quotation mark inside a value. Export again rather than edit by hand.",
        shape=f"{len(row.cells)} cells" if row.cells else "cells that could not be told apart",
    )


def _identity(reader: RowReader) -> dict[str, Any]:
    check = reader.check
    check.upn = check.checked_upn(reader.get("upn"))
    values = {
        "upn": check.upn,
        "former_upn": check.checked_upn(reader.get("former_upn")),
        "uln": check.checked_uln(reader.get("uln")),
        "mis_id": reader.text("mis_id"),
        "surname": reader.text("surname"),
        "forename": reader.text("forename"),
        "middle_names": reader.text("middle_names", longest=150),
        "preferred_surname": reader.text("preferred_surname"),
        "preferred_forename": reader.text("preferred_forename"),
        "sex": reader.word("sex", words.SEX, what="sex"),
    }
    if not check.refused and not values["upn"] and not values["mis_id"]:
        check.missing("UPN", "Give the UPN, or the MIS's own id, for every pupil.")
    if not check.refused and not values["surname"] and not values["forename"]:
        check.missing("Surname", "Add the pupil's name in the MIS and export again.")
    for name in ("surname", "forename"):
        if values[f"preferred_{name}"] == values[name]:
            values[f"preferred_{name}"] = None
    return values


def _school(reader: RowReader) -> dict[str, Any]:
    groups = reader.text("teaching_groups", longest=5000, soft=True)
    named = [part.strip() for part in re.split(r"[;|,]", groups or "") if part.strip()]
    if any(len(name) > 60 for name in named):
        reader.check.warn(
            reader.get("teaching_groups") or Cell("", "Teaching groups", reader.row.line),
            "The name of a group is longer than 60 characters. The groups were left out.",
            "Put a semicolon between groups.",
        )
        named = []
    in_care = reader.flag("looked_after")
    return {
        "year": reader.word("year", words.YEAR, what="year group"),
        "registration_group": reader.text("registration_group", longest=40, soft=True),
        "teaching_groups": tuple(dict.fromkeys(named)) or None,
        "enrolment_status": reader.word(
            "enrolment_status", words.ENROLMENT, what="enrolment status"
        ),
        "joined_on": reader.day("joined_on"),
        "left_on": reader.day("left_on"),
        "looked_after": in_care,
        "looked_after_by": _authority(reader) if in_care else None,
        "medical_flag": reader.flag("medical_flag"),
    }


def _authority(reader: RowReader) -> str | None:
    found = reader.text("looked_after_by")
    if found is None or re.fullmatch(r"[0-9]{3}", found):
        return found
    cell = reader.get("looked_after_by") or Cell("", "Care authority", reader.row.line)
    reader.check.warn(
        cell, "This is not a local authority's number. It was left out.", "Use the three digits."
    )
    return None


def _sen(reader: RowReader) -> dict[str, Any]:
    since = reader.check.not_future(
        reader.get("sen_start"), reader.day("sen_start"), what="start of SEN provision"
    )
    return {
        "sen_provision": reader.word(
            "sen_provision", words.PROVISION, what="SEN provision", strict=True
        ),
        "sen_since": since,
        "sen_needs": _needs(reader),
    }


def _needs(reader: RowReader) -> tuple[NeedRecord, ...] | None:
    layout, line = reader.layout, reader.row.line
    if not layout.needs and "sen_needs" not in layout.pupil:
        return None
    cells = [reader.cell(column) for _, column in sorted(layout.needs.items())]
    if not layout.needs and (whole := reader.get("sen_needs")):
        parts = re.split(r"[;|\n]", whole.value)
        cells = [Cell(part, whole.field, line) for part in parts if part.strip()]
    found = [
        read_word(cell, words.NEED, reader.check, what="type of need", strict=True)
        for cell in cells
        if cell
    ]
    kinds = list(dict.fromkeys(kind for kind in found if kind))
    return tuple(
        NeedRecord(rank=rank, type=kind, line=line) for rank, kind in enumerate(kinds, start=1)
    )


def _home(reader: RowReader) -> dict[str, Any]:
    language = reader.word("languages", words.LANGUAGE, what="language")
    lines = lines_of(reader.layout.pupil, reader.cell, reader.check)
    postcode = (reader.text("postcode", longest=10, soft=True) or "").upper()
    return {
        "languages": (SpokenLanguage(language),) if language else None,
        "address": PostalAddress(lines, postcode) if lines or postcode else None,
        "contacts": contacts_of(reader.layout, reader.cell, reader.check) or None,
    }


def with_contacts_of(record: PupilRecord, others: list[PupilRecord]) -> PupilRecord:
    """One pupil out of several rows, each with another adult."""
    contacts = [c for found in (record, *others) for c in found.contacts or ()]
    return replace(record, contacts=tuple(contacts) or None)
