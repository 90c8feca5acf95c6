"""Take hold of a line of the draft that may rest on sources, with what it rests on."""

from datetime import datetime
from typing import Final
from uuid import UUID

from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound, NotNow
from spinney.kernel.rows import one_row
from spinney.plans.rules.sources import sources_from
from spinney.plans.services.held import HeldPlan, hold, must_be_open
from spinney.plans.types import SOURCED, SectionSpec, Source

# Of a line called l, as JSON in the order they were added.
SOURCES_OF_LINE: Final = """(SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'who', s.who,
            'day', s.day, 'page', s.page, 'note', s.note, 'file', (SELECT a.id FROM plans_attachment a
              WHERE a.school_id = s.school_id AND a.id = s.file_id AND a.gone_at IS NULL),
            'file_says', s.file_says) ORDER BY s.at, s.id), '[]')
          FROM plans_line_source s
         WHERE s.school_id = l.school_id AND s.plan_id = l.plan_id AND s.line = l.id)"""
LINE_SQL = f"""
SELECT l.section, l.ended IS NOT NULL, {SOURCES_OF_LINE}
  FROM plans_draft_line l WHERE l.school_id = %s AND l.plan_id = %s AND l.id = %s
"""
NO_LINE = "There is no such line."


def hold_line(
    actor: Actor, *, plan_id: UUID, line_id: UUID, now: datetime
) -> tuple[HeldPlan, SectionSpec, tuple[Source, ...]]:
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    section, ended, known = line_with_sources(plan, line_id)
    must_be_open(plan)
    if ended:
        raise NotNow("This outcome is finished. Bring it back before you change it.")
    return plan, section, known


def line_with_sources(
    plan: HeldPlan, line_id: UUID
) -> tuple[SectionSpec, bool, tuple[Source, ...]]:
    """The line's part of the form, whether it is finished, and its sources; as absent where it may have none."""
    row = one_row(LINE_SQL, [plan.school_id, plan.id, line_id])
    section = plan.template.section(row[0]) if row else None
    if (
        row is None
        or section is None
        or section.code not in SOURCED
        or section.field_class not in plan.decision.classes
    ):
        raise NotFound(NO_LINE)
    return section, row[1], sources_from(row[2])
