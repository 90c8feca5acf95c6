"""Measure one request: the CPU of our process, the CPU of the database's process, and the queries."""

import io
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
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


def figure(name: str, ask: Callable[[int], tuple[int, bytes]], *, rounds: int) -> Figure:
    for warm in range(5):
        status, body = ask(warm)
    backend = connection.connection.info.backend_pid
    before = database_cpu(backend)
    cpu, wall = [], []
    for number in range(rounds):
        started, began = time.perf_counter(), time.process_time()
        status, body = ask(number + 5)
        cpu.append(time.process_time() - began)
        wall.append(time.perf_counter() - started)
    spent = (database_cpu(backend) - before) / rounds
    return Figure(
        name, status, statistics.median(cpu) * 1000, spent * 1000, statistics.median(wall) * 1000,
        count_queries(ask, rounds + 9), len(body) / 1024,
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
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    csrf = _get_new_csrf_string()
    return f"sessionid={session.session_key}; csrftoken={csrf}", csrf


def encoded(**fields: str) -> bytes:
    return urlencode(fields).encode()
