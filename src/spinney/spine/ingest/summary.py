"""What an import would do, or has done, for a person to read before and after."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from spinney.people.services.intake import HeldField, Outcome, OutcomeKind
from spinney.spine.ingest.records import Fault, FileFacts, Severity
from spinney.spine.ingest.text import harmless_cell

MOST_LISTED = 1_000
"""Pupils or faults listed of each kind; the counts go on beyond it."""
ROLL_SHARE = 0.2
SMALL_NUMBER = 5
"""A school of twelve may change three pupils without being asked."""


class ImportState(StrEnum):
    PREVIEW = "preview"
    APPLIED = "applied"
    HELD = "held"  # too much would change: a person must confirm
    REFUSED = "refused"  # the file cannot be read


@dataclass(frozen=True, slots=True)
class PupilChange:
    """One pupil. `fields` are words for the office; `held` is what was not taken, and by whose decision."""

    line: int
    row: int
    name: str
    child_id: UUID | None
    fields: tuple[str, ...]
    held: tuple[HeldField, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Counts:
    added: int = 0
    changed: int = 0
    left: int = 0
    unsure: int = 0
    held: int = 0
    missing: int = 0
    refused: int = 0
    warnings: int = 0
    on_roll: int = 0
    proposed_ties: int = 0
    court_orders: int = 0


@dataclass(frozen=True, slots=True)
class ImportSummary:
    state: ImportState
    facts: FileFacts
    counts: Counts
    added: tuple[PupilChange, ...]
    changed: tuple[PupilChange, ...]
    held: tuple[PupilChange, ...]
    """Pupils with at least one value that was not taken, whatever else changed."""
    unsure: tuple[PupilChange, ...]
    missing: tuple[str, ...]
    """Names on the roll that a whole-school file does not have. They are left alone."""
    faults: tuple[Fault, ...]
    tripwire: str
    """Why a person must confirm, in words; empty when nobody must."""
    run_id: UUID | None = None

    @property
    def changes_nothing(self) -> bool:
        return not self.counts.added and not self.counts.changed


def pupil_change(outcome: Outcome) -> PupilChange:
    return PupilChange(
        outcome.line, outcome.row, outcome.name, outcome.child_id,
        tuple(map(words_for, outcome.fields)), outcome.held, outcome.why,
    )  # fmt: skip


_WORDS = {
    "born_on": "date of birth",
    "upn": "UPN",
    "former_upn": "former UPN",
    "uln": "unique learner number",
    "mis_id": "MIS id",
    "joined_on": "date of joining",
    "left_on": "date of leaving",
    "looked_after_by": "looked-after status",
    "sen_provision": "SEN provision",
    "address_lines": "address",
    "year": "year group",
}


def words_for(field: str) -> str:
    """A field in plain words: "Ada Sample: court_order" becomes "Ada Sample: court order"."""
    who, colon, name = field.rpartition(": ")
    return f"{who}{colon}{_WORDS.get(name, name.replace('_', ' '))}"


def tripwire(counts: Counts) -> str:
    """A file that would change or drop a fifth of the school is more often wrong than right."""
    touched = counts.changed + counts.missing
    if counts.on_roll == 0 or touched <= max(SMALL_NUMBER, ROLL_SHARE * counts.on_roll):
        return ""
    return (
        f"{counts.changed} of the {counts.on_roll} pupils on your roll would change, and "
        f"{counts.missing} are not in the file. That is more than a fifth of the school. "
        "Check that it is the right file. Then confirm, or choose another."
    )


def is_listed(kind: OutcomeKind) -> bool:
    return kind is not OutcomeKind.LEFT


COLUMNS = ("Line", "Pupil", "Taken", "Field", "What the value looks like", "Why", "What to do")


def faults_as_csv(faults: Iterable[Fault]) -> Iterator[str]:
    """Line by line for download; cells that a spreadsheet would run are made text."""
    yield _csv_line(COLUMNS)
    for fault in faults:
        taken = "no" if fault.severity is Severity.ERROR else "yes"
        cells = (
            str(fault.line), fault.ref or "whole file", taken, fault.field, fault.shape,
            fault.cause, fault.remedy,
        )  # fmt: skip
        yield _csv_line(map(harmless_cell, cells))


def _csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(list(cells))
    return out.getvalue()


def fault_as_record(fault: Fault) -> dict[str, Any]:
    return {**asdict(fault), "severity": fault.severity.value}


def fault_from_record(record: dict[str, Any]) -> Fault:
    return Fault(**{**record, "severity": Severity(record["severity"])})
