"""Measure one request: the CPU of our process, the CPU of the database's process, and the queries."""

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection


@dataclass(frozen=True)
class Lap:
    """A few requests in a row: the web process's median CPU, the database backend's mean, and the wait."""

    app_ms: float
    database_ms: float
    wall_ms: float

    @property
    def server_ms(self) -> float:
        return self.app_ms + self.database_ms


@dataclass(frozen=True)
class Figure:
    name: str
    status: int
    laps: tuple[Lap, ...]
    queries: int
    kilobytes: float

    @property
    def usual(self) -> Lap:
        """The lap in the middle."""
        return sorted(self.laps, key=lambda lap: lap.server_ms)[len(self.laps) // 2]

    @property
    def quiet(self) -> Lap:
        """The cheapest lap: other work on the machine only adds."""
        return min(self.laps, key=lambda lap: lap.server_ms)


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
    for row in rows:
        for warm in range(8):
            row.ask(warm)
    found: dict[str, list[Lap]] = {row.name: [] for row in rows}
    last: dict[str, tuple[int, int]] = {}
    for number in range(8, 8 + laps * turns, turns):
        for row in rows:
            lap, last[row.name] = _lap(row, range(number, number + turns))
            found[row.name].append(lap)
    return [
        Figure(
            row.name, last[row.name][0], tuple(found[row.name]),
            count_queries(row.ask, 8 + laps * turns), last[row.name][1] / 1024,
        )
        for row in rows
    ]  # fmt: skip


def _lap(row: Row, turns: range) -> tuple[Lap, tuple[int, int]]:
    backend = connection.connection.info.backend_pid
    before, cpu, wall = database_cpu(backend), [], []
    for number in turns:
        started, began = time.perf_counter(), time.process_time()
        status, body = row.ask(number)
        cpu.append(time.process_time() - began)
        wall.append(time.perf_counter() - started)
    spent = (database_cpu(backend) - before) / len(turns)
    lap = Lap(statistics.median(cpu) * 1000, spent * 1000, statistics.median(wall) * 1000)
    return lap, (status, len(body))


def database_cpu(pid: int) -> float:
    """Seconds of CPU of one PostgreSQL backend, from the kernel, which counts nanoseconds there."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


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
    session[BACKEND_SESSION_KEY] = "spinney.access.sessions.SignIn"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    csrf = _get_new_csrf_string()
    return f"sessionid={session.session_key}; csrftoken={csrf}", csrf


def encoded(**fields: str) -> bytes:
    return urlencode(fields).encode()
