"""Who else has a draft open, and what they have written since this reader's page was drawn."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.rows import Row, all_rows
from spinney.plans.types import ChangeKind, FieldNow, Here, News, Template

if TYPE_CHECKING:
    from spinney.plans.services.held import HeldPlan

GONE_AFTER = timedelta(minutes=1)
OPENED_LATELY = timedelta(minutes=10)
# A save that began before the last answer may be committed after it: look back a little further. Whoever asks knows
# by the revs what is new.
OVERLAP = timedelta(seconds=60)

# Signs of life, and beside them those who opened the draft lately and give none: their browser runs no script. The
# log's ids are made of time, so its last ten minutes are read along its key.
HERE = """
WITH alive AS (
  SELECT user_id, name, section, since, seen_at FROM plans_presence
   WHERE school_id = %(school)s AND plan_id = %(plan)s AND user_id <> %(actor)s)
SELECT name, section, since, true FROM alive WHERE seen_at > %(gone)s
UNION ALL
SELECT u.display_name, '', max(a.at), false
  FROM access_auditleaf a JOIN access_user u ON u.id = a.actor_id
 WHERE a.school_id = %(school)s AND a.id > %(lately_id)s AND a.at > %(lately)s AND a.action = 'view_draft'
   AND a.subject_ids @> ARRAY[%(child)s]::uuid[] AND a.actor_id <> %(actor)s
   AND NOT EXISTS (SELECT 1 FROM alive WHERE alive.user_id = a.actor_id)
 GROUP BY a.actor_id, u.display_name
 ORDER BY 4 DESC, 3
"""
FIELDS = """
SELECT DISTINCT ON (c.line, c.field) c.line, c.section, c.field, l.values -> c.field,
       coalesce((l.revs ->> c.field)::int, 0), c.by_name, c.at
  FROM plans_draft_change c JOIN plans_draft_line l ON l.school_id = c.school_id AND l.id = c.line
 WHERE c.school_id = %(school)s AND c.plan_id = %(plan)s AND c.at > %(since)s AND c.kind = 'field'
   AND c.by <> %(actor)s
 ORDER BY c.line, c.field, c.at DESC, c.id DESC LIMIT 200
"""
SHAPE = """
SELECT id, kind, section, by_name FROM plans_draft_change
 WHERE school_id = %(school)s AND plan_id = %(plan)s AND at > %(since)s AND by <> %(actor)s
   AND kind = ANY(ARRAY['added', 'removed', 'ended', 'moved', 'marked', 'sourced']) ORDER BY at, id LIMIT 50
"""
DID = {
    ChangeKind.ADDED: "added", ChangeKind.REMOVED: "removed", ChangeKind.ENDED: "finished or brought back",
    ChangeKind.MOVED: "moved",
}  # fmt: skip


def here_on(
    actor: Actor, *, school_id: UUID, plan_id: UUID, child_id: UUID, template: Template, now: datetime
) -> tuple[Here, ...]:  # fmt: skip
    """For callers that have asked `access` for the draft: the editor's page and the sign of life."""
    lately = now - OPENED_LATELY
    rows = all_rows(
        HERE,
        {
            "school": school_id, "plan": plan_id, "child": child_id, "actor": actor.id,
            "gone": now - GONE_AFTER, "lately": lately,
            "lately_id": UUID(int=int(lately.timestamp() * 1000) << 80),
        },
    )  # fmt: skip
    titles = {spec.code: spec.title for spec in template.sections}
    return tuple(
        Here(name, titles.get(section, ""), since, alive) for name, section, since, alive in rows
    )


def news_of(actor: Actor, plan: "HeldPlan", *, since: datetime, now: datetime) -> News:
    params = {
        "school": plan.school_id, "plan": plan.id, "actor": actor.id, "since": since - OVERLAP,
    }  # fmt: skip
    rows = all_rows(FIELDS, params)
    fields = _fields(plan.template, rows)
    if any(row[6] > since for row in rows):  # the others were handed over, and recorded, before
        access.record_sight(
            actor, Action.VIEW_DRAFT, school_id=plan.school_id, subjects=[plan.child_id], now=now,
            plan=str(plan.id), fields=len(fields),
        )  # fmt: skip
    return News(
        here=here_on(
            actor, school_id=plan.school_id, plan_id=plan.id, child_id=plan.child_id,
            template=plan.template, now=now,
        ),
        fields=fields,
        shape=tuple(
            (row[0], _shape_words(plan.template, *row[1:])) for row in all_rows(SHAPE, params)
        ),
        at=now,
    )  # fmt: skip


def _fields(template: Template, rows: list[Row]) -> tuple[FieldNow, ...]:
    found = []
    for line, code, field, value, rev, by, _ in rows:
        section = template.section(code)
        spec = section.field(field) if section else None
        if spec:
            found.append(FieldNow(line, field, spec.label, value, rev, by))
    return tuple(found)


def _shape_words(template: Template, kind: str, code: str, by: str) -> str:
    section = template.section(code)
    if section is None or kind == ChangeKind.MARKED:
        return f"{by} changed the status of '{section.title if section else code}'."
    if kind == ChangeKind.SOURCED:
        return f"{by} changed where a line of '{section.title}' comes from."
    article = "an" if section.line_name[:1] in "aeiou" else "a"
    return f"{by} {DID[ChangeKind(kind)]} {article} {section.line_name}."
