"""Hand waiting events to their consumers until told to stop."""

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from spinney.events.services import relay_batch
from spinney.kernel.clock import now

log = structlog.get_logger()


class Command(BaseCommand):
    help = (
        "Relay events from the outbox. Run with SPINNEY_DB_ROLE=worker. Stops cleanly on SIGTERM."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Relay what waits, then stop.")
        parser.add_argument("--every", type=float, default=0.5, help="Seconds between looks.")

    def handle(self, *args: Any, once: bool, every: float, **options: Any) -> None:  # noqa: ARG002
        stop = threading.Event()

        def told_to_stop(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
            stop.set()

        signal.signal(signal.SIGTERM, told_to_stop)
        signal.signal(signal.SIGINT, told_to_stop)
        while not stop.is_set():
            taken = self._take()
            if once and not taken:
                return
            if not taken:
                stop.wait(every)

    @staticmethod
    def _take() -> int:
        try:
            return relay_batch(now=now())
        except Error as error:
            # The database is away for a moment: the events wait in it, so nothing is lost by waiting too.
            log.warning("relay_waits", fault=type(error).__name__)
            close_old_connections()
            return 0
