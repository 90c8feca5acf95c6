"""Write the draft, field by field. Nothing here is seen by a family until it is published."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound, NotNow
from spinney.kernel.rows import all_rows, one_row, run
from spinney.plans.events import PlanDraftSaved, PlanOpened
from spinney.plans.models import DraftLine, Plan
from spinney.plans.rules import template as rules
from spinney.plans.services.clash import keep_both, settle_own
from spinney.plans.services.held import HeldPlan, hold, must_be_open
from spinney.plans.services.kept import KEEP, kept_values
from spinney.plans.templates import for_new_plans, template_by_id
from spinney.plans.types import ChangeKind, FieldKind, FieldSpec, Layer, Lifecycle, Saved

EMPTY: tuple[Any, ...] = (None, "", [])


def open_plan(
    actor: Actor, *, school_id: UUID, child_id: UUID, layer: Layer, now: datetime
) -> UUID:
    """Begin a draft on the form that the school has chosen. A child has one open plan at a time."""
    access.require(actor, Action.EDIT_PLAN, school_id=school_id, subject_id=child_id, now=now)
    if layer is Layer.UNIVERSAL:
        raise NotNow("A child on the Universal layer has no plan. Choose Targeted or above.")
    _must_be_on_roll(school_id, child_id)
    if (
        Plan.objects.filter(school_id=school_id, child_id=child_id)
        .exclude(lifecycle="ended")
        .exists()
    ):
        raise NotNow("This child already has a plan. Open it and change it there.")
    template_id, form_id = for_new_plans(school_id)
    plan = Plan.objects.create(
        school_id=school_id, child_id=child_id, template_id=template_id, form_id=form_id,
        layer=layer, lifecycle=Lifecycle.PROPOSED, opened_on=school_day(now), draft_changed_at=now,
    )  # fmt: skip
    singles = [s.code for s in template_by_id(form_id or template_id).sections if not s.many]
    DraftLine.objects.bulk_create(
        DraftLine(school_id=school_id, plan_id=plan.id, section=code, position=0)
        for code in singles
    )
    access.record(
        actor,
        Action.EDIT_PLAN,
        school_id=school_id,
        subjects=[child_id],
        now=now,
        opened=str(plan.id),
    )
    emit(PlanOpened(school_id=school_id, subject_id=plan.id, child_id=child_id), now=now)
    return plan.id


def _must_be_on_roll(school_id: UUID, child_id: UUID) -> None:
    """Locks the child, so that two people who begin a plan at once make one plan, not a fault."""
    row = one_row(
        "SELECT left_on FROM people_child WHERE school_id = %s AND id = %s FOR UPDATE",
        [school_id, child_id],
    )
    if row is None:
        raise NotFound("There is no such child.")
    if row[0] is not None:
        raise NotNow("This child has left the school, so a plan cannot be started here.")


def save_field(
    actor: Actor,
    *,
    plan_id: UUID,
    line_id: UUID,
    field: str,
    value: Any,
    base_rev: int,
    now: datetime,
) -> Saved:
    """Save one field. `base_rev` is the rev the writer last saw. When another has saved since and wrote
    something else, theirs stands, this text is kept beside it, and a person chooses."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    section, values, revs = _line_as_kept(plan, line_id)
    part, spec = rules.field_of(plan.template, section, field)
    rules.must_be_editor(part, spec, actor.roles_in(plan.school_id))
    kept = rules.clean(spec, value)
    _links_must_exist(plan, spec, kept)
    rev, old = int(revs.get(field, 0)), values.get(field)
    if kept == old:
        # The same words again: a repeat after a lost answer, or "keep theirs" after a clash.
        settle_own(actor, plan, line_id, field, now=now)
        return Saved(rev=rev, saved_at=now)
    if base_rev != rev and old not in EMPTY:
        clash = keep_both(actor, plan, line_id, spec, standing=old, other=kept, now=now)
        return Saved(rev=rev, saved_at=now, clash=clash)
    change = {
        **kept_values(actor, plan, section=section, line=line_id, field=field, now=now),
        "before": Jsonb(old), "after": Jsonb(kept), "undoes": None,
    }  # fmt: skip
    store(change, kept, rev + 1)
    tell_saved(actor, plan, line_id, field, rev + 1, now=now)
    return Saved(rev=rev + 1, saved_at=now)


def tell_saved(
    actor: Actor, plan: HeldPlan, line_id: UUID, field: str, rev: int, *, now: datetime
) -> None:
    """The leaf and the event of one field that was written."""
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        line=str(line_id), field=field, rev=rev,
    )  # fmt: skip
    emit(
        PlanDraftSaved(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            line_id=line_id, field=field, rev=rev,
        ),
        now=now,
    )  # fmt: skip


def _line_as_kept(plan: HeldPlan, line_id: UUID) -> tuple[str, dict[str, Any], dict[str, Any]]:
    row = one_row(
        "SELECT section, values, revs, ended FROM plans_draft_line"
        " WHERE school_id = %s AND id = %s AND plan_id = %s",
        [plan.school_id, line_id, plan.id],
    )
    if row is None:
        raise NotNow(
            "This line was taken off the draft by someone else. Copy your words before you reload."
        )
    section, values, revs, ended = row
    if ended is not None:
        raise NotNow("This outcome has been finished. Bring it back before you change it.")
    return section, values, revs


def store(change: dict[str, Any], value: Any, rev: int) -> None:
    """Field, what it held before, plan, and any clash of this writer's own, in one statement: an autosave is the
    hottest write. `change` is the row of the draft's history."""
    field = change["field"]
    run(
        "WITH line AS (UPDATE plans_draft_line SET values = values || %(value)s, revs = revs || %(rev)s"
        " WHERE school_id = %(school)s AND id = %(line)s),"
        f" kept AS ({KEEP}),"
        " clash AS (UPDATE plans_clash SET settled_at = %(now)s WHERE school_id = %(school)s"
        " AND plan_id = %(plan)s AND line = %(line)s AND field = %(field)s AND other_by = %(actor)s"
        " AND settled_at IS NULL)"
        " UPDATE plans_plan SET draft_changed_at = %(now)s WHERE school_id = %(school)s AND id = %(plan)s",
        {
            **change, "kind": ChangeKind.FIELD.value, "value": Jsonb({field: value}),
            "rev": Jsonb({field: rev}),
        },
    )  # fmt: skip


def _links_must_exist(plan: HeldPlan, spec: FieldSpec, value: Any) -> None:
    if spec.kind is not FieldKind.LINKS or not value:
        return
    found = all_rows(
        "SELECT count(*) FROM plans_draft_line WHERE school_id = %s AND plan_id = %s"
        " AND section = %s AND id = ANY(%s::uuid[])",
        [plan.school_id, plan.id, spec.links_to, value],
    )[0][0]
    if found != len(value):
        raise BadInput(f"'{spec.label}' names a line that is not on this plan.", field=spec.code)
