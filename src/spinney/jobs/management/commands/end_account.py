"""Someone leaves a school: what was open to them there closes now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from spinney.access.services import end_account
from spinney.jobs.terminal import at_school
from spinney.kernel.clock import now


class Command(BaseCommand):
    help = "End someone's roles and ties at a school, and sign them out everywhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--school", required=True, metavar="URN", help="Six digits.")

    def handle(self, *args: Any, email: str, school: str, **options: Any) -> None:  # noqa: ARG002
        with at_school(school) as (found, actor):
            ended = end_account(actor, school_id=found.id, email=email, now=now())
        if not ended.memberships and not ended.ties:
            self.stdout.write(f"Nothing at {found.name} was open to them. Nothing was changed.")
            return
        self.stdout.write(
            f"Ended at {found.name}: roles {ended.memberships}, ties to children {ended.ties}."
            f" Signed out: {ended.sessions}. What they hold at another school stays."
        )
