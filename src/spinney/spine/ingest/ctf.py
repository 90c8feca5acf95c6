"""Read a Common Transfer File, versions 23 to 25, pupil by pupil in flat memory."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from spinney.spine.ingest.checks import Cell
from spinney.spine.ingest.ctf_guard import chunks, guard, pull_parser
from spinney.spine.ingest.ctf_header import UNKNOWN_SCHOOL, Header, read_header
from spinney.spine.ingest.ctf_pupil import read_pupil
from spinney.spine.ingest.elements import line_of
from spinney.spine.ingest.records import (
    FileFacts,
    Format,
    Item,
    Progress,
    Reading,
    SchoolKey,
    refuse,
)

LARGEST_ENTRY = 4 * 1024 * 1024
"""Bytes. A pupil with twelve years of history is under 60 KB; more is an attack on memory."""


def open_ctf(
    path: Path, *, name: str, school: SchoolKey, today: date, progress: Progress
) -> Reading:
    encoding = guard(path)
    walk = _Walk(path, progress)
    header = read_header(walk.header(), name=name, school=school, today=today)
    facts = FileFacts(
        format=Format.CTF, name=name, size=path.stat().st_size, version=header.version,
        encoding=encoding, source=f"{header.source} {header.source_name}".strip(),
        whole_school=_is_own_roll(header, school), faults=header.faults,
    )  # fmt: skip
    return Reading(facts, _items(walk, school, today))


def _is_own_roll(header: Header, school: SchoolKey) -> bool:
    ours = school.laestab.plain if school.laestab else ""
    return header.source == ours and header.destination in {ours, UNKNOWN_SCHOOL}


class _Walk:
    """Hands out the header and then each pupil, and forgets each as soon as the next is asked for."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._size = path.stat().st_size
        self._progress = progress
        self._elements = self._parse(path)

    def header(self) -> etree._Element:
        first = next(self._elements, None)
        if first is None or first.tag != "Header":
            raise refuse(
                "The file has no header before its pupils.",
                "A transfer file says first who sent it. Ask the sending school to make it again.",
                line=line_of(first) if first is not None else 1, field="Header",
            )  # fmt: skip
        return first

    def pupils(self) -> Iterator[etree._Element]:
        return (element for element in self._elements if element.tag == "Pupil")

    def _parse(self, path: Path) -> Iterator[etree._Element]:
        parser = pull_parser("end", tuple(_PLACE))
        read = last_entry = 0
        for block in chunks(path):
            self._feed(parser, block)
            read += len(block)
            for _, element in parser.read_events():
                if _in_place(element):
                    last_entry = read
                    yield element
                    _forget(element)
            if read - last_entry > LARGEST_ENTRY:
                raise refuse(
                    "One entry in the file is longer than 4 MB.",
                    "A pupil's record is never that long. Ask the sending school to make it again.",
                )
            self._progress(read, self._size)
        parser.close()

    @staticmethod
    def _feed(parser: Any, block: bytes) -> None:
        try:
            parser.feed(block)
        except etree.XMLSyntaxError as error:
            # The walk of ctf_guard found nothing, so this is a limit on depth or length of text.
            raise refuse(
                "The file is nested too deeply, or one text in it is far too long.",
                "No transfer file is like that. Ask the sending school to make it again.",
                line=error.lineno or 1,
            ) from None


_PLACE = {"Header": ["CTfile"], "Pupil": ["CTFpupilData", "CTfile"]}


def _in_place(element: etree._Element) -> bool:
    """Suppliers may put anything into SuppInfo, an element called Pupil too."""
    return [above.tag for above in element.iterancestors()] == _PLACE[str(element.tag)]


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _items(walk: _Walk, school: SchoolKey, today: date) -> Iterator[Item]:
    first_line: dict[str, int] = {}
    for row, element in enumerate(walk.pupils(), start=1):
        record, check = read_pupil(element, row=row, today=today, ours=school.laestab)
        if check.upn and check.upn in first_line:
            check.error(
                Cell(check.upn, "UPN", check.line),
                f"This UPN stands in the file already, on line {first_line[check.upn]}.",
                "Only the first was considered. Ask the sending school which is right.",
            )
            record = None
        elif check.upn:
            first_line[check.upn] = check.line
        yield from check.faults
        if record is not None:
            yield record
