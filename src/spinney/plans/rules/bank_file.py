"""The file in which schools share entries of their banks: written, read and described here.

A file comes from outside. It is held to a size and a depth before it is decoded, read entry by entry so that one
fault keeps one entry out, and nothing of it is quoted in a fault.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from spinney.kernel.errors import BadInput
from spinney.plans.rules import bank as rules
from spinney.plans.rules.template import clean
from spinney.plans.types import FieldKind, FieldSpec
from spinney.plans.types.bank import (
    BankArea,
    BankItem,
    BankKind,
    BankPhase,
    BankPreview,
    Cost,
    Entry,
    EntryFault,
    FileEntry,
)

FORMAT: Final = "spinney-bank"
VERSION: Final = 1
MOST_BYTES: Final = 2 * 1024 * 1024
MOST_ENTRIES: Final = 500
DEPTH: Final = 6
TOKENS: Final = re.compile(rb'\\.|["\[{\]}]', re.DOTALL)
FROM: Final = FieldSpec("from", "The school", FieldKind.SHORT, most=120)
AT: Final = re.compile(r"at `\$\.?([a-z_]*)")
UNREAD: Final = "Ask the school that shared it to make the file again in Spinney."


class _Head(msgspec.Struct):
    format: str
    version: int
    entries: list[msgspec.Raw]
    school: str = msgspec.field(default="", name="from")


class _Row(msgspec.Struct):
    """An entry as a file tells it. Fields that this version does not know are left alone."""

    code: str
    kind: BankKind
    title: str
    words: dict[str, str | int]
    areas: list[BankArea]
    phases: list[BankPhase]
    source: str
    cost: Cost
    also: str = ""
    rating: dict[str, str | int] | None = None
    version: int = 1


def as_file(items: Iterable[BankItem], *, school: str, now: datetime) -> bytes:
    told = {
        "format": FORMAT, "version": VERSION, "from": school, "made_at": now.isoformat(),
        "entries": [msgspec.to_builtins(item.entry) for item in items],
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def read_file(data: bytes, *, bank: Mapping[str, BankItem]) -> BankPreview:
    """What taking the file over would do to this bank. BadInput when it cannot be taken for a bank file at all."""
    head = _head(data)
    entries: dict[str, FileEntry] = {}
    faults: list[EntryFault] = []
    for number, raw in enumerate(head.entries, start=1):
        entry, wrong = _entry(raw)
        if entry is not None and entry.code in entries:
            entry, wrong = None, (_twice(),)
        if entry is not None and not wrong and _other_kind(entry, bank):
            wrong = (_kind_fault(),)
        if entry is None or wrong:
            name = f"Entry {number}"
            faults += [EntryFault(name, x.field, x.cause, x.remedy) for x in wrong]
        else:
            entries[entry.code] = _judged(entry, bank.get(entry.code))
    try:
        school = clean(FROM, head.school)
    except BadInput:
        school = None
    return BankPreview(school or "another school", tuple(entries.values()), tuple(faults))


def _head(data: bytes) -> _Head:
    if len(data) > MOST_BYTES:
        raise _refused("The file is larger than 2 MB.", "Share fewer entries at a time.")
    text = data.removeprefix(b"\xef\xbb\xbf")
    if _too_deep(text):
        raise _refused("The file is not a bank file: it is nested too deeply.", UNREAD)
    try:
        head = msgspec.json.decode(text, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError):
        raise _refused("The file is not a bank file.", UNREAD) from None
    if head.format != FORMAT:
        raise _refused("The file is not a bank file: its format has another name.", UNREAD)
    if head.version != VERSION:
        raise _refused(
            f"The file is of another version than {VERSION}, which is the one read here.",
            "Ask for a file of this version, or bring Spinney up to date.",
        )
    if len(head.entries) > MOST_ENTRIES:
        raise _refused(
            f"The file holds more than {MOST_ENTRIES} entries.", "Share fewer at a time."
        )
    return head


def _refused(cause: str, remedy: str) -> BadInput:
    return BadInput(f"{cause} Nothing was taken from it. {remedy}", field="file")


def _too_deep(text: bytes) -> bool:
    """Judged before decoding, which would follow the brackets down."""
    depth, quoted = 0, False
    for token in TOKENS.finditer(text):
        first = token[0]
        if first == b'"':
            quoted = not quoted
        elif quoted or first[:1] == b"\\":
            continue
        elif first in (b"[", b"{"):
            depth += 1
            if depth > DEPTH:
                return True
        else:
            depth -= 1
    return False


def _entry(raw: msgspec.Raw) -> tuple[Entry | None, tuple[EntryFault, ...]]:
    try:
        row = msgspec.json.decode(raw, type=_Row)
        entry = msgspec.convert(msgspec.to_builtins(row), Entry)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        return None, (_shape_fault(str(error)),)
    if any(isinstance(value, int) and abs(value) > 10**6 for value in entry.words.values()):
        return None, (EntryFault("", "words", "A number is far too large.", "Correct it."),)
    return rules.cleaned(entry)


def _shape_fault(told: str) -> EntryFault:
    """The decoder's words are for programmers, and may quote: only the name of our own field is taken."""
    found = AT.search(told)
    missing = re.search(r"missing required field `([a-z_]+)`", told)
    name = missing[1] if missing else found[1] if found else ""
    if name not in _Row.__struct_fields__:
        return EntryFault("", "", "It is not an entry of a bank.", UNREAD)
    if missing:
        return EntryFault("", name, f"‘{name}’ is missing.", "Fill it in at the school it is from.")
    return EntryFault(
        "", name, f"‘{name}’ is not of the kind or not one of the words it may be.",
        "See the description of the bank file.",
    )  # fmt: skip


def _twice() -> EntryFault:
    return EntryFault("", "code", "Its code stands in the file before.", "Keep one of the two.")


def _kind_fault() -> EntryFault:
    return EntryFault(
        "", "kind", "Your bank has an entry of another kind under this code.",
        "Give it another code at the school it is from.",
    )  # fmt: skip


def _other_kind(entry: Entry, bank: Mapping[str, BankItem]) -> bool:
    here = bank.get(entry.code)
    return here is not None and here.entry.kind is not entry.kind


def _judged(entry: Entry, here: BankItem | None) -> FileEntry:
    if here is None:
        return FileEntry(entry, "added")
    fields = rules.differences(here.entry, entry)
    return FileEntry(entry, "changed" if fields else "left", fields)


# --- the description ----------------------------------------------------------------------------


def schema() -> dict[str, Any]:
    """JSON Schema of the file, drawn from the same tables that judge it."""
    about = {spec.code: _text(spec) for spec in rules.ABOUT}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Entries of a bank, shared between schools",
        "description": f"JSON in UTF-8, at most {MOST_BYTES} bytes and {MOST_ENTRIES} entries. Unknown fields are "
        "left alone. It holds nothing about a child.",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "from": {"type": "string", "maxLength": FROM.most, "description": "The school's name"},
            "made_at": {"type": "string", "format": "date-time"},
            "entries": {
                "type": "array", "maxItems": MOST_ENTRIES,
                "items": {"oneOf": [_kind_schema(kind, about) for kind in BankKind]},
            },
        },
        "required": ["format", "version", "entries"],
    }  # fmt: skip


def _kind_schema(kind: BankKind, about: dict[str, Any]) -> dict[str, Any]:
    specs = rules.FIELDS[kind]
    return {
        "type": "object",
        "properties": {
            "code": {"type": "string", "pattern": f"^{rules.CODE.pattern}$"},
            "kind": {"const": kind.value},
            "version": {"type": "integer", "minimum": 1, "maximum": 9999},
            **about,
            "words": {
                "type": "object", "properties": {spec.code: _text(spec) for spec in specs},
                "required": [spec.code for spec in specs if spec.required],
                "additionalProperties": False,
            },
            "areas": _some_of(BankArea),
            "phases": _some_of(BankPhase),
            "cost": {"enum": [cost.value for cost in Cost]},
            "rating": {
                "type": ["object", "null"],
                "properties": {
                    "strand": {"type": "string", "maxLength": 120},
                    "months": {"type": "integer", "minimum": -12, "maximum": 12},
                    "published": {"type": "string", "maxLength": 120},
                },
                "required": ["strand", "months", "published"],
            },
        },
        "required": ["code", "kind", "title", "words", "areas", "phases", "source", "cost"],
    }  # fmt: skip


def _some_of(words: Iterable[Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": {"enum": [word.value for word in words]}}


def _text(spec: FieldSpec) -> dict[str, Any]:
    if spec.kind is FieldKind.NUMBER:
        return {"type": "integer", "minimum": 1, "maximum": spec.most, "description": spec.label}
    return {"type": "string", "maxLength": spec.most, "description": spec.label}
