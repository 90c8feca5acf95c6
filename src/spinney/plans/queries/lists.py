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
from spinney.people.types import ChildSummary
from spinney.plans.types import HomeView, Layer, Lifecycle, PlanRow

SOON, MONTH = timedelta(days=21), timedelta(days=31)
# A look-up is a tenth of the cost of calling the enum, which shows in a list of two hundred.
LAYERS = {layer.value: layer for layer in Layer}
LIVES = {life.value: life for life in Lifecycle}

# Two small sets, found once a query by their own indexes: plans with an unanswered question, and plans that a
# parent was asked to read and has not. A parent whose tie has ended is waited for no longer.
SETS = """
asked AS MATERIALIZED (
  SELECT DISTINCT plan_id FROM plans_answer
   WHERE school_id = %(school)s AND kind = 'question' AND replied_at IS NULL AND closed_at IS NULL),
unread AS MATERIALIZED (
  SELECT DISTINCT r.plan_id FROM plans_reading r
    JOIN plans_plan q ON q.school_id = r.school_id AND q.id = r.plan_id
    JOIN access_tie t ON t.school_id = r.school_id AND t.user_id = r.user_id
     AND t.subject_id = q.child_id AND t.state = 'confirmed'
     AND t.valid_from <= %(day)s AND (t.valid_to IS NULL OR t.valid_to >= %(day)s)
   WHERE r.school_id = %(school)s AND r.asked_version > r.read_version)"""

# Whom a plan waits for, most pressing first.
WAITING = """CASE
  WHEN p.lifecycle = 'proposed' THEN 'senco'
  WHEN asked.plan_id IS NOT NULL THEN 'reply'
  WHEN p.lifecycle = 'active' AND p.review_due < %(day)s THEN 'review'
  WHEN p.lifecycle = 'active' AND unread.plan_id IS NOT NULL THEN 'parent'
  ELSE '' END"""
WITH_SETS = """plans_plan p LEFT JOIN asked ON asked.plan_id = p.id
  LEFT JOIN unread ON unread.plan_id = p.id"""

NAME = """trim(coalesce(nullif(c.preferred_forename, ''), c.forename) || ' '
            || coalesce(nullif(c.preferred_surname, ''), c.surname))"""
COLUMNS = f"""p.id, p.child_id, {NAME} AS child_name,
       c.year, c.registration_group, p.layer, p.lifecycle, p.review_due, p.version"""

# One pass finds and counts what matches, by plans alone; a filter joins only what it asks about. Names are then
# looked up for the rows shown: LATERAL with OFFSET 0, or the planner walks all children beside all plans. The size
# of the page stands in the statement: a plan made without knowing it prepares for a tenth of the table.
LIST = f"""
WITH {SETS},
found AS MATERIALIZED (
  SELECT p.id, p.child_id, p.layer, p.lifecycle, p.review_due, p.version, count(*) OVER () AS total
    FROM {{of}} WHERE p.school_id = %(school)s AND {{allowed}} AND {{condition}}
   ORDER BY {{order}}, p.id LIMIT {{most:d}} OFFSET {{skip:d}})
SELECT {COLUMNS}, {WAITING} AS waiting, p.total
  FROM found p LEFT JOIN asked ON asked.plan_id = p.id LEFT JOIN unread ON unread.plan_id = p.id
  CROSS JOIN LATERAL (SELECT * FROM people_child k
                       WHERE k.school_id = %(school)s AND k.id = p.child_id OFFSET 0) c
 ORDER BY {{order}}, p.id
"""
# By review date the index gives the order; the other two sort all that match, and cost it when they are asked for.
YEAR_ORDER = "ARRAY['N1','N2','R','1','2','3','4','5','6','7','8','9','10','11','12','13','14']"
ORDERS = {
    "review": "p.review_due NULLS LAST",
    "name": "lower(trim(coalesce(nullif(c.preferred_forename, ''), c.forename) || ' '"
    " || coalesce(nullif(c.preferred_surname, ''), c.surname)))",
    "year": f"array_position({YEAR_ORDER}, c.year::text) NULLS LAST, c.registration_group, p.review_due NULLS LAST",
}
OF_YEAR = " JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id"

# Each plan stands in every pile it belongs to; a pile shows its first rows and counts them all. Names are looked
# up for the rows shown and for no others. Plans in force are only counted, on every row, and on one row if no
# pile holds anything.
HOME = f"""
WITH {SETS},
plan AS MATERIALIZED (
  SELECT p.id, p.child_id, p.lifecycle, p.review_due, {WAITING} AS waiting
    FROM {WITH_SETS} WHERE p.school_id = %(school)s AND p.lifecycle <> 'ended' AND {{allowed}}),
piled AS (
  SELECT id, waiting, pile, count(*) OVER (PARTITION BY pile) AS pile_count,
         row_number() OVER (PARTITION BY pile ORDER BY review_due NULLS LAST, id) AS place
    FROM (SELECT id, waiting, review_due, 'wait_' || waiting AS pile FROM plan WHERE waiting <> ''
          UNION ALL
          SELECT id, waiting, review_due, 'due_soon' FROM plan
           WHERE lifecycle = 'active' AND review_due BETWEEN %(day)s AND %(soon)s) AS standing)
SELECT active, shown.*
  FROM (SELECT count(*) AS active FROM plan WHERE lifecycle = 'active') AS counted
  LEFT JOIN (SELECT pile, pile_count, {COLUMNS}, waiting
               FROM piled JOIN plans_plan p ON p.school_id = %(school)s AND p.id = piled.id
               JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
              WHERE place <= %(most)s) AS shown ON true
 ORDER BY pile, review_due NULLS LAST, id
"""

WITHOUT_PLAN = f"""
SELECT c.id, c.school_id, {NAME} AS child_name, c.year, c.registration_group, count(*) OVER ()
  FROM people_child c
 WHERE c.school_id = %(school)s AND c.left_on IS NULL AND c.sen_provision IN ('K', 'E')
   AND NOT EXISTS (SELECT 1 FROM plans_plan p WHERE p.school_id = c.school_id AND p.child_id = c.id
                   AND p.lifecycle <> 'ended') AND {{allowed}}
 ORDER BY (c.sen_provision = 'E') DESC, child_name LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What the list is narrowed to; empty means all."""

    layer: str = ""
    year: str = ""
    lifecycle: str = ""
    due: str = ""  # overdue, soon, month
    waiting: str = ""
    group: str = ""  # registration group
    area: str = ""  # area of need in the published version
    sort: str = "review"  # review, name, year
    skip: int = 0
    most: int = 200


@dataclass(frozen=True, slots=True)
class PlanList:
    rows: tuple[PlanRow, ...]
    total: int  # of all that match, on whatever page


def plan_list(
    actor: Actor, *, school_id: UUID, now: datetime, narrowed: PlanFilter | None = None
) -> tuple[PlanRow, ...]:
    """Plans of this school that the actor may see, by review date."""
    return plan_list_page(actor, school_id=school_id, now=now, narrowed=narrowed).rows


def plan_list_page(
    actor: Actor, *, school_id: UUID, now: datetime, narrowed: PlanFilter | None = None
) -> PlanList:
    """One page of the list, and how many match in all. A look at each child shown is recorded, in one leaf."""
    chosen = narrowed or PlanFilter()
    condition, extra = conditions(chosen)
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    rows = all_rows(
        LIST.format(
            allowed=allowed.sql,
            condition=condition,
            most=chosen.most,
            skip=chosen.skip,
            of=(WITH_SETS if chosen.waiting else "plans_plan p")
            + (OF_YEAR if chosen.year or chosen.group or chosen.sort in {"name", "year"} else ""),
            order=ORDERS.get(chosen.sort, ORDERS["review"]),
        ),
        {
            "school": school_id, **days_of(now), **allowed.params, **extra,
        },
    )  # fmt: skip
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=[row[1] for row in rows], now=now,
        list=True,
    )  # fmt: skip
    return PlanList(tuple(_plan_row(row[:10]) for row in rows), rows[0][10] if rows else 0)


def conditions(chosen: PlanFilter) -> tuple[str, dict[str, Any]]:
    parts = ["p.lifecycle = 'ended'" if chosen.lifecycle == "ended" else "p.lifecycle <> 'ended'"]
    params: dict[str, Any] = {}
    for column, value in (
        ("p.layer", chosen.layer),
        ("c.year", chosen.year),
        ("c.registration_group", chosen.group),
        ("p.lifecycle", chosen.lifecycle),
    ):
        if value:
            name = column.replace(".", "_")
            parts.append(f"{column} = %({name})s")
            params[name] = value
    if chosen.area:
        parts.append("%(area)s = ANY(p.areas)")
        params["area"] = chosen.area
    if chosen.due == "overdue":
        parts.append("p.lifecycle = 'active' AND p.review_due < %(day)s")
    elif chosen.due in {"soon", "month"}:
        parts.append(
            f"p.lifecycle = 'active' AND p.review_due BETWEEN %(day)s AND %({chosen.due})s"
        )
    if chosen.waiting:
        parts.append(f"{WAITING} = %(waiting)s")
        params["waiting"] = chosen.waiting
    return " AND ".join(parts), params


def days_of(now: datetime) -> dict[str, Any]:
    day = school_day(now)
    return {"day": day, "soon": day + SOON, "month": day + MONTH}


def _plan_row(row: Row) -> PlanRow:
    plan, child, name, year, group, layer, lifecycle, due, version, waiting = row
    return PlanRow(
        plan, child, name, year, group, LAYERS[layer], LIVES[lifecycle], due, version, waiting
    )


def senco_home(actor: Actor, *, school_id: UUID, now: datetime, most: int = 8) -> HomeView:
    """What is overdue, due soon and waiting for whom. Shows at most `most` of each pile; counts are of all."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    rows = all_rows(
        HOME.format(allowed=allowed.sql),
        {"school": school_id, **days_of(now), "most": most, **allowed.params},
    )
    piles: dict[str, list[PlanRow]] = {}
    counts: dict[str, int] = {"active": rows[0][0]}
    for _, pile, pile_count, *row in rows:
        if pile is not None:
            counts[pile] = pile_count
            piles.setdefault(pile, []).append(_plan_row(tuple(row)))
    shown = {plan.child_id for pile in piles.values() for plan in pile}
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=sorted(shown), now=now, list=True
    )
    waiting = [
        *piles.get("wait_reply", []),
        *piles.get("wait_senco", []),
        *piles.get("wait_parent", []),
    ]
    return HomeView(
        overdue=tuple(piles.get("wait_review", [])),
        due_soon=tuple(piles.get("due_soon", [])),
        waiting=tuple(waiting),
        counts=counts,
    )


def children_without_plan(
    actor: Actor, *, school_id: UUID, now: datetime, most: int = 100
) -> tuple[tuple[ChildSummary, ...], int]:
    """Children with SEN support or an EHCP and no open plan, and how many there are in all."""
    allowed = children_open_to(actor, Action.EDIT_PLAN, now=now, column="id")
    rows = all_rows(
        WITHOUT_PLAN.format(allowed=allowed.sql),
        {"school": school_id, "most": most, **allowed.params},
    )
    access.record_sight(
        actor, Action.VIEW_CHILD, school_id=school_id, subjects=[row[0] for row in rows], now=now,
        list=True,
    )  # fmt: skip
    return tuple(ChildSummary(*row[:5]) for row in rows), rows[0][5] if rows else 0
