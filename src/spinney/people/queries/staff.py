"""The school's own adults, by name."""

from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.rows import all_rows

STAFF_SQL = """
SELECT DISTINCT trim(CASE WHEN title = '' THEN forename ELSE title END || ' ' || surname) AS name
  FROM people_staff WHERE school_id = %s AND left_on IS NULL ORDER BY name LIMIT 400
"""


def staff_names(actor: Actor, *, school_id: UUID) -> tuple[str, ...]:
    """As people call them ('Ms Shah'), to choose from when saying for whom a plan waits."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    return tuple(row[0] for row in all_rows(STAFF_SQL, [school_id]))
