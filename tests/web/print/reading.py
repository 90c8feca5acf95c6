"""Read a PDF back: its words, its headings, its tags, and how small its smallest letter is."""

import io
import re
from dataclasses import dataclass, field

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


@dataclass
class Read:
    raw: bytes
    reader: PdfReader
    text: str
    headings: list[str] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return len(self.reader.pages)

    def says(self, words: str) -> bool:
        """Line breaks and the spaces they swallow aside."""
        return bare(words) in bare(self.text)

    def everything(self) -> bytes:
        """Every stream taken out of its compression, and the bytes as they lie in the file."""
        parts = [self.raw, self.text.encode()]
        for number in range(1, len(self.reader.xref_objStm) + len(self.reader.xref.get(0, {})) + 1):
            found = self.reader.get_object(number)
            if hasattr(found, "get_data"):
                parts.append(found.get_data())
            parts.append(str(found).encode())
        return b"\n".join(parts)


def bare(words: str) -> str:
    return re.sub(r"[\s\u200b\u2068\u2069\u00ad]+", "", words)


def read(pdf: bytes) -> Read:
    reader = PdfReader(io.BytesIO(pdf))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return Read(pdf, reader, text, tags_of(reader))


def tags_of(reader: PdfReader) -> list[str]:
    """The kinds of the structure tree's elements, in reading order."""
    found: list[str] = []
    _walk(reader.trailer["/Root"]["/StructTreeRoot"].get("/K"), found)
    return found


def _walk(node, found) -> None:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, ArrayObject | list):
        for child in node:
            _walk(child, found)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            found.append(str(node["/S"]))
        if "/K" in node:
            _walk(node["/K"], found)


def smallest_letter(found: Read) -> float:
    """In points, as drawn: the size in the font's own operator, scaled by the text and page matrices."""
    sizes = []

    def visit(text, cm, tm, _font, size):
        if text.strip():
            sizes.append(round(abs(size * tm[3] * cm[3]), 1))

    for page in found.reader.pages:
        page.extract_text(visitor_text=visit)
    return min(sizes)
