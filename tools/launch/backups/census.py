"""Count and hash every table at one exact moment of the log, while others go on writing."""

import subprocess
from collections.abc import Mapping, Sequence
from types import TracebackType

from tools.launch.backups.manifest import Census, Head, Table
from tools.launch.say import Problem, advice_for

TABLES = """
SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
 WHERE relkind = 'r' AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY 1
"""
# The sum is the same for the same rows in any order, so that no table need be sorted.
COUNT = """
SELECT '{table}', count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {table} t
"""
HEADS = "SELECT school_id, size, encode(hash, 'hex') FROM public.access_audithead ORDER BY 1"
HEAD_TABLE = "public.access_audithead"
END = "--- end of answer ---"


class Session:
    """One psql, asked one thing after another in the same connection."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._psql = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=dict(environment),
        )

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._psql.communicate()

    def ask(self, statement: str) -> list[str]:
        given, answers = self._psql.stdin, self._psql.stdout
        if given is None or answers is None:
            raise Problem("The database cannot be asked.")
        try:
            given.write(f"{statement.strip()};\n\\echo '{END}'\n")
            given.flush()
        except BrokenPipeError:
            raise self._problem() from None
        lines: list[str] = []
        for line in answers:
            if line.rstrip("\n") == END:
                return lines
            lines.append(line.rstrip("\n"))
        raise self._problem()

    def _problem(self) -> Problem:
        said = self._psql.stderr.read().strip() if self._psql.stderr else ""
        return Problem(f"The database refused: {said}", advice_for(said))


def take(session: Session) -> Census:
    """The caller has begun a transaction whose snapshot is the moment it means."""
    tables: dict[str, Table] = {}
    for table in session.ask(TABLES):
        (line,) = session.ask(COUNT.format(table=table))
        _, rows, total = line.rsplit("|", 2)
        tables[table] = Table(int(rows), total)
    heads: dict[str, Head] = {}
    if HEAD_TABLE in tables:
        for line in session.ask(HEADS):
            school, size, found = line.split("|")
            heads[school] = Head(int(size), found)
    return Census(tables, heads)


def at_restore_point(locking: Session, reading: Session, label: str) -> tuple[Census, str, str]:
    """The census, the moment, and the log segment of a named point, which nobody's write can straddle.

    Writers wait only while the point is set and the snapshot taken, some milliseconds; the counting comes after.
    """
    locking.ask("BEGIN; SET LOCAL lock_timeout = '30s'")
    tables = locking.ask(TABLES)
    if tables:
        locking.ask(f"LOCK TABLE {', '.join(tables)} IN SHARE MODE")
    reading.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    reading.ask("SELECT 1")
    (line,) = locking.ask(
        f"SELECT pg_walfile_name(pg_create_restore_point('{label}')), "
        """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.USZ')"""
    )
    locking.ask("COMMIT")
    census = take(reading)
    reading.ask("COMMIT")
    segment, moment = line.split("|")
    return census, moment, segment
