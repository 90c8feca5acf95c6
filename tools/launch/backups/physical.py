"""Back up our own server: a base copy, the log up to a named point, the files, and what the tables held."""

import re
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

from tools.launch import binaries, pgconf
from tools.launch.backups import census, manifest, wal
from tools.launch.backups.manifest import Census, Manifest
from tools.launch.places import files_folder, made
from tools.launch.postgres import ADMIN, DATABASE, Cluster
from tools.launch.say import Problem, advice_for

ARCHIVING = 60.0
LOOK = 0.05


def new_label() -> str:
    return f"spinney-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"


def backup(cluster: Cluster, to: Path, *, with_keys: bool = False) -> Path:
    """Make one backup of a running server. Answers its folder, which bears its name only when it is whole."""
    label = new_label()
    part = made(to, mode=0o700) / f"{label}.part"
    made(part, mode=0o700)
    binaries.hand_over(part)
    base_copy(cluster, part / "base")
    counted, moment, last = mark(cluster, label)
    await_archived(cluster, last)
    first = first_segment(part / "base")
    _copy_segments(cluster, part / "wal", first, last)
    copy_files(cluster.var, part)
    if with_keys:
        copy_keys(cluster.var, part)
    verify(cluster, part / "base")
    Manifest(
        label=label,
        kind="physical",
        made_at=moment,
        postgres=str(cluster.version()),
        keys_included=with_keys,
        census=counted,
        files=manifest.hashes(part),
        first_segment=first,
        last_segment=last,
    ).write(part)
    whole = to / label
    part.rename(whole)
    return whole


def base_copy(cluster: Cluster, target: Path) -> None:
    _run(
        cluster,
        "pg_basebackup",
        *("-h", cluster.sockets, "-U", ADMIN, "-D", target),
        *("-F", "plain", "-X", "stream", "-c", "fast", "--manifest-checksums=SHA256", "-w"),
    )


def verify(cluster: Cluster, base: Path) -> None:
    _run(cluster, "pg_verifybackup", "--exit-on-error", base)


def _run(cluster: Cluster, program: str, *arguments: str | Path) -> None:
    done = subprocess.run(
        cluster.command(program, *arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env=pgconf.clean_environment(),
        cwd="/",
    )
    if done.returncode:
        raise Problem(f"{program} failed: {done.stderr.strip()}", advice_for(done.stderr))


def mark(cluster: Cluster, label: str) -> tuple[Census, str, str]:
    command, environment = cluster.command(*cluster.psql(DATABASE)), pgconf.clean_environment()
    with (
        census.Session(command, environment) as locking,
        census.Session(command, environment) as reading,
    ):
        found = census.at_restore_point(locking, reading, label)
    cluster.sql("SELECT pg_switch_wal()")
    return found


def await_archived(cluster: Cluster, segment: str) -> None:
    deadline = time.monotonic() + ARCHIVING
    while not (cluster.archive / f"{segment}.gz").exists():
        if time.monotonic() > deadline:
            failed = cluster.sql("SELECT last_failed_wal FROM pg_stat_archiver")
            raise Problem(
                f"The log segment {segment} was not archived within a minute (last failure: {failed or 'none'}).",
                f"Look at the disk that holds {cluster.archive}, and at {cluster.log}.",
            )
        time.sleep(LOOK)


def first_segment(base: Path) -> str:
    label = (base / "backup_label").read_text(encoding="utf-8")
    found = re.search(r"^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)", label, re.MULTILINE)
    if not found:
        raise Problem(f"{base / 'backup_label'} does not say where the backup begins.")
    return found[1]


def _copy_segments(cluster: Cluster, target: Path, first: str, last: str) -> None:
    made(target, mode=0o700)
    for name, file in wal.archived([cluster.archive]).items():
        if wal.number(first) <= wal.number(name) <= wal.number(last):
            shutil.copy2(file, target)
    for history in cluster.archive.glob("*.history.gz"):
        shutil.copy2(history, target)
    if found := wal.faults([target], first, last):
        raise Problem(f"The log archive is not whole: {'; '.join(found)}.", "Run the backup again.")
    for path in (target, *target.iterdir()):
        binaries.hand_over(path)


def copy_files(var: Path, part: Path) -> None:
    """After the rows: a row's bytes are on disk before it is. What is half written is nobody's."""
    folder = files_folder(var)
    if folder.is_dir():
        shutil.copytree(folder, part / "files", ignore=shutil.ignore_patterns("*.part"))


def copy_keys(var: Path, part: Path) -> None:
    keys = made(part / "keys", mode=0o700)
    for name in ("secret-key", "keys"):
        source = var / name
        if source.is_dir():
            shutil.copytree(source, keys / name)
        elif source.is_file():
            shutil.copy2(source, keys / name)
    own_only(keys)


def own_only(keys: Path) -> None:
    for path in (keys, *keys.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def clear_cut_short(to: Path) -> None:
    """Remove what an interrupted backup left. A backup under way is younger than a day."""
    for part in to.glob("spinney-*.part"):
        if time.time() - part.stat().st_mtime > 24 * 60 * 60:
            shutil.rmtree(part)
