"""What an event is: a fact that has happened, in ids and dates, never in a child's words or name."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Subclass, give `type` (CloudEvents style, versioned) and a docstring that says when it happens."""

    type: ClassVar[str] = ""
    school_id: UUID
    subject_id: UUID

    def data(self) -> dict[str, Any]:
        found = asdict(self)
        found.pop("school_id")
        found.pop("subject_id")
        return {key: _plain(value) for key, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def field_names(event: type[Event]) -> list[str]:
    return [field.name for field in fields(event)]
