"""Begin a plan with the words of the child's earlier plan. Every line is marked until somebody looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import one_row
from spinney.plans.events import PlanCopied
from spinney.plans.models import DraftLine
from spinney.plans.rules import carried, form_move, render
from spinney.plans.rules.sources import from_plan_of
from spinney.plans.services.draft import open_plan
from spinney.plans.services.held import HeldPlan, hold, touch
from spinney.plans.services.kept import keep
from spinney.plans.services.sources import put_source
from spinney.plans.templates import template_by_id
from spinney.plans.types import SOURCED, ChangeKind, FieldKind, Layer, Line
from spinney.plans.types.forms import FormLine

EARLIER_SQL = """
SELECT p.id, v.number, v.published_at, v.lines, v.carried, coalesce(v.form_id, v.template_id)
  FROM plans_plan p JOIN plans_version v ON v.school_id = p.school_id AND v.plan_id = p.id
   AND v.number = p.version
 WHERE p.school_id = %s AND p.child_id = %s AND p.id = %s AND p.lifecycle = 'ended'
"""
# The date and notes of a review that is over say nothing of the new plan.
LEFT_OUT = frozenset({"review"})
NONE_THERE = "There is no ended plan of this child to begin with. Reload the page."


@dataclass(frozen=True, slots=True)
class _Earlier:
    plan_id: UUID
    version: int
    at: datetime
    lines: tuple[Line, ...]
    marks: dict[str, Any]
    form: UUID


def open_plan_from(
    actor: Actor, *, school_id: UUID, child_id: UUID, layer: Layer, earlier: UUID, now: datetime
) -> UUID:
    """Begin a draft with what the last version of an ended plan said. Words that the form of today has no place for
    are kept beside their line, as they are when a plan moves to another form."""
    access.require(actor, Action.EDIT_PLAN, school_id=school_id, subject_id=child_id, now=now)
    row = one_row(EARLIER_SQL, [school_id, child_id, earlier])
    if row is None:
        raise NotNow(NONE_THERE)
    found = _Earlier(row[0], row[1], row[2], render.lines_from(row[3]), row[4] or {}, row[5])
    plan_id = open_plan(actor, school_id=school_id, child_id=child_id, layer=layer, now=now)
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    lines = _on_the_form(plan, found)
    _write(actor, plan, found, lines, now=now)
    sources = _write_sources(actor, plan, found, lines, now=now)
    touch(
        actor, plan, now=now, copied_from=str(earlier), version=found.version, lines=len(lines),
        sources=sources,
    )  # fmt: skip
    emit(
        PlanCopied(
            school_id=school_id, subject_id=plan_id, child_id=child_id, from_plan=earlier,
            version=found.version, lines=len(lines),
        ),
        now=now,
    )  # fmt: skip
    return plan_id


def _on_the_form(plan: HeldPlan, found: _Earlier) -> list[tuple[Line, FormLine]]:
    """Each line of the earlier plan beside what it becomes: an id of its own, and links to the new ids."""
    wanted = [
        line
        for line in found.lines
        if line.section not in LEFT_OUT and plan.template.section(line.section)
    ]
    moved = form_move.move(
        [FormLine(line, {}) for line in wanted],
        old=(found.form, template_by_id(found.form)), new=(plan.written_on, plan.template),
    )  # fmt: skip
    ids = {str(line.id): uuid7() for line in wanted}
    return [
        (old, FormLine(_renamed(plan, new.line, ids), new.kept))
        for old, new in zip(wanted, moved, strict=True)
    ]


def _renamed(plan: HeldPlan, line: Line, ids: dict[str, UUID]) -> Line:
    section = plan.template.section(line.section)
    links = {f.code for f in section.fields if f.kind is FieldKind.LINKS} if section else set()
    values = {
        code: [str(ids[each]) for each in value if each in ids] if code in links else value
        for code, value in line.values.items()
    }
    return Line(ids[str(line.id)], line.section, line.position, values)


def _write(
    actor: Actor,
    plan: HeldPlan,
    found: _Earlier,
    lines: Sequence[tuple[Line, FormLine]],
    *,
    now: datetime,
) -> None:
    singles = {s.code for s in plan.template.sections if not s.many}
    # The empty lines that a new plan begins with give way to those that come filled.
    DraftLine.objects.filter(
        school_id=plan.school_id, plan_id=plan.id,
        section__in=singles & {new.line.section for _, new in lines},
    ).delete()  # fmt: skip
    DraftLine.objects.bulk_create(
        DraftLine(
            id=new.line.id, school_id=plan.school_id, plan_id=plan.id, section=new.line.section,
            position=new.line.position, values=new.line.values, kept=new.kept,
            revs=dict.fromkeys(new.line.values, 1), carried=_mark(found, old, new.line),
        )
        for old, new in lines
    )  # fmt: skip
    for _, new in lines:
        if new.line.section not in singles:
            keep(actor, plan, ChangeKind.ADDED, section=new.line.section, line=new.line.id, now=now)


def _write_sources(
    actor: Actor, plan: HeldPlan, found: _Earlier, lines: Sequence[tuple[Line, FormLine]], *,
    now: datetime,
) -> int:  # fmt: skip
    """What a line rested on comes with its words, each source with its own date and the plan that it is from."""
    day = school_day(found.at)
    copied = [
        (new.line.id, from_plan_of(source, day, new_id=uuid7()))
        for old, new in lines
        if new.line.section in SOURCED
        for source in old.sources
    ]
    for line_id, source in copied:
        put_source(actor, plan, line_id, source, now=now)
    return len(copied)


def _mark(found: _Earlier, old: Line, new: Line) -> dict[str, Any] | None:
    """Words that nobody looked at for years are as old in the new plan as they were in the earlier one."""
    older = found.marks.get(str(old.id))
    at = datetime.fromisoformat(older["at"]) if older else found.at
    version = older["version"] if older else found.version
    mark = carried.begun_anew(None, new.values, version=version, at=at)
    return {**mark, "from_plan": str(found.plan_id)} if mark else None
