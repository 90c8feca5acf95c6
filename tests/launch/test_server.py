"""Our own PostgreSQL: shared while somebody uses it, stopped when nobody does, durable throughout."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tools.launch import binaries, keeper, pgconf
from tools.launch.places import ROOT
from tools.launch.postgres import DATABASE, OWNER, ROLES, Cluster
from tools.launch.say import Problem

pytestmark = pytest.mark.durability

USER = """
import pathlib, sys
from tools.launch import keeper
from tools.launch.postgres import Cluster
with keeper.in_use(Cluster(pathlib.Path(sys.argv[1]))):
    print("in use", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def another(server: Cluster):
    """Another command, in a process of its own, that uses the same server until it is told to go."""
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(server.var)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout.readline() == "in use\n"
    yield process
    process.communicate()


def stopped_within(cluster: Cluster, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not cluster.running():
            return True
        time.sleep(0.05)
    return False


def let_go(cluster: Cluster, process: subprocess.Popen[str]) -> None:
    process.communicate("\n")
    assert process.returncode == 0


def test_a_second_command_shares_the_server_and_leaves_it_running(server, another):
    let_go(server, another)
    assert server.sql("SELECT 1") == "1"


def test_the_last_command_stops_the_server_even_if_it_did_not_start_it(pristine, tmp_path):
    cluster = Cluster(tmp_path / "var")
    command = [sys.executable, "-c", USER, str(cluster.var)]
    first, second = (
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        for _ in range(2)
    )
    for process in (first, second):
        assert process.stdout.readline() == "in use\n"
    let_go(cluster, first)
    assert cluster.running()
    let_go(cluster, second)
    assert not cluster.running()
    assert list(cluster.sockets.glob("*")) == []


def test_a_killed_command_leaves_no_server_behind(tmp_path):
    cluster = Cluster(tmp_path / "var")
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(cluster.var)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout.readline() == b"in use\n"
    process.kill()
    process.communicate()
    assert stopped_within(cluster, 30)


def test_a_server_that_died_is_started_again(server):
    pid = int((server.data / "postmaster.pid").read_text(encoding="ascii").split()[0])
    server.sql(
        f"CREATE TABLE kept (line text); ALTER TABLE kept OWNER TO {OWNER}", database=DATABASE
    )
    os.kill(pid, signal.SIGKILL)
    assert stopped_within(server, 10)
    with keeper.in_use(server):
        assert server.sql("SELECT count(*) FROM kept", database=DATABASE) == "0"


def test_a_pid_file_whose_number_is_now_somebody_elses_does_not_block(pristine, tmp_path):
    cluster = Cluster(tmp_path / "var")
    with keeper.in_use(cluster):
        pass
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="ascii")
    with keeper.in_use(cluster):
        assert cluster.sql("SELECT 1") == "1"


def test_a_deep_folder_gets_a_short_socket_that_only_its_owner_may_enter(tmp_path):
    deep = tmp_path / ("a deep folder " * 6) / "var"
    cluster = Cluster(deep)
    with keeper.in_use(cluster):
        assert len(str(cluster.sockets)) < 60
        assert cluster.sockets.stat().st_mode & 0o077 == 0
        assert cluster.sql("SELECT 1") == "1"
    assert not cluster.sockets.exists()


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    cluster = Cluster(tmp_path / ("deep " * 20) / "var")
    sockets = cluster.sockets
    sockets.mkdir()
    monkeypatch.setattr(Cluster, "sockets", sockets)
    monkeypatch.setattr(os, "getuid", lambda: 4242)
    monkeypatch.setattr(binaries, "server_uid", lambda: 4242)
    try:
        with pytest.raises(Problem, match="belongs to somebody else"):
            cluster.start()
    finally:
        sockets.rmdir()


def test_the_owner_of_the_tables_is_no_superuser(server):
    asked = f"SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = '{OWNER}'"
    assert server.sql(asked) == "f"


def test_settings_of_another_server_in_the_environment_are_not_followed(server, monkeypatch):
    monkeypatch.setenv("PGHOST", "db.example.invalid")
    monkeypatch.setenv("PGDATABASE", "another")
    assert server.sql("SELECT current_database()") == "postgres"


WANTED = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "archive_mode": "on",
    "wal_level": "replica",
    "listen_addresses": "",
    "max_connections": "60",
    "data_checksums": "on",
    "log_min_error_statement": "panic",
    "server_encoding": "UTF8",
}


def test_the_server_is_durable_archived_and_private(server):
    names = ", ".join(f"'{name}'" for name in WANTED)
    rows = server.sql(f"SELECT name, setting FROM pg_settings WHERE name IN ({names})")
    assert dict(line.split("|") for line in rows.splitlines()) == WANTED


@pytest.mark.parametrize(
    "folder", ["/plain", "/with space", "/it's", "/100%", '/quote"d', "/back\\slash"]
)
def test_a_folder_of_any_name_survives_the_configuration(folder):
    lines = pgconf.settings(sockets=Path(folder), archive=Path(folder), version=18)
    command = next(line for line in lines if line.startswith("archive_command"))
    value = command.split(" = ", 1)[1][1:-1].replace("''", "'").replace("\\\\", "\\")
    expanded = value.replace("%%", "\0").replace("%p", "P").replace("%f", "F").replace("\0", "%")
    said = subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {expanded}"], capture_output=True, text=True, check=True
    )
    assert said.stdout.splitlines()[2:] == ["P", f"{folder}/F"]


def test_the_owner_is_let_into_roles_that_tests_made_first(tmp_path):
    """A clone whose first command was `./run test`: the administrator made the roles, and migrations need them."""
    with keeper.in_use(Cluster(tmp_path / "var")) as cluster:
        for role in ROLES:
            cluster.sql(f"CREATE ROLE {role} NOLOGIN")
    with keeper.in_use(Cluster(tmp_path / "var")) as cluster:
        told = cluster.sql(f"SELECT pg_has_role('{OWNER}', '{ROLES[0]}', 'MEMBER')")
        assert told == "t"
