"""A person at the school says whether an account is a child's parent. A feed may only propose it."""

from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Actor
from spinney.kernel.errors import NotNow
from spinney.people.queries.ties import TieToConfirm, ties_to_confirm


def confirm_parent(actor: Actor, *, school_id: UUID, tie_id: UUID, now: datetime) -> TieToConfirm:
    """Opens the child's plan to this adult from now on. Refused while a court order stands in the record."""
    found = _proposed(actor, school_id=school_id, tie_id=tie_id, now=now)
    if found.stands_against:
        raise NotNow(
            f"A court order about {found.adult} and {found.child} is in the record."
            " Ask the DSL to read it and record what it allows before you decide this."
        )
    access.confirm_tie(actor, school_id=school_id, tie_id=tie_id, now=now)
    return found


def refuse_parent(actor: Actor, *, school_id: UUID, tie_id: UUID, now: datetime) -> TieToConfirm:
    found = _proposed(actor, school_id=school_id, tie_id=tie_id, now=now)
    access.end_tie(actor, school_id=school_id, tie_id=tie_id, why="refused_on_review", now=now)
    return found


def _proposed(actor: Actor, *, school_id: UUID, tie_id: UUID, now: datetime) -> TieToConfirm:
    found = ties_to_confirm(actor, school_id=school_id, tie_id=tie_id, now=now)
    if not found:
        raise NotNow("Someone has already decided this. The list below is up to date.")
    return found[0]
