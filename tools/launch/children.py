"""Processes we start. Each has a process group of its own, so that stopping it stops what it started."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import IO

from tools.launch.places import ROOT
from tools.launch.say import Problem, advice_for

TETHER = Path(__file__).with_name("tether.py")
GRACE = 10.0

Process = subprocess.Popen[bytes]
_running: set[Process] = set()
_interrupt: set[Process] = set()  # these tidy up on SIGINT, as pytest does, but not on SIGTERM
_lock = threading.Lock()
_stopping = threading.Event()


class Stopped(BaseException):
    """Somebody asked us to stop: Ctrl-C, SIGTERM or a closed terminal."""


def stop_on_signals() -> None:
    def told(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
        # A second Ctrl-C while we tidy up must not leave half of it behind.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, told)


def start(
    command: Sequence[str | Path],
    *,
    output: IO[bytes] | int | None,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> Process:
    tethered = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), *map(str, command)]
    with _lock:
        if _stopping.is_set():
            raise Problem("Stopped before the work was done.")
        process = subprocess.Popen(
            tethered,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output is not None else None,
            env=dict(env) if env is not None else None,
            cwd=cwd,
            start_new_session=True,
        )
        _running.add(process)
    return process


def run_logged(
    command: Sequence[str | Path],
    *,
    log: Path,
    what: str,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> None:
    """Run to the end with the output in a file. On failure show its last lines and the remedy if we know it."""
    with log.open("ab") as file:
        before = file.tell()
        process = start(command, output=file, env=env, cwd=cwd)
        code = process.wait()
    forget(process)
    if code:
        written = log.read_bytes()[before:].decode(errors="replace")
        raise Problem(f"{what} failed.\n{tail(written)}", remedy_for(written, log))


def remedy_for(written: str, log: Path) -> str:
    return advice_for(written) or f"The whole output is in {log}."


def tail(written: str, lines: int = 12) -> str:
    return "\n".join(f"    {line}" for line in written.strip().splitlines()[-lines:])


def shown(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    log: Path | None = None,
) -> int:
    """Run to the end with its output on our terminal, or in a file to be shown later. Answers its exit code."""
    with log.open("ab") if log else contextlib.nullcontext() as file:
        process = start(command, output=file, env=env, cwd=cwd)
        _interrupt.add(process)
        code = process.wait()
    forget(process)
    return code


def foreground(command: Sequence[str | Path], *, env: Mapping[str, str]) -> int:
    """Give our terminal to a program that talks with a person. Ctrl-C is for it, not for us."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = subprocess.Popen(
        list(map(str, command)),
        env=dict(env),
        cwd=ROOT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  (no threads run)
    )
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
        signal.signal(signal.SIGINT, before)


def forget(process: Process) -> None:
    with _lock:
        _running.discard(process)


def stop_all() -> None:
    """End every child and what it started. Nothing more can be started afterwards."""
    _stopping.set()
    with _lock:
        ending = list(_running)
    for process in ending:
        _signal(process, signal.SIGINT if process in _interrupt else signal.SIGTERM)
    for process in ending:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
        # What is left of the group did not listen, or outlived the process that led it.
        _signal(process, signal.SIGKILL)
        process.wait()
        forget(process)


def _signal(process: Process, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def refuse_when_stopping() -> None:
    if _stopping.is_set():
        raise Problem("Stopped before the work was done.")
