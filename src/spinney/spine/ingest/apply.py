"""Bring a file into a school: every good row, in one transaction, or nothing."""

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import run
from spinney.people.services import refresh_teaching_ties
from spinney.spine.events import ChildImported, FileImported
from spinney.spine.ingest.preview import no_progress, record_shown, settle_file
from spinney.spine.ingest.records import Progress, UnreadableFile
from spinney.spine.ingest.runs import keep_refused, keep_run
from spinney.spine.ingest.summary import ImportState, ImportSummary
from spinney.spine.ingest.tally import Tally


class _TooMuchError(Exception):
    """Rolls everything back; carries what would have happened."""

    def __init__(self, summary: ImportSummary) -> None:
        super().__init__(summary.tripwire)
        self.summary = summary


def apply(
    actor: Actor,
    *,
    school_id: UUID,
    path: Path,
    name: str,
    now: datetime,
    confirmed: bool = False,
    progress: Progress = no_progress,
) -> ImportSummary:
    """Without `confirmed`, a file that changes a fifth of the school is held and nothing is written.

    Raises UnreadableFile (nothing written but the refused run) and NotAllowed.
    """
    run_id, digest = uuid7(), file_hash(path)
    try:
        with tenancy.acting_in([school_id], user_id=actor.id):
            _one_at_a_time(school_id)
            tally = settle_file(
                actor, school_id=school_id, path=path, name=name, now=now, writing=True,
                progress=progress,
            )  # fmt: skip
            summary = tally.summary(ImportState.APPLIED, run_id=run_id)
            _stop_at_tripwire(summary, confirmed=confirmed)
            _close(actor, tally, summary, run_id, now=now)
            children = [child_id for child_id, _ in tally.touched]
            keep_run(actor, school_id, summary, digest, children=children, now=now)
            return summary
    except _TooMuchError as held:
        with tenancy.acting_in([school_id], user_id=actor.id):
            keep_run(actor, school_id, held.summary, digest, children=[], now=now)
        return held.summary
    except UnreadableFile as error:
        with tenancy.acting_in([school_id], user_id=actor.id):
            keep_refused(actor, school_id, run_id, name, digest, error.fault, now=now)
        raise


def _stop_at_tripwire(summary: ImportSummary, *, confirmed: bool) -> None:
    if summary.tripwire and not confirmed:
        raise _TooMuchError(replace(summary, state=ImportState.HELD))


def _one_at_a_time(school_id: UUID) -> None:
    """Two people who import at once would both see a new child as new."""
    run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {school_id}"])


AUDITED_TOGETHER = 200


def _close(
    actor: Actor, tally: Tally, summary: ImportSummary, run_id: UUID, *, now: datetime
) -> None:
    """In the same transaction: ties equal to the groups, the audit leaves, the events."""
    school_id, counts = tally.school_id, summary.counts
    refresh_teaching_ties(actor, school_id=school_id, now=now)
    record_shown(actor, tally, now=now)
    children = [child_id for child_id, _ in tally.touched]
    for start in range(0, max(len(children), 1), AUDITED_TOGETHER):
        access.record(
            actor, Action.IMPORT_PUPILS, school_id=school_id, now=now, run=str(run_id),
            subjects=children[start : start + AUDITED_TOGETHER], file=summary.facts.format.value,
        )  # fmt: skip
    for child_id, added in tally.touched:
        emit(
            ChildImported(
                school_id=school_id, subject_id=child_id, child_id=child_id, run_id=run_id,
                added=added,
            ),
            now=now,
        )  # fmt: skip
    emit(
        FileImported(
            school_id=school_id, subject_id=run_id, added=counts.added, changed=counts.changed,
            left=counts.left,
        ),
        now=now,
    )  # fmt: skip


def file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
