"""Many reviews on one screen: a row a child's outcome. One query for the rows, whatever their number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import ListFilter, children_open_to, roles_allowed
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotAllowed
from spinney.kernel.rows import all_rows
from spinney.plans.queries.lists import NAME
from spinney.plans.types.review import GridPage, GridRow

SOON = timedelta(days=21)
MOST_PLANS = 40

# A version that has been reviewed is out: it waits for the next one to be published.
DUE = """p.school_id = %(school)s AND {allowed} AND p.lifecycle = 'active' AND p.version > 0
   AND NOT EXISTS (SELECT 1 FROM plans_review d WHERE d.school_id = p.school_id AND d.plan_id = p.id
                   AND d.version = p.version AND d.recorded_at IS NOT NULL){narrowed}"""

GRID = f"""
WITH due AS MATERIALIZED (
  SELECT p.id, p.school_id, p.child_id, p.version, p.review_due, {NAME} AS child_name, c.year,
         c.registration_group, count(*) OVER () AS total
    FROM plans_plan p JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
   WHERE {DUE}
   ORDER BY p.review_due NULLS LAST, p.id LIMIT %(most)s OFFSET %(skip)s)
SELECT due.total, due.child_id, due.id, due.child_name, due.year, due.registration_group, due.review_due,
       o.id, coalesce(o.title, ''), coalesce(x.result, ''), coalesce(x.words, ''),
       coalesce(x.next_step, '')
  FROM due
  JOIN plans_version v ON v.school_id = due.school_id AND v.plan_id = due.id AND v.number = due.version
  LEFT JOIN LATERAL (SELECT (e ->> 'id')::uuid AS id, e -> 'values' ->> 'title' AS title, place
                       FROM jsonb_array_elements(v.lines) WITH ORDINALITY AS a(e, place)
                      WHERE e ->> 'section' = 'outcome') o ON true
  LEFT JOIN plans_review r ON r.school_id = due.school_id AND r.plan_id = due.id AND r.recorded_at IS NULL
  LEFT JOIN plans_review_result x ON x.school_id = r.school_id AND x.review_id = r.id AND x.line = o.id
 ORDER BY due.child_name, due.id, o.place
"""

GROUPS = """
SELECT DISTINCT g.name FROM people_group g
  JOIN people_groupchild m ON m.school_id = g.school_id AND m.group_id = g.id
   AND m.valid_from <= %(day)s AND (m.valid_to IS NULL OR m.valid_to >= %(day)s)
  JOIN plans_plan p ON p.school_id = m.school_id AND p.child_id = m.child_id
 WHERE p.school_id = %(school)s AND {allowed} AND p.lifecycle = 'active' AND p.version > 0
 ORDER BY g.name LIMIT 300
"""
IN_GROUP = """ AND EXISTS (SELECT 1 FROM people_groupchild m
    JOIN people_group g ON g.school_id = m.school_id AND g.id = m.group_id
   WHERE m.school_id = p.school_id AND m.child_id = p.child_id AND g.name = %(group)s
     AND m.valid_from <= %(day)s AND (m.valid_to IS NULL OR m.valid_to >= %(day)s))"""


@dataclass(frozen=True, slots=True)
class GridFilter:
    """What the grid is narrowed to. `due` is overdue, soon (overdue as well) or all."""

    due: str = "soon"
    year: str = ""
    group: str = ""
    skip: int = 0


def review_grid(
    actor: Actor, *, school_id: UUID, now: datetime, narrowed: GridFilter | None = None
) -> GridPage:
    """The outcomes to judge, child by child. A look at each child is recorded, in one leaf."""
    if not roles_allowed(Action.EDIT_PLAN) & actor.roles_in(school_id):
        raise NotAllowed("no_grant")
    chosen = narrowed or GridFilter()
    allowed = children_open_to(actor, Action.EDIT_PLAN, now=now, table="p")
    condition, params = _narrowed(chosen)
    day = school_day(now)
    shared = {"school": school_id, "day": day, **allowed.params}
    rows = all_rows(
        GRID.format(allowed=allowed.sql, narrowed=condition),
        {**shared, "soon": day + SOON, "most": MOST_PLANS, "skip": chosen.skip, **params},
    )
    children = sorted({row[1] for row in rows})
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=children, now=now, list=True
    )
    return GridPage(
        rows=tuple(GridRow(*row[2:]) for row in rows),
        plans=len(children),
        total=rows[0][0] if rows else 0,
        groups=_groups(allowed, shared),
    )


def _groups(allowed: ListFilter, shared: dict[str, Any]) -> tuple[str, ...]:
    return tuple(name for (name,) in all_rows(GROUPS.format(allowed=allowed.sql), shared))


def _narrowed(chosen: GridFilter) -> tuple[str, dict[str, Any]]:
    parts, params = "", dict[str, Any]()
    if chosen.due == "overdue":
        parts += " AND p.review_due < %(day)s"
    elif chosen.due != "all":
        parts += " AND p.review_due <= %(soon)s"
    if chosen.year:
        parts += " AND c.year = %(year)s"
        params["year"] = chosen.year
    if chosen.group:
        parts += IN_GROUP
        params["group"] = chosen.group
    return parts, params
