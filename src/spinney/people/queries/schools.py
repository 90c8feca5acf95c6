"""Schools are public facts."""

from collections.abc import Iterable
from uuid import UUID

from spinney.kernel.errors import NotFound
from spinney.kernel.kept import Kept
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.people.types import Phase, SchoolSummary

SCHOOL = "SELECT id, urn, name, phase FROM people_school"


def _summary(row: Row) -> SchoolSummary:
    return SchoolSummary(row[0], row[1], row[2], Phase(row[3]))


_known: Kept[tuple[SchoolSummary, ...]] = Kept()


def schools_of(ids: Iterable[UUID]) -> tuple[SchoolSummary, ...]:
    """In order of name. A change of a school's name is seen within a minute."""
    wanted = frozenset(ids)
    return _known.get(wanted, lambda: _read(wanted))


def _read(ids: frozenset[UUID]) -> tuple[SchoolSummary, ...]:
    rows = all_rows(f"{SCHOOL} WHERE id = ANY(%s) ORDER BY name", [list(ids)])
    return tuple(map(_summary, rows))


def school_by_urn(urn: str) -> SchoolSummary:
    row = one_row(f"{SCHOOL} WHERE urn = %s", [urn])
    if row is None:
        raise NotFound(
            f"No school here has the URN {urn}. Check the number, or add the school first."
        )
    return _summary(row)
