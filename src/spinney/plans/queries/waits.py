"""For whom the sections of some drafts wait, in words for a list."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.rows import all_rows

WAITS = """
SELECT p.id, string_agg(DISTINCT m.who, ', ' ORDER BY m.who)
  FROM plans_section_mark m JOIN plans_plan p ON p.school_id = m.school_id AND p.id = m.plan_id
 WHERE m.plan_id = ANY(%(plans)s) AND m.state = 'waiting' AND {allowed}
 GROUP BY p.id
"""


def drafts_wait_for(actor: Actor, *, plans: Collection[UUID], now: datetime) -> dict[UUID, str]:
    """'parent view, Ms Shah', by plan. For a list that has recorded its look; says nothing to others."""
    if not plans:
        return {}
    allowed = children_open_to(actor, Action.VIEW_DRAFT, now=now, table="p")
    rows = all_rows(WAITS.format(allowed=allowed.sql), {"plans": list(plans), **allowed.params})
    return dict(rows)
