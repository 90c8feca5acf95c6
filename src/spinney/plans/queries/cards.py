"""The classroom card: strategies and safety lines for the children in front of a teacher now."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.rows import all_rows
from spinney.plans.types import CardView, Layer


def cards_for_children(
    actor: Actor, *, school_id: UUID, child_ids: Sequence[UUID], now: datetime
) -> tuple[CardView, ...]:
    """Cards of those children whom this person may see, in the order of their names. One look is recorded."""
    allowed = children_open_to(actor, Action.VIEW_CARD, now=now)
    rows = all_rows(
        f"""SELECT c.child_id,
               trim(coalesce(nullif(k.preferred_forename, ''), k.forename) || ' '
                    || coalesce(nullif(k.preferred_surname, ''), k.surname)) AS name,
               c.strategies, c.safety, c.layer, c.version
          FROM plans_card c
          JOIN people_child k ON k.school_id = c.school_id AND k.id = c.child_id
         WHERE c.school_id = %(school)s AND c.child_id = ANY(%(children)s) AND {allowed.sql}
         ORDER BY name""",
        {"school": school_id, "children": list(child_ids), **allowed.params},
    )
    cards = tuple(
        CardView(row[0], row[1], tuple(row[2]), tuple(row[3]), Layer(row[4]), row[5])
        for row in rows
    )
    access.record_sight(
        actor, Action.VIEW_CARD, school_id=school_id, subjects=[c.child_id for c in cards], now=now
    )
    return cards
