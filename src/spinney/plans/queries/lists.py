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
COLUMNS = f"""p.id::text, p.child_id::text, {NAME} AS child_name,
       c.year, c.registration_group, p.layer, p.lifecycle, p.review_due, p.version"""

# Names are looked up for the rows shown: LATERAL with OFFSET 0, or the planner walks all children beside all plans.
NAMED = """CROSS JOIN LATERAL (
    SELECT k.forename, k.preferred_forename, k.surname, k.preferred_surname, k.year, k.registration_group
      FROM people_child k WHERE k.school_id = %(school)s AND k.id = p.child_id OFFSET 0) c"""

# What matches is found by plans alone; a filter joins only what it asks about. The size of the page stands in the
# statement: a plan made without knowing it prepares for a tenth of the table.
LIST = f"""
WITH {SETS},
found AS MATERIALIZED (
  SELECT p.id, p.child_id, p.layer, p.lifecycle, p.review_due, p.version, {{total}} AS total
    FROM {{of}} WHERE p.school_id = %(school)s AND {{allowed}} AND {{condition}}
   ORDER BY {{order}}, p.id LIMIT {{most:d}} OFFSET {{skip:d}})
SELECT {COLUMNS}, {WAITING} AS waiting, p.total
  FROM found p LEFT JOIN asked ON asked.plan_id = p.id LEFT JOIN unread ON unread.plan_id = p.id
  {NAMED}
 ORDER BY {{order}}, p.id
"""
# Where the index gives the order, the rows shown are read from it, and all that match are counted in the index of
# open plans without being read. Where all that match must be joined or sorted anyway, they are counted on the way.
COUNT_APART = """(SELECT count(*) FROM plans_plan p
           WHERE p.school_id = %(school)s AND {allowed} AND {condition})"""
COUNT_ON_THE_WAY = "count(*) OVER ()"
# By review date the index gives the order; the other two sort all that match, and cost it when they are asked for.
YEAR_ORDER = "ARRAY['N1','N2','R','1','2','3','4','5','6','7','8','9','10','11','12','13','14']"
ORDERS = {
    "review": "p.review_due NULLS LAST",
    "name": "lower(trim(coalesce(nullif(c.preferred_forename, ''), c.forename) || ' '"
    " || coalesce(nullif(c.preferred_surname, ''), c.surname)))",
    "year": f"array_position({YEAR_ORDER}, c.year::text) NULLS LAST, c.registration_group, p.review_due NULLS LAST",
}
OF_YEAR = " JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id"

# What the SENCO's home shows, pile by pile. A plan stands in every pile it belongs to.
PILES = {
    "wait_senco": "waiting = 'senco'",
    "wait_reply": "waiting = 'reply'",
    "wait_review": "waiting = 'review'",
    "wait_parent": "waiting = 'parent'",
    "due_soon": "lifecycle = 'active' AND review_due BETWEEN %(day)s AND %(soon)s",
}
COUNTS = ("active", *PILES)
# One pass over the open plans; each pile shows its first rows and counts them all. Counts stand on every row, and
# on one row if no pile holds anything.
HOME = f"""
WITH {SETS},
plan AS MATERIALIZED (
  SELECT p.id, p.child_id, p.layer, p.lifecycle, p.review_due, p.version, {WAITING} AS waiting
    FROM {WITH_SETS} WHERE p.school_id = %(school)s AND p.lifecycle <> 'ended' AND {{allowed}}),
counted AS (
  SELECT count(*) FILTER (WHERE lifecycle = 'active'),
         {", ".join(f"count(*) FILTER (WHERE {among})" for among in PILES.values())} FROM plan),
shown AS (
  {
    " UNION ALL ".join(
        f"(SELECT '{pile}' AS pile, * FROM plan WHERE {among} ORDER BY review_due, id LIMIT {{most:d}})"
        for pile, among in PILES.items()
    )
})
SELECT counted.*, row.* FROM counted LEFT JOIN (
  SELECT p.pile, {COLUMNS}, p.waiting FROM shown p {NAMED}) AS row ON true
 ORDER BY row.pile, row.review_due, row.id
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
    of_child = chosen.year or chosen.group or chosen.sort in {"name", "year"}
    total = COUNT_ON_THE_WAY if of_child or chosen.waiting else COUNT_APART
    rows = all_rows(
        LIST.format(
            allowed=allowed.sql,
            condition=condition,
            most=chosen.most,
            skip=chosen.skip,
            total=total.format(allowed=allowed.sql, condition=condition),
            of=(WITH_SETS if chosen.waiting else "plans_plan p") + (OF_YEAR if of_child else ""),
            order=ORDERS.get(chosen.sort, ORDERS["review"]),
        ),
        {"school": school_id, **days_of(now), **allowed.params, **extra},
    )
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
        HOME.format(allowed=allowed.sql, most=most),
        {"school": school_id, **days_of(now), **allowed.params},
    )
    piles: dict[str, list[PlanRow]] = {}
    counted = len(COUNTS)
    counts: dict[str, int] = dict(zip(COUNTS, rows[0][:counted], strict=True))
    for row in rows:
        if row[counted] is not None:
            piles.setdefault(row[counted], []).append(_plan_row(row[counted + 1 :]))
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
