"""A sheet as CSV or XLSX. What people wrote is only ever text: no cell of it can become a formula.

Spreadsheet programs run a cell that begins with = + - @, a tab or a line end as a formula (OWASP, CSV injection).
In CSV such a cell gets an apostrophe before it, which they show as text. In XLSX it is stored as a string, which
is never run, and is left as it was written.
"""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from spinney.plans.services import Sheet
from spinney.web.design.tongues import bare
from spinney.web.design.words import clock, day

# Also the wide forms, which some programs read as the narrow ones.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST = 32_767  # letters in an Excel cell
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def last_line(sheet: Sheet, *, by: str, at: datetime) -> str:
    count = len(sheet.rows)
    rows = f"{count:,} {'row' if count == 1 else 'rows'}"
    return (
        f"Made by {by} on {bare(day(at))} at {clock(at)}. {sheet.purpose}. {rows}."
        " Private: about children. Delete it when it has served."
    )


def safe(text: str) -> str:
    """As a spreadsheet shows it and never runs it. Leading spaces do not hide a sign: some programs skip them."""
    return f"'{text}" if text.startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS) else text


def plain(text: str) -> str:
    """Without the letters that XML and CSV readers choke on."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff"))


def as_csv(sheet: Sheet, *, by: str, at: datetime) -> bytes:
    """With the mark by which Excel knows UTF-8. Dates as 2026-11-24."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(column.title for column in sheet.columns)
    writer.writerows([_csv_cell(value) for value in row] for row in sheet.rows)
    writer.writerow([safe(plain(last_line(sheet, by=by, at=at)))])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return str(rounded(value))
    return safe(plain(str(value)))


def as_xlsx(sheet: Sheet, *, by: str, at: datetime) -> bytes:
    """Dates are dates and numbers numbers; everything else is a string, whatever it looks like."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet(sheet.title)
    bold, dated = book.add_format({"bold": True}), book.add_format({"num_format": "d mmmm yyyy"})
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.title, bold)
        page.set_column(place, place, 26 if column.kind == "text" else 18)
    for number, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row):
            _write(page, (number, place), value, dated)
    page.freeze_panes(1, 1)
    page.write_string(len(sheet.rows) + 1, 0, plain(last_line(sheet, by=by, at=at)))
    book.close()
    return out.getvalue()


def _write(page: Any, where: tuple[int, int], value: Any, dated: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        page.write_datetime(*where, datetime(value.year, value.month, value.day), dated)  # noqa: DTZ001
    elif isinstance(value, int | Decimal):
        page.write_number(*where, rounded(value))
    else:
        page.write_string(*where, plain(str(value))[:LONGEST])


def rounded(value: int | Decimal) -> int | float:
    short = round(float(value), 2)
    return int(short) if short == int(short) else short
