"""The database itself is killed with -9 under load, a few times, on a cluster made for this test alone."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.conftest import ROOT
from tests.durability.site import PATIENCE, Site
from tests.durability.test_kill import all_faults
from tests.durability.writers import acknowledged, at_work, until_answered
from tools.launch import binaries

pytestmark = [pytest.mark.durability, pytest.mark.slow]
KILLS = 8


@dataclass
class Cluster:
    """PostgreSQL as a direct child: killed by its own number and waited for, never by name."""

    folder: Path
    child: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"postgresql://spinney@/spinney?host={quote(str(self.folder / 'socket'))}"

    def command(self, program: str, *words: object) -> list[str]:
        where = binaries.folder_for(self.folder / "data") / program
        return [*binaries.as_server_user(), str(where), *map(str, words)]

    def make(self) -> None:
        for name in ("data", "socket"):
            (self.folder / name).mkdir()
            binaries.hand_over(self.folder / name)
        words = ("-D", self.folder / "data", "-U", "spinney", "--locale=C.UTF-8", "-E", "UTF8")
        subprocess.run(self.command("initdb", *words), check=True, capture_output=True)

    def start(self) -> None:
        """Processes of the killed server may hold its memory for a moment: try until it comes up."""
        words = (
            "-D",
            self.folder / "data",
            "-k",
            self.folder / "socket",
            "-c",
            "listen_addresses=",
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.child is None or self.child.poll() is not None:
                self.child = subprocess.Popen(
                    self.command("postgres", *words),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            ready = self.command("pg_isready", "-q", "-h", self.folder / "socket")
            if subprocess.run(ready, check=False).returncode == 0 and self.child.poll() is None:
                return
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not come back")

    def end(self, how: signal.Signals) -> None:
        if self.child is not None and self.child.poll() is None:
            os.kill(self.child.pid, how)
            self.child.wait(PATIENCE)


@pytest.fixture
def cluster(tmp_path_factory):
    found = Cluster(tmp_path_factory.mktemp("pg"))
    try:
        found.make()
    except Exception as error:  # noqa: BLE001  (any reason not to have a server of our own is named)
        pytest.skip(f"no PostgreSQL of our own to kill: {error}")
    found.start()
    admin = found.command("psql", "-qh", found.folder / "socket", "-U", "spinney", "postgres")
    subprocess.run([*admin, "-c", "CREATE DATABASE spinney"], check=True)
    yield found
    found.end(signal.SIGQUIT)


@pytest.fixture
def site(cluster, tmp_path):
    site = Site(cluster.url, tmp_path / "site.log")
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "-v0"], cwd=ROOT, check=True,
        env=site.environment("owner"),
    )  # fmt: skip
    yield site
    site.close()


@pytest.fixture
def live_database(cluster, site, django_db_blocker):
    """In the place of the usual one: the factories and the checker speak to this cluster, as the app role."""
    from django.db import connection

    from spinney.config.database import database_settings

    usual = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(
            database_settings(cluster.url, role="app"), TEST=usual["TEST"]
        )
        yield "spinney"
        connection.close()
        connection.settings_dict.update(usual)


def test_killing_the_database_itself_loses_nothing(cluster, site, writers, session):
    from django.db import connection

    dice = random.Random(8)
    for _ in range(KILLS):
        site.start()
        site.start_relay()
        site.wait()
        for writer in writers:
            writer.look()
        kept = acknowledged(writers)
        stop, threads = at_work(writers, site.port, session)
        until_answered(writers, threads, kept + 8)
        time.sleep(dice.uniform(0, 0.5))
        cluster.end(signal.SIGKILL)
        stop.set()
        for thread in threads:
            thread.join(30)
        site.kill()
        connection.close()
        cluster.start()
        assert all_faults(writers) == []
    # The page may say that the database is away; what it may not do is call that a save.
    assert acknowledged(writers) > KILLS * 4
