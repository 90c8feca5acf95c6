"""The Python environment at `.venv`, from hash-locked requirements. A second start takes a moment."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.launch import children, pipconf
from tools.launch.places import (
    LOCKS,
    PYTHON,
    ROOT,
    VENV,
    log_file,
    made,
    private_home,
    stamped,
    var,
)
from tools.launch.say import Problem

LEAST_FREE = 1_500_000_000


def ready(lock: str) -> None:
    """Bring `.venv` to what `requirements/LOCK.txt` says. `dev` contains `demo`."""
    wanted = lock_hash(lock)
    if _current(lock, wanted):
        return
    made(var() / "run")
    with (var() / "run" / "env.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if _current(lock, wanted):
            return
        _enough_disk()
        _make_venv()
        _install(LOCKS / f"{lock}.txt")
        _stamp(lock).write_text(wanted, encoding="utf-8")


def lock_hash(lock: str) -> str:
    return hashlib.sha256((LOCKS / f"{lock}.txt").read_bytes()).hexdigest()


def _stamp(lock: str) -> Path:
    return VENV / f".spinney-{lock}"


def _current(lock: str, wanted: str) -> bool:
    if not _runs(PYTHON):
        return False
    if stamped(_stamp(lock), wanted):
        return True
    return lock != "dev" and stamped(_stamp("dev"), lock_hash("dev"))


def _runs(python: Path) -> bool:
    # An environment whose interpreter was removed or replaced leaves a dangling link.
    return python.exists() and os.access(python, os.X_OK)


def _enough_disk() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < LEAST_FREE:
        raise Problem(
            f"Only {free // 1_000_000} MB are free on the disk; the first start needs 1,500 MB.",
            "Free some space and run the command again. See docs/runbooks/disk-full.md.",
        )


def _make_venv() -> None:
    if _runs(PYTHON):
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    # Debian ships venv's pip in a package of its own; without pip the folder can always be made.
    children.run_logged(
        [sys.executable, "-m", "venv", "--without-pip", VENV],
        log=log_file("env"),
        what="Making the Python environment in .venv",
    )


def _install(lock: Path) -> None:
    environment = private_home(dict(os.environ))
    uv = _uv(environment)
    if uv is not None:
        try:
            _with_uv(uv, lock, environment)
        except Problem:
            if pipconf.installer(environment) is None:
                raise
        else:
            return
    _with_pip(lock, environment)


def _with_uv(uv: Path, lock: Path, environment: dict[str, str]) -> None:
    children.run_logged(
        [uv, "pip", "install", "--python", PYTHON, "--require-hashes", "-r", lock],
        log=log_file("env"),
        what="Installing Python packages",
        env={**environment, **pipconf.as_uv(environment), "UV_PYTHON_DOWNLOADS": "never"},
    )


def _with_pip(lock: Path, environment: dict[str, str]) -> None:
    pip = pipconf.installer(environment)
    if pip is None:
        raise Problem(
            "This Python has no pip, and uv is not installed.",
            "As root: apt install python3-pip   Then run the command again.",
        )
    children.run_logged(
        [*pip, "install", "--require-hashes", "--no-input", "--quiet", "-r", lock],
        log=log_file("env"),
        what="Installing Python packages",
        env=environment,
    )


def _uv(environment: dict[str, str]) -> Path | None:
    """uv from PATH, else from `.venv`, put there by pip under a locked hash. None where it has no build."""
    on_path = shutil.which("uv", path=environment.get("PATH"))
    if on_path and _answers(Path(on_path)):
        return Path(on_path)
    ours = VENV / "bin" / "uv"
    if ours.exists() and _answers(ours):
        return ours
    try:
        _with_pip(LOCKS / "uv.txt", environment)
    except Problem as problem:
        if problem.remedy.startswith("As root"):
            raise
        return None
    return ours if _answers(ours) else None


def put_uv_in_place() -> None:
    _with_pip(LOCKS / "uv.txt", private_home(dict(os.environ)))


def _answers(program: Path) -> bool:
    try:
        return (
            subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False
