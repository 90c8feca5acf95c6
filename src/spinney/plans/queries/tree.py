"""The provision map of a school: type, then group, then pupil, added up in SQL over what plans promise.

Only plans in force count. Totals are of what is promised, not of what has been delivered.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day, school_year_start
from spinney.kernel.rows import Row, all_rows
from spinney.plans.queries.lists import NAME
from spinney.plans.types.whole import Group, Kind, Place, Totals, Tree

ZERO = Decimal(0)
KINDS_A_PAGE = 60
PUPILS_AT_ONCE = (
    300  # up to so many lines every pupil is on the page; beyond, those of one kind at a time
)
PUPILS_OF_A_KIND = 600
UNCLEAR_SHOWN = 40

CHILD_MINUTES = "l.sessions * l.minutes"
ADULT_MINUTES = "l.sessions * l.minutes / l.group_size"
IS_UNCLEAR = "(l.sessions IS NULL OR l.minutes IS NULL OR l.group_size IS NULL)"
KEY = "left(md5(l.kind), 12)"  # a short name for addresses, which stay in logs: never the plan's words
SUMS = f"""count(*), count(DISTINCT l.child_id), coalesce(sum(l.sessions), 0), coalesce(sum({CHILD_MINUTES}), 0),
       coalesce(sum({ADULT_MINUTES}), 0) AS adult, count(*) FILTER (WHERE NOT l.staffed),
       coalesce(sum({ADULT_MINUTES}) FILTER (WHERE NOT l.staffed), 0), count(*) FILTER (WHERE {IS_UNCLEAR})"""
LINES = """FROM plans_provisionline l
  JOIN plans_plan p ON p.school_id = l.school_id AND p.id = l.plan_id AND p.lifecycle = 'active'
  JOIN people_child c ON c.school_id = l.school_id AND c.id = l.child_id
 WHERE l.school_id = %(school)s AND {condition} AND {allowed}"""
# All, each kind and each group in one walk: the three sets are prefixes of one order, so there is one sort.
KIND, GROUP = 7, 0  # what grouping() says of a row; 15 is all
SUMS_SQL = f"""
SELECT grouping(l.kind, l.group_size, l.place, l.who), {KEY}, min(l.what), l.group_size, l.place, l.who, {SUMS}
  {LINES} GROUP BY GROUPING SETS ((), (l.kind), (l.kind, l.group_size, l.place, l.who))
 ORDER BY 1 DESC, adult DESC, l.kind, l.group_size NULLS LAST, l.place, l.who
"""
PLACE = f"""{KEY}, l.place, l.plan_id, l.child_id, {NAME} AS child_name, c.year, c.registration_group, l.what,
       l.who, l.how_often, l.minutes, l.sessions, {ADULT_MINUTES}, l.group_size"""
PLACES_SQL = f"""
SELECT {PLACE} {LINES} AND {KEY} = ANY(%(kinds)s) ORDER BY child_name, l.plan_id, l.position LIMIT %(most)s
"""
UNCLEAR_SQL = f"""
SELECT {PLACE} {LINES} AND {IS_UNCLEAR} ORDER BY child_name, l.plan_id, l.position LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class TreeFilter:
    """Empty means all. `when` is now, a term of this school year, or any."""

    year: str = ""
    group: str = ""
    layer: str = ""
    area: str = ""
    when: str = "now"
    staffed: str = ""  # no: only what nobody is named for
    kind: str = ""  # the kind whose pupils are shown, where not all are
    page: int = 1


def provision_tree(
    actor: Actor, *, school_id: UUID, now: datetime, narrowed: TreeFilter | None = None
) -> Tree:
    """Of the plans this person may open. Looks at the children who are named are recorded, in one leaf."""
    chosen = narrowed or TreeFilter()
    ask = _Asking.for_reader(actor, school_id, chosen, now=now)
    totals, kinds, groups = _sums(ask.rows(SUMS_SQL))
    shown = kinds[(chosen.page - 1) * KINDS_A_PAGE :][:KINDS_A_PAGE]
    whole = totals.lines <= PUPILS_AT_ONCE
    opened = [kind.key for kind in shown if whole or kind.key == chosen.kind]
    most = PUPILS_AT_ONCE if whole else PUPILS_OF_A_KIND
    places = ask.rows(PLACES_SQL, kinds=opened, most=most) if opened else []
    unclear = tuple(
        _place(row) for row in (ask.rows(UNCLEAR_SQL, most=UNCLEAR_SHOWN) if totals.unclear else [])
    )
    found = _joined(shown, groups, places, opened)
    seen = {row[3] for row in places} | {place.child_id for place in unclear}
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=sorted(seen), now=now, list=True
    )
    return Tree(totals, found, len(kinds), unclear, whole)


def provision_places(
    actor: Actor, *, school_id: UUID, now: datetime, narrowed: TreeFilter | None = None, most: int
) -> tuple[Place, ...]:
    """Every line of the tree, for a copy of it. The caller records the look."""
    ask = _Asking.for_reader(actor, school_id, narrowed or TreeFilter(), now=now)
    sql = PLACES_SQL.replace(f" AND {KEY} = ANY(%(kinds)s)", "")
    return tuple(_place(row) for row in ask.rows(sql, most=most))


@dataclass(frozen=True, slots=True)
class _Asking:
    condition: str
    allowed: str
    params: dict[str, Any]

    @classmethod
    def for_reader(
        cls, actor: Actor, school_id: UUID, chosen: TreeFilter, *, now: datetime
    ) -> "_Asking":
        allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
        condition, params = _condition(chosen, school_day(now))
        return cls(condition, allowed.sql, {"school": school_id, **params, **allowed.params})

    def rows(self, sql: str, **more: Any) -> list[Row]:
        text = sql.format(condition=self.condition, allowed=self.allowed)
        return all_rows(text, {**self.params, **more})


def term_dates(name: str, day: date) -> tuple[date, date]:
    """The months of a term in the school year of `day`: dates of terms differ by school and are not kept yet."""
    start = school_year_start(day).year
    return {
        "autumn": (date(start, 9, 1), date(start, 12, 31)),
        "spring": (date(start + 1, 1, 1), date(start + 1, 3, 31)),
        "summer": (date(start + 1, 4, 1), date(start + 1, 8, 31)),
    }.get(name, (day, day))


def _condition(chosen: TreeFilter, day: date) -> tuple[str, dict[str, Any]]:
    parts, params = ["true"], dict[str, Any]()
    for column, name, value in (
        ("c.year", "t_year", chosen.year),
        ("c.registration_group", "t_group", chosen.group),
        ("p.layer", "t_layer", chosen.layer),
    ):
        if value:
            parts.append(f"{column} = %({name})s")
            params[name] = value
    if chosen.area:
        parts.append("%(t_area)s = ANY(l.areas)")
        params["t_area"] = chosen.area
    if chosen.staffed == "no":
        parts.append("NOT l.staffed")
    if chosen.when != "any":
        params["t_since"], params["t_until"] = term_dates(chosen.when, day)
        parts.append(
            "(l.starts IS NULL OR l.starts <= %(t_until)s) AND (l.ends IS NULL OR l.ends >= %(t_since)s)"
        )
    return " AND ".join(parts), params


def _sums(rows: Sequence[Row]) -> tuple[Totals, list[Kind], dict[str, list[Row]]]:
    """The totals of all, the kinds, and the rows of each kind's groups."""
    totals, kinds = Totals(0, 0, ZERO, ZERO, ZERO, 0, ZERO, 0), list[Kind]()
    groups: dict[str, list[Row]] = defaultdict(list)
    for level, key, name, *rest in rows:
        if level == GROUP:
            groups[key].append(tuple(rest))
        elif level == KIND:
            kinds.append(Kind(key, name, Totals(*rest[3:])))
        else:
            totals = Totals(*rest[3:])
    return totals, kinds, groups


def _joined(
    kinds: Sequence[Kind],
    groups: dict[str, list[Row]],
    places: Sequence[Row],
    opened: Sequence[str],
) -> tuple[Kind, ...]:
    in_group: dict[tuple[Any, ...], list[Place]] = defaultdict(list)
    for row in places:
        place = _place(row)
        in_group[row[0], place.group_size, row[1], place.who].append(place)
    return tuple(
        replace(
            kind,
            open=kind.key in opened,
            groups=tuple(
                Group(size, where, who, Totals(*sums), tuple(in_group[kind.key, size, where, who]))
                for size, where, who, *sums in groups[kind.key]
            ),
        )
        for kind in kinds
    )


def _place(row: Row) -> Place:
    plan, child, name, year, group, what, who, often, minutes, sessions, adult, size = row[2:]
    missing = (
        (sessions is None, "how often" if often else "how often (not said)"),
        (minutes is None, "minutes"),
        (size is None, "group size"),
    )
    return Place(
        plan_id=plan, child_id=child, child_name=name, year=year, registration_group=group,
        what=what, who=who, how_often=often, minutes=minutes, sessions=sessions,
        adult_minutes=adult, group_size=size, unclear=tuple(words for is_so, words in missing if is_so),
    )  # fmt: skip
