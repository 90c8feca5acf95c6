"""Judge a transfer file's bytes before any pupil is read: whole, rightly encoded, without a DOCTYPE.

The whole file is walked once without building a tree, so that a file cut short is refused before its
first pupil.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, cast

from lxml import etree

from spinney.spine.ingest.elements import line_of
from spinney.spine.ingest.records import UnreadableFile, refuse

CHUNK = 1 << 16
ASK_AGAIN = "Ask the sending school to make the file again and send it whole."

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BOMS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16", codecs.BOM_UTF8: "UTF-8"}


class _Scout:
    """Sees no text; only whether there is a DOCTYPE."""

    def __init__(self) -> None:
        self.doctype_seen = False

    def doctype(self, *_: object) -> None:
        self.doctype_seen = True

    def close(self) -> None:
        """lxml asks for it; there is nothing to hand back."""


# No entity is expanded, nothing is fetched, and libxml2's own limits on depth and size stay on.
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def pull_parser(event: Literal["start", "end"], tags: tuple[str, ...] | None = None) -> Any:
    """Hands out (event, element) pairs. `Any`, as the stubs know elements by an older shape."""
    return etree.XMLPullParser(events=(event,), tag=tags, **_SAFE)


def chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            yield block


def declared_encoding(head: bytes) -> str:
    for mark, name in _BOMS.items():
        if head.startswith(mark):
            return name
    if b"\x00" in head[:4]:
        return "UTF-16"
    found = _DECLARED.match(head)
    return found[1].decode("ascii").upper() if found else "UTF-8"


def guard(path: Path) -> str:
    """The file's encoding. Raises UnreadableFile when the file must not be read."""
    with path.open("rb") as file:
        head = file.read(CHUNK)
    encoding = declared_encoding(head)
    _check_root(head)
    scout = _Scout()
    parser: Any = etree.XMLParser(target=cast("Any", scout), **_SAFE)
    text = codecs.getincrementaldecoder("utf-8")() if encoding == "UTF-8" else None
    lines = 1
    for block in chunks(path):
        if text is not None:
            _check_utf8(text, block, lines)
        lines += block.count(b"\n")
        _feed(parser, scout, block, head)
    _close(parser, lines)
    return encoding


def _check_root(head: bytes) -> None:
    """Names a wrong kind of file at once. Damage and DOCTYPE are left to the walk, which tells more."""
    parser = pull_parser("start")
    try:
        parser.feed(head)
        root = next((element for _, element in parser.read_events()), None)
    except etree.XMLSyntaxError:
        return
    if root is None or root.tag == "CTfile" or root.getroottree().docinfo.internalDTD is not None:
        return
    if root.tag == "ATfile":
        raise refuse(
            "This is an admissions file (ATF), not a transfer file (CTF).",
            "Import it into your admissions system, or ask for the transfer file.",
            line=line_of(root),
            field="ATfile",
        )
    raise refuse(
        "The file is XML, but not a Common Transfer File: its first element is not CTfile.",
        "Choose the file whose name looks like 8202999_CTF_8204999_001.xml.",
        line=line_of(root),
        field="first element",
    )


def _feed(parser: Any, scout: _Scout, block: bytes, head: bytes) -> None:
    try:
        parser.feed(block)
    except etree.XMLSyntaxError as error:
        if not scout.doctype_seen:
            raise _not_well_formed(error) from None
    if scout.doctype_seen:
        raise _doctype(head)


def _close(parser: Any, lines: int) -> None:
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise refuse(
            "The file ends in the middle: it was cut short on the way.",
            f"{ASK_AGAIN} Nothing was taken from it.",
            line=min(error.lineno or lines, lines),
        ) from None


def _check_utf8(decoder: codecs.IncrementalDecoder, block: bytes, line: int) -> None:
    try:
        decoder.decode(block)
    except UnicodeDecodeError as error:
        at = line + error.object[: error.start].count(b"\n")
        raise refuse(
            "The file says it is UTF-8, but holds bytes that are not.",
            "Letters with accents would be wrong. Export the file again as UTF-8.",
            line=at,
            shape="a byte that is not UTF-8",
        ) from None


def _doctype(head: bytes) -> UnreadableFile:
    plain = head.replace(b"\x00", b"")
    at = plain.upper().find(b"<!DOCTYPE")
    return refuse(
        "The file has a DOCTYPE. A transfer file never has one, and it can be used to attack.",
        "Do not open the file. Ask the sender whether it is theirs, and tell your IT lead.",
        line=plain[: max(at, 0)].count(b"\n") + 1,
        field="DOCTYPE",
    )


def _not_well_formed(error: etree.XMLSyntaxError) -> UnreadableFile:
    return refuse(
        "The file is not well-formed XML.",
        f"It was damaged or edited by hand. {ASK_AGAIN}",
        line=error.lineno or 1,
    )
