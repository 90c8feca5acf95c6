"""The real server and relay as processes that can be killed, on a database of their own."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tests.conftest import ROOT

PATIENCE = 40  # seconds for a start on a busy machine


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def named(url: str, database: str) -> str:
    """The same server, another database."""
    parts = urlsplit(url)
    return urlunsplit(
        (parts.scheme, parts.netloc, f"/{database}", urlencode(parse_qsl(parts.query)), "")
    )


@dataclass
class Part:
    """A server or relay with all of its processes, known by the number of their group."""

    command: list[str]
    group: int

    def alive(self) -> bool:
        try:
            os.killpg(self.group, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)

    def gone(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.alive():
            assert time.monotonic() < deadline, f"{self.command} outlived kill -9"
            time.sleep(0.005)


@dataclass
class Site:
    url: str  # of the database
    log: Path
    settings: str = "spinney.config.settings"
    port: int = 0
    parts: list[Part] = field(default_factory=list)
    nurseries: dict[tuple[str, str], subprocess.Popen[str]] = field(default_factory=dict)

    def environment(self, role: str) -> dict[str, str]:
        path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        return {
            **os.environ, "DATABASE_URL": self.url, "SPINNEY_DB_ROLE": role, "PYTHONPATH": path,
            "DJANGO_SETTINGS_MODULE": self.settings, "SPINNEY_DEMO": "yes",
            "SPINNEY_LOG_LEVEL": "ERROR",
        }  # fmt: skip

    def start(self) -> None:
        self.port = free_port()
        server = [
            "granian", "--interface", "wsgi", "--workers", "1", "--no-ws",
            "--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(self.port),
            "--log-level", "warning", "spinney.config.wsgi:application",
        ]  # fmt: skip
        self.parts.append(self._run(server, "app"))

    def start_relay(self) -> None:
        self.parts.append(self._run(["django", "relay", "--every", "0.05"], "worker"))

    def _run(self, command: list[str], role: str) -> Part:
        nursery = self._nursery(role)
        nursery.stdin.write(json.dumps(command) + "\n")
        nursery.stdin.flush()
        return Part(command, int(nursery.stdout.readline()))

    def _nursery(self, role: str) -> subprocess.Popen[str]:
        key = (self.settings, role)
        if key not in self.nurseries:
            with self.log.open("ab") as output:
                self.nurseries[key] = subprocess.Popen(
                    [sys.executable, "-m", "tests.durability.nursery"],
                    cwd=ROOT, env=self.environment(role), text=True,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output,
                )  # fmt: skip
        return self.nurseries[key]

    def wait(self) -> None:
        """Until it answers. Fails with the log's end when a part died by itself."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            ended = [part.command for part in self.parts if not part.alive()]
            if ended or time.monotonic() > deadline:
                raise RuntimeError(f"no server: {ended}\n{self.log.read_text()[-2000:]}")
            time.sleep(0.01)

    def _answers(self) -> bool:
        found = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            found.request("GET", "/healthz")
            return found.getresponse().status == 200
        except OSError:
            return False
        finally:
            found.close()

    def kill(self) -> None:
        """Without warning, the whole of each group, and wait until it is gone."""
        for part in self.parts:
            part.kill()
        for part in self.parts:
            part.gone()
        self.parts = []

    def close(self) -> None:
        self.kill()
        for nursery in self.nurseries.values():
            nursery.communicate(timeout=PATIENCE)  # closes its stdin, at which it ends
        self.nurseries = {}


@dataclass
class Browser:
    """One signed-in person on one connection at a time."""

    port: int
    session: str
    connection: http.client.HTTPConnection | None = None
    TOKEN = "t" * 32

    def post(self, address: str, body: bytes, kind: str) -> tuple[int, bytes] | None:
        """Status and body; None when no answer came, so that nobody knows what happened."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {
            "Content-Type": kind, "X-CSRFToken": self.TOKEN,
            "Cookie": f"sessionid={self.session}; csrftoken={self.TOKEN}",
        }  # fmt: skip
        try:
            self.connection.request("POST", address, body, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return None

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def post_json(self, address: str, value: dict) -> tuple[int, bytes] | None:
        return self.post(address, json.dumps(value).encode(), "application/json")

    def post_form(self, address: str, value: dict) -> tuple[int, bytes] | None:
        return self.post(address, urlencode(value).encode(), "application/x-www-form-urlencoded")
