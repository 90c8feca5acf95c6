"""The draft, for those who may edit it."""

from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import all_rows, one_row
from spinney.plans.queries.plan import HEADER, JOIN, header_from
from spinney.plans.templates import template_by_id
from spinney.plans.types import ClashView, DraftLine, DraftView, Line

DRAFT_SQL = f"""
SELECT {HEADER}, p.template_id, p.draft_changed_at,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(l.id, l.section, l.position, l.values, l.revs, l.ended)
                                  ORDER BY l.section, l.position, l.id), '[]')
          FROM plans_draft_line l WHERE l.school_id = p.school_id AND l.plan_id = p.id)
  FROM {JOIN} WHERE p.id = %s
"""


def draft_for_editor(actor: Actor, *, plan_id: UUID, now: datetime) -> DraftView:
    row = one_row(DRAFT_SQL, [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    header = header_from(row)
    access.require(
        actor, Action.EDIT_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    access.record_sight(
        actor, Action.VIEW_DRAFT, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id),
    )  # fmt: skip
    template_id, changed_at, stored = row[11:14]
    return DraftView(
        header=header,
        template=template_by_id(template_id),
        lines=tuple(DraftLine(Line(UUID(x[0]), x[1], x[2], x[3]), x[4], x[5]) for x in stored),
        changed_since_publish=changed_at is not None,
        clashes=_clashes(header.school_id, plan_id),
    )


def _clashes(school_id: UUID, plan_id: UUID) -> tuple[ClashView, ...]:
    rows = all_rows(
        "SELECT c.id, c.line, c.field, l.values -> c.field, '', c.other, c.other_name, c.at"
        " FROM plans_clash c LEFT JOIN plans_draft_line l ON l.school_id = c.school_id AND l.id = c.line"
        " WHERE c.school_id = %s AND c.plan_id = %s AND c.settled_at IS NULL ORDER BY c.at",
        [school_id, plan_id],
    )
    return tuple(ClashView(*row) for row in rows)
