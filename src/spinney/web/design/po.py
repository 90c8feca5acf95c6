"""Translators' files (.po): read, written, and made ready for Python's gettext in memory.

A site needs no gettext programs and no build step: the file that a translator edits is the file that is read.
"""

import ast
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

Message = tuple[str, str]  # the words, and the words for many; "" where there is no plural
KEYWORDS: Final = ("msgid_plural", "msgid", "msgstr")
FUNCTIONS: Final = frozenset({"_", "gettext", "mark", "ngettext"})


@dataclass
class Entry:
    """One message. `told` has one text, or one for each plural form of the language."""

    words: str
    many: str = ""
    told: list[str] = field(default_factory=list)
    fuzzy: bool = False
    notes: tuple[str, ...] = ()  # a translator's own remarks

    @property
    def message(self) -> Message:
        return (self.words, self.many)

    @property
    def is_told(self) -> bool:
        return bool(self.told) and all(self.told) and not self.fuzzy


def read(text: str) -> list[Entry]:
    found: list[Entry] = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        entry = _entry(block)
        if entry is not None:
            found.append(entry)
    return found


def _entry(block: str) -> Entry | None:
    parts: dict[str, list[str]] = {}
    notes: list[str] = []
    name, fuzzy = "", False
    for line in map(str.strip, block.split("\n")):
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            if line.startswith("# "):
                notes.append(line[2:])
            continue
        text = line
        if line.startswith("msg"):
            name, _, text = line.partition(" ")
            parts[name] = []
        if text:
            parts[name].append(str(ast.literal_eval(text)))
    if "msgid" not in parts:
        return None
    told = ["".join(parts[key]) for key in parts if key.startswith("msgstr")]
    return Entry(
        "".join(parts["msgid"]), "".join(parts.get("msgid_plural", [])), told, fuzzy, tuple(notes)
    )


def write(entries: Iterable[Entry], places: Mapping[Message, Iterable[str]]) -> str:
    return "\n\n".join(_block(entry, places.get(entry.message, ())) for entry in entries) + "\n"


def _block(entry: Entry, places: Iterable[str]) -> str:
    lines = [f"# {note}" for note in entry.notes] + [f"#: {place}" for place in places]
    if entry.fuzzy:
        lines.append("#, fuzzy")
    lines.append(f"msgid {_quoted(entry.words)}")
    if entry.many:
        lines.append(f"msgid_plural {_quoted(entry.many)}")
        lines += [f"msgstr[{n}] {_quoted(text)}" for n, text in enumerate(entry.told)]
    else:
        lines.append(f"msgstr {_quoted(entry.told[0] if entry.told else '')}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    def one(part: str) -> str:
        escaped = part.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'

    lines = text.splitlines(keepends=True)
    return one(text) if len(lines) < 2 else "\n".join([one(""), *map(one, lines)])


def catalogue(entries: Iterable[Entry]) -> GNUTranslations:
    """What is not translated is left out, so that it falls back to English."""
    pairs = {}
    for entry in entries:
        if entry.is_told:
            key = f"{entry.words}\0{entry.many}" if entry.many else entry.words
            pairs[key.encode()] = "\0".join(entry.told).encode()
    return GNUTranslations(BytesIO(_mo(pairs)))


def _mo(pairs: Mapping[bytes, bytes]) -> bytes:
    """The binary form that Python's gettext reads: a head, two tables of lengths and places, then the texts."""
    keys = sorted(pairs)
    texts, at, tables = b"", 28 + 16 * len(keys), [b"", b""]
    for table, column in enumerate((keys, [pairs[key] for key in keys])):
        for text in column:
            tables[table] += struct.pack("<II", len(text), at)
            texts += text + b"\0"
            at += len(text) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28)
    return head + tables[0] + tables[1] + texts


def in_python(source: str) -> Iterator[Message]:
    """The messages of a module: plain strings handed to `_`, `gettext` or `ngettext`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [
                arg.value
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if node.func.id in FUNCTIONS and texts:
                yield (texts[0], texts[1] if len(texts) > 1 else "")


def up_to_date(entries: Iterable[Entry], messages: Iterable[Message], *, forms: int) -> list[Entry]:
    """The same translations, with what is new waiting to be told and what is gone left out."""
    known = {entry.message: entry for entry in entries}
    head = known.get(("", ""))
    found = [head] if head else []
    for message in dict.fromkeys(messages):
        words, many = message
        found.append(known.get(message) or Entry(words, many, [""] * (forms if many else 1)))
    return found


def load(path: Path) -> list[Entry]:
    return read(path.read_text(encoding="utf-8"))
