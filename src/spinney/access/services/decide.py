"""Permission is asked here and nowhere else. `require` raises, `allows` answers: both from one decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import queries, rules
from spinney.access.types import (
    COMMAND_LINE,
    SCHOOL_ACTIONS,
    Action,
    Actor,
    Decision,
    Facts,
    FieldClass,
    Purpose,
)
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


def decide_each(
    actor: Actor, action: Action, *, school_id: UUID, subject_ids: Sequence[UUID], now: datetime
) -> dict[UUID, Decision]:
    """The decision for each of many children, from one read of the facts: for batches of paper and of steps."""
    facts = queries.facts_about_each(
        actor, school_id=school_id, subject_ids=subject_ids, day=school_day(now)
    )
    return {subject: rules.decide(actor.id, action, found) for subject, found in facts.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """Every decision about one actor and one child, from one read of the facts."""

    actor_id: UUID
    facts: Facts

    def decide(self, action: Action) -> Decision:
        return rules.decide(self.actor_id, action, self.facts)

    def require(self, action: Action) -> Decision:
        found = self.decide(action)
        if not found.allowed:
            raise NotAllowed(found.why)
        return found

    def allowed(self) -> frozenset[Action]:
        return frozenset(a for a in Action if a not in SCHOOL_ACTIONS and self.decide(a).allowed)


def standing(actor: Actor, *, school_id: UUID, subject_id: UUID, now: datetime) -> Standing:
    day = school_day(now)
    facts = queries.facts_about(actor, school_id=school_id, subject_id=subject_id, day=day)
    return Standing(actor.id, facts)


def require_in_school(actor: Actor, action: Action, *, school_id: UUID) -> None:
    """For acts about a school rather than a child."""
    if action not in SCHOOL_ACTIONS:
        raise ValueError(f"{action} is about a child; name the child")
    if not rules.roles_for(action) & actor.roles_in(school_id):
        raise NotAllowed("no_grant")


def require_member(actor: Actor, *, school_id: UUID) -> None:
    """For what every member of staff of a school may read and nobody else. Never for anything about a child."""
    if not actor.roles_in(school_id):
        raise NotAllowed("not_staff")


def require_command_line(actor: Actor) -> None:
    """For acts that give someone standing in a school: no page offers them, so nobody signed in may do them."""
    if actor.id != COMMAND_LINE:
        raise NotAllowed("not_command_line")


def allows_in_school(actor: Actor, action: Action, *, school_id: UUID) -> bool:
    """For menus and doors."""
    return bool(rules.roles_for(action) & actor.roles_in(school_id))


def is_family(facts: Facts) -> bool:
    """Whether this person is a parent of the child, whatever else they are: for what a child tells school alone."""
    return bool(facts.relations & rules.FAMILY_RELATIONS)
