"""Measure one request: the CPU of our process, the CPU of the database's process, and the queries."""

import io
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Figure:
    name: str
    status: int
    app_ms: float  # median CPU of the web process
    database_ms: float  # mean CPU of the database's backend
    wall_ms: float
    queries: int
    kilobytes: float

    @property
    def server_ms(self) -> float:
        return self.app_ms + self.database_ms


def call(application: Callable[..., Any], cookie: str, path: str, body: bytes | None = None,
         csrf: str = "") -> tuple[int, bytes]:  # fmt: skip
    """One request through the whole WSGI stack: every middleware, no client, no network."""
    route, _, query = path.partition("?")
    answer: dict[str, int] = {}
    environ = {
        "REQUEST_METHOD": "POST" if body is not None else "GET", "PATH_INFO": route, "QUERY_STRING": query,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost",
        "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body or b""), "wsgi.errors": io.StringIO(), "wsgi.multithread": True,
        "wsgi.multiprocess": False, "wsgi.run_once": False, "HTTP_COOKIE": cookie,
        "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body or b"")),
        "HTTP_X_CSRFTOKEN": csrf, "HTTP_REFERER": "http://localhost/",
    }  # fmt: skip

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        answer["status"] = int(status.split(maxsplit=1)[0])

    response = application(environ, start)
    found = b"".join(response)
    response.close()
    return answer["status"], found


@dataclass(frozen=True)
class Row:
    """A page to be measured: `ask` gets the number of the turn, and answers status and body."""

    name: str
    ask: Callable[[int], tuple[int, bytes]]


def figures(rows: list[Row], *, laps: int, turns: int = 20) -> list[Figure]:
    """Every page in turn, a few requests at a time, so that a slow minute of the machine falls on all alike."""
    clocks = {row.name: Clock() for row in rows}
    for row in rows:
        for warm in range(8):
            row.ask(warm)
    backend = connection.connection.info.backend_pid
    for lap in range(laps):
        for row in rows:
            clock, before = clocks[row.name], database_cpu(backend)
            for turn in range(turns):
                clock.take(row.ask, 8 + lap * turns + turn)
            clock.database += database_cpu(backend) - before
    last = 8 + laps * turns
    return [
        clocks[row.name].figure(row.name, count_queries(row.ask, last), laps * turns)
        for row in rows
    ]


@dataclass
class Clock:
    database: float = 0.0
    status: int = 0
    size: int = 0
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def take(self, ask: Callable[[int], tuple[int, bytes]], number: int) -> None:
        started, began = time.perf_counter(), time.process_time()
        self.status, body = ask(number)
        self.cpu.append(time.process_time() - began)
        self.wall.append(time.perf_counter() - started)
        self.size = len(body)

    def figure(self, name: str, queries: int, count: int) -> Figure:
        return Figure(
            name, self.status, statistics.median(self.cpu) * 1000, self.database / count * 1000,
            statistics.median(self.wall) * 1000, queries, self.size / 1024,
        )  # fmt: skip


def database_cpu(pid: int) -> float:
    """Seconds of CPU of one PostgreSQL backend, from the kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def count_queries(ask: Callable[[int], tuple[int, bytes]], number: int) -> int:
    seen: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        ask(number)
    return len([sql for sql in seen if not sql.startswith(("SAVEPOINT", "RELEASE", "SET LOCAL"))])


def session_cookie(user_id: Any) -> tuple[str, str]:
    """Sign a person in the way Django does, without the page; returns the cookie header and the CSRF token."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.middleware.csrf import _get_new_csrf_string

    from spinney.access.models import User

    user = User.objects.get(id=user_id)
    session = SessionStore()
    session[SESSION_KEY] = str(user.id)
    session[BACKEND_SESSION_KEY] = "spinney.web.account.sessions.SignIn"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    csrf = _get_new_csrf_string()
    return f"sessionid={session.session_key}; csrftoken={csrf}", csrf


def encoded(**fields: str) -> bytes:
    return urlencode(fields).encode()
