"""Put a school into the database, with its public facts."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from spinney.jobs.terminal import refusals_told
from spinney.kernel.clock import now
from spinney.people.services import add_school
from spinney.people.types import Phase


class Command(BaseCommand):
    help = "Add a school. The same URN a second time changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--urn", required=True, help="Six digits.")
        parser.add_argument("--laestab", required=True, help="Seven digits, like 820/4999.")
        parser.add_argument("--name", required=True)
        parser.add_argument("--phase", required=True, choices=[phase.value for phase in Phase])
        parser.add_argument("--trust", default="", metavar="NAME", help="Its trust, if it has one.")

    def handle(self, *args: Any, **given: Any) -> None:  # noqa: ARG002
        if settings.DATABASE_ROLE != "owner":
            raise CommandError(
                "Only the owner of the database may add schools. Run: ./run manage add_school"
            )
        with refusals_told():
            added = add_school(
                urn=given["urn"], laestab=given["laestab"], name=given["name"],
                phase=Phase(given["phase"]), trust=given["trust"], now=now(),
            )  # fmt: skip
        self.stdout.write(
            f"{given['name']} is added." if added
            else f"A school with the URN {given['urn']} is here already. Nothing was changed."
        )  # fmt: skip
