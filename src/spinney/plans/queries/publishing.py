"""What publishing, or ending, would do: told to the person before they decide. Nothing is locked or changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import classes_for_role
from spinney.access.types import Action, Actor, Relation
from spinney.kernel.rows import one_row
from spinney.plans.queries.carried import not_reviewed
from spinney.plans.queries.plan import HEADER, JOIN, header_from
from spinney.plans.rules import lifecycle, render
from spinney.plans.services.held import HeldPlan, look_at
from spinney.plans.services.moves import has_safety_on_card
from spinney.plans.services.publish import prepare, reason_to_wait
from spinney.plans.types import Change, Layer, Lifecycle, Missing, NotReviewed, PlanHeader, Template


@dataclass(frozen=True, slots=True)
class PublishPreview:
    """`told` is what the family will read of the changes; `staff_only` is the rest."""

    header: PlanHeader
    template: Template
    told: tuple[Change, ...]
    staff_only: tuple[Change, ...]
    missing: tuple[Missing, ...]
    blocks: tuple[str, ...]
    not_reviewed: tuple[NotReviewed, ...]  # carried over, and nobody has looked at it again
    to_ask: str  # what the school's own rule wants said of the family before this version goes out


@dataclass(frozen=True, slots=True)
class Moving:
    header: PlanHeader
    may_go_to: frozenset[Lifecycle]
    safety_on_card: bool


def publish_preview(
    actor: Actor, *, plan_id: UUID, now: datetime, layer: Layer | None = None
) -> PublishPreview:
    plan = look_at(actor, Action.PUBLISH_PLAN, plan_id=plan_id, now=now)
    made = prepare(plan, layer or plan.layer)
    family = classes_for_role(Relation.PARENT, Action.VIEW_PLAN)
    told = render.changes_for_reader(plan.template, made.changes, family, shown=())
    access.record_sight(
        actor, Action.VIEW_DRAFT, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        plan=str(plan_id), publishing=True,
    )  # fmt: skip
    blocks = list(made.blocks)
    if reason := lifecycle.reason_not_to_move(plan.lifecycle, Lifecycle.ACTIVE):
        blocks.insert(0, reason)
    return PublishPreview(
        header=header_of(plan),
        template=plan.template,
        told=told,
        staff_only=tuple(change for change in made.changes if change not in told),
        missing=tuple(lifecycle.missing(plan.template, made.lines, not_needed=made.not_needed)),
        blocks=tuple(blocks),
        not_reviewed=not_reviewed(plan.template, made.draft),
        to_ask=reason_to_wait(plan, made),
    )


def moving(actor: Actor, *, plan_id: UUID, now: datetime) -> Moving:
    plan = look_at(actor, Action.END_PLAN, plan_id=plan_id, now=now)
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        plan=str(plan_id),
    )  # fmt: skip
    allowed = lifecycle.NEXT[plan.lifecycle]
    return Moving(header_of(plan), allowed, has_safety_on_card(plan))


def header_of(plan: HeldPlan) -> PlanHeader:
    row = one_row(f"SELECT {HEADER} FROM {JOIN} WHERE p.id = %s", [plan.id])
    if row is None:
        raise LookupError("a held plan has no row")
    return header_from(row)
