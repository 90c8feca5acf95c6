"""One child's changes while they are worked out: rows to write, fields that change, values held back."""

from typing import Any
from uuid import UUID

from spinney.kernel.ids import uuid7
from spinney.people.services.intake.types import HeldField, Record, Source

PERSON = "person"


class Draft:
    def __init__(self, *, school_id: UUID, child_id: str, source: Source, is_new: bool) -> None:
        self.school_id, self.child_id, self.source = school_id, child_id, source
        self.is_new = is_new
        self.rows: list[tuple[str, Record]] = []
        self.changed: list[str] = []
        self.held: list[HeldField] = []
        self.new_orders = 0
        self.restricted: list[str] = []
        """Carers under a court order that nobody here has read."""
        self.responsible: list[str] = []
        """Carers with parental responsibility and no order that closes the record to them."""

    def put(self, table: str, row: Record, *, field: str = "") -> Record:
        self.rows.append((table, row))
        self.note(field)
        return row

    def note(self, field: str) -> None:
        if field and field not in self.changed:
            self.changed.append(field)

    def new(self, **values: Any) -> Record:
        return {"id": str(uuid7()), "school_id": str(self.school_id), **values}

    def hold(self, field: str, file_says: Any, told: Record) -> None:
        self.held.append(
            HeldField(field, plain(field, file_says), told.get("by", ""), told.get("on", ""))
        )

    def merge(
        self, record: Record, wanted: Record, *, provenance: Record, prefix: str = ""
    ) -> bool:
        """Put wanted values into `record` unless a person set the field. True when anything changed."""
        touched = False
        for field, value in wanted.items():
            if record.get(field) == value:
                continue
            told = provenance.get(field, {})
            if told.get("source") == PERSON:
                self.hold(prefix + field, value, told)
                continue
            record[field] = value
            provenance[field] = self.source.told()
            self.note(prefix + field)
            touched = True
        return touched


_NEVER_SHOWN = ("address", "postcode", "phones", "email")


def plain(field: str, value: Any) -> str:
    """A value in words for the person who decides; where someone lives is not among them."""
    if any(word in field for word in _NEVER_SHOWN):
        return "another value"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "not known" if value is None else str(value)
