"""Lists of plans: the SENCO's home and the list of all. One query a list, whatever its length."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.rows import Row, all_rows
from spinney.plans.types import HomeView, Layer, Lifecycle, PlanRow

SOON = timedelta(days=21)

# Whom a plan waits for, most pressing first.
WAITING = """CASE
  WHEN p.lifecycle = 'proposed' THEN 'senco'
  WHEN EXISTS (SELECT 1 FROM plans_answer a WHERE a.school_id = p.school_id AND a.plan_id = p.id
               AND a.kind = 'question' AND a.replied_at IS NULL) THEN 'reply'
  WHEN p.lifecycle = 'active' AND p.review_due < %(day)s THEN 'review'
  WHEN p.lifecycle = 'active' AND EXISTS (
        SELECT 1 FROM plans_reading r WHERE r.school_id = p.school_id AND r.plan_id = p.id
         AND r.asked_version > r.read_version) THEN 'parent'
  ELSE '' END"""

LIST = f"""
SELECT p.id, p.child_id,
       trim(coalesce(nullif(c.preferred_forename, ''), c.forename) || ' '
            || coalesce(nullif(c.preferred_surname, ''), c.surname)) AS child_name,
       c.year, c.registration_group, p.layer, p.lifecycle, p.review_due, p.version, {WAITING} AS waiting
  FROM plans_plan p JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
 WHERE p.school_id = %(school)s AND {{allowed}} AND {{condition}}
 ORDER BY {{order}} LIMIT %(most)s OFFSET %(skip)s
"""


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What the list is narrowed to; empty means all."""

    layer: str = ""
    year: str = ""
    lifecycle: str = ""
    due: str = ""  # overdue, soon
    waiting: str = ""
    skip: int = 0
    most: int = 200


def plan_list(
    actor: Actor, *, school_id: UUID, now: datetime, narrowed: PlanFilter | None = None
) -> tuple[PlanRow, ...]:
    """Plans of this school that the actor may see, by review date. A look at each is recorded, in one leaf."""
    chosen = narrowed or PlanFilter()
    conditions, params = _conditions(chosen)
    rows = _rows(
        actor, school_id=school_id, now=now, condition=conditions, most=chosen.most,
        skip=chosen.skip, extra=params,
    )  # fmt: skip
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=[r.child_id for r in rows], now=now,
        list=True,
    )  # fmt: skip
    return rows


def _conditions(chosen: PlanFilter) -> tuple[str, dict[str, Any]]:
    parts = ["(%(all_lives)s OR p.lifecycle <> 'ended')"]
    params: dict[str, Any] = {"all_lives": chosen.lifecycle == "ended"}
    for column, value in (
        ("p.layer", chosen.layer),
        ("c.year", chosen.year),
        ("p.lifecycle", chosen.lifecycle),
    ):
        if value:
            name = column.replace(".", "_")
            parts.append(f"{column} = %({name})s")
            params[name] = value
    if chosen.due == "overdue":
        parts.append("p.lifecycle = 'active' AND p.review_due < %(day)s")
    elif chosen.due == "soon":
        parts.append("p.lifecycle = 'active' AND p.review_due BETWEEN %(day)s AND %(soon)s")
    if chosen.waiting:
        parts.append(f"{WAITING} = %(waiting)s")
        params["waiting"] = chosen.waiting
    return " AND ".join(parts), params


def _rows(
    actor: Actor,
    *,
    school_id: UUID,
    now: datetime,
    condition: str,
    most: int,
    skip: int = 0,
    extra: dict[str, Any] | None = None,
    order: str = "p.review_due NULLS LAST, child_name",
) -> tuple[PlanRow, ...]:
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    day = school_day(now)
    params = {
        "school": school_id, "day": day, "soon": day + SOON, "most": most, "skip": skip,
        **allowed.params, **(extra or {}),
    }  # fmt: skip
    sql = LIST.format(allowed=allowed.sql, condition=condition, order=order)
    return tuple(map(_plan_row, all_rows(sql, params)))


def _plan_row(row: Row) -> PlanRow:
    plan, child, name, year, group, layer, lifecycle, due, version, waiting = row
    return PlanRow(
        plan, child, name, year, group, Layer(layer), Lifecycle(lifecycle), due, version, waiting
    )


def senco_home(actor: Actor, *, school_id: UUID, now: datetime, most: int = 12) -> HomeView:
    """What is overdue, due soon and waiting for whom. Shows at most `most` of each; the counts are of all."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    day = school_day(now)
    pressing = "(p.review_due <= %(soon)s AND p.lifecycle = 'active' OR p.lifecycle = 'proposed' OR {w} <> '')"
    rows = _rows(
        actor, school_id=school_id, now=now, most=most * 12,
        condition="p.lifecycle <> 'ended' AND " + pressing.format(w=WAITING),
    )  # fmt: skip
    overdue = tuple(r for r in rows if r.waiting_for == "review")[:most]
    due_soon = tuple(r for r in rows if r.review_due and day <= r.review_due <= day + SOON)[:most]
    waiting = tuple(r for r in rows if r.waiting_for in {"reply", "parent", "senco"})[:most]
    shown = {r.child_id for r in (*overdue, *due_soon, *waiting)}
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=sorted(shown), now=now, list=True
    )
    return HomeView(overdue, due_soon, waiting, (), _counts(school_id, day + SOON, now))


def _counts(school_id: UUID, soon: Any, now: datetime) -> dict[str, int]:
    rows = all_rows(
        f"""SELECT 'active', count(*) FROM plans_plan p WHERE school_id = %(school)s AND lifecycle = 'active'
        UNION ALL SELECT 'due_soon', count(*) FROM plans_plan p WHERE school_id = %(school)s
          AND lifecycle = 'active' AND review_due BETWEEN %(day)s AND %(soon)s
        UNION ALL SELECT 'wait_' || w, count(*) FROM (SELECT {WAITING} AS w FROM plans_plan p
          WHERE school_id = %(school)s AND lifecycle <> 'ended') x WHERE w <> '' GROUP BY w""",
        {"school": school_id, "day": school_day(now), "soon": soon},
    )
    return dict(rows)
