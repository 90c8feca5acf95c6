"""Draw docs/reference from the code, or check that what is committed is what would be drawn."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from spinney.jobs.reference import (
    access,
    bank,
    coach,
    data,
    events,
    frequency,
    plans,
    routes,
    templates,
)
from spinney.jobs.reference import languages as languages_page


def openapi() -> str:
    # By name: the three edges may not import one another, and only this drawing looks at all of them.
    api = import_module("spinney.api.urls").v1
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, indent=2, sort_keys=True, default=str) + "\n"


def addresses() -> str:
    return routes.addresses(import_module("spinney.web.routes").AUDIENCES)


def languages() -> str:
    words = import_module("spinney.web.design.bare")
    return languages_page.languages(words.coverage(), words.told())


PAGES: dict[str, Callable[[], str]] = {
    "permissions.md": access.permissions,
    "plan-states.md": plans.states,
    "how-often.md": frequency.how_often,
    "coach.md": coach.coach,
    "templates.md": templates.forms,
    "template.schema.json": templates.schema,
    "events.md": events.catalogue,
    "events.schema.json": events.schemas,
    "personal-data.md": data.personal_data,
    "bank.md": bank.entries,
    "bank-file.schema.json": bank.file_schema,
    "addresses.md": addresses,
    "languages.md": languages,
    "tables.md": data.tables,
    "openapi.json": openapi,
}
# Pages that say something else in demo mode.
DEMO_ONLY = frozenset({"addresses.md"})


class Command(BaseCommand):
    help = "Write docs/reference from the code. With --check, change nothing and fail when a page is out of date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--to", type=Path, default=settings.ROOT / "docs/reference")

    def handle(self, *args: Any, check: bool, to: Path, **options: Any) -> None:  # noqa: ARG002
        stale = []
        for name, draw in PAGES.items():
            if name in DEMO_ONLY and not settings.DEMO:
                continue  # drawn in demo mode, where every address exists
            text, file = draw(), to / name
            if file.is_file() and file.read_text(encoding="utf-8") == text:
                continue
            stale.append(name)
            if not check:
                to.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
        if check and stale:
            raise CommandError(
                f"Out of date in docs/reference: {', '.join(stale)}. Run ./run docs and commit."
            )
        self.stdout.write(f"{len(stale)} pages written." if stale else "Nothing to write.")
