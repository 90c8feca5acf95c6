"""Read the provision lines of every published plan again, so that lists and totals stand on today's rules."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from spinney.jobs.terminal import at_school
from spinney.plans.services import rebuild_provision


class Command(BaseCommand):
    help = (
        "Make a school's rows of provision lines and areas of need anew from its published plans."
        " Needed once after an upgrade from a release that had none. Safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", required=True, metavar="URN", help="Six digits.")

    def handle(self, *args: Any, school: str, **options: Any) -> None:  # noqa: ARG002
        with at_school(school) as (found, _):
            count = rebuild_provision(found.id)
        self.stdout.write(f"{found.name}: {count} plans read.")
