"""The draft, for those who may edit it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound, NotNow
from spinney.kernel.rows import all_rows, one_row
from spinney.plans.queries.form_move import kept_values
from spinney.plans.queries.here import here_on
from spinney.plans.queries.plan import HEADER, JOIN, header_from
from spinney.plans.queries.settings import with_review_hint
from spinney.plans.rules.changes import name_of, shown
from spinney.plans.rules.lifecycle import section_status
from spinney.plans.rules.sources import sources_from
from spinney.plans.rules.status import standing
from spinney.plans.services.lines_held import SOURCES_OF_LINE
from spinney.plans.templates import template_by_id
from spinney.plans.types import (
    ClashView,
    DraftLine,
    DraftView,
    FieldKind,
    FieldSpec,
    Here,
    Line,
    SectionMark,
    SectionState,
)
from spinney.plans.types.forms import FormLine

DRAFT_SQL = f"""
SELECT {HEADER}, coalesce(p.form_id, p.template_id), p.draft_changed_at,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(l.id, l.section, l.position, l.values, l.revs, l.ended, l.kept,
                                                        l.origin, l.carried, l.belongs, {SOURCES_OF_LINE})
                                  ORDER BY l.section, l.position, l.id), '[]')
          FROM plans_draft_line l WHERE l.school_id = p.school_id AND l.plan_id = p.id),
       (SELECT jsonb_path_query_array(v.lines, '$[*] ? (@.section == "outcome").id') FROM plans_version v
         WHERE v.school_id = p.school_id AND v.plan_id = p.id AND v.number = p.version),
       (SELECT jsonb_object_agg(m.section, jsonb_build_array(m.state, m.who, m.why, m.by_name, m.at))
          FROM plans_section_mark m WHERE m.school_id = p.school_id AND m.plan_id = p.id),
       EXISTS (SELECT 1 FROM plans_draft_change c WHERE c.school_id = p.school_id AND c.plan_id = p.id
                AND c.by = %(actor)s AND c.undoes IS NULL AND NOT EXISTS (
                    SELECT 1 FROM plans_draft_change u WHERE u.school_id = c.school_id AND u.undoes = c.id))
  FROM {JOIN} WHERE p.id = %(plan)s
"""


def draft_for_editor(actor: Actor, *, plan_id: UUID, now: datetime) -> DraftView:
    row = one_row(DRAFT_SQL, {"plan": plan_id, "actor": actor.id})
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
    template_id, changed_at, stored, outcomes, marks, may_undo = row[11:17]
    template = with_review_hint(template_by_id(template_id), school_id=header.school_id, now=now)
    lines = tuple(
        DraftLine(Line(UUID(x[0]), x[1], x[2], x[3], sources_from(x[10])), *x[4:10]) for x in stored
    )
    status = {
        spec.code: section_status(
            spec, [x.line for x in lines if x.line.section == spec.code and x.ended is None]
        )
        for spec in template.sections
    }
    said = {code: mark_from(*stored) for code, stored in (marks or {}).items()}
    return DraftView(
        header=header,
        template=template,
        lines=lines,
        changed_since_publish=changed_at is not None,
        status=status,
        published_outcomes=frozenset(map(UUID, outcomes or ())),
        clashes=_clashes(header.school_id, plan_id),
        marks={code: standing(said.get(code), found) for code, found in status.items()},
        may_undo=may_undo,
        kept=kept_values([FormLine(x.line, x.kept) for x in lines], template),
    )


def mark_from(state: str, who: str, why: str, by: str, at: str) -> SectionMark:
    return SectionMark(SectionState(state), who, why, by, datetime.fromisoformat(at))


def others_here(actor: Actor, draft: DraftView, *, now: datetime) -> tuple[Here, ...]:
    """Who else has this draft open, for whoever has been shown it."""
    header = draft.header
    return here_on(
        actor, school_id=header.school_id, plan_id=header.id, child_id=header.child_id,
        template=draft.template, now=now,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Removing:
    """What a person should know before a line goes."""

    id: UUID
    called: str  # "Outcome: reads a page aloud"
    needs_result: bool


def line_to_remove(draft: DraftView, *, line_id: UUID) -> Removing:
    item = next((x for x in draft.lines if x.line.id == line_id), None)
    section = draft.template.section(item.line.section) if item else None
    if item is None or section is None or item.ended:
        raise NotNow("That line is already off the draft.")
    called = f"{section.line_name.capitalize()}: {name_of(item.line)}"
    return Removing(line_id, called, line_id in draft.published_outcomes)


def words_of(draft: DraftView, spec: FieldSpec | None, value: Any) -> str:
    """A field's value as words, ids of lines told by the lines' names."""
    if spec is None:
        return str(value or "")
    if spec.kind is FieldKind.LINKS and isinstance(value, str):
        value = value.split(", ")
    return shown(spec, value, {item.line.id: item.line for item in draft.lines})


def _clashes(school_id: UUID, plan_id: UUID) -> tuple[ClashView, ...]:
    rows = all_rows(
        "SELECT c.id, c.line, c.field, l.values -> c.field, '', c.other, c.other_name, c.at"
        " FROM plans_clash c LEFT JOIN plans_draft_line l ON l.school_id = c.school_id AND l.id = c.line"
        " WHERE c.school_id = %s AND c.plan_id = %s AND c.settled_at IS NULL ORDER BY c.at",
        [school_id, plan_id],
    )
    return tuple(ClashView(*row) for row in rows)
