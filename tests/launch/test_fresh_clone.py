"""A stranger clones the repository into a folder with a space in its name, and runs one command."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.launch.places import ROOT

pytestmark = pytest.mark.slow

NOBODY = 65534
PATIENCE = 300
KEPT = ("HOME", "LANG", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "PIP_CONFIG_FILE", "PIP_INDEX_URL")


@pytest.fixture
def clone() -> Iterator[Path]:
    """Not under pytest's own folder: that is closed to the user who will run the clone."""
    folder = Path(tempfile.mkdtemp(prefix="a fresh clone "))
    target = folder / "spin ney"
    subprocess.run(
        ["git", "-c", "safe.directory=*", "clone", "-q", "--no-hardlinks", ROOT, target], check=True
    )
    (folder / "home").mkdir()
    if os.getuid() == 0:
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", folder], check=True)
    yield target
    shutil.rmtree(folder, ignore_errors=True)


def as_stranger(clone: Path) -> tuple[list[str], dict[str, str]]:
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    environment = {**kept, "HOME": str(clone.parent / "home"), "PATH": "/usr/bin:/bin"}
    if os.getuid() != 0:
        return [], environment
    prefix = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return prefix, environment


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return int(trial.getsockname()[1])


def until_ready(process: subprocess.Popen[str]) -> tuple[list[str], float]:
    began, said = time.monotonic(), []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Everything here is invented"):
            return said, time.monotonic() - began
        assert time.monotonic() - began < PATIENCE
    raise AssertionError("".join(said))


def processes_in(clone: Path) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            here = str((entry / "cwd").readlink())
        except OSError:
            continue
        if str(clone) in line or here.startswith(str(clone)):
            found.append(line)
    return found


def test_a_stranger_sees_pages_from_a_fresh_clone_and_ctrl_c_leaves_nothing_behind(clone):
    before = tracked(clone)
    prefix, environment = as_stranger(clone)
    for round_name, limit in (("cold", 90), ("warm", 8)):
        port = free_port()
        process = subprocess.Popen(
            [*prefix, "./run", "demo", "--port", str(port)],
            cwd=clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            said, took = until_ready(process)
            assert f"READY http://localhost:{port}\n" in said
            print(f"{round_name}: {took:.1f} s (wanted: under {limit} s)\n{''.join(said)}")
            assert took < limit * 3, "three times the promise: a busy machine is not the reason"
            with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=10) as answer:
                assert answer.status == 200
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
        assert process.returncode == 130
        assert processes_in(clone) == []
    assert tracked(clone) == before, "the demo changed a file of the repository"


def tracked(clone: Path) -> str:
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", "status", "--porcelain"],
        cwd=clone,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
