"""A person corrects what a feed said. From then on the feed may not overwrite it without saying so."""

from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound
from spinney.people.models import Child
from spinney.people.services.enrol import index_names

CORRECTABLE = frozenset(
    {"forename", "surname", "preferred_forename", "preferred_surname", "middle_names", "born_on",
     "sex", "year", "registration_group", "address_lines", "postcode", "languages"}
)  # fmt: skip


def correct_child(
    actor: Actor, *, school_id: UUID, child_id: UUID, changes: dict[str, Any], now: datetime
) -> None:
    access.require(actor, Action.CORRECT_RECORD, school_id=school_id, subject_id=child_id, now=now)
    if wrong := sorted(set(changes) - CORRECTABLE):
        raise BadInput(f"These cannot be corrected here: {', '.join(wrong)}.", field=wrong[0])
    child = Child.objects.select_for_update().filter(school_id=school_id, id=child_id).first()
    if child is None:
        raise NotFound("There is no such child.")
    told = {"source": "person", "on": school_day(now).isoformat(), "by": str(actor.id)}
    for field, value in changes.items():
        setattr(child, field, value)
        child.provenance[field] = told
    child.save(update_fields=[*changes, "provenance"])
    index_names(child)
    access.record(
        actor, Action.CORRECT_RECORD, school_id=school_id, subjects=[child_id], now=now,
        fields=sorted(changes),
    )  # fmt: skip
