"""Maya's school behind a real server in this process, so that a test can set the clock of both sides."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from tests.personas import World, small_world

from spinney.access.models import User
from spinney.kernel import clock

LESSON = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday, in the lesson from 9 to 10


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


class Server(ThreadedWSGIServer):
    daemon_threads = True

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


@contextmanager
def serving() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@dataclass
class LiveClass:
    """The world, its address, and its clock. `cut` and `mend` take the network away and bring it back."""

    world: World
    server: Server
    moment: datetime = LESSON

    @property
    def base(self) -> str:
        return f"http://localhost:{self.server.server_port}"

    def now(self) -> datetime:
        return self.moment

    def pass_(self, **time: int) -> None:
        self.moment += timedelta(**time)

    def cookies(self, who: str) -> list[dict[str, Any]]:
        client = Client()
        client.force_login(
            User.objects.get(id=self.world.users[who]),
            backend="spinney.access.sessions.SignIn",
        )
        kept: SimpleCookie = client.cookies
        return [{"name": "sessionid", "value": kept["sessionid"].value, "url": self.base}]


@contextmanager
def live_class(monkeypatch) -> Iterator[LiveClass]:
    with serving() as server:
        made = LiveClass(small_world(), server)
        monkeypatch.setattr(clock, "now", made.now)
        yield made
