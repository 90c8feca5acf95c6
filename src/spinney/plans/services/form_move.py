"""Move a plan's draft to another form, and take that back. Published versions never change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg.types.json import Jsonb

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.errors import BadInput, NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import Row, all_rows, one_row, run
from spinney.plans.events import PlanFormMoved
from spinney.plans.models import DraftLine, FormMove
from spinney.plans.rules import form_move as rules
from spinney.plans.services.carried import carried_lines, keep_marks
from spinney.plans.services.held import HeldPlan, hold, must_be_open
from spinney.plans.services.publish import CLASHING, has_clash
from spinney.plans.templates import form_ref, forms_of, template_by_id
from spinney.plans.types import Line
from spinney.plans.types.forms import FormLine, FormRef

# The newest move that still stands: made, and not taken back since.
STANDING_SQL = """
SELECT m.id, m.from_template_id, m.from_form_id, m.to_template_id, m.to_form_id, m.version, m.at, m.by_name,
       m.draft_changed_at
  FROM plans_form_move m
 WHERE m.school_id = %s AND m.plan_id = %s AND m.takes_back IS NULL
   AND NOT EXISTS (SELECT 1 FROM plans_form_move b WHERE b.school_id = m.school_id AND b.plan_id = m.plan_id
                    AND b.takes_back = m.id)
 ORDER BY m.at DESC, m.id DESC LIMIT 1
"""
WRITE_SQL = """
UPDATE plans_draft_line l SET values = x.values, kept = x.kept, revs = x.revs
  FROM jsonb_to_recordset(%s) AS x(id uuid, values jsonb, kept jsonb, revs jsonb)
 WHERE l.school_id = %s AND l.plan_id = %s AND l.id = x.id
"""
PUBLISHED_SINCE = (
    "A version was published on this form, so the move cannot be taken back. "
    "What the older form held is still in the earlier versions and beside the draft."
)


def move_to_form(
    actor: Actor, *, plan_id: UUID, to: UUID, chosen: rules.Chosen, now: datetime
) -> None:
    """`to` is one of the forms that `targets` offers; `chosen` stands in place of answers the new form lacks."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    _must_be_free(plan)
    target = next((form for form in targets(plan) if form.id == to), None)
    if target is None:
        raise BadInput("This plan cannot move to that form. Reload the page.", field="to")
    lines = form_lines(plan)
    rules.check_chosen(chosen, rules.homeless(lines, plan.template, target.template))
    changed_at = _draft_changed_at(plan)
    _rewrite(plan, lines, target, chosen)
    FormMove.objects.create(
        school_id=plan.school_id, plan_id=plan.id, from_template_id=plan.template_id,
        from_form_id=plan.form_id, to_template_id=target.base_id, to_form_id=target.own_id,
        version=plan.version, draft_changed_at=changed_at, at=now, by=actor.id,
        by_name=actor.display_name,
    )  # fmt: skip
    _set_form(plan, target, changed_at=now)
    _tell(actor, plan, target, taken_back=False, now=now)


def take_back_move(actor: Actor, *, plan_id: UUID, now: datetime) -> None:
    """Back to the form the plan came from. Words written since stay, or are kept where they have no home."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    _must_be_free(plan)
    move = standing_move(plan)
    if move is None:
        raise NotNow("This plan was not moved to another form, so there is nothing to take back.")
    made, from_template, from_form, to_template, to_form, version, at, _, was_changed_at = move
    if version != plan.version:
        raise NotNow(PUBLISHED_SINCE)
    target = form_ref(from_template, from_form)
    untouched = _draft_changed_at(plan) == at
    _rewrite(plan, form_lines(plan), target, {})
    FormMove.objects.create(
        school_id=plan.school_id, plan_id=plan.id, from_template_id=to_template,
        from_form_id=to_form, to_template_id=from_template, to_form_id=from_form,
        version=plan.version, takes_back=made, at=now, by=actor.id, by_name=actor.display_name,
    )  # fmt: skip
    # A draft that nobody wrote in since says what it said before, and waits for nobody to publish it.
    _set_form(plan, target, changed_at=was_changed_at if untouched else now)
    _tell(actor, plan, target, taken_back=True, now=now)


def targets(plan: HeldPlan) -> tuple[FormRef, ...]:
    """The forms this plan may move to: of its own template's version and newer, as the school has them."""
    here = template_by_id(plan.template_id)
    return tuple(
        form
        for form in forms_of(plan.school_id)
        if form.id != plan.written_on
        and form.template.code == here.code
        and form.template.version >= here.version
    )


def standing_move(plan: HeldPlan) -> Row | None:
    return one_row(STANDING_SQL, [plan.school_id, plan.id])


def form_lines(plan: HeldPlan) -> tuple[FormLine, ...]:
    rows = all_rows(
        "SELECT id, section, position, values, kept FROM plans_draft_line"
        " WHERE school_id = %s AND plan_id = %s ORDER BY section, position, id",
        [plan.school_id, plan.id],
    )
    return tuple(FormLine(Line(*row[:4]), row[4]) for row in rows)


def _must_be_free(plan: HeldPlan) -> None:
    must_be_open(plan)
    if has_clash(plan):
        raise NotNow(CLASHING.replace("publish", "move the plan"))


def _draft_changed_at(plan: HeldPlan) -> datetime | None:
    row = one_row(
        "SELECT draft_changed_at FROM plans_plan WHERE school_id = %s AND id = %s",
        [plan.school_id, plan.id],
    )
    return row[0] if row else None


def _rewrite(
    plan: HeldPlan, lines: Sequence[FormLine], target: FormRef, chosen: rules.Chosen
) -> None:
    moved = rules.move(
        lines, old=(plan.written_on, plan.template), new=(target.id, target.template), chosen=chosen
    )
    revs: dict[UUID, dict[str, Any]] = dict(
        all_rows(
            "SELECT id, revs FROM plans_draft_line WHERE school_id = %s AND plan_id = %s",
            [plan.school_id, plan.id],
        )
    )
    changed = [
        {
            "id": after.line.id, "values": after.line.values, "kept": after.kept,
            "revs": _counted(before.line, after.line, revs[before.line.id]),
        }
        for before, after in zip(lines, moved, strict=True)
        if before != after
    ]  # fmt: skip
    if changed:
        carried = carried_lines(plan)
        sent = Jsonb(msgspec.to_builtins(changed))
        run(WRITE_SQL, [sent, plan.school_id, plan.id])
        keep_marks(plan, carried)
    _open_singles(plan, lines, target)


def _counted(before: Line, after: Line, revs: dict[str, Any]) -> dict[str, Any]:
    """Whoever still has the old form open must not write over what this move made of a field."""
    touched = {
        code
        for code in before.values.keys() | after.values.keys()
        if before.values.get(code) != after.values.get(code)
    }
    return {**revs, **{code: int(revs.get(code, 0)) + 1 for code in touched}}


def _open_singles(plan: HeldPlan, lines: Sequence[FormLine], target: FormRef) -> None:
    there = {item.line.section for item in lines}
    DraftLine.objects.bulk_create(
        DraftLine(id=uuid7(), school_id=plan.school_id, plan_id=plan.id, section=s.code, position=0)
        for s in target.template.sections
        if not s.many and s.code not in there
    )


def _set_form(plan: HeldPlan, target: FormRef, *, changed_at: datetime | None) -> None:
    run(
        "UPDATE plans_plan SET template_id = %s, form_id = %s, draft_changed_at = %s"
        " WHERE school_id = %s AND id = %s",
        [target.base_id, target.own_id, changed_at, plan.school_id, plan.id],
    )


def _tell(
    actor: Actor, plan: HeldPlan, target: FormRef, *, taken_back: bool, now: datetime
) -> None:
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        from_form=str(plan.written_on), to_form=str(target.id), taken_back=taken_back,
    )  # fmt: skip
    emit(
        PlanFormMoved(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            from_form=plan.written_on, to_form=target.id, taken_back=taken_back,
        ),
        now=now,
    )  # fmt: skip
