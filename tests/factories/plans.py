"""Plans, made through the services that people use."""

from datetime import datetime
from uuid import UUID

from tests.factories.access import NOW

from spinney.access.types import Actor
from spinney.plans import services
from spinney.plans.models import DraftLine
from spinney.plans.types import Layer

SAFETY = "If Maya goes blank and her lips turn blue: time it, and call 999 after five minutes."
STRATEGY = "Give Maya the first word, then wait ten seconds."


def a_draft(senco: Actor, school_id: UUID, child_id: UUID, *, now: datetime = NOW) -> UUID:
    plan_id = services.open_plan(
        senco, school_id=school_id, child_id=child_id, layer=Layer.TARGETED, now=now
    )
    write(senco, plan_id, "about", "strengths", "Maya builds and mends things.", now=now)
    write(senco, plan_id, "review", "next_review", "2027-02-01", now=now)
    for section, field, words in (
        ("outcome", "title", "Maya asks for help with a card"),
        ("adjustment", "text", STRATEGY),
        ("safety", "action", SAFETY),
    ):
        line_id = services.add_line(senco, plan_id=plan_id, section=section, now=now)
        save(senco, plan_id, line_id, field, words, now=now)
    return plan_id


def a_plan(senco: Actor, school_id: UUID, child_id: UUID, *, now: datetime = NOW) -> UUID:
    """Published, version 1."""
    plan_id = a_draft(senco, school_id, child_id, now=now)
    services.publish_plan(senco, plan_id=plan_id, why="", now=now)
    return plan_id


def line_of(plan_id: UUID, section: str) -> UUID:
    return DraftLine.objects.filter(plan_id=plan_id, section=section).values_list("id", flat=True)[
        0
    ]


def write(actor: Actor, plan_id: UUID, section: str, field: str, words: str, *, now=NOW) -> int:
    return save(actor, plan_id, line_of(plan_id, section), field, words, now=now)


def save(
    actor: Actor, plan_id: UUID, line_id: UUID, field: str, words: str, *, base_rev=0, now=NOW
) -> int:
    return services.save_field(
        actor, plan_id=plan_id, line_id=line_id, field=field, value=words, base_rev=base_rev,
        now=now,
    ).rev  # fmt: skip
