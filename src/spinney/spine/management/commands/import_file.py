"""Bring a transfer file or an MIS export into a school from the command line."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spinney.access.types import at_command_line
from spinney.kernel.clock import now
from spinney.kernel.errors import NotFound
from spinney.people.queries import school_by_urn
from spinney.spine.ingest.apply import apply
from spinney.spine.ingest.preview import preview
from spinney.spine.ingest.records import Fault, Severity, UnreadableFile
from spinney.spine.ingest.summary import ImportState, ImportSummary, PupilChange

LISTED = 20
BAR = 30


class Command(BaseCommand):
    help = "Import a Common Transfer File (XML) or an MIS export (CSV) into one school."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--school", required=True, metavar="URN", help="Six digits.")
        parser.add_argument("--preview", action="store_true", help="Show, and write nothing.")
        parser.add_argument("--yes", action="store_true", help="Confirm a change of many pupils.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}. Check the name.")
        try:
            school = school_by_urn(options["school"])
            actor = at_command_line(school.id)
            given: dict[str, Any] = {
                "school_id": school.id,
                "path": path,
                "name": path.name,
                "now": now(),
            }
            if options["preview"]:
                found = preview(actor, **given, progress=self._progress)
            else:
                found = apply(actor, **given, confirmed=options["yes"], progress=self._progress)
        except (UnreadableFile, NotFound) as error:
            raise CommandError(self._refusal(error)) from None
        self._tell(found)
        if found.state is ImportState.HELD:
            raise CommandError("Nothing was changed. Run it again with --yes to confirm.")

    def _progress(self, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        share = done / total if total else 1
        bar = "#" * round(share * BAR)
        end = "\n" if done >= total else ""
        self.stderr.write(f"\r[{bar:<{BAR}}] {share:4.0%}", ending=end)

    @staticmethod
    def _refusal(error: Exception) -> str:
        if not isinstance(error, UnreadableFile):
            return str(error)
        fault = error.fault
        where = f"Line {fault.line}, {fault.field}. " if fault.line else ""
        return f"The file was refused and nothing was taken. {where}{fault.cause} {fault.remedy}"

    def _tell(self, found: ImportSummary) -> None:
        counts = found.counts
        would = "Would be" if found.state is ImportState.PREVIEW else "Were"
        if found.state is ImportState.HELD:
            would = "Would have been"
        self.stdout.write(
            f"{would}: {counts.added} added, {counts.changed} changed, {counts.left} left as they are."
        )
        self.stdout.write(
            f"Not taken: {counts.refused} rows with faults, {counts.unsure} where it is not sure "
            f"who the pupil is. Held back: values of {counts.held} pupils."
        )
        if counts.missing:
            self.stdout.write(f"On your roll, but not in the file: {counts.missing}. Left alone.")
        for change in found.held[:LISTED]:
            self.stdout.write(f"  {_where(change)}: kept {_held(change)}")
        for change in found.unsure[:LISTED]:
            self.stdout.write(f"  {_where(change)}: {change.why}")
        for fault in found.faults[:LISTED]:
            self.stdout.write(f"  {_fault(fault)}")
        if len(found.faults) > LISTED:
            self.stdout.write(f"  and {len(found.faults) - LISTED} more faults and warnings.")
        if found.tripwire:
            self.stdout.write(found.tripwire)


def _where(change: PupilChange) -> str:
    return f"line {change.line}, pupil {change.row}"


def _held(change: PupilChange) -> str:
    return ", ".join(field.field.rpartition(": ")[2].replace("_", " ") for field in change.held)


def _fault(fault: Fault) -> str:
    kind = "Not taken" if fault.severity is Severity.ERROR else "Warning"
    who = f" ({fault.ref})" if fault.ref else ""
    return f"{kind}: line {fault.line}, {fault.field}{who}: {fault.cause} {fault.remedy}"
