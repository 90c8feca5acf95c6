"""One step for many plans, and its undoing. Each plan is asked for by itself and done by itself.

A plan that cannot take the step does not stop the others: it is left alone, with the reason, and the result page
names it. All that is done is kept together, in the transaction of the request.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from spinney.access import services as access
from spinney.access.queries import roles_allowed
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, run
from spinney.plans.events import PlanReadAsked
from spinney.plans.models import Batch, BatchStep
from spinney.plans.rules import bulk as rules
from spinney.plans.rules.carried import carried_by_step
from spinney.plans.rules.changes import what_changed
from spinney.plans.services.bulk_facts import ASK_SQL, FIELD, SECTION, facts_of
from spinney.plans.services.fields import write_fields
from spinney.plans.services.held import HeldPlan, hold
from spinney.plans.services.moves import hold_plan, resume_plan
from spinney.plans.services.publish import (
    Prepared,
    Said,
    in_force_of,
    left_out,
    make_version,
    published_lines,
    reason_to_wait,
)
from spinney.plans.types import Layer, Line
from spinney.plans.types.whole import BulkAct, BulkStep, PlanFacts

ACTIONS = {
    BulkAct.REVIEW: Action.PUBLISH_PLAN, BulkAct.LAYER: Action.PUBLISH_PLAN,
    BulkAct.ASK: Action.PUBLISH_PLAN, BulkAct.HOLD: Action.END_PLAN, BulkAct.RESUME: Action.END_PLAN,
}  # fmt: skip
TOO_LATE = "A batch can be undone for a day. Change the plans one by one, or take the step back in a new batch."
NOT_YOURS = "You may not change this plan, so it was left as it is."


def require_steps(actor: Actor, *, school_id: UUID, act: BulkAct | None = None) -> None:
    """Only those who may change plans here may even look at the pages of batches."""
    action = ACTIONS[act] if act else Action.PUBLISH_PLAN
    if not roles_allowed(action) & actor.roles_in(school_id):
        raise NotAllowed("no_grant")


def take_step(
    actor: Actor,
    *,
    school_id: UUID,
    plan_ids: Sequence[UUID],
    step: BulkStep,
    batch_id: UUID,
    now: datetime,
) -> UUID:
    """Do the step to every plan that can take it. The same `batch_id` sent twice does it once."""
    require_steps(actor, school_id=school_id, act=step.act)
    rules.must_make_sense(step, school_day(now))
    chosen = sorted(set(plan_ids))
    if not chosen:
        raise BadInput("Tick at least one plan.", field="plan")
    if len(chosen) > rules.MOST:
        raise BadInput(f"Choose {rules.MOST} plans or fewer at a time.", field="plan")
    if not _keep_batch(actor, school_id, step, batch_id, now=now):
        return batch_id
    _lock(school_id, chosen)
    work = _Work(actor, step, now)
    before = facts_of(school_id, chosen, now=now)
    told = [(plan_id, *work.attempt(plan_id, before.get(plan_id))) for plan_id in chosen]
    _keep_steps(school_id, batch_id, told, before, now=now)
    _record(actor, school_id, step, batch_id, work, now=now)
    return batch_id


def undo_batch(actor: Actor, *, school_id: UUID, batch_id: UUID, now: datetime) -> tuple[int, int]:
    """Put back every plan that still stands as the batch left it: how many were, and how many were left alone."""
    batch = Batch.objects.select_for_update().filter(school_id=school_id, id=batch_id).first()
    step = step_of(batch) if batch else None
    require_steps(actor, school_id=school_id, act=step.act if step else None)
    if batch is None or step is None:
        raise NotFound("There is no such batch.")
    steps = list(BatchStep.objects.filter(school_id=school_id, batch_id=batch_id, done=True))
    if batch.undone_at:
        return _counts(steps)
    if reason := reason_not_undoable(step, batch.at, now):
        raise NotNow(reason)
    _lock(school_id, [each.plan_id for each in steps])
    facts = facts_of(school_id, [each.plan_id for each in steps], now=now)
    why = f"Undone: {step.why}"
    work = _Work(actor, step, now)
    for each in sorted(steps, key=lambda found: found.plan_id):
        reason = rules.reason_not_to_undo(each.after, facts[each.plan_id])
        work.step = rules.opposite(step, each.before, why)
        if not reason:
            done, reason = work.attempt(each.plan_id, facts[each.plan_id])
            each.undone = bool(done)
        each.not_undone_why = reason
        each.save(update_fields=["undone", "not_undone_why"])
    batch.undone_at, batch.undone_by_name = now, actor.display_name
    batch.save(update_fields=["undone_at", "undone_by_name"])
    _record(actor, school_id, step, batch_id, work, now=now, undone=True)
    return _counts(steps)


def _counts(steps: Sequence[BatchStep]) -> tuple[int, int]:
    undone = sum(each.undone for each in steps)
    return undone, len(steps) - undone


def reason_not_undoable(step: BulkStep, at: datetime, now: datetime) -> str:
    if step.act is BulkAct.ASK:
        return "Families have been asked. That cannot be taken back."
    return TOO_LATE if now - at > rules.UNDO_WITHIN else ""


def step_of(batch: Batch) -> BulkStep:
    layer = Layer(batch.layer) if batch.layer else None
    return BulkStep(BulkAct(batch.act), batch.why, batch.review_on, layer)


@dataclass(slots=True)
class _Work:
    actor: Actor
    step: BulkStep
    now: datetime
    children: tuple[UUID, ...] = ()
    refused: tuple[UUID, ...] = ()
    left: int = 0

    def attempt(self, plan_id: UUID, facts: PlanFacts | None) -> tuple[bool | None, str]:
        """Done or not and why; None for a plan that is not theirs to change, which is named nowhere."""
        try:
            with transaction.atomic():
                plan = self._do(plan_id, facts)
        except (NotAllowed, NotFound):
            self.refused += (plan_id,)
            return None, NOT_YOURS
        except (NotNow, BadInput) as reason:
            self.left += 1
            return False, str(reason)
        self.children += (plan.child_id,)
        return True, ""

    def _do(self, plan_id: UUID, facts: PlanFacts | None) -> HeldPlan:
        """Permission before anything else, for this plan and no other."""
        plan = hold(self.actor, ACTIONS[self.step.act], plan_id=plan_id, now=self.now)
        if facts is None:
            raise NotFound("There is no such plan.")
        if reason := rules.reason_not_to(self.step, facts):
            raise NotNow(reason)
        ACTS[self.step.act](self, plan)
        return plan


def _set_review(work: _Work, plan: HeldPlan) -> None:
    """A version of what is published with another date in it. Unpublished words of the draft stay unpublished."""
    if work.step.review_on is None:
        raise NotNow("It had no date of the next review before.")
    day = work.step.review_on.isoformat()
    before = published_lines(plan)
    after = tuple(_with_review(line, day) for line in before)
    _version(work, plan, before, after, plan.layer)
    for (line,) in all_rows(
        "SELECT id FROM plans_draft_line WHERE school_id = %s AND plan_id = %s AND section = %s",
        [plan.school_id, plan.id, SECTION],
    ):
        write_fields(work.actor, plan, line, {FIELD: day}, now=work.now)


def _with_review(line: Line, day: str) -> Line:
    if line.section != SECTION:
        return line
    return Line(line.id, line.section, line.position, {**line.values, FIELD: day})


def _move_layer(work: _Work, plan: HeldPlan) -> None:
    lines = published_lines(plan)
    _version(work, plan, lines, lines, work.step.layer or plan.layer)


def _version(
    work: _Work, plan: HeldPlan, before: Sequence[Line], after: tuple[Line, ...], layer: Layer
) -> None:
    changes = tuple(what_changed(plan.template, before, after))
    in_force = in_force_of(plan)
    carried = carried_by_step(
        in_force.carried, before, after, version=plan.version, at=in_force.published_at or work.now
    )
    made = Prepared(
        after, changes, (), left_out(plan, after)[0], in_force.answered, carried or None,
        in_force.kept_belongs,
    )  # fmt: skip
    if layer is not plan.layer and (reason := reason_to_wait(plan, made)):
        raise NotNow(reason)
    make_version(work.actor, plan, made, layer, Said(work.step.why.strip()), now=work.now)
    # Words that were not published before are not published now: the draft stays newer than the version.
    run(
        "UPDATE plans_plan SET draft_changed_at = %s"
        " WHERE school_id = %s AND id = %s AND draft_changed_at IS NOT NULL",
        [work.now, plan.school_id, plan.id],
    )


def _hold(work: _Work, plan: HeldPlan) -> None:
    hold_plan(work.actor, plan_id=plan.id, now=work.now, why=work.step.why)


def _resume(work: _Work, plan: HeldPlan) -> None:
    resume_plan(work.actor, plan_id=plan.id, now=work.now, why=work.step.why)


def _ask(work: _Work, plan: HeldPlan) -> None:
    params = {
        "school": plan.school_id,
        "plan": plan.id,
        "now": work.now,
        "day": school_day(work.now),
    }
    asked = run(ASK_SQL, params)
    access.record(
        work.actor, Action.PUBLISH_PLAN, school_id=plan.school_id, subjects=[plan.child_id],
        now=work.now, asked_again=plan.version, readers=asked,
    )  # fmt: skip
    emit(
        PlanReadAsked(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            version=plan.version, readers=asked,
        ),
        now=work.now,
    )  # fmt: skip


ACTS: dict[BulkAct, Callable[[_Work, HeldPlan], None]] = {
    BulkAct.REVIEW: _set_review, BulkAct.LAYER: _move_layer, BulkAct.HOLD: _hold,
    BulkAct.RESUME: _resume, BulkAct.ASK: _ask,
}  # fmt: skip


def _lock(school_id: UUID, plan_ids: Sequence[UUID]) -> None:
    """All of them in one order, before anything of them is read: two batches wait for each other and never hang."""
    all_rows(
        "SELECT id FROM plans_plan WHERE school_id = %s AND id = ANY(%s) ORDER BY id FOR UPDATE",
        [school_id, list(plan_ids)],
    )


def _keep_batch(
    actor: Actor, school_id: UUID, step: BulkStep, batch_id: UUID, *, now: datetime
) -> bool:
    """False when this batch is there already. A second click waits here for the first."""
    return bool(
        run(
            "INSERT INTO plans_batch (id, school_id, act, review_on, layer, why, at, by, by_name, undone_by_name)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '') ON CONFLICT DO NOTHING",
            [
                batch_id, school_id, step.act, step.review_on, step.layer or "", step.why.strip(), now,
                actor.id, actor.display_name,
            ],
        )
    )  # fmt: skip


def _keep_steps(
    school_id: UUID,
    batch_id: UUID,
    told: Sequence[tuple[UUID, bool | None, str]],
    before: dict[UUID, PlanFacts],
    *,
    now: datetime,
) -> None:
    after = facts_of(school_id, [plan_id for plan_id, done, _ in told if done], now=now)
    BatchStep.objects.bulk_create(
        BatchStep(
            id=uuid7(), school_id=school_id, batch_id=batch_id, plan_id=plan_id, done=done,
            why_not=why, before=rules.state_of(before[plan_id]),
            after=rules.state_of(after[plan_id]) if done else {},
        )
        for plan_id, done, why in told
        if done is not None
    )  # fmt: skip


def _record(
    actor: Actor,
    school_id: UUID,
    step: BulkStep,
    batch_id: UUID,
    work: _Work,
    *,
    now: datetime,
    undone: bool = False,
) -> None:
    """One leaf for the batch beside those of its steps, and one for plans that were asked for and refused."""
    action = ACTIONS[step.act]
    access.record(
        actor, action, school_id=school_id, subjects=work.children, now=now, batch=str(batch_id),
        act=step.act.value, done=len(work.children), left=work.left, undone=undone,
    )  # fmt: skip
    if work.refused:
        access.record(
            actor, action, school_id=school_id, now=now, outcome="refused", batch=str(batch_id),
            asked=[str(plan_id) for plan_id in work.refused],
        )  # fmt: skip
