"""The child before and the child after, by name, for going through plans one by one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.rows import one_row

# Last name, first name, then the id, which makes the order whole. Names are only compared here, never shown: a link
# says "next child", so nothing of a record leaves, and there is no look to record.
ORDER = """coalesce(nullif({0}.preferred_surname, ''), {0}.surname),
           coalesce(nullif({0}.preferred_forename, ''), {0}.forename), {0}.id"""
STEP = """(SELECT jsonb_build_array(o.id, p.id) FROM plans_plan p
            JOIN people_child o ON o.school_id = p.school_id AND o.id = p.child_id
           WHERE p.school_id = me.school_id AND p.lifecycle <> 'ended' AND {{allowed}}
             AND ({theirs}) {sign} ({mine}) ORDER BY {order} LIMIT 1)"""
THEIRS = ORDER.format("o")
BACK = ", ".join(f"{part.strip()} DESC" for part in (
    "coalesce(nullif(o.preferred_surname, ''), o.surname)",
    "coalesce(nullif(o.preferred_forename, ''), o.forename)", "o.id",
))  # fmt: skip
BESIDE = f"""
SELECT {STEP.format(theirs=THEIRS, mine=ORDER.format("me"), sign="<", order=BACK)},
       {STEP.format(theirs=THEIRS, mine=ORDER.format("me"), sign=">", order=THEIRS)}
  FROM people_child me WHERE me.id = %(child)s
"""


@dataclass(frozen=True, slots=True)
class Beside:
    """Ids of the child and of the plan on either side; None at the ends of the list."""

    child_before: UUID | None = None
    plan_before: UUID | None = None
    child_after: UUID | None = None
    plan_after: UUID | None = None


def beside(actor: Actor, *, child_id: UUID, now: datetime) -> Beside:
    """Among the children whose open plan this person may see. For a page that has asked about this child."""
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    row = one_row(BESIDE.format(allowed=allowed.sql), {"child": child_id, **allowed.params})
    if row is None:
        return Beside()
    before, after = (tuple(map(UUID, found)) if found else (None, None) for found in row)
    return Beside(*before, *after)
