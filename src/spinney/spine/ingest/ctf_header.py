"""The header of a transfer file: its version, from whom, for whom, and whether its name agrees."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from spinney.spine.ingest.checks import Cell
from spinney.spine.ingest.elements import at, line_of
from spinney.spine.ingest.records import Fault, SchoolKey, Severity, refuse
from spinney.spine.ingest.text import clean, shape_of

OLDEST_VERSION, NEWEST_VERSION = 23, 25
"""The number rises each September. No public source describes 26 yet; it is read like 25."""

UNKNOWN_SCHOOL, LEFT_SECTOR = "XXXXXXX", "MMMMMMM"

_VERSION = re.compile(r"(\d{2})\.\d", re.ASCII)
_LEA = re.compile(r"\d{3}|XXX|MMM", re.ASCII)
_ESTAB = re.compile(r"\d{4}|LLLL|XXXX|MMMM", re.ASCII)
# What follows the serial is forgiven: browsers add " (1)", some systems a version.
_FILE_NAME = re.compile(
    r"(\d{3}(?:\d{4}|LLLL))_CTF_(\d{7}|\d{3}LLLL|X{7}|M{7})_\d{3}.*\.xml", re.I | re.A
)


@dataclass(frozen=True, slots=True)
class Header:
    version: str
    source: str
    source_name: str
    destination: str
    faults: tuple[Fault, ...]


class _HeaderReader:
    def __init__(self, header: etree._Element) -> None:
        self.header = header
        self.faults: list[Fault] = []

    def value(self, path: str, shape: re.Pattern[str], hint: str) -> str:
        """A header value that must be there and look right, or the whole file is refused."""
        cell = self.cell(path)
        found = clean(cell.value)[0]
        if not shape.fullmatch(found):
            raise refuse(
                f"The header's {path} is {'missing' if not found else 'not one that is known'}.",
                f"{hint} Ask the sending school to make the file again.",
                line=cell.line, field=path, shape=shape_of(found),
            )  # fmt: skip
        return found

    def cell(self, path: str) -> Cell:
        return at(self.header, path) or Cell("", path, line_of(self.header))

    def warn(self, path: str, cause: str, remedy: str) -> None:
        cell = self.cell(path)
        self.faults.append(
            Fault(
                line=cell.line,
                field=path,
                shape=shape_of(cell.value),
                cause=cause,
                remedy=remedy,
                severity=Severity.WARNING,
            )
        )


def read_header(element: etree._Element, *, name: str, school: SchoolKey, today: date) -> Header:
    reader = _HeaderReader(element)
    reader.value(
        "DocumentName", re.compile("Common Transfer File"), "It must be 'Common Transfer File'."
    )
    version = _check_version(reader)
    source, destination = _key(reader, "SourceSchool"), _key(reader, "DestSchool")
    _check_date(reader, today)
    _check_name(reader, name, source, destination)
    _check_school(reader, school, source, destination)
    source_name = clean(reader.cell("SourceSchool/SchoolName").value)[0]
    return Header(version, source, source_name, destination, tuple(reader.faults))


def _key(reader: _HeaderReader, which: str) -> str:
    return reader.value(f"{which}/LEA", _LEA, "It is three digits, XXX or MMM.") + reader.value(
        f"{which}/Estab", _ESTAB, "It is four digits, LLLL, XXXX or MMMM."
    )


def _check_version(reader: _HeaderReader) -> str:
    version = reader.value("CTFversion", _VERSION, "It looks like 25.0.")
    number = int(version[:2])
    if number < OLDEST_VERSION:
        raise refuse(
            f"This is transfer file version {version}; {OLDEST_VERSION}.0 is the oldest that is read.",
            "Ask the sending school for a file made with this year's version.",
            line=reader.cell("CTFversion").line, field="CTFversion",
        )  # fmt: skip
    if number > NEWEST_VERSION:
        reader.warn(
            "CTFversion",
            f"This is version {version}, newer than the newest known here ({NEWEST_VERSION}.0).",
            "What is new in it was not read. Compare a pupil or two with the file.",
        )
    return version


def _check_date(reader: _HeaderReader, today: date) -> None:
    try:
        made = datetime.fromisoformat(reader.cell("DateTime").value.strip()).date()
    except ValueError:
        made = None
    if made is None or made > today:
        reader.warn(
            "DateTime",
            "The header does not say when the file was made."
            if made is None
            else "The header says the file was made in the future.",
            "Ask the sending school whether this is their newest file.",
        )


def _check_name(reader: _HeaderReader, name: str, source: str, destination: str) -> None:
    found = _FILE_NAME.fullmatch(name)
    if not found:
        reader.warn(
            "DocumentName",
            "The file is not named like a transfer file, so its name could not be compared.",
            "Keep the name as sent, such as 8202999_CTF_8204999_001.xml.",
        )
        return
    parts = {"SourceSchool": (found[1], source), "DestSchool": (found[2], destination)}
    for which, (in_name, in_header) in parts.items():
        if in_name.upper() != in_header:
            end = "sender" if which == "SourceSchool" else "receiver"
            raise refuse(
                f"The file's name gives {in_name} as {end}, the header {in_header}.",
                "It may be meant for another school. Ask the sender which is right.",
                line=reader.cell(f"{which}/Estab").line, field=which,
            )  # fmt: skip


def _check_school(reader: _HeaderReader, school: SchoolKey, source: str, destination: str) -> None:
    ours = school.laestab.plain if school.laestab else ""
    if ours in {source, destination}:
        return
    if not ours or destination in {UNKNOWN_SCHOOL, LEFT_SECTOR}:
        reader.warn(
            "DestSchool/Estab",
            "The file does not name your school as the receiver.",
            "Make sure that these pupils are joining your school before you apply it.",
        )
        return
    raise refuse(
        f"The file is addressed to school {destination}, not to yours ({ours}).",
        "Delete it and tell the sender. These children's records are not yours to read.",
        line=reader.cell("DestSchool/Estab").line, field="DestSchool",
    )  # fmt: skip
