"""Keep access true to the timetable: whoever teaches a group is tied to the children in it, and no longer."""

from datetime import date, datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Actor
from spinney.kernel.clock import school_day
from spinney.kernel.rows import run

SOURCE = "timetable"

# Who should be tied today, by way of the groups.
DUE = """
SELECT DISTINCT gs.school_id, st.user_id, gc.child_id,
       CASE gs.role WHEN 'assists' THEN 'assists' ELSE 'teaches' END AS relation
  FROM people_groupstaff gs
  JOIN people_staff st ON st.school_id = gs.school_id AND st.id = gs.staff_id
   AND st.user_id IS NOT NULL AND (st.left_on IS NULL OR st.left_on >= %(day)s)
  JOIN people_groupchild gc ON gc.school_id = gs.school_id AND gc.group_id = gs.group_id
   AND gc.valid_from <= %(day)s AND (gc.valid_to IS NULL OR gc.valid_to >= %(day)s)
 WHERE gs.school_id = %(school)s AND gs.valid_from <= %(day)s
   AND (gs.valid_to IS NULL OR gs.valid_to >= %(day)s)
"""

END = f"""
UPDATE access_tie t SET state = 'refused', valid_to = %(day)s
 WHERE t.school_id = %(school)s AND t.source = '{SOURCE}' AND t.state = 'confirmed' AND t.valid_to IS NULL
   AND NOT EXISTS (SELECT 1 FROM ({DUE}) d WHERE d.user_id = t.user_id AND d.child_id = t.subject_id
                   AND d.relation = t.relation)
"""

BEGIN = f"""
INSERT INTO access_tie (id, school_id, user_id, subject_id, relation, state, valid_from, source, confirmed_at)
SELECT gen_random_uuid(), d.school_id, d.user_id, d.child_id, d.relation, 'confirmed', %(day)s, '{SOURCE}', %(now)s
  FROM ({DUE}) d
 WHERE NOT EXISTS (SELECT 1 FROM access_tie t WHERE t.school_id = d.school_id AND t.user_id = d.user_id
                   AND t.subject_id = d.child_id AND t.relation = d.relation AND t.source = '{SOURCE}'
                   AND t.state = 'confirmed' AND t.valid_to IS NULL)
"""


def refresh_teaching_ties(
    actor: Actor, *, school_id: UUID, now: datetime, day: date | None = None
) -> tuple[int, int]:
    """Begin and end ties so that they equal the timetable. Returns how many began and ended."""
    params = {"school": school_id, "day": day or school_day(now), "now": now}
    ended, begun = run(END, params), run(BEGIN, params)
    if ended or begun:
        access.record(
            actor, "refresh_teaching_ties", school_id=school_id, now=now, begun=begun, ended=ended
        )
    return begun, ended
