"""Restore into an empty place, to the backup's own moment or a later one, and prove the result."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tools.launch import binaries, pgconf
from tools.launch.backups import census, manifest, physical, wal
from tools.launch.backups.manifest import Census, Manifest
from tools.launch.places import made
from tools.launch.postgres import DATABASE, Cluster
from tools.launch.say import Problem

LATEST = "latest"
SHOWN = 5
LOOK = 0.1


@dataclass
class Report:
    """What was checked, and what came of it. The first failure ends the restore."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def check(self, name: str, look: Callable[[], list[str]], well: str) -> bool:
        try:
            faults = look()
        except Problem as problem:
            faults = [str(problem)]
        detail = well if not faults else "; ".join(faults[:SHOWN])
        self.lines.append(("FAIL" if faults else "pass", name, detail))
        return not faults

    @property
    def well(self) -> bool:
        return all(mark == "pass" for mark, _, _ in self.lines)


@dataclass(frozen=True)
class Wish:
    backup: Path
    into: Path
    to_time: str = ""  # empty: the backup's own moment
    archive: Path | None = None

    @property
    def folders(self) -> list[Path]:
        return [self.backup / "wal", *([self.archive] if self.archive and self.to_time else [])]


def restore(wish: Wish) -> Report:
    refuse_used(wish.into)
    found = manifest.read(wish.backup)
    target = _target(wish, found)
    report = Report()
    made(wish.into, mode=0o700)
    cluster = Cluster(wish.into)
    if not _sound(report, wish, found, cluster):
        return report
    _lay_out(wish, cluster)
    try:
        recovered = lambda: _recover(wish, cluster, target)  # noqa: E731  (named for the line below)
        if report.check("Recovered", recovered, wish.to_time or f"to {found.made_at}"):
            _compare(report, wish, found, cluster)
    finally:
        cluster.stop()
    return report


def refuse_used(into: Path) -> None:
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise Problem(
            f"{into} is not empty, and a restore never writes over anything.",
            "Name a new folder. If this is the place to restore to, move what is there aside first.",
        )


def _target(wish: Wish, found: Manifest) -> str:
    if found.kind != "physical":
        raise Problem(
            "This backup is a dump of a server elsewhere.",
            "Restore it with --into and the address of an empty database.",
        )
    if not wish.to_time:
        return f"recovery_target_name = '{found.label}'"
    if wish.to_time == LATEST:
        return ""
    moment = _moment(wish.to_time)
    if moment < _moment(found.made_at):
        raise Problem(
            f"The moment asked for is before this backup was made ({found.made_at}).",
            "Use an earlier backup: a restore goes forward from it.",
        )
    return f"recovery_target_time = '{moment.isoformat()}'"


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Problem(
            f"{text} is not a moment that can be understood.",
            "Write the date, the time and the zone: 2026-11-24T10:42:00Z",
        )
    return found


def _sound(report: Report, wish: Wish, found: Manifest, cluster: Cluster) -> bool:
    """Everything that can be known before a byte is written."""

    def hashes() -> list[str]:
        return manifest.differences(found.files, manifest.hashes(wish.backup))

    def base() -> list[str]:
        physical.verify(cluster, wish.backup / "base")
        return []

    def log() -> list[str]:
        return wal.faults(
            wish.folders, found.first_segment, "" if wish.to_time else found.last_segment
        )

    return (
        report.check("Backup's files", hashes, f"{len(found.files)} as listed")
        and report.check("Base copy", base, "pg_verifybackup agrees")
        and report.check("Log segments", log, "none missing, none damaged")
    )


def _lay_out(wish: Wish, cluster: Cluster) -> None:
    shutil.copytree(wish.backup / "base", cluster.data)
    cluster.data.chmod(0o700)
    (cluster.data / "recovery.signal").touch(mode=0o600)
    for path in (cluster.data, *cluster.data.rglob("*")):
        binaries.hand_over(path)
    if (wish.backup / "files").is_dir():
        shutil.copytree(wish.backup / "files", wish.into / "files")
    if (wish.backup / "keys").is_dir():
        shutil.copytree(wish.backup / "keys", wish.into, dirs_exist_ok=True)


def _recover(wish: Wish, cluster: Cluster, target: str) -> list[str]:
    settings = pgconf.recovery(folders=wish.folders, target=target)
    # A trial must leave no trace in the archive of the server that it copies.
    cluster.start(*settings, "archive_mode = off")
    # pg_ctl is content as soon as the server can be read; replaying the log goes on after that.
    while cluster.running():
        if _recovered(cluster):
            return []
        time.sleep(LOOK)
    said = cluster.log.read_text(encoding="utf-8", errors="replace")
    return [why_it_stopped(said)]


def why_it_stopped(log: str) -> str:
    """Whoever asked meanwhile was told to wait, in the same words of alarm: that is not the reason."""
    alarms = [line for line in log.splitlines() if "FATAL" in line]
    return next(
        (x for x in reversed(alarms) if "the database system is" not in x), "the server stopped"
    )


def _recovered(cluster: Cluster) -> bool:
    try:
        return cluster.sql("SELECT pg_is_in_recovery()") == "f"
    except Problem:
        return False  # it is on its way down; once it has stopped, its log says why


def _compare(report: Report, wish: Wish, found: Manifest, cluster: Cluster) -> None:
    with census.Session(
        cluster.command(*cluster.psql(DATABASE)), pgconf.clean_environment()
    ) as session:
        now = census.take(session)
        chained = lambda: _not_in_chain(session, found.census)  # noqa: E731  (needs the open session)
        if wish.to_time:
            report.check(
                "Audit chain", chained, _heads(found.census, "goes on from the backup's head")
            )
            report.check(
                "Tables", lambda: _missing_tables(found.census, now), _growth(found.census, now)
            )
        else:
            compare_exactly(report, found.census, now)
    files = {name: sha for name, sha in found.files.items() if name.startswith("files/")}
    report.check("Files", lambda: _files(files, wish.into), f"{len(files)} as backed up")


def compare_exactly(report: Report, then: Census, now: Census) -> None:
    report.check("Row counts", lambda: _rows(then, now), f"{now.rows} rows, as backed up")
    report.check("Table hashes", lambda: _hashes(then, now), f"{len(now.tables)} tables, the same")
    report.check("Audit heads", lambda: _head_faults(then, now), _heads(now, "the same"))


def _rows(then: Census, now: Census) -> list[str]:
    return [
        f"{name}: {now.tables[name].rows if name in now.tables else 'no'} rows, {table.rows} in the backup"
        for name, table in then.tables.items()
        if name not in now.tables or now.tables[name].rows != table.rows
    ]


def _hashes(then: Census, now: Census) -> list[str]:
    return [
        f"{name} differs" for name, table in then.tables.items() if now.tables.get(name) != table
    ]


def _head_faults(then: Census, now: Census) -> list[str]:
    return [
        f"school {school} differs"
        for school in then.heads
        if now.heads.get(school) != then.heads[school]
    ]


def _missing_tables(then: Census, now: Census) -> list[str]:
    return [f"{name} is gone" for name in then.tables if name not in now.tables]


def _not_in_chain(session: census.Session, then: Census) -> list[str]:
    """Schools whose audit log does not run through the head that the backup recorded."""
    faults = []
    for school, head in then.heads.items():
        answer = session.ask(
            "SELECT encode(chain_hash, 'hex') FROM access_auditleaf "
            f"WHERE school_id = '{school}' AND seq = {head.size - 1}"
        )
        if answer != [head.hash]:
            faults.append(f"school {school} does not hold the backup's head")
    return faults


def _heads(census_of: Census, words: str) -> str:
    return f"{len(census_of.heads)} schools, {words}"


def _growth(then: Census, now: Census) -> str:
    return f"{now.rows} rows, {then.rows} in the backup"


def _files(expected: dict[str, str], into: Path) -> list[str]:
    folder = into / "files"
    found = (
        {f"files/{name}": sha for name, sha in manifest.hashes(folder).items()}
        if folder.is_dir()
        else {}
    )
    return manifest.differences(expected, found)
