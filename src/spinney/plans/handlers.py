"""What plans does when it hears of an event. Each is run once an event, in that event's school."""

from uuid import UUID

from spinney.events.catalogue import Delivered, handles
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, run
from spinney.plans.events import PlanPublished
from spinney.plans.services.quality import count_version

FAMILY_SQL = """
SELECT DISTINCT t.user_id FROM access_tie t
 WHERE t.school_id = %(school)s AND t.subject_id = %(child)s AND t.state = 'confirmed'
   AND t.relation = ANY(ARRAY['parent', 'self']) AND t.valid_to IS NULL
   AND NOT EXISTS (SELECT 1 FROM access_denial d WHERE d.school_id = t.school_id
                   AND d.subject_id = t.subject_id AND d.kind = 'court_order' AND d.user_id = t.user_id)
"""


@handles(PlanPublished, consumer="plans.ask-family-to-read")
def ask_family_to_read(event: Delivered) -> None:
    """Every parent with access is asked at the same moment, so none learns of a version before another."""
    child, version = UUID(event.data["child_id"]), int(event.data["version"])
    for (user_id,) in all_rows(FAMILY_SQL, {"school": event.school_id, "child": child}):
        run(
            "INSERT INTO plans_reading"
            " (id, school_id, plan_id, user_id, asked_version, asked_at, read_version)"
            " VALUES (%s, %s, %s, %s, %s, now(), 0)"
            " ON CONFLICT (school_id, plan_id, user_id) DO UPDATE"
            " SET asked_version = greatest(plans_reading.asked_version, excluded.asked_version),"
            " asked_at = CASE WHEN excluded.asked_version > plans_reading.asked_version"
            " THEN excluded.asked_at ELSE plans_reading.asked_at END",
            [uuid7(), event.school_id, event.subject_id, user_id, version],
        )


@handles(PlanPublished, consumer="plans.count-findings")
def count_findings(event: Delivered) -> None:
    """What the coach finds in the version is counted once, so that a summary reads numbers and never words."""
    count_version(
        school_id=event.school_id, plan_id=event.subject_id, version=int(event.data["version"])
    )
