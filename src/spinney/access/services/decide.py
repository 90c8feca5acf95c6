"""Permission is asked here and nowhere else. `require` raises, `allows` answers: both from one decision."""

from datetime import datetime
from uuid import UUID

from spinney.access import queries, rules
from spinney.access.types import SCHOOL_ACTIONS, Action, Actor, Decision, FieldClass, Purpose
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotAllowed


def decide(
    actor: Actor,
    action: Action,
    *,
    school_id: UUID,
    subject_id: UUID,
    now: datetime,
    field_class: FieldClass | None = None,
    purpose: Purpose = Purpose.CARE,  # noqa: ARG001  (recorded with the act; today no rule turns on it)
) -> Decision:
    facts = queries.facts_about(
        actor, school_id=school_id, subject_id=subject_id, day=school_day(now)
    )
    found = rules.decide(actor.id, action, facts)
    if found.allowed and field_class is not None and field_class not in found.classes:
        return Decision(allowed=False, why="field_class", classes=found.classes)
    return found


def require(
    actor: Actor,
    action: Action,
    *,
    school_id: UUID,
    subject_id: UUID,
    now: datetime,
    field_class: FieldClass | None = None,
) -> Decision:
    """The decision, or NotAllowed. Callers render only the classes of field the decision names."""
    found = decide(
        actor, action, school_id=school_id, subject_id=subject_id, now=now, field_class=field_class
    )
    if not found.allowed:
        raise NotAllowed(found.why)
    return found


def allows(
    actor: Actor, action: Action, *, school_id: UUID, subject_id: UUID, now: datetime
) -> bool:
    return decide(actor, action, school_id=school_id, subject_id=subject_id, now=now).allowed


def require_in_school(actor: Actor, action: Action, *, school_id: UUID) -> None:
    """For acts about a school rather than a child."""
    if action not in SCHOOL_ACTIONS:
        raise ValueError(f"{action} is about a child; name the child")
    if not rules.roles_for(action) & actor.roles_in(school_id):
        raise NotAllowed("no_grant")
