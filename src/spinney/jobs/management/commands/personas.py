"""Tell who can be signed in as in the demo, one JSON object a line."""

from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from spinney.access.personas import kept_personas


class Command(BaseCommand):
    help = "List the demo's personas as JSON lines: key, name, role, school, why."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        people = kept_personas(settings.VAR)
        if not people:
            raise CommandError("There are no personas yet. Run seed_demo first.")
        for person in people:
            told = {key: getattr(person, key) for key in ("key", "name", "role", "school", "why")}
            self.stdout.write(msgspec.json.encode(told).decode())
