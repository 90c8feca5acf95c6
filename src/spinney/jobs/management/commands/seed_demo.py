"""Fill an empty demo database with the invented world."""

import time
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from spinney.access.personas import FILE, keep_personas
from spinney.jobs.demo_world import SCALES, World, build
from spinney.jobs.demo_world.loading import load
from spinney.jobs.demo_world.maker import begin
from spinney.kernel.clock import now, school_day
from spinney.kernel.rows import all_rows

NOT_DEMO = (
    "This is not a demo, so nothing was written. Set SPINNEY_DEMO=yes on a database of its own."
)
NOT_OWNER = "Only the owner of the database may add schools. Run this with SPINNEY_DB_ROLE=owner."
NOT_EMPTY = "This database holds schools that are not of the demo, so nothing was written. Use an empty database."
OTHER_SEED = (
    "This database holds the demo world of another seed. Delete it first (./run demo keeps it under var/), "
    "or use the seed that it was made with."
)


class Command(BaseCommand):
    help = (
        "Fill an empty demo database with an invented trust. Does nothing when it is there already."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seed", type=int, default=7, help="The same number gives the same world."
        )
        parser.add_argument("--scale", choices=sorted(SCALES), default="full")

    def handle(self, *args: Any, seed: int, scale: str, **options: Any) -> None:  # noqa: ARG002
        if not settings.DEMO:
            raise CommandError(NOT_DEMO)
        if settings.DATABASE_ROLE != "owner":
            raise CommandError(NOT_OWNER)
        began = time.monotonic()
        today, size = school_day(now()), SCALES[scale]
        if self._is_there({s.urn: s.id for s in begin(seed, today, size).schools.values()}):
            if not (settings.VAR / FILE).exists():
                self._find_personas(build(seed, today, size))
            self.stdout.write("The demo world is there already. Nothing was changed.")
            return
        world = build(seed, today, size)
        load(world, say=self._say)
        keep_personas(settings.VAR, world.personas)
        self.stdout.write(f"The demo world is ready ({time.monotonic() - began:.1f} s).")

    def _say(self, words: str) -> None:
        self.stdout.write(f"  {words}")
        self.stdout.flush()

    def _is_there(self, ours: dict[str, UUID]) -> bool:
        there: dict[str, UUID] = dict(all_rows("SELECT urn, id FROM people_school"))
        if not there:
            return False
        if set(there) - set(ours):
            raise CommandError(NOT_EMPTY)
        if there != ours:
            raise CommandError(OTHER_SEED)
        return True

    def _find_personas(self, world: World) -> None:
        """The file may be gone while the database stands. Accounts are found again by their addresses."""
        address = {user.id: user.email for user in world.users}
        accounts: dict[str, UUID] = dict(all_rows("SELECT email, id FROM access_user"))
        keep_personas(
            settings.VAR,
            [
                replace(p, user_id=accounts[address[p.user_id]])
                for p in world.personas
                if address[p.user_id] in accounts
            ],
        )
