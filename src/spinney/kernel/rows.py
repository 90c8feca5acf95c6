"""Run one SQL statement and hand back plain rows. For hot reads, where a model instance per row is the cost."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

Row = tuple[Any, ...]


def all_rows(sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[Row] = cursor.fetchall()
        return rows


def one_row(sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> Row | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row: Row | None = cursor.fetchone()
        return row


def run(sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
