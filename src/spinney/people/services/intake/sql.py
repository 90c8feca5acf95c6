"""Set-based reading and writing of whole rows as JSON. Table names come from our own code only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from spinney.kernel.rows import all_rows, run
from spinney.people.services.intake.types import Record


def rows_of(table: str, school_id: UUID, child_ids: Sequence[str]) -> dict[str, list[Record]]:
    """Each child's rows of one table, as JSON, oldest first."""
    found: dict[str, list[Record]] = defaultdict(list)
    for (row,) in all_rows(
        f"SELECT to_jsonb(t) FROM {table} t WHERE school_id = %s AND child_id = ANY(%s::uuid[])"
        " ORDER BY id",
        [school_id, list(child_ids)],
    ):
        found[row["child_id"]].append(row)
    return found


def rows_by_id(table: str, school_id: UUID, ids: Sequence[str]) -> dict[str, Record]:
    found = all_rows(
        f"SELECT to_jsonb(t) FROM {table} t WHERE school_id = %s AND id = ANY(%s::uuid[])",
        [school_id, list(ids)],
    )
    return {row["id"]: row for (row,) in found}


def write(rows: Iterable[tuple[str, Record]]) -> None:
    """Insert or replace rows. The last one written for a key wins, as in the order they were planned."""
    by_table: dict[str, dict[str, Record]] = defaultdict(dict)
    for table, row in rows:
        by_table[table][row["id"]] = row
    for table, found in by_table.items():
        _upsert(table, list(found.values()))


def _upsert(table: str, rows: list[Record]) -> None:
    columns = sorted(rows[0])
    names = ", ".join(f'"{column}"' for column in columns)
    fresh = ", ".join(f'"{c}" = EXCLUDED."{c}"' for c in columns if c not in {"id", "school_id"})
    act = f"UPDATE SET {fresh}" if fresh else "NOTHING"
    run(
        f"INSERT INTO {table} ({names}) SELECT {names}"
        f" FROM jsonb_populate_recordset(NULL::{table}, %s) ON CONFLICT (school_id, id) DO {act}",
        [Jsonb(rows)],
    )


def column(sql: str, params: Sequence[Any]) -> list[Any]:
    return [row[0] for row in all_rows(sql, params)]
