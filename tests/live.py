"""The real thing for tests that need it: a database of its own, the real server and the relay, on a free port."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from tests.browser import build_static

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Site:
    base: str
    database_url: str


def beside(url: str, name: str) -> str:
    """The same server, another database."""
    base, _, query = url.partition("?")
    return f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


@contextmanager
def own_database(url: str, name: str, *, copy_of: str = "template1") -> Iterator[str]:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if copy_of != "template1":
            when_nobody_is_in(copy_of, lambda asked: server.execute(asked).fetchall())
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}"')
    try:
        yield beside(url, name)
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def when_nobody_is_in(name: str, ask: Callable[[str], list[Any]]) -> None:
    """A backend of ours, or of autovacuum, may take long to leave on a busy machine; PostgreSQL waits 5 seconds."""
    asked = f"SELECT pid, backend_type, state, query FROM pg_stat_activity WHERE datname = '{name}'"
    until = time.monotonic() + 60
    while others := ask(asked):
        assert time.monotonic() < until, f"still in the database that is to be copied: {others}"
        time.sleep(0.2)


def environment(database_url: str, var: Path, *, role: str, **more: str) -> dict[str, str]:
    return {
        **os.environ, "DATABASE_URL": database_url, "SPINNEY_DB_ROLE": role, "SPINNEY_VAR": str(var),
        "SPINNEY_DEMO": "yes", "SPINNEY_SECRET_KEY": "journeys-only-" + "k" * 32,
        "DJANGO_SETTINGS_MODULE": "spinney.config.settings",
        "PYTHONPATH": str(ROOT / "src"), **more,
    }  # fmt: skip


def manage(env: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "django", *words], env=env, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(
            f"{' '.join(words)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
        )


@dataclass(frozen=True)
class World:
    """A seeded demo world that no server runs on: each site gets a copy. `var` has front end and personas."""

    name: str
    var: Path


@contextmanager
def seeded(var: Path, *, scale: str) -> Iterator[World]:
    build_static(var / "static")
    name = _named(f"world_{scale}")
    with own_database(os.environ["DATABASE_URL"], name) as url:
        owner = environment(url, var, role="owner")
        manage(owner, "migrate", "--verbosity", "0")
        manage(owner, "seed_demo", "--scale", scale)
        yield World(name, var)


@contextmanager
def demo_site(world: World, var: Path, name: str) -> Iterator[Site]:
    """The real server on a copy of the world that no other test writes in."""
    shutil.copytree(world.var, var, symlinks=True, dirs_exist_ok=True)
    url = os.environ["DATABASE_URL"]
    with (
        own_database(url, _named(name), copy_of=world.name) as own,
        served(own, var, log=var / "server.log") as running,
    ):
        yield running


def _named(name: str) -> str:
    return f"{os.environ.get('SPINNEY_TEST_DB', 'test_spinney')}_{name}"


@contextmanager
def served(database_url: str, var: Path, *, log: Path, **more: str) -> Iterator[Site]:
    """The server as the demo runs it, with its relay; both die with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://localhost:{port}"
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-access-log", "spinney.config.wsgi:application",
    ]  # fmt: skip
    relay = [sys.executable, "-m", "django", "relay", "--every", "0.2"]
    with log.open("wb") as out:
        started = [
            subprocess.Popen(
                command, stdout=out, stderr=out, start_new_session=True,
                env=environment(database_url, var, role=role, SPINNEY_BASE_URL=base, **more),
            )
            for command, role in ((web, "app"), (relay, "worker"))
        ]  # fmt: skip
        try:
            _wait_for(base + "/readyz", log)
            yield Site(base, database_url)
        finally:
            for process in started:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
            for process in started:
                process.wait(15)


def _wait_for(address: str, log: Path) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not come up:\n{log.read_text()[-3000:]}")
