"""A sign of life from someone who has a draft open. Its answer says who else is here and what they have written."""

from datetime import datetime, timedelta
from uuid import UUID

from spinney.access.types import Action, Actor
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import run
from spinney.plans.queries.here import GONE_AFTER, news_of
from spinney.plans.services.held import HeldPlan, look_at
from spinney.plans.types import News

SELDOM = timedelta(seconds=5)  # signs of life that come faster than this write nothing
SWEPT_AFTER = timedelta(days=1)
LONGEST_BACK = timedelta(hours=12)

PRESENT = """
WITH swept AS (DELETE FROM plans_presence WHERE school_id = %(school)s AND seen_at < %(old)s)
INSERT INTO plans_presence AS p (id, school_id, plan_id, user_id, name, section, since, seen_at)
VALUES (%(id)s, %(school)s, %(plan)s, %(user)s, %(name)s, %(section)s, %(now)s, %(now)s)
ON CONFLICT (school_id, plan_id, user_id) DO UPDATE
   SET name = excluded.name, section = excluded.section, seen_at = excluded.seen_at,
       since = CASE WHEN p.seen_at < %(gone)s THEN excluded.since ELSE p.since END
 WHERE p.seen_at < %(seldom)s OR p.section <> excluded.section
"""


def be_here(
    actor: Actor, *, plan_id: UUID, now: datetime, section: str = "", since: datetime | None = None
) -> News:
    """Say that this person has the draft open, and where; hear what others did since.

    No leaf for a sign of life: opening the draft was recorded, and a leaf every twenty seconds would drown the
    log. Handing over words that someone else wrote is a look, and is recorded as one.
    """
    plan = look_at(actor, Action.VIEW_DRAFT, plan_id=plan_id, now=now)
    known = section if plan.template.section(section) else ""
    _present(actor, plan, known, now=now)
    oldest = now - LONGEST_BACK
    return news_of(actor, plan, since=max(since or now, oldest), now=now)


def _present(actor: Actor, plan: HeldPlan, section: str, *, now: datetime) -> None:
    run(
        PRESENT,
        {
            "id": uuid7(), "school": plan.school_id, "plan": plan.id, "user": actor.id,
            "name": actor.display_name, "section": section, "now": now, "old": now - SWEPT_AFTER,
            "gone": now - GONE_AFTER, "seldom": now - SELDOM,
        },
    )  # fmt: skip
