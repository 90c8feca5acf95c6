"""What a copy for a spreadsheet may hold: a list of columns, each with the kind of field it shows.

Nothing that is not named here can be in a copy. Families' words, the child's own words, staff notes and contacts
are not on the list at all.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from spinney.access.types import FieldClass

F = FieldClass
MOST_ROWS = 5_000


class Purpose(StrEnum):
    """Why a copy is made. A code, because the log of who did what holds no words that people typed."""

    REVIEWS = "reviews"
    PROVISION = "provision"
    GOVERNORS = "governors"
    HANDOVER = "handover"
    AUTHORITY = "authority"


PURPOSES = {
    Purpose.REVIEWS: "To plan reviews and meetings",
    Purpose.PROVISION: "To plan provision and staff",
    Purpose.GOVERNORS: "To report to governors or the trust",
    Purpose.HANDOVER: "To hand over to colleagues",
    Purpose.AUTHORITY: "The local authority has asked for it",
}


class Column(NamedTuple):
    code: str
    title: str
    field_class: FieldClass
    kind: str = "text"  # text, date, number


LIST_COLUMNS = (
    Column("child", "Child", F.ORDINARY),
    Column("year", "Year", F.ORDINARY),
    Column("group", "Class", F.ORDINARY),
    Column("layer", "Layer", F.PLAN),
    Column("areas", "Areas of need", F.PLAN),
    Column("state", "State", F.PLAN),
    Column("version", "Version", F.PLAN, "number"),
    Column("review_due", "Next review", F.PLAN, "date"),
    Column("waiting", "Waiting for", F.PLAN),
)
LINE_COLUMNS = (
    Column("child", "Child", F.ORDINARY),
    Column("year", "Year", F.ORDINARY),
    Column("group", "Class", F.ORDINARY),
    Column("what", "Provision", F.PLAN),
    Column("who", "Who", F.PLAN),
    Column("how_often", "How often", F.PLAN),
    Column("sessions", "Sessions a week", F.PLAN, "number"),
    Column("minutes", "Minutes each time", F.PLAN, "number"),
    Column("group_size", "Group size", F.PLAN, "number"),
    Column("adult_minutes", "Adult minutes a week", F.PLAN, "number"),
    Column("unclear", "Not clear", F.PLAN),
)


def allowed_columns(
    columns: Sequence[Column], classes: Sequence[frozenset[FieldClass]]
) -> tuple[Column, ...]:
    """Columns that this person may see of at least one child in the copy. The others are not in it at all."""
    seen = frozenset().union(*classes) if classes else frozenset()
    return tuple(column for column in columns if column.field_class in seen)


def cells(
    values: dict[str, Any], columns: Sequence[Column], classes: frozenset[FieldClass]
) -> tuple[Any, ...]:
    """One child's row: a cell whose kind of field is closed to this person for this child is empty."""
    return tuple(values[c.code] if c.field_class in classes else None for c in columns)
