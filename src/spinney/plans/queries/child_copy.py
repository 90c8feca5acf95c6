"""The plan as its family may read it, for the pages that set it out in another way: easy read, or two languages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import one_row
from spinney.plans.queries.family import ABOUT_SQL
from spinney.plans.queries.plan import PLAN_SQL, header_from, view_from
from spinney.plans.services.translations import family_classes
from spinney.plans.types import PlanView


@dataclass(frozen=True, slots=True)
class FamilyCopy:
    view: PlanView
    school_name: str
    about_me: bool  # the reader is the young person


def family_copy(actor: Actor, *, plan_id: UUID, now: datetime, how: str) -> FamilyCopy:
    """For a family member. It counts as a look, not as having read the version: the plan's own page does that."""
    return _copy(actor, Action.ANSWER_PLAN, plan_id, now=now, how=how)


def copy_for_child(actor: Actor, *, plan_id: UUID, now: datetime, how: str) -> FamilyCopy:
    """For staff who hand it to the child: no more than a family may read, whoever opens it."""
    return _copy(actor, Action.VIEW_PLAN, plan_id, now=now, how=how)


def _copy(actor: Actor, action: Action, plan_id: UUID, *, now: datetime, how: str) -> FamilyCopy:
    row = one_row(PLAN_SQL, {"plan": plan_id, "user": actor.id, "number": None})
    if row is None:
        raise NotFound("There is no such plan, or it has not been published.")
    header = header_from(row)
    decision = access.require(
        actor, action, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    # Nobody's own words: a copy for a child holds no single adult's view.
    shown = (*row[11:15], ())
    view = view_from(header, shown, decision.classes & family_classes(), not_needed=row[19])
    about = one_row(
        ABOUT_SQL,
        {"school": header.school_id, "plan": header.id, "child": header.child_id, "user": actor.id},
    ) or ("", 0, False)
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), version=header.version, how=how,
    )  # fmt: skip
    return FamilyCopy(view, about[0], about[2])
