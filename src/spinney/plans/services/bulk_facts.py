"""What is true of many plans before a step is taken for them, in one statement."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from spinney.kernel.clock import school_day
from spinney.kernel.rows import Row, all_rows
from spinney.plans.templates import template_by_id
from spinney.plans.types import Layer, Lifecycle
from spinney.plans.types.whole import PlanFacts

SECTION, FIELD = "review", "next_review"
# Adults of the family who may read the plan on screen: a confirmed tie today, no court order, record not closed.
READERS = """
SELECT t.user_id FROM access_tie t
 WHERE t.school_id = p.school_id AND t.subject_id = p.child_id AND t.state = 'confirmed'
   AND t.relation = ANY(ARRAY['parent', 'self'])
   AND t.valid_from <= %(day)s AND (t.valid_to IS NULL OR t.valid_to >= %(day)s)
   AND NOT EXISTS (SELECT 1 FROM access_denial d WHERE d.school_id = t.school_id
                   AND d.subject_id = t.subject_id
                   AND d.valid_from <= %(day)s AND (d.valid_to IS NULL OR d.valid_to >= %(day)s)
                   AND (d.kind = 'safeguarding_freeze' OR d.kind = 'court_order' AND d.user_id = t.user_id))"""
HAS_READ = """SELECT 1 FROM plans_reading g WHERE g.school_id = p.school_id AND g.plan_id = p.id
               AND g.user_id = r.user_id AND g.read_version >= p.version"""
FACTS_SQL = f"""
SELECT p.id, p.lifecycle, p.version, p.layer, p.review_due, coalesce(p.form_id, p.template_id),
       (SELECT d.values ->> '{FIELD}' FROM plans_draft_line d WHERE d.school_id = p.school_id
         AND d.plan_id = p.id AND d.section = '{SECTION}' LIMIT 1),
       (SELECT count(DISTINCT r.user_id) FROM ({READERS}) r),
       (SELECT count(DISTINCT r.user_id) FROM ({READERS}) r WHERE NOT EXISTS ({HAS_READ}))
  FROM plans_plan p WHERE p.school_id = %(school)s AND p.id = ANY(%(plans)s)
"""
ASK_SQL = f"""
INSERT INTO plans_reading (id, school_id, plan_id, user_id, asked_version, asked_at, read_version)
SELECT gen_random_uuid(), p.school_id, p.id, r.user_id, p.version, %(now)s, 0
  FROM plans_plan p CROSS JOIN LATERAL (SELECT DISTINCT user_id FROM ({READERS}) x) r
 WHERE p.school_id = %(school)s AND p.id = %(plan)s AND NOT EXISTS ({HAS_READ})
    ON CONFLICT (school_id, plan_id, user_id) DO UPDATE
   SET asked_version = excluded.asked_version, asked_at = excluded.asked_at
"""


def facts_of(school_id: UUID, plan_ids: Sequence[UUID], *, now: datetime) -> dict[UUID, PlanFacts]:
    """In one statement, for preview and act alike."""
    rows = all_rows(
        FACTS_SQL, {"school": school_id, "plans": list(plan_ids), "day": school_day(now)}
    )
    return {row[0]: _facts(row) for row in rows}


def _facts(row: Row) -> PlanFacts:
    _, lifecycle, version, layer, due, template_id, draft, readers, unread = row
    section = template_by_id(template_id).section(SECTION)
    return PlanFacts(
        Lifecycle(lifecycle), version, Layer(layer), due,
        draft_review=draft if draft and due and draft != due.isoformat() else "",
        has_review_date=bool(section and section.field(FIELD)), readers=readers, unread=unread,
    )  # fmt: skip
