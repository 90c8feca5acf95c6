"""The files of a plan: for those who may edit it, and each for whoever reads a line that rests on it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.services import Standing
from spinney.access.types import Action, Actor, FieldClass, Relation
from spinney.files.types import MediaType
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotAllowed, NotFound
from spinney.kernel.rows import all_rows, one_row
from spinney.plans.queries.publishing import header_of
from spinney.plans.rules import files as rules
from spinney.plans.rules import render
from spinney.plans.rules import voices as voice_rules
from spinney.plans.services.files import CITING
from spinney.plans.services.held import HeldPlan, look_at
from spinney.plans.templates import template_by_id
from spinney.plans.types import Lifecycle
from spinney.plans.types.files import Attached, FilesPage, Opened
from spinney.plans.types.voices import Sharing

ON_DRAFT = """FROM plans_line_source s JOIN plans_draft_line l
  ON l.school_id = s.school_id AND l.plan_id = s.plan_id AND l.id = s.line
 WHERE s.school_id = a.school_id AND s.plan_id = a.plan_id AND s.file_id = a.id"""
LIST_SQL = f"""
SELECT a.id, a.name, a.media_type, a.size, a.at, a.by_name, (SELECT count(*) {ON_DRAFT}),
       ARRAY({CITING} ORDER BY v.number), a.section
  FROM plans_attachment a
 WHERE a.school_id = %s AND a.plan_id = %s AND a.gone_at IS NULL ORDER BY a.at DESC, a.id DESC
"""
FILE_SQL = f"""
SELECT a.school_id, p.child_id, a.plan_id, coalesce(p.form_id, p.template_id), a.gone_at IS NOT NULL,
       ARRAY(SELECT a.section UNION SELECT l.section {ON_DRAFT}),
       (SELECT coalesce(jsonb_agg(jsonb_build_array(coalesce(x.form_id, x.template_id), x.lines)
                                  ORDER BY x.number DESC), '[]')
          FROM plans_version x WHERE x.school_id = a.school_id AND x.plan_id = a.plan_id
           AND x.number IN ({CITING})),
       a.name, a.media_type, a.size, a.stored
  FROM plans_attachment a JOIN plans_plan p ON p.school_id = a.school_id AND p.id = a.plan_id
 WHERE a.id = %s AND a.stored IS NOT NULL
"""
RECORDING_SQL = """
SELECT r.school_id, p.child_id, r.plan_id, x.helper_name, x.by, x.sitting, x.sharing, x.used_at IS NOT NULL,
       r.media_type, r.size, r.stored
  FROM plans_recording r
  JOIN plans_voice x ON x.school_id = r.school_id AND x.id = r.voice_id
  JOIN plans_plan p ON p.school_id = r.school_id AND p.id = r.plan_id
 WHERE r.id = %s
"""
NOTHING = "There is no such file."


def files_page(actor: Actor, *, plan_id: UUID, now: datetime) -> FilesPage:
    plan = look_at(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    access.record_sight(
        actor, Action.VIEW_DRAFT, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        plan=str(plan_id), files=True,
    )  # fmt: skip
    return FilesPage(header_of(plan), files_on(plan), plan.lifecycle is not Lifecycle.ENDED)


def files_on(plan: HeldPlan) -> tuple[Attached, ...]:
    """For a page that has asked permission and records its look."""
    rows = all_rows(LIST_SQL, [plan.school_id, plan.id])
    return tuple(
        Attached(
            row[0], row[1], MediaType(row[2]), row[3], row[4], row[5], row[6], tuple(row[7])
        )
        for row in rows
        if rules.section_open(plan.template, row[8], plan.decision.classes)
    )  # fmt: skip


def open_file(actor: Actor, *, file_id: UUID, now: datetime) -> Opened:
    """To whoever reads a published line that rests on it, and to those who may edit a draft that does."""
    row = one_row(FILE_SQL, [file_id])
    if row is None:
        raise NotFound(NOTHING)
    school_id, child_id, plan_id, form, gone, sections, versions, name, kind, size, stored = row
    standing = access.standing(actor, school_id=school_id, subject_id=child_id, now=now)
    how = _citing(standing, file_id, versions) or (
        None if gone else _editing(standing, form, sections)
    )
    if how is None:
        raise NotAllowed("no_line_cites_it")
    access.record_sight(
        actor, how, school_id=school_id, subjects=[child_id], now=now, plan=str(plan_id),
        file=str(file_id),
    )  # fmt: skip
    return Opened(name, MediaType(kind), size, stored)


def _citing(standing: Standing, file_id: UUID, versions: Sequence[Any]) -> Action | None:
    found = standing.decide(Action.VIEW_PLAN)
    if found.allowed and any(
        rules.cites(_shown(form, lines, found.classes), file_id) for form, lines in versions
    ):
        return Action.VIEW_PLAN
    return None


def _shown(form: str, lines: Any, classes: frozenset[FieldClass]) -> Sequence[Any]:
    return render.for_reader(template_by_id(UUID(form)), render.lines_from(lines), classes)[0]


def _editing(standing: Standing, form: UUID, sections: Sequence[str]) -> Action | None:
    found = standing.decide(Action.EDIT_PLAN)
    template = template_by_id(form)
    if found.allowed and any(rules.section_open(template, x, found.classes) for x in sections):
        return Action.VIEW_DRAFT
    return None


def open_recording(actor: Actor, *, recording_id: UUID, now: datetime) -> Opened:
    """A child's own voice, to exactly those who may read the words of the same page."""
    row = one_row(RECORDING_SQL, [recording_id])
    if row is None:
        raise NotFound(NOTHING)
    school_id, child_id, plan_id, helper, by, sitting, sharing, used, kind, size, stored = row
    standing = access.standing(actor, school_id=school_id, subject_id=child_id, now=now)
    standing.require(Action.VIEW_PLAN)
    held = voice_rules.Held(not helper, by, sitting, Sharing(sharing), used)
    mine = voice_rules.may_open(held, reader=actor.id, today=school_day(now))
    parent = Relation.PARENT in standing.facts.relations  # before anything else that they are here
    shown = voice_rules.shown_to_family if parent else voice_rules.shown_to_school
    if not (mine or shown(held.sharing)):
        raise NotAllowed("not_shared")
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=[child_id], now=now, plan=str(plan_id),
        voices=True, recording=str(recording_id),
    )  # fmt: skip
    return Opened("recording", MediaType(kind), size, stored)
