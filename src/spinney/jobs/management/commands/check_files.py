"""Read every file that is kept and compare it with its row; and remove what no row names."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spinney.jobs.terminal import refusals_told
from spinney.kernel import tenancy
from spinney.kernel.clock import now
from spinney.kernel.rows import all_rows
from spinney.plans.services import file_faults, sweep_files


class Command(BaseCommand):
    help = (
        "Say which files of plans are missing or changed: after a restore, and once a week."
        " With --sweep, also remove files that no row names and that are older than a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sweep", action="store_true", help="Remove what no row names.")

    def handle(self, *args: Any, sweep: bool, **options: Any) -> None:  # noqa: ARG002  (Django hands over all)
        schools = [row[0] for row in all_rows("SELECT id FROM people_school")]
        with refusals_told(), tenancy.acting_in(schools):
            faults = list(file_faults())
            for fault in faults:
                self.stdout.write(fault)
            if sweep:
                self.stdout.write(f"Removed {sweep_files(now())} files that no row names.")
        if faults:
            raise CommandError(
                f"{len(faults)} files are missing or changed. See docs/runbooks/files.md."
            )
        self.stdout.write("Every file that a row names is there and as it was.")
