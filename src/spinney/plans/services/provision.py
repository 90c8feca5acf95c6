"""Keep a version's provision lines as rows, and the plan's areas of need beside it, so that lists add up in SQL."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, insert_rows, run
from spinney.plans.rules import render
from spinney.plans.rules.provision import areas, promises
from spinney.plans.templates import template_by_id
from spinney.plans.types import Line, Template

TABLE = "plans_provisionline"
NEWEST_SQL = """
SELECT p.id, p.child_id, p.version, coalesce(v.form_id, v.template_id), v.lines
  FROM plans_plan p JOIN plans_version v
    ON v.school_id = p.school_id AND v.plan_id = p.id AND v.number = p.version
 WHERE p.school_id = %s AND p.id > %s ORDER BY p.id LIMIT 500
"""


def store_promises(
    owner: tuple[UUID, UUID, UUID], version: int, template: Template, lines: Sequence[Line]
) -> None:
    """In the transaction that publishes. `owner` is school, child and plan; rows of an older version go."""
    school_id, _, plan_id = owner
    run(f"DELETE FROM {TABLE} WHERE school_id = %s AND plan_id = %s", [school_id, plan_id])
    insert_rows(TABLE, list(promise_rows(owner, version, template, lines)))
    run(
        "UPDATE plans_plan SET areas = %s::varchar[] WHERE school_id = %s AND id = %s",
        [list(areas(template, lines)), school_id, plan_id],
    )


def promise_rows(
    owner: tuple[UUID, UUID, UUID], version: int, template: Template, lines: Sequence[Line]
) -> Iterator[dict[str, Any]]:
    school_id, child_id, plan_id = owner
    for promise in promises(template, lines):
        yield {
            "id": uuid7(), "school_id": school_id, "child_id": child_id, "plan_id": plan_id,
            "version": version, **asdict(promise),
        }  # fmt: skip


def rebuild_provision(school_id: UUID) -> int:
    """Read every plan's newest version again: after an upgrade, or when the table of wordings has grown."""
    count, last = 0, UUID(int=0)
    while rows := all_rows(NEWEST_SQL, [school_id, last]):
        _rebuild(school_id, rows)
        count, last = count + len(rows), rows[-1][0]
    return count


def _rebuild(school_id: UUID, rows: Iterable[Sequence[Any]]) -> None:
    for plan_id, child_id, version, template_id, stored in rows:
        template = template_by_id(template_id)
        store_promises((school_id, child_id, plan_id), version, template, render.lines_from(stored))
