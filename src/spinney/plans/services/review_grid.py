"""Review many children at once. Each child is asked about on their own; good rows are kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from spinney.access import services as access
from spinney.access.queries import roles_allowed
from spinney.access.types import Action, Actor
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.plans.models import ReviewResult
from spinney.plans.services.held import HeldPlan, hold
from spinney.plans.services.review import (
    MeanwhileError,
    clean_judged,
    is_to_be_written,
    judged_from_row,
    keep_result,
    kept_row,
    open_review,
    outcomes_under_review,
    record_review,
    tell,
)
from spinney.plans.types import Line
from spinney.plans.types.review import GridEntry, GridFault, GridSaved, Judged

MOST_ROWS = 600
NOT_YOURS = "This plan is not one that you can review. Reload the page."


def save_grid(
    actor: Actor, *, school_id: UUID, entries: Sequence[GridEntry], now: datetime
) -> GridSaved:
    """Keep every good row; name every other one and say why."""
    _must_review_here(actor, school_id)
    if len(entries) > MOST_ROWS:
        raise BadInput(f"Save at most {MOST_ROWS} rows at once.", field="rows")
    by_plan: dict[UUID, list[Judged]] = {}
    for entry in entries:
        by_plan.setdefault(entry.plan_id, []).append(entry.judged)
    marks, faults = list[tuple[UUID, UUID, str]](), list[GridFault]()
    for plan_id in sorted(
        by_plan
    ):  # always in one order, so that two savers cannot wait on each other
        try:
            with transaction.atomic():
                good, bad = _save_plan(actor, plan_id, by_plan[plan_id], now=now)
        except (NotAllowed, NotFound, NotNow) as error:
            faults.append(_fault(actor, school_id, plan_id, error, now=now))
        else:
            marks += [(plan_id, row.line_id, _shown(row).mark) for row in good]
            faults += bad
    return GridSaved(len(marks), tuple(faults), tuple(marks))


def _save_plan(
    actor: Actor, plan_id: UUID, rows: Sequence[Judged], *, now: datetime
) -> tuple[list[Judged], list[GridFault]]:
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    known = outcomes_under_review(plan)
    good, faults = list[Judged](), list[GridFault]()
    for row in rows:
        try:
            good += _to_keep(actor, plan, row, known)
        except BadInput as error:
            told = isinstance(error, MeanwhileError)
            faults.append(GridFault(plan_id, row.line_id, str(error), told))
    if good:
        review = open_review(plan, now=now)
        changed = sum(keep_result(actor, review, r, known[r.line_id], now=now) for r in good)
        if changed:
            tell(actor, plan, now=now, review=str(review.id), results=changed, grid=True)
    return good, faults


def _to_keep(
    actor: Actor, plan: HeldPlan, row: Judged, known: dict[UUID, Line]
) -> tuple[Judged, ...]:
    """One, or none where another person judged it and this writer's page only repeated what was there before."""
    stored = kept_row(plan, row.line_id)
    stands = judged_from_row(stored, row.line_id)
    cleaned = clean_judged(_merged(stored, stands, row), known)
    wins = is_to_be_written(actor, _shown(cleaned), stored, _shown(stands))
    return (cleaned,) if wins else ()


def _shown(judged: Judged) -> Judged:
    """The part of it that a row of the grid has."""
    return Judged(judged.line_id, judged.result, judged.words, seen=judged.seen)


def record_grid(
    actor: Actor, *, school_id: UUID, plan_ids: Sequence[UUID], now: datetime
) -> GridSaved:
    """Record each review that is complete. A child whose outcomes are not all judged waits, by name."""
    _must_review_here(actor, school_id)
    kept, faults = 0, list[GridFault]()
    for plan_id in sorted(set(plan_ids[:MOST_ROWS])):
        try:
            with transaction.atomic():
                record_review(actor, plan_id=plan_id, now=now)
        except (NotAllowed, NotFound, NotNow, BadInput) as error:
            faults.append(_fault(actor, school_id, plan_id, error, now=now))
        else:
            kept += 1
    return GridSaved(kept, tuple(faults))


def _merged(stored: ReviewResult | None, stands: Judged, row: Judged) -> Judged:
    """The grid shows a result and words; what was written on the child's own page stays with them."""
    if stored is None:
        return row
    step = row.next_step or (stands.next_step if stands.result == row.result else "")
    return replace(stands, result=row.result, words=row.words, next_step=step, seen=row.seen)


def _must_review_here(actor: Actor, school_id: UUID) -> None:
    if not roles_allowed(Action.EDIT_PLAN) & actor.roles_in(school_id):
        raise NotAllowed("no_grant")


def _fault(
    actor: Actor, school_id: UUID, plan_id: UUID, error: Exception, *, now: datetime
) -> GridFault:
    """A plan that is not theirs and one that is not there sound alike; the log keeps that it was asked for."""
    if isinstance(error, NotAllowed | NotFound):
        access.record(
            actor, Action.EDIT_PLAN, school_id=school_id, now=now, outcome="refused",
            asked=str(plan_id),
        )  # fmt: skip
        return GridFault(plan_id, None, NOT_YOURS)
    return GridFault(plan_id, None, str(error))
