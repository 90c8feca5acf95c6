"""Take hold of a plan to change it: find it, lock it, and ask whether this person may."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor, Decision
from spinney.kernel.errors import NotFound, NotNow
from spinney.kernel.rows import Row, one_row, run
from spinney.plans.templates import template_by_id
from spinney.plans.types import Layer, Lifecycle, Template

HELD_SQL = """
SELECT id, school_id, child_id, template_id, form_id, layer, lifecycle, version
  FROM plans_plan WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class HeldPlan:
    id: UUID
    school_id: UUID
    child_id: UUID
    template_id: UUID
    form_id: UUID | None  # the school's form on the template, where it has one
    layer: Layer
    lifecycle: Lifecycle
    version: int
    decision: Decision

    @property
    def written_on(self) -> UUID:
        return self.form_id or self.template_id

    @property
    def template(self) -> Template:
        return template_by_id(self.written_on)


def hold(actor: Actor, action: Action, *, plan_id: UUID, now: datetime) -> HeldPlan:
    """The plan, locked until the transaction ends. NotFound or NotAllowed look the same from outside."""
    return _found(actor, action, one_row(HELD_SQL + " FOR UPDATE", [plan_id]), now=now)


def look_at(actor: Actor, action: Action, *, plan_id: UUID, now: datetime) -> HeldPlan:
    """The plan without a lock: for pages that show what an act would do."""
    return _found(actor, action, one_row(HELD_SQL, [plan_id]), now=now)


def _found(actor: Actor, action: Action, row: Row | None, *, now: datetime) -> HeldPlan:
    if row is None:
        raise NotFound("There is no such plan.")
    found, school_id, child_id, template_id, form_id, layer, lifecycle, version = row
    decision = access.require(actor, action, school_id=school_id, subject_id=child_id, now=now)
    return HeldPlan(
        found, school_id, child_id, template_id, form_id, Layer(layer), Lifecycle(lifecycle), version,
        decision,
    )  # fmt: skip


def must_be_open(plan: HeldPlan) -> None:
    if plan.lifecycle is Lifecycle.ENDED:
        raise NotNow("This plan has ended. Reopen it before you change it.")


def touch(actor: Actor, plan: HeldPlan, *, now: datetime, **detail: Any) -> None:
    """The draft has changed: say when, and record by whom."""
    run(
        "UPDATE plans_plan SET draft_changed_at = %s WHERE school_id = %s AND id = %s",
        [now, plan.school_id, plan.id],
    )
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now, **detail
    )  # fmt: skip
