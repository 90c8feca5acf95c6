"""What a source must say, and how it is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from spinney.kernel.errors import BadInput
from spinney.plans.rules.template import clean
from spinney.plans.types import FieldKind, FieldSpec, Source, SourceKind
from spinney.plans.types.sources import SOURCE_KINDS

MOST_SOURCES = 10  # of one line
MOST_NOTE = 300
FROM_PLAN: Final = "From the plan of"
SPECS: Final = (
    FieldSpec(
        code="kind", label="What kind of source it is", kind=FieldKind.CHOICE,
        choices=tuple((kind.value, words) for kind, words in SOURCE_KINDS.items()),
    ),
    FieldSpec(code="who", label="Who it is from", kind=FieldKind.SHORT, most=120),
    FieldSpec(code="day", label="The date", kind=FieldKind.DATE),
    FieldSpec(code="page", label="Page", kind=FieldKind.SHORT, most=20),
    FieldSpec(code="note", label="What it says", kind=FieldKind.TEXT, most=MOST_NOTE),
)  # fmt: skip
NO_KIND = "Choose what kind of source it is."
NO_WHO = "Say who wrote it, saw it, said it or gave the test."
NOT_YET = "The date is in the future. Give the day it was written, seen or said."


def made_from(source_id: UUID, given: Mapping[str, Any], *, today: date) -> Source:
    """A source from what someone typed. BadInput names the field and what to do."""
    held = {spec.code: clean(spec, given.get(spec.code)) for spec in SPECS}
    if held["kind"] is None:
        raise BadInput(NO_KIND, field="kind")
    if held["who"] is None:
        raise BadInput(NO_WHO, field="who")
    day = date.fromisoformat(held["day"]) if held["day"] else None
    if day and day > today:
        raise BadInput(NOT_YET, field="day")
    return Source(
        source_id, SourceKind(held["kind"]), held["who"], day, held["page"] or "", held["note"] or ""
    )  # fmt: skip


def from_plan_of(source: Source, day: date, *, new_id: UUID) -> Source:
    """The same source in the next plan. It says which plan first named it, where its note has room: words that
    someone typed are never cut for it."""
    said = f"{FROM_PLAN} {day.day} {day:%B %Y}."
    stop = "" if source.note.endswith((".", "!", "?", "”")) else "."
    note = f"{source.note}{stop} {said}" if source.note else said
    known = FROM_PLAN in source.note
    return replace(source, id=new_id, note=source.note if known or len(note) > MOST_NOTE else note)


def source_to_store(source: Source) -> dict[str, Any]:
    held: dict[str, Any] = {
        "id": str(source.id), "kind": source.kind.value, "who": source.who,
        "day": source.day.isoformat() if source.day else None, "page": source.page,
        "note": source.note,
    }  # fmt: skip
    if source.file:  # left out where there is none, as in every version before files were kept
        held |= {"file": str(source.file), "file_says": source.file_says}
    return held


def sources_from(stored: Iterable[Mapping[str, Any]] | None) -> tuple[Source, ...]:
    return tuple(
        Source(
            UUID(x["id"]), SourceKind(x["kind"]), x["who"],
            date.fromisoformat(x["day"]) if x["day"] else None, x["page"], x["note"],
            UUID(x["file"]) if x.get("file") else None, x.get("file_says", ""),
        )
        for x in stored or ()
    )  # fmt: skip
