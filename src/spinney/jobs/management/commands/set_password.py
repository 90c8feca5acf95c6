"""Someone has forgotten their password: a new one-time password, and every session ends."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from spinney.access.services import give_password
from spinney.access.types import COMMAND_LINE, Actor
from spinney.jobs.terminal import refusals_told, show_password
from spinney.kernel.clock import now


class Command(BaseCommand):
    help = "Give an account a new one-time password and sign it out everywhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, email: str, **options: Any) -> None:  # noqa: ARG002
        with refusals_told():
            password = give_password(Actor(COMMAND_LINE, "Command line"), email=email, now=now())
        show_password(self.stdout, password)
