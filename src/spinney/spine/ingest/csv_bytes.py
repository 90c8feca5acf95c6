"""From the bytes of a CSV file to its rows: which encoding, which separator, where each row stands."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spinney.spine.ingest.records import Progress, refuse

CHUNK = 1 << 16
LONGEST_CELL = 32_767
"""Characters; what a spreadsheet can hold in one cell. A quotation mark never closed runs past it."""
MOST_COLUMNS = 1_000

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}


@dataclass(frozen=True, slots=True)
class Row:
    cells: list[str]
    line: int
    """The line of the file on which the row begins; a quoted cell may run over several."""
    fault: str = ""


def encoding_of(path: Path) -> str:
    """Python's name of the encoding. Looks at every byte: an accent may stand on the last line only."""
    with path.open("rb") as file:
        head = file.read(CHUNK)
    for mark, name in _BOMS.items():
        if head.startswith(mark):
            return _checked(path, name)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 > len(head):
        return _checked(path, "utf-16-be" if even > odd else "utf-16-le")
    _refuse_nul(path)
    return "utf-8" if _decodes(path, "utf-8") else _checked(path, "cp1252")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(CHUNK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _checked(path: Path, encoding: str) -> str:
    if not _decodes(path, encoding):
        raise refuse(
            "The file's letters are in no encoding that is known here.",
            "Open it in the program it came from and save it as 'CSV UTF-8'.",
        )
    return encoding


def _refuse_nul(path: Path) -> None:
    line = 1
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            if (at := block.find(0)) >= 0:
                raise refuse(
                    "The file holds zero bytes: it is damaged, or it is not a text file.",
                    "Export it again as 'CSV UTF-8', and do not open it in between.",
                    line=line + block[:at].count(b"\n"),
                    shape="a zero byte",
                )
            line += block.count(b"\n")


class _Counted(io.RawIOBase):
    """Tells how far reading has come."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._file = path.open("rb")
        self._size = path.stat().st_size
        self._done = 0
        self._progress = progress

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        got = self._file.readinto(buffer)
        self._done += got
        self._progress(self._done, self._size)
        return got

    def close(self) -> None:
        self._file.close()
        super().close()


def rows(path: Path, *, encoding: str, separator: str, progress: Progress) -> Iterator[Row]:
    """Every row that is not blank. A row that cannot be split says so; a quote left open refuses all."""
    raw = io.BufferedReader(_Counted(path, progress), CHUNK)
    with io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(text, delimiter=separator, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield _broken(error, line, reader.line_num)
                continue
            if any(cell.strip() for cell in cells):
                yield Row(cells, line)


def _broken(error: csv.Error, line: int, until: int) -> Row:
    told = str(error)
    if "unexpected end" in told or "field limit" in told:
        raise refuse(
            f"A quotation mark that opens on line {line} or soon after is never closed.",
            "All pupils below it would be lost. Correct that line in the source and export again.",
            line=line,
            shape="an open quotation mark",
        ) from None
    where = f"lines {line} to {until}" if until > line else f"line {line}"
    return Row([], line, f"The quotation marks on {where} do not pair up.")
