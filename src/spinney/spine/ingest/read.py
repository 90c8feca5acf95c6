"""The one door to reading: find out what a file is, and read it."""

from datetime import date
from pathlib import Path

from spinney.spine.ingest.ctf import open_ctf
from spinney.spine.ingest.ctf_guard import declared_encoding
from spinney.spine.ingest.mis_csv import open_csv
from spinney.spine.ingest.records import Format, Progress, Reading, SchoolKey, refuse

_OTHER_KINDS = {
    b"PK\x03\x04": "a spreadsheet workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"{\\rtf": "a word processor's file",
}


def _no_progress(done: int, total: int) -> None:
    """For callers that show none."""


def sniff(path: Path) -> Format:
    """By content, never by name. Raises UnreadableFile for what cannot be read."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip():
        raise refuse("The file is empty.", "Export it again and choose the new file.", line=1)
    for mark, kind in _OTHER_KINDS.items():
        if head.startswith(mark):
            raise refuse(
                f"This is {kind}. It cannot be read.",
                "Choose a transfer file (.xml), or save the list as 'CSV UTF-8'.",
                line=1,
                shape=kind,
            )
    start = _first_signs(head)
    if start.startswith(("<!DOCTYPE HTML", "<HTML")):
        raise refuse(
            "This is a web page, not an export.",
            "You may have been signed out while it was saved. Export it again.",
            line=1,
        )
    return Format.CTF if start.startswith("<") else Format.MIS_CSV


def _first_signs(head: bytes) -> str:
    encoding = "utf-8"
    if declared_encoding(head) == "UTF-16":
        encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-16-be"
        if head[1:2] == b"\x00" and head[:1] != b"\xff":
            encoding = "utf-16-le"
    return head.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n").upper()


def read(
    path: Path,
    *,
    school: SchoolKey,
    today: date,
    name: str = "",
    progress: Progress = _no_progress,
) -> Reading:
    """Open a file for one school. `name` is the file's own name, when it was stored under another.

    Raises UnreadableFile, here or while iterating: then nothing of the file may be kept.
    """
    name = name or path.name
    if sniff(path) is Format.CTF:
        return open_ctf(path, name=name, school=school, today=today, progress=progress)
    return open_csv(path, name=name, today=today, progress=progress)
