"""Which texts of a plan may be translated, and which translation still fits the English. Plain values only."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from spinney.access.types import FieldClass
from spinney.plans.types import FieldKind, FieldSpec, Line, SectionSpec, Template
from spinney.plans.types.languages import Asked, Key, Piece, Worded, Words

TEXTS: Final = frozenset({FieldKind.TEXT, FieldKind.SHORT})
MOST_LETTERS: Final = 8000  # twice the longest English text: some languages need more room


def pieces(
    template: Template, lines: Sequence[Line], classes: Collection[FieldClass]
) -> tuple[Piece, ...]:
    """In the template's order: every text that a reader with `classes` may read, and no other."""
    return tuple(
        Piece(
            line.id, spec.code, section.code, section.title,
            section.line_name if section.many else "", spec.label, line.text(spec.code),
        )
        for section in template.sections
        if section.field_class in classes
        for line in lines
        if line.section == section.code
        for spec in section.fields
        if is_open(section, spec, classes) and line.text(spec.code).strip()
    )  # fmt: skip


def is_open(section: SectionSpec, spec: FieldSpec, classes: Collection[FieldClass]) -> bool:
    """The words of one adult are theirs, and a note for staff is for staff: neither goes to a translator."""
    return spec.kind in TEXTS and section.field_class in classes and spec.field_class in classes


def fitting(found: Sequence[Piece], words: Words) -> dict[Key, str]:
    """The translations whose English is still the English. A changed text has none."""
    return {
        piece.key: worded.text
        for piece in found
        if (worded := words.get(piece.key)) and worded.text and worded.english == piece.english
    }


def asked(found: Sequence[Piece], words: Words) -> tuple[Asked, ...]:
    """For the translator: what was there, and the old English where it has changed since."""
    return tuple(_asked(piece, words.get(piece.key)) for piece in found)


def _asked(piece: Piece, worded: Worded | None) -> Asked:
    if worded is None:
        return Asked(piece, "")
    changed = worded.text and worded.english != piece.english
    return Asked(piece, worded.text, worded.english if changed else "")


def words_from(stored: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[Key, Worded]:
    return {
        (UUID(line), field): Worded(str(item["of"]), str(item["is"]))
        for line, fields in stored.items()
        for field, item in fields.items()
    }


def words_to_store(found: Sequence[Piece], texts: Mapping[Key, str]) -> dict[str, dict[str, Any]]:
    stored: dict[str, dict[str, Any]] = {}
    for piece in found:
        if text := texts.get(piece.key, "").strip():
            item = {"of": piece.english, "is": text}
            stored.setdefault(str(piece.line), {})[piece.field] = item
    return stored
