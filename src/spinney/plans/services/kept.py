"""Keep what a change of the draft replaced, so that it can be taken back and told who wrote what when."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from spinney.access.types import Actor
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import run
from spinney.plans.services.held import HeldPlan
from spinney.plans.types import ChangeKind

KEEP = """INSERT INTO plans_draft_change
  (id, school_id, plan_id, kind, section, line, field, before, after, at, by, by_name, undoes)
VALUES (%(change)s, %(school)s, %(plan)s, %(kind)s, %(section)s, %(line)s, %(field)s, %(before)s, %(after)s,
  %(now)s, %(actor)s, %(actor_name)s, %(undoes)s)"""


def keep(
    actor: Actor,
    plan: HeldPlan,
    kind: ChangeKind,
    *,
    section: str,
    now: datetime,
    line: UUID | None = None,
    field: str = "",
    before: Any = None,
    after: Any = None,
    undoes: UUID | None = None,
) -> None:
    run(
        KEEP,
        {
            **kept_values(actor, plan, section=section, line=line, field=field, now=now),
            "kind": kind.value, "before": Jsonb(before), "after": Jsonb(after), "undoes": undoes,
        },
    )  # fmt: skip


def kept_values(
    actor: Actor, plan: HeldPlan, *, section: str, line: UUID | None, field: str, now: datetime
) -> dict[str, Any]:
    return {
        "change": uuid7(), "school": plan.school_id, "plan": plan.id, "section": section,
        "line": line, "field": field, "now": now, "actor": actor.id,
        "actor_name": actor.display_name,
    }  # fmt: skip
