"""The child before and the child after, by name, for going through plans one by one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import one_row

# Last name, first name, then the id, which makes the order whole. Names are only compared here, never shown: a link
# says "next child", so nothing of a record leaves, and there is no look to record.
ORDER = """coalesce(nullif({0}.preferred_surname, ''), {0}.surname),
           coalesce(nullif({0}.preferred_forename, ''), {0}.forename), {0}.id"""
THEIRS, MINE = ORDER.format("o"), ORDER.format("me")
BACK = ", ".join(f"{part.strip()} DESC" for part in (
    "coalesce(nullif(o.preferred_surname, ''), o.surname)",
    "coalesce(nullif(o.preferred_forename, ''), o.forename)", "o.id",
))  # fmt: skip
STEP = f"""
SELECT o.id, p.id FROM people_child me
  JOIN plans_plan p ON p.school_id = me.school_id
  JOIN people_child o ON o.school_id = p.school_id AND o.id = p.child_id
 WHERE me.id = %(child)s AND p.lifecycle <> 'ended' AND {{allowed}} AND ({THEIRS}) {{sign}} ({MINE})
 ORDER BY {{order}} LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Beside:
    child_id: UUID
    plan_id: UUID


def beside(actor: Actor, *, child_id: UUID, after: bool, now: datetime) -> Beside | None:
    """The next child whose open plan this person may see, or the one before; None at the end of the list.

    Asked when somebody goes there, not for the page they leave: it walks the whole school's names.
    """
    found = one_row("SELECT school_id FROM people_child WHERE id = %s", [child_id])
    if found is None:
        raise NotFound("There is no such child.")
    access.require(actor, Action.VIEW_PLAN, school_id=found[0], subject_id=child_id, now=now)
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    sql = STEP.format(
        allowed=allowed.sql, sign=">" if after else "<", order=THEIRS if after else BACK
    )
    row = one_row(sql, {"child": child_id, **allowed.params})
    return Beside(*row) if row else None
