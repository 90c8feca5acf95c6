"""Share one server between commands, and stop it when the last of them ends, however it ends.

Every command that uses the server holds a shared lock on `run/users`. The keeper, a small process of its own, waits
for the exclusive lock: the kernel grants it when the last user is gone, even by kill -9. Then it stops the server.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tools.launch.places import ROOT, made
from tools.launch.postgres import Cluster
from tools.launch.say import Problem

LOOK = 0.05
PATIENCE = 60.0


@contextlib.contextmanager
def in_use(cluster: Cluster) -> Iterator[Cluster]:
    """The server runs while this block does, started here or by another command."""
    users = _open(cluster, "users")
    try:
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while a keeper is stopping the server
        turn = _open(cluster, "start")
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not cluster.running():
                cluster.start()
            _need_keeper(cluster)
            cluster.prepare_database()
        finally:
            os.close(turn)
        yield cluster
    finally:
        os.close(users)
        _wait_for_keeper(cluster)


def _open(cluster: Cluster, name: str) -> int:
    folder = made(cluster.var / "run")
    return os.open(folder / f"postgres-{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _free(cluster: Cluster, name: str, kind: int) -> bool:
    """Whether the lock could be had this moment. It is let go at once."""
    file = _open(cluster, name)
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(file)


def _need_keeper(cluster: Cluster) -> None:
    if not _free(cluster, "keeper", fcntl.LOCK_EX):
        return
    keeper = subprocess.Popen(
        [sys.executable, "-B", "-m", "tools.launch.keeper", str(cluster.var)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        start_new_session=True,
    )
    assert keeper.stdout is not None  # noqa: S101  (asked for above)
    with keeper.stdout as told:
        if told.readline() != b"keeping\n":
            cluster.stop()
            raise Problem("The process that looks after the database did not start.")
    keeper.returncode = 0  # it outlives us on purpose, and init will collect it


def _wait_for_keeper(cluster: Cluster) -> None:
    """Return when the server is stopped, or at once when somebody else still uses it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if _free(cluster, "keeper", fcntl.LOCK_EX):
            return
        nobody_uses_it = _free(cluster, "users", fcntl.LOCK_EX)
        if not nobody_uses_it and _free(cluster, "users", fcntl.LOCK_SH):
            return
        time.sleep(LOOK)


def keep(cluster: Cluster) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    mine, users = _open(cluster, "keeper"), _open(cluster, "users")
    fcntl.flock(mine, fcntl.LOCK_EX)
    sys.stdout.write("keeping\n")
    sys.stdout.flush()
    fcntl.flock(users, fcntl.LOCK_EX)
    cluster.stop()
    # In this order: whoever gets `users` next must see that no keeper is left.
    os.close(mine)
    os.close(users)


if __name__ == "__main__":
    keep(Cluster(Path(sys.argv[1])))
