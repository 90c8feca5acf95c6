"""Take hold of a plan to change it: find it, lock it, and ask whether this person may."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor, Decision
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import one_row
from spinney.plans.templates import template_by_id
from spinney.plans.types import Layer, Lifecycle, Template

HELD_SQL = """
SELECT id, school_id, child_id, template_id, layer, lifecycle, version
  FROM plans_plan WHERE id = %s FOR UPDATE
"""


@dataclass(frozen=True, slots=True)
class HeldPlan:
    id: UUID
    school_id: UUID
    child_id: UUID
    template_id: UUID
    layer: Layer
    lifecycle: Lifecycle
    version: int
    decision: Decision

    @property
    def template(self) -> Template:
        return template_by_id(self.template_id)


def hold(actor: Actor, action: Action, *, plan_id: UUID, now: datetime) -> HeldPlan:
    """The plan, locked until the transaction ends. NotFound or NotAllowed look the same from outside."""
    row = one_row(HELD_SQL, [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    found, school_id, child_id, template_id, layer, lifecycle, version = row
    decision = access.require(actor, action, school_id=school_id, subject_id=child_id, now=now)
    return HeldPlan(
        found, school_id, child_id, template_id, Layer(layer), Lifecycle(lifecycle), version, decision
    )  # fmt: skip
