"""Hold, resume, end and reopen a plan. Each step is kept with its reason and who took it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotNow
from spinney.kernel.rows import one_row, run
from spinney.plans.events import PlanMoved
from spinney.plans.models import Plan, Step
from spinney.plans.rules import lifecycle
from spinney.plans.services.carried import mark_reopened
from spinney.plans.services.held import HeldPlan, hold
from spinney.plans.services.publish import published_lines, store_card
from spinney.plans.types import Lifecycle

SAFETY_LEAVES = (
    "This plan has safety lines. Ending it takes them off every classroom card. "
    "Confirm that staff have them in another place first."
)


@dataclass(frozen=True, slots=True)
class Going:
    """Where a plan is to go, in words that the family reads."""

    to: Lifecycle
    why: str = ""


def hold_plan(actor: Actor, *, plan_id: UUID, now: datetime, why: str = "") -> None:
    """The card stays: a child's seizures do not pause with the plan."""
    plan = _held(actor, plan_id, Lifecycle.ON_HOLD, now=now)
    _store(actor, plan, Going(Lifecycle.ON_HOLD, why.strip()), now=now)


def resume_plan(actor: Actor, *, plan_id: UUID, now: datetime, why: str = "") -> None:
    plan = _held(actor, plan_id, Lifecycle.ACTIVE, now=now)
    if plan.lifecycle is not Lifecycle.ON_HOLD:
        raise NotNow("Only a plan on hold can be taken up again.")
    _store(actor, plan, Going(Lifecycle.ACTIVE, why.strip()), now=now)
    store_card(
        plan.school_id, plan.child_id, plan.id, plan.version, plan.layer, published_lines(plan)
    )


def end_plan(
    actor: Actor, *, plan_id: UUID, why: str, now: datetime, safety_handed_over: bool = False
) -> None:
    """End with a reason. The versions stay; the classroom card goes, so its safety lines need a new home."""
    plan = _held(actor, plan_id, Lifecycle.ENDED, now=now)
    if not why.strip():
        raise BadInput("Say why the plan is ending. The family will read this.", field="why")
    if not safety_handed_over and has_safety_on_card(plan):
        raise BadInput(SAFETY_LEAVES, field="safety_handed_over")
    _store(actor, plan, Going(Lifecycle.ENDED, why.strip()), now=now)
    run("DELETE FROM plans_card WHERE school_id = %s AND plan_id = %s", [plan.school_id, plan.id])


def reopen_plan(actor: Actor, *, plan_id: UUID, now: datetime, why: str = "") -> None:
    """An ended plan becomes a draft again; it is in force only once it is published. Nobody has looked at its words
    since it ended."""
    plan = _held(actor, plan_id, Lifecycle.PROPOSED, now=now)
    if _has_open_plan(plan):
        raise NotNow("This child has another open plan. End that one first.")
    _store(actor, plan, Going(Lifecycle.PROPOSED, why.strip()), now=now)
    mark_reopened(plan)


def has_safety_on_card(plan: HeldPlan) -> bool:
    return bool(
        one_row(
            "SELECT 1 FROM plans_card WHERE school_id = %s AND plan_id = %s AND safety <> '[]'",
            [plan.school_id, plan.id],
        )
    )


def _held(actor: Actor, plan_id: UUID, to: Lifecycle, *, now: datetime) -> HeldPlan:
    """Permission before anything else, so that a refusal tells nothing about the plan."""
    plan = hold(actor, Action.END_PLAN, plan_id=plan_id, now=now)
    if reason := lifecycle.reason_not_to_move(plan.lifecycle, to):
        raise NotNow(reason)
    return plan


def _store(actor: Actor, plan: HeldPlan, going: Going, *, now: datetime) -> None:
    ending = going.to is Lifecycle.ENDED
    Plan.objects.filter(school_id=plan.school_id, id=plan.id).update(
        lifecycle=going.to, ended_on=school_day(now) if ending else None,
        end_reason=going.why if ending else "",
    )  # fmt: skip
    Step.objects.create(
        school_id=plan.school_id, plan_id=plan.id, to=going.to, why=going.why, at=now,
        by=actor.id, by_name=actor.display_name,
    )  # fmt: skip
    access.record(
        actor, Action.END_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        to=going.to.value,
    )  # fmt: skip
    emit(
        PlanMoved(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            lifecycle=going.to.value,
        ),
        now=now,
    )  # fmt: skip


def _has_open_plan(plan: HeldPlan) -> bool:
    return bool(
        one_row(
            "SELECT 1 FROM plans_plan WHERE school_id = %s AND child_id = %s AND id <> %s"
            " AND lifecycle <> 'ended'",
            [plan.school_id, plan.child_id, plan.id],
        )
    )
