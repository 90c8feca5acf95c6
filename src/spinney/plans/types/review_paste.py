"""What a block of cells from a spreadsheet says about the rows of the review grid."""

from dataclasses import dataclass

from spinney.plans.types.review import GridRow


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row of the grid as it is and as the paste would leave it."""

    line: int  # of the paste, from 1
    row: GridRow
    result: str
    words: str

    @property
    def changes(self) -> bool:
        return (self.result, self.words) != (self.row.result, self.row.words)


@dataclass(frozen=True, slots=True)
class PasteFault:
    """A line that was not understood. Nothing of it is used."""

    line: int
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Pasted:
    rows: tuple[PastedRow, ...]
    faults: tuple[PasteFault, ...]

    @property
    def changed(self) -> tuple[PastedRow, ...]:
        return tuple(row for row in self.rows if row.changes)
