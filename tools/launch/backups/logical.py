"""A dump of a server elsewhere. Going back to any moment is that server's own affair: production.md says how."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tools.launch import binaries
from tools.launch.backups import census, manifest, physical
from tools.launch.backups.manifest import Manifest
from tools.launch.backups.restoring import Report, compare_exactly
from tools.launch.places import made, var
from tools.launch.say import Problem, advice_for

ROLES = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'spinney_app') THEN
    CREATE ROLE spinney_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'spinney_worker') THEN
    CREATE ROLE spinney_worker NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    GRANT spinney_app TO spinney_worker;
  END IF;
END $$
"""
ANY_TABLE = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


def backup_url() -> str:
    """The login that may read every row: row-level security binds even the owner."""
    for name in ("DATABASE_BACKUP_URL", "DATABASE_OWNER_URL", "DATABASE_URL"):
        if os.environ.get(name):
            return os.environ[name]
    raise Problem("DATABASE_URL is not set.")


def backup(url: str, to: Path, *, with_keys: bool = False) -> Path:
    label = physical.new_label()
    part = made(made(to, mode=0o700) / f"{label}.part", mode=0o700)
    with _session(url) as session:
        session.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # Refuse, rather than leave rows out without a word.
        session.ask("SET LOCAL row_security = off")
        (snapshot,) = session.ask("SELECT pg_export_snapshot()")
        (version,) = session.ask("SHOW server_version")
        arguments = ("--format=custom", f"--snapshot={snapshot}", "-d", url)
        _program("pg_dump", *arguments, "-f", str(part / "database.dump"))
        counted = census.take(session)
        session.ask("COMMIT")
    physical.copy_files(var(), part)
    if with_keys:
        physical.copy_keys(var(), part)
    _program("pg_restore", "--list", str(part / "database.dump"))
    Manifest(
        label=label,
        kind="logical",
        made_at=datetime.now(UTC).isoformat(),
        postgres=version,
        keys_included=with_keys,
        census=counted,
        files=manifest.hashes(part),
    ).write(part)
    part.rename(to / label)
    return to / label


def restore(backup_folder: Path, url: str) -> Report:
    found = manifest.read(backup_folder)
    if found.kind != "logical":
        raise Problem(
            "This backup is a copy of our own server's folder.",
            "Restore it with --into and a new folder.",
        )
    report = Report()

    def whole() -> list[str]:
        return manifest.differences(found.files, manifest.hashes(backup_folder))

    with _session(url) as session:
        if session.ask(ANY_TABLE) != ["0"]:
            raise Problem(
                "The database is not empty, and a restore never writes over anything.",
                "Make a new one.",
            )
        if not report.check("Backup's files", whole, f"{len(found.files)} as listed"):
            return report
        session.ask(ROLES)
        report.check("Loaded", lambda: _load(backup_folder, url), "pg_restore agrees")
        if report.well:
            session.ask("SET row_security = off")
            compare_exactly(report, found.census, census.take(session))
    return report


def _load(folder: Path, url: str) -> list[str]:
    arguments = ("--exit-on-error", "--no-owner", "--single-transaction", "-d", url)
    _program("pg_restore", *arguments, str(folder / "database.dump"))
    return []


def _session(url: str) -> census.Session:
    options = ("-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", url)
    return census.Session([_found("psql"), *options], _environment())


def _found(program: str) -> str:
    """The newest there is: pg_dump reads servers of its own age or older."""
    folder = binaries.folder_for(Path("/nonexistent"))
    return str(folder / program) if (folder / program).exists() else str(shutil.which(program))


def _environment() -> dict[str, str]:
    return {**os.environ, "PGTZ": "UTC", "PGCONNECT_TIMEOUT": "10"}


def _program(program: str, *arguments: str) -> None:
    command: Sequence[str] = [_found(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
    if done.returncode:
        raise Problem(f"{program} failed: {done.stderr.strip()}", advice_for(done.stderr))
