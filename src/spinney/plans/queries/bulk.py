"""What a step for many plans would do, told before it is done; what a batch did; and the batches of late."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound
from spinney.kernel.rows import all_rows
from spinney.plans.models import Batch
from spinney.plans.queries.lists import NAME, OF_YEAR, WITH_SETS, PlanFilter, conditions, days_of
from spinney.plans.queries.lists import SETS as LIST_SETS
from spinney.plans.rules import bulk as rules
from spinney.plans.services.bulk import (
    ACTIONS,
    reason_not_undoable,
    require_steps,
    step_of,
)
from spinney.plans.services.bulk_facts import facts_of
from spinney.plans.types.whole import BatchLine, BatchView, BulkLine, BulkPreview, BulkStep

SHOWN_FOR = timedelta(days=14)
MATCHING_SQL = f"""
WITH {LIST_SETS}
SELECT p.id FROM {WITH_SETS}{OF_YEAR}
 WHERE p.school_id = %(school)s AND {{allowed}} AND {{condition}} ORDER BY p.id LIMIT %(most)s
"""
NAMES_SQL = f"""
SELECT p.id, p.child_id, {NAME} AS child_name
  FROM plans_plan p JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
 WHERE p.school_id = %(school)s AND p.id = ANY(%(plans)s) AND {{allowed}} ORDER BY child_name, p.id
"""
STEPS_SQL = f"""
SELECT p.id, {NAME} AS child_name, s.done, s.why_not, s.undone, s.not_undone_why, p.child_id, {{allowed}}
  FROM plans_batchstep s JOIN plans_plan p ON p.school_id = s.school_id AND p.id = s.plan_id
  JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
 WHERE s.school_id = %(school)s AND s.batch_id = %(batch)s ORDER BY s.done, child_name, p.id
"""


def plans_matching(
    actor: Actor, *, school_id: UUID, now: datetime, narrowed: PlanFilter, most: int
) -> tuple[UUID, ...]:
    """Ids of every plan that a filter of the list finds, on whatever page; one more than `most` means too many."""
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    condition, extra = conditions(narrowed)
    rows = all_rows(
        MATCHING_SQL.format(allowed=allowed.sql, condition=condition),
        {"school": school_id, **days_of(now), **allowed.params, **extra, "most": most + 1},
    )
    return tuple(row[0] for row in rows)


def bulk_preview(
    actor: Actor, *, school_id: UUID, plan_ids: Sequence[UUID], step: BulkStep, now: datetime
) -> BulkPreview:
    """For each plan what would be done, or why not. Nothing is locked or changed."""
    require_steps(actor, school_id=school_id, act=step.act)
    rules.must_make_sense(step, school_day(now))
    chosen = list(dict.fromkeys(plan_ids))
    if not chosen:
        raise BadInput("Tick at least one plan.", field="plan")
    if len(chosen) > rules.MOST:
        raise BadInput(f"Choose {rules.MOST} plans or fewer at a time.", field="plan")
    allowed = children_open_to(actor, ACTIONS[step.act], now=now, table="p")
    named = all_rows(
        NAMES_SQL.format(allowed=allowed.sql),
        {"school": school_id, "plans": chosen, **allowed.params},
    )
    facts = facts_of(school_id, [row[0] for row in named], now=now)
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=[row[1] for row in named], now=now,
        list=True,
    )  # fmt: skip
    lines = []
    for plan_id, _, name in named:
        reason = rules.reason_not_to(step, facts[plan_id])
        words = reason or rules.will_do(step, facts[plan_id])
        lines.append(BulkLine(plan_id, name, not reason, words))
    lines.sort(key=lambda line: not line.will)
    return BulkPreview(step, tuple(lines), len(chosen) - len(named))


def batch_view(actor: Actor, *, school_id: UUID, batch_id: UUID, now: datetime) -> BatchView:
    """What a batch did, plan by plan. Children whose plans this person may not open are counted and not named."""
    require_steps(actor, school_id=school_id)
    batch = Batch.objects.filter(school_id=school_id, id=batch_id).first()
    if batch is None:
        raise NotFound("There is no such batch.")
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    rows = all_rows(
        STEPS_SQL.format(allowed=allowed.sql),
        {"school": school_id, "batch": batch_id, **allowed.params},
    )
    shown = [row for row in rows if row[7]]
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=[row[6] for row in shown], now=now,
        list=True,
    )  # fmt: skip
    found = _batch(batch, now)
    lines = tuple(BatchLine(*row[:6]) for row in shown)
    return _with(found, lines, hidden=len(rows) - len(shown))


def recent_batches(actor: Actor, *, school_id: UUID, now: datetime) -> tuple[BatchView, ...]:
    """Batches of the last two weeks, the newest first; without the plans in them."""
    require_steps(actor, school_id=school_id)
    found = Batch.objects.filter(school_id=school_id, at__gt=now - SHOWN_FOR).order_by("-at")[:50]
    return tuple(_batch(batch, now) for batch in found)


def _batch(batch: Batch, now: datetime) -> BatchView:
    step = step_of(batch)
    may = not batch.undone_at and not reason_not_undoable(step, batch.at, now)
    return BatchView(
        batch.id, step, batch.at, batch.by_name, batch.undone_at, batch.undone_by_name, may, ()
    )


def _with(found: BatchView, lines: tuple[BatchLine, ...], *, hidden: int) -> BatchView:
    may = found.may_undo and any(line.done for line in lines)
    return BatchView(
        found.id, found.step, found.at, found.by_name, found.undone_at, found.undone_by_name, may,
        lines, hidden,
    )  # fmt: skip
