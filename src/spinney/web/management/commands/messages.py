"""Bring the translators' files up to date with the words that the pages say."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from spinney.web.design import language, messages, po

FORMS = {language.WELSH: 4}  # plural forms: one, two, few and many (also the form for none)


class Command(BaseCommand):
    help = "Write new messages into the .po files and take out those that no page says any more."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is out of date")

    def handle(self, *_args: Any, check: bool = False, **_options: Any) -> None:
        places = messages.found()
        for code, forms in FORMS.items():
            path = language.path_of(code)
            entries = po.up_to_date(po.load(path), places, forms=forms)
            text = po.write(entries, places)
            told = sum(entry.is_told for entry in entries)
            if text != path.read_text(encoding="utf-8"):
                if check:
                    raise SystemExit(f"{code} is out of date. Run: ./run manage messages")
                path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{code}: {told} of {len(entries)} messages are translated")
