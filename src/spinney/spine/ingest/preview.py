"""What a file would do to a school. Reads, compares, and writes nothing but who looked."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel import tenancy
from spinney.kernel.clock import school_day
from spinney.kernel.identifiers import parse_laestab
from spinney.people.services import intake
from spinney.spine.ingest.mapping import incoming
from spinney.spine.ingest.read import read
from spinney.spine.ingest.records import (
    Fault,
    Progress,
    PupilRecord,
    Reading,
    SchoolKey,
    Severity,
)
from spinney.spine.ingest.summary import ImportState, ImportSummary
from spinney.spine.ingest.tally import Tally

BATCH = 200
"""Pupils settled together: enough to be quick, few enough to keep memory flat."""


def no_progress(done: int, total: int) -> None:
    """For callers that show none."""


def preview(
    actor: Actor,
    *,
    school_id: UUID,
    path: Path,
    name: str,
    now: datetime,
    progress: Progress = no_progress,
) -> ImportSummary:
    """Raises UnreadableFile when the file must be refused whole, NotAllowed when the actor may not."""
    with tenancy.acting_in([school_id], user_id=actor.id):
        tally = settle_file(
            actor, school_id=school_id, path=path, name=name, now=now, writing=False,
            progress=progress,
        )  # fmt: skip
        found = tally.summary(ImportState.PREVIEW)
        record_shown(actor, tally, now=now)
    return found


def record_shown(actor: Actor, tally: Tally, *, now: datetime) -> None:
    """The summary names children of the school, so whoever reads it has seen them in a list."""
    access.record_sight(
        actor, Action.VIEW_CHILD, school_id=tally.school_id, subjects=sorted(tally.shown), now=now,
        list=True,
    )  # fmt: skip


def settle_file(
    actor: Actor,
    *,
    school_id: UUID,
    path: Path,
    name: str,
    now: datetime,
    writing: bool,
    progress: Progress,
) -> Tally:
    """Read the file and settle it batch by batch, in the caller's transaction."""
    access.require_in_school(actor, Action.IMPORT_PUPILS, school_id=school_id)
    urn, laestab = intake.school_numbers(school_id)
    key = SchoolKey(urn, parse_laestab(laestab))
    reading = read(path, school=key, today=school_day(now), name=name, progress=progress)
    tally = Tally.begin(school_id, reading.facts)
    source = intake.Source(reading.facts.format.value, school_day(now))
    for batch in _batches(_good(reading, tally), BATCH):
        coming = [incoming(record, ours=key.laestab) for record in batch]
        tally.take(
            intake.settle(
                actor, school_id=school_id, batch=coming, source=source, now=now, writing=writing
            )
        )
    return tally


def _good(reading: Reading, tally: Tally) -> Iterator[PupilRecord]:
    """The pupils; faults go to the tally. A pupil is refused once, however many faults they have."""
    refused = ""
    for item in reading:
        if isinstance(item, PupilRecord):
            yield item
            continue
        tally.fault(item)
        if _refuses_pupil(item) and item.ref.split(",")[0] != refused:
            refused = item.ref.split(",")[0]
            tally.refused_row()


def _refuses_pupil(fault: Fault) -> bool:
    return fault.severity is Severity.ERROR and bool(fault.ref)


def _batches(records: Iterable[PupilRecord], size: int) -> Iterator[list[PupilRecord]]:
    batch: list[PupilRecord] = []
    for record in records:
        batch.append(record)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
