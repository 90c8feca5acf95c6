"""The settings of our own server. Durable, archived, and reachable by its owner only."""

import os
import shlex
from pathlib import Path

HERE = Path(__file__).parent
SINCE_SUMMARIES = 17


def settings(*, sockets: Path, archive: Path, version: int) -> list[str]:
    store = program(HERE / "archive_wal.sh", "%p", f"{literal(archive)}/%f")
    lines = [
        "listen_addresses = ''",
        "port = 5432",
        f"unix_socket_directories = {quoted(_listed(sockets))}",
        "unix_socket_permissions = 0700",
        "max_connections = 60",
        "shared_buffers = 128MB",
        "fsync = on",
        "full_page_writes = on",
        "synchronous_commit = on",
        "wal_level = replica",
        "archive_mode = on",
        f"archive_command = {quoted(store)}",
        # A quiet school still loses at most one minute: see docs/runbooks/restore.md.
        "archive_timeout = 60",
        "max_wal_senders = 5",
        "log_destination = stderr",
        "logging_collector = off",
        "log_min_messages = warning",
        # Statements hold children's words: the log says that one failed, never what it held.
        "log_min_error_statement = panic",
        "log_error_verbosity = terse",
        "timezone = 'UTC'",
        "log_timezone = 'UTC'",
    ]
    if version >= SINCE_SUMMARIES:
        lines.append("summarize_wal = on")
    return lines


def recovery(*, folders: list[Path], target: str) -> list[str]:
    fetch = program(HERE / "fetch_wal.sh", "%f", "%p", *(literal(folder) for folder in folders))
    lines = [f"restore_command = {quoted(fetch)}", "recovery_target_timeline = 'latest'"]
    return [*lines, target, "recovery_target_action = 'promote'"] if target else lines


def program(script: Path, *words: str) -> str:
    return " ".join(["sh", literal(script), *(_word(word) for word in words)])


def _word(word: str) -> str:
    return f'"{word}"' if word in {"%f", "%p"} else word


def literal(path: Path) -> str:
    """A path for a shell line in which PostgreSQL reads `%` as the start of a placeholder."""
    return shlex.quote(str(path)).replace("%", "%%")


def quoted(value: str) -> str:
    """As a string in postgresql.conf."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _listed(folder: Path) -> str:
    return '"' + str(folder).replace('"', '""') + '"'


def clean_environment() -> dict[str, str]:
    """Without PGHOST and its like, which belong to another server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "PGTZ": "UTC", "LC_ALL": "C.UTF-8", "PGCONNECT_TIMEOUT": "10"}
