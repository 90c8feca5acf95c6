"""What the coach says: beside a draft for those who write it, and as counts for those who lead."""

from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.rows import all_rows
from spinney.plans.rules.coach import BY_CODE, RULES
from spinney.plans.services.coach import advice
from spinney.plans.services.held import look_at
from spinney.plans.services.publish import draft_lines
from spinney.plans.services.quality import COUNTED, IN_FORCE
from spinney.plans.types import DraftView, Layer
from spinney.plans.types.coach import Advice, QualitySummary, RuleCount, SampledPlan, Topic

CURRENT = f"""plans_plan p JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
  LEFT JOIN plans_quality q ON {COUNTED}
 WHERE p.school_id = %(school)s AND {IN_FORCE}"""
PLANS_SQL = f"""
SELECT CASE WHEN grouping(p.layer) = 0 THEN 'layer' WHEN grouping(c.year) = 0 THEN 'year' ELSE '' END,
       coalesce(p.layer, c.year, ''), count(*), count(*) FILTER (WHERE q.id IS NULL)
  FROM {CURRENT} GROUP BY GROUPING SETS ((), (p.layer), (c.year))
"""
RULES_SQL = f"""
WITH found AS MATERIALIZED (
  SELECT p.layer, c.year, jsonb_object_keys(q.counts) AS rule FROM {CURRENT} AND q.id IS NOT NULL)
SELECT rule, CASE WHEN grouping(layer) = 0 THEN 'layer' WHEN grouping(year) = 0 THEN 'year' ELSE '' END,
       coalesce(layer, year, ''), count(*)
  FROM found GROUP BY GROUPING SETS ((rule), (rule, layer), (rule, year))
"""
# The order is the seed's: the same seed gives the same plans, and a plan more or less moves no other.
SAMPLE_SQL = f"""
SELECT p.id, p.child_id, p.version, p.layer, c.year, q.counts, q.aside
  FROM {CURRENT} AND {{allowed}} ORDER BY md5(%(seed)s || p.id::text) LIMIT %(most)s
"""


def advice_beside(draft: DraftView, *, now: datetime) -> Advice:
    """For a page that holds the draft, and so has asked permission and recorded its look."""
    header = draft.header
    return advice(
        draft.template, draft.lines, school_id=header.school_id, plan_id=header.id, now=now
    )


def quality_summary(actor: Actor, *, school_id: UUID) -> QualitySummary:
    """Counts of plans in force. Names no child, so it is no look at one."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    plans: dict[str, dict[str, int]] = {"": {}, "layer": {}, "year": {}}
    uncounted = 0
    for kind, code, count, missed in all_rows(PLANS_SQL, {"school": school_id}):
        plans[kind][code] = count
        uncounted = missed if kind == "" else uncounted
    found: dict[str, dict[str, dict[str, int]]] = {}
    for rule, kind, code, count in all_rows(RULES_SQL, {"school": school_id}):
        found.setdefault(rule, {"": {}, "layer": {}, "year": {}})[kind][code] = count
    rules = [
        RuleCount(rule, found[rule.code][""][""], found[rule.code]["layer"], found[rule.code]["year"])
        for rule in RULES
        if rule.code in found
    ]  # fmt: skip
    ordered = tuple(sorted(rules, key=lambda item: -item.plans))
    return QualitySummary(
        plans[""].get("", 0), uncounted, plans["layer"], plans["year"], ordered
    )  # fmt: skip


def quality_sample(
    actor: Actor, *, school_id: UUID, seed: str, most: int, now: datetime
) -> tuple[SampledPlan, ...]:
    """Plans in force, picked by the seed. The children are not named; that their plans were seen is recorded."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    rows = all_rows(
        SAMPLE_SQL.format(allowed=allowed.sql),
        {"school": school_id, "seed": seed, "most": most, **allowed.params},
    )
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=[row[1] for row in rows], now=now,
        list=True,
    )  # fmt: skip
    return tuple(
        SampledPlan(
            plan, version, Layer(layer), year,
            None if counts is None else _by_topic(counts), _by_topic(aside or {}),
        )
        for plan, _, version, layer, year, counts, aside in rows
    )  # fmt: skip


def _by_topic(counts: dict[str, int]) -> dict[Topic, int]:
    found: dict[Topic, int] = {}
    for code, count in counts.items():
        if rule := BY_CODE.get(code):  # a rule that is no longer one has no question to answer
            found[rule.topic] = found.get(rule.topic, 0) + count
    return found


def advice_refreshed(actor: Actor, *, plan_id: UUID, now: datetime) -> Advice:
    """After an autosave. Recorded as part of writing: the family hears once that the draft was opened."""
    plan = look_at(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    access.record_sight(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        plan=str(plan_id), advice=True,
    )  # fmt: skip
    lines = draft_lines(plan)
    return advice(plan.template, lines, school_id=plan.school_id, plan_id=plan.id, now=now)
