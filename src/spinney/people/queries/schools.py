"""Schools are public facts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID

from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.people.types import Phase, SchoolSummary

SCHOOL = "SELECT id, urn, name, phase FROM people_school"


def _summary(row: Row) -> SchoolSummary:
    return SchoolSummary(row[0], row[1], row[2], Phase(row[3]))


@dataclass(slots=True)
class _Known:
    """Schools that this process has read lately. Asked on every staff page, of facts that change once in years."""

    seconds: float
    kept: dict[UUID, tuple[float, SchoolSummary]] = field(default_factory=dict)

    def find(self, wanted: Iterable[UUID]) -> list[SchoolSummary]:
        ids, since = set(wanted), monotonic() - self.seconds
        missing = [one for one in ids if self.kept.get(one, (0.0,))[0] < since]
        if missing:
            rows = all_rows(f"{SCHOOL} WHERE id = ANY(%s)", [missing])
            self.kept |= {row[0]: (monotonic(), _summary(row)) for row in rows}
        return [self.kept[one][1] for one in ids if self.kept.get(one, (0.0,))[0] >= since]


_known = _Known(seconds=60)


def schools_of(ids: Iterable[UUID]) -> tuple[SchoolSummary, ...]:
    """In order of name. A change of a school's name is seen by every process within a minute."""
    return tuple(sorted(_known.find(ids), key=lambda school: school.name))


def school_by_urn(urn: str) -> SchoolSummary:
    row = one_row(f"{SCHOOL} WHERE urn = %s", [urn])
    if row is None:
        raise NotFound(
            f"No school here has the URN {urn}. Check the number, or add the school first."
        )
    return _summary(row)
