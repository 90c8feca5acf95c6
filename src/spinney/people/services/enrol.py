"""Put a child on the roll, and keep their names findable."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.services.ties import add_subject
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.ids import uuid7
from spinney.people.models import Child, Enrolment, NameWord
from spinney.people.rules import name_words


def add_child(
    actor: Actor,
    *,
    school_id: UUID,
    forename: str,
    surname: str,
    born_on: date,
    now: datetime,
    **known: Any,
) -> UUID:
    """A child typed in by a person. Feeds use `spine`."""
    access.require_in_school(actor, Action.IMPORT_PUPILS, school_id=school_id)
    child_id = uuid7()
    add_subject(school_id=school_id, subject_id=child_id)
    told = {"source": "person", "on": school_day(now).isoformat(), "by": str(actor.id)}
    fields = {"forename": forename, "surname": surname, "born_on": born_on, **known}
    child = Child.objects.create(
        id=child_id, school_id=school_id, provenance=dict.fromkeys(fields, told), **fields
    )
    Enrolment.objects.create(
        school_id=school_id, child_id=child_id, valid_from=child.joined_on or school_day(now),
        source="person",
    )  # fmt: skip
    index_names(child)
    access.record(actor, "add_child", school_id=school_id, subjects=[child_id], now=now)
    return child_id


def index_names(child: Child) -> None:
    NameWord.objects.filter(school_id=child.school_id, child_id=child.id).delete()
    names = (
        child.forename, child.surname, child.preferred_forename, child.preferred_surname,
        child.middle_names,
    )  # fmt: skip
    NameWord.objects.bulk_create(
        NameWord(school_id=child.school_id, child_id=child.id, word=word)
        for word in name_words(names)
    )
