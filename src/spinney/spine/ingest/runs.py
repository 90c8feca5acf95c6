"""The record of each import: kept for the office, the audit and the download of what was not taken."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound
from spinney.spine.ingest.records import Fault
from spinney.spine.ingest.summary import (
    Counts,
    ImportState,
    ImportSummary,
    fault_as_record,
    fault_from_record,
)
from spinney.spine.models import ImportRun


@dataclass(frozen=True, slots=True)
class RunSummary:
    id: UUID
    at: datetime
    actor_id: UUID
    file_name: str
    format: str
    source: str
    state: ImportState
    counts: Counts
    fault_count: int


def keep_run(
    actor: Actor,
    school_id: UUID,
    summary: ImportSummary,
    digest: str,
    *,
    children: list[UUID],
    now: datetime,
) -> None:
    ImportRun.objects.create(
        id=summary.run_id,
        school_id=school_id,
        at=now,
        actor_id=actor.id,
        file_name=summary.facts.name[:255],
        file_hash=digest,
        format=summary.facts.format.value,
        source=summary.facts.source[:255],
        state=summary.state.value,
        counts=asdict(summary.counts),
        faults=[fault_as_record(fault) for fault in summary.faults],
        child_ids=children,
    )


def keep_refused(
    actor: Actor,
    school_id: UUID,
    run_id: UUID,
    name: str,
    digest: str,
    fault: Fault,
    *,
    now: datetime,
) -> None:
    ImportRun.objects.create(
        id=run_id,
        school_id=school_id,
        at=now,
        actor_id=actor.id,
        file_name=name[:255],
        file_hash=digest,
        state=ImportState.REFUSED.value,
        counts=asdict(Counts()),
        faults=[fault_as_record(fault)],
    )


def runs_of(actor: Actor, *, school_id: UUID, most: int = 20) -> tuple[RunSummary, ...]:
    """The newest first. Needs the school in scope."""
    access.require_in_school(actor, Action.IMPORT_PUPILS, school_id=school_id)
    found = ImportRun.objects.filter(school_id=school_id).order_by("-at", "-id")[:most]
    return tuple(map(_summary, found))


def run_summary(actor: Actor, *, school_id: UUID, run_id: UUID) -> RunSummary:
    access.require_in_school(actor, Action.IMPORT_PUPILS, school_id=school_id)
    found = ImportRun.objects.filter(school_id=school_id, id=run_id).first()
    if found is None:
        raise NotFound("There is no such import.")
    return _summary(found)


def run_faults(actor: Actor, *, school_id: UUID, run_id: UUID) -> tuple[Fault, ...]:
    access.require_in_school(actor, Action.IMPORT_PUPILS, school_id=school_id)
    found = ImportRun.objects.filter(school_id=school_id, id=run_id).first()
    if found is None:
        raise NotFound("There is no such import.")
    return tuple(map(fault_from_record, found.faults))


def _summary(found: ImportRun) -> RunSummary:
    return RunSummary(
        id=found.id,
        at=found.at,
        actor_id=found.actor_id,
        file_name=found.file_name,
        format=found.format,
        source=found.source,
        state=ImportState(found.state),
        counts=Counts(**found.counts),
        fault_count=len(found.faults),
    )
