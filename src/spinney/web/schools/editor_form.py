"""The draft as a form: built from the template's own sections and fields, and read back field by field.

Without script the whole form is posted at once. Each line carries, for each of its fields, the rev and a
fingerprint of the value it was drawn with. So a field nobody touched is left alone, whatever a colleague wrote
in it meanwhile, and a field that was touched is saved against the rev its writer saw.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict

from spinney.plans.types import (
    SOURCED,
    DraftLine,
    DraftView,
    FieldKind,
    FieldSpec,
    SectionSpec,
    SectionStatus,
)
from spinney.web.design.evidence import cited

PARTS: Final = ("day", "month", "year")
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """One field as someone sent it. `base_rev` is the rev they had in front of them."""

    line_id: UUID
    field: str
    value: Any
    base_rev: int


@dataclass(frozen=True, slots=True)
class Box:
    """One field on the page."""

    name: str
    spec: FieldSpec
    value: Any
    parts: tuple[str, str, str]
    choices: Choices
    rev: int
    error: str


@dataclass(frozen=True, slots=True)
class LineBox:
    id: UUID
    number: int
    name: str
    boxes: tuple[Box, ...]
    token: str
    ended: Mapping[str, str] | None
    is_first: bool
    is_last: bool
    sources: tuple[str, ...] | None  # in words; None where a line of this part has none to give


@dataclass(frozen=True, slots=True)
class SectionBox:
    spec: SectionSpec
    status: SectionStatus
    lines: tuple[LineBox, ...]


def name_for(line_id: UUID, field: str) -> str:
    return f"f-{line_id}-{field}"


def sections(
    draft: DraftView,
    *,
    contacts: Choices,
    errors: Mapping[str, str] | None = None,
    posted: Mapping[str, Any] | None = None,
) -> tuple[SectionBox, ...]:
    """`errors` and `posted` go by `name_for`: a field that could not be kept shows what was typed, and why."""
    form = _Form(draft, contacts, errors or {}, posted or {})
    return tuple(form.section(spec) for spec in draft.template.sections)


@dataclass(frozen=True, slots=True)
class _Form:
    draft: DraftView
    contacts: Choices
    errors: Mapping[str, str]
    posted: Mapping[str, Any]

    def section(self, spec: SectionSpec) -> SectionBox:
        own = self.draft.section(spec.code)
        lines = tuple(
            self._line(spec, item, number, len(own)) for number, item in enumerate(own, start=1)
        )
        return SectionBox(spec, self.draft.status[spec.code], lines)

    def _line(self, spec: SectionSpec, item: DraftLine, number: int, count: int) -> LineBox:
        boxes = () if item.ended else tuple(self._box(field, item) for field in spec.fields)
        return LineBox(
            id=item.line.id, number=number, name=f"{spec.line_name.capitalize()} {number}",
            boxes=boxes, token=token_of(spec, item), ended=item.ended, is_first=number == 1,
            is_last=number == count,
            sources=tuple(cited(x, full=False) for x in item.line.sources) if spec.code in SOURCED else None,
        )  # fmt: skip

    def _box(self, spec: FieldSpec, item: DraftLine) -> Box:
        name = name_for(item.line.id, spec.code)
        value = self.posted.get(name, item.line.values.get(spec.code))
        return Box(
            name=name, spec=spec, value=value, parts=date_parts(value), choices=self._choices(spec),
            rev=item.revs.get(spec.code, 0), error=self.errors.get(name, ""),
        )  # fmt: skip

    def _choices(self, spec: FieldSpec) -> Choices:
        if spec.kind is FieldKind.PERSON:
            return self.contacts
        if spec.kind is not FieldKind.LINKS:
            return spec.choices
        linked = [item for item in self.draft.section(spec.links_to) if item.ended is None]
        section = self.draft.template.section(spec.links_to)
        word = section.line_name.capitalize() if section else ""
        return tuple(
            (str(item.line.id), f"{word} {n}: {item.line.text('title') or '(no words yet)'}")
            for n, item in enumerate(linked, start=1)
        )


def date_parts(value: Any) -> tuple[str, str, str]:
    """Of an ISO date, or of three boxes that do not make one, as they were typed."""
    if isinstance(value, tuple):
        return value[0], value[1], value[2]
    parts = str(value or "").split("-")
    if len(parts) != 3:
        return "", "", ""
    return parts[2].lstrip("0"), parts[1].lstrip("0"), parts[0]


def token_of(spec: SectionSpec, item: DraftLine) -> str:
    return ",".join(
        f"{f.code}:{item.revs.get(f.code, 0)}:{fingerprint(item.line.values.get(f.code))}"
        for f in spec.fields
    )


def fingerprint(value: Any) -> str:
    """Tells whether a field was touched. Not for security: whoever could forge it may write the field anyway."""
    plain = [] if value in (None, "", []) else value
    shape = sorted(plain) if isinstance(plain, list) else str(plain)
    return f"{zlib.crc32(json.dumps(shape).encode()):08x}"


def touched(post: QueryDict, draft: DraftView) -> Iterator[Posted]:
    """Each field that differs from what its writer was shown, in the order of the form."""
    for item in draft.lines:
        token = post.get(f"t-{item.line.id}")
        spec = draft.template.section(item.line.section)
        if token is None or spec is None:
            continue
        shown = {code: (rev, mark) for code, rev, mark in _entries(token)}
        for field in spec.fields:
            name = name_for(item.line.id, field.code)
            if field.code in shown and f"{name}-here" in post:
                value = _read(post, name, field)
                rev, mark = shown[field.code]
                if fingerprint(value) != mark:
                    yield Posted(item.line.id, field.code, value, rev)


def _entries(token: str) -> Iterator[tuple[str, int, str]]:
    for entry in token.split(","):
        code, _, rest = entry.partition(":")
        rev, _, mark = rest.partition(":")
        if rev.isascii() and rev.isdigit() and len(rev) < 10:
            yield code, int(rev), mark


def _read(post: QueryDict, name: str, spec: FieldSpec) -> Any:
    if spec.kind is FieldKind.LINKS:
        return post.getlist(name)
    if spec.kind is FieldKind.DATE:
        return _date(tuple(post.get(f"{name}-{part}", "").strip() for part in PARTS))
    return post.get(name, "").replace("\r\n", "\n").strip()


def _date(parts: tuple[str, ...]) -> Any:
    """ISO text, or the three parts as they came when they are not numbers: the rule then says so."""
    if not any(parts):
        return ""
    day, month, year = parts
    if all(part.isascii() and part.isdigit() for part in parts):
        return f"{year}-{month.zfill(2)}-{day.zfill(2)}"
    return parts


def orphans(post: QueryDict, draft: DraftView) -> tuple[str, ...]:
    """Words posted for lines that someone else has taken off meanwhile: shown to be copied, never dropped."""
    known = {str(item.line.id) for item in draft.lines}
    gone = {key[2:] for key in post if key.startswith("t-") and key[2:] not in known}
    return tuple(
        text.strip()
        for key in post
        if key[2:38] in gone and key.startswith("f-") and not key.endswith("-here")
        for text in post.getlist(key)
        if text.strip() and len(text.strip()) > 2
    )
