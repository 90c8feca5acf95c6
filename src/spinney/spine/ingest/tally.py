"""Count and list what happens, file by file, in flat memory: lists stop at a limit, counts go on."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from spinney.people.services.intake import OutcomeKind, Outcomes, missing_from, roll_size
from spinney.spine.ingest.records import Fault, FileFacts, Severity
from spinney.spine.ingest.summary import (
    MOST_LISTED,
    Counts,
    ImportState,
    ImportSummary,
    PupilChange,
    pupil_change,
    tripwire,
)


@dataclass(slots=True)
class Tally:
    school_id: UUID
    facts: FileFacts
    on_roll: int
    """Counted before anything was written."""
    counts: Counter[str] = field(default_factory=Counter)
    listed: dict[str, list[PupilChange]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    seen: set[UUID] = field(default_factory=set)
    touched: list[tuple[UUID, bool]] = field(default_factory=list)
    """Children added (True) or changed (False)."""
    shown: set[UUID] = field(default_factory=set)
    """Children whose record the summary shows something of."""

    @classmethod
    def begin(cls, school_id: UUID, facts: FileFacts) -> "Tally":
        return cls(school_id=school_id, facts=facts, on_roll=roll_size(school_id))

    def fault(self, fault: Fault) -> None:
        of_file = not fault.ref
        kind = "warnings" if of_file or fault.severity is Severity.WARNING else "faults"
        self.counts[kind] += 1
        if len(self.faults) < MOST_LISTED:
            self.faults.append(fault)

    def refused_row(self) -> None:
        self.counts["refused"] += 1

    def take(self, settled: Outcomes) -> None:
        self.counts["proposed_ties"] += settled.proposed_ties
        self.counts["court_orders"] += settled.court_orders
        for outcome in settled.outcomes:
            self.counts[outcome.kind.value] += 1
            change = pupil_change(outcome)
            self._list(outcome.kind.value, change)
            if outcome.held:
                self.counts["held"] += 1
                self._list("held", change)
            if outcome.child_id is None:
                continue
            self.seen.add(outcome.child_id)
            if outcome.kind in {OutcomeKind.ADDED, OutcomeKind.CHANGED}:
                self.touched.append((outcome.child_id, outcome.kind is OutcomeKind.ADDED))

    def _list(self, kind: str, change: PupilChange) -> None:
        found = self.listed.setdefault(kind, [])
        if kind != OutcomeKind.LEFT and len(found) < MOST_LISTED:
            found.append(change)
            if change.child_id and kind != OutcomeKind.ADDED:
                self.shown.add(change.child_id)

    def summary(self, state: ImportState, *, run_id: UUID | None = None) -> ImportSummary:
        missing, names = 0, tuple[str, ...]()
        if self.facts.whole_school:
            missing, rows = missing_from(self.school_id, self.seen, most=MOST_LISTED)
            names = tuple(name for _, name in rows)
            self.shown |= {child_id for child_id, _ in rows}
        known = {name: self.counts[name] for name in Counts.__dataclass_fields__}
        counts = Counts(**{**known, "missing": missing, "on_roll": self.on_roll})
        return ImportSummary(
            state=state,
            facts=self.facts,
            counts=counts,
            added=self._of("added"),
            changed=self._of("changed"),
            held=self._of("held"),
            unsure=self._of("unsure"),
            missing=names,
            faults=tuple(self.faults),
            tripwire=tripwire(counts),
            run_id=run_id,
        )

    def _of(self, kind: str) -> tuple[PupilChange, ...]:
        return tuple(self.listed.get(kind, ()))
