"""Run one SQL statement and hand back plain rows. For hot reads, where a model instance per row is the cost."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.db import connection

Row = tuple[Any, ...]
JSONB = 3802  # the type's number in every PostgreSQL; Django hands its columns over as text
_decode = msgspec.json.Decoder().decode


def all_rows(sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return _parsed(cursor.description, cursor.fetchall())


def one_row(sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> Row | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
        return None if row is None else _parsed(cursor.description, [row])[0]


def run(sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _parsed(description: Any, rows: list[Row]) -> list[Row]:
    """JSON columns as values. Statements without any (most) cost one look at the description."""
    json_columns = {n for n, column in enumerate(description) if column.type_code == JSONB}
    if not json_columns:
        return rows
    return [
        tuple(
            _decode(value) if n in json_columns and value is not None else value
            for n, value in enumerate(row)
        )
        for row in rows
    ]


def insert_rows(table: str, rows: Sequence[Mapping[str, Any]], *, at_once: int = 4000) -> int:
    """Add whole rows, a few thousand a statement. Every row names every column, as the database has no defaults.

    Not COPY: PostgreSQL refuses it on a table with row-level security. Table names come from our own code only.
    """
    if not rows:
        return 0
    names = ", ".join(f'"{column}"' for column in rows[0])
    sql = (
        f"INSERT INTO {table} ({names}) SELECT {names}"
        f" FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
    )
    return sum(
        run(sql, [msgspec.json.encode(rows[start : start + at_once]).decode()])
        for start in range(0, len(rows), at_once)
    )
