"""Write several fields of one line by an act that is not typing: a review, a step taken for many plans."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from spinney.access.types import Actor
from spinney.kernel.rows import one_row, run
from spinney.plans.services.held import HeldPlan
from spinney.plans.services.kept import keep
from spinney.plans.types import ChangeKind

# Each field's count goes up by one, so that somebody who has it open is told and loses nothing.
WRITE_SQL = """
UPDATE plans_draft_line SET values = values || %(values)s, ended = NULL,
       revs = revs || (SELECT jsonb_object_agg(code, coalesce((revs ->> code)::int, 0) + 1)
                         FROM jsonb_object_keys(%(values)s) AS code)
 WHERE school_id = %(school)s AND plan_id = %(plan)s AND id = %(line)s
"""


def write_fields(
    actor: Actor, plan: HeldPlan, line_id: UUID, values: dict[str, Any], *, now: datetime
) -> None:
    """A line that has left the draft stays gone. What was replaced is kept, as it is when somebody types."""
    row = one_row(
        "SELECT section, values FROM plans_draft_line"
        " WHERE school_id = %s AND plan_id = %s AND id = %s",
        [plan.school_id, plan.id, line_id],
    )
    if row is None:
        return
    section, before = row
    where = {"school": plan.school_id, "plan": plan.id, "line": line_id}
    run(WRITE_SQL, {"values": Jsonb(values), **where})
    for code, value in values.items():
        if before.get(code) != value:
            keep(
                actor, plan, ChangeKind.FIELD, section=section, line=line_id, field=code,
                before=before.get(code), after=value, now=now,
            )  # fmt: skip
