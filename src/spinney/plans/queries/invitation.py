"""The calendar file of a review meeting."""

from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import one_row
from spinney.plans.rules.invitation import calendar
from spinney.plans.types.review import Invitation

MEETING_SQL = """
SELECT p.school_id, p.child_id, r.id, r.starts_at, r.minutes, r.place, r.sequence
  FROM plans_plan p LEFT JOIN plans_review r ON r.school_id = p.school_id AND r.plan_id = p.id
   AND r.recorded_at IS NULL
 WHERE p.id = %s
"""


def meeting_invitation(actor: Actor, *, plan_id: UUID, now: datetime, link: str) -> str:
    """Empty while no time is set. `link` is the front door and not the plan's own address."""
    row = one_row(MEETING_SQL, [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    school_id, child_id, review_id, starts, minutes, place, sequence = row
    access.require(actor, Action.EDIT_PLAN, school_id=school_id, subject_id=child_id, now=now)
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=[child_id], now=now,
        plan=str(plan_id), invitation=True,
    )  # fmt: skip
    if starts is None:
        return ""
    return calendar(Invitation(review_id, starts, minutes, place, link, now, sequence))
