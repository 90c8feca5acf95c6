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
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, one_row, run
from spinney.plans.events import PlanDraftSaved, PlanOpened
from spinney.plans.models import Clash, DraftLine, Plan, TemplateVersion
from spinney.plans.rules import lifecycle
from spinney.plans.rules import template as rules
from spinney.plans.services.held import HeldPlan, hold, template_by_id
from spinney.plans.types import ClashView, FieldKind, FieldSpec, Layer, Lifecycle, Line, Saved

MOST_LINES = 200


def open_plan(
    actor: Actor, *, school_id: UUID, child_id: UUID, layer: Layer, now: datetime
) -> UUID:
    """Begin a draft on the newest template. A child has one open plan at a time."""
    access.require(actor, Action.EDIT_PLAN, school_id=school_id, subject_id=child_id, now=now)
    if layer is Layer.UNIVERSAL:
        raise NotNow("A child on the Universal layer has no plan. Choose Targeted or above.")
    if (
        Plan.objects.filter(school_id=school_id, child_id=child_id)
        .exclude(lifecycle="ended")
        .exists()
    ):
        raise NotNow("This child already has a plan. Open it and change it there.")
    newest = TemplateVersion.objects.filter(code="isp").order_by("-version").only("id").first()
    if newest is None:
        raise NotNow("No plan template is set up. Ask your administrator to run the migrations.")
    plan = Plan.objects.create(
        school_id=school_id, child_id=child_id, template_id=newest.id, layer=layer,
        lifecycle=Lifecycle.PROPOSED, opened_on=school_day(now), draft_changed_at=now,
    )  # fmt: skip
    singles = [s.code for s in template_by_id(newest.id).sections if not s.many]
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
    """Save one field. `base_rev` is the rev the writer last saw; when another has saved since and wrote
    something else, the newer text stands, the other is kept beside it, and both are shown."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    _must_be_open(plan)
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
    _, spec = rules.field_of(plan.template, section, field)
    kept = rules.clean(spec, value)
    _links_must_exist(plan, spec, kept)
    rev, old = int(revs.get(field, 0)), values.get(field)
    if kept == old:
        return Saved(rev=rev, saved_at=now)
    clash = None
    if base_rev != rev and old not in (None, "", []):
        clash = _keep_both(actor, plan, line_id, spec, kept=kept, other=old, now=now)
    _store(plan, line_id, field, kept, rev + 1, now=now)
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        line=str(line_id), field=field, rev=rev + 1,
    )  # fmt: skip
    emit(
        PlanDraftSaved(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            line_id=line_id, field=field, rev=rev + 1,
        ),
        now=now,
    )  # fmt: skip
    return Saved(rev=rev + 1, saved_at=now, clash=clash)


def _store(
    plan: HeldPlan, line_id: UUID, field: str, value: Any, rev: int, *, now: datetime
) -> None:
    run(
        "WITH line AS (UPDATE plans_draft_line SET values = values || %(value)s, revs = revs || %(rev)s"
        " WHERE school_id = %(school)s AND id = %(line)s)"
        " UPDATE plans_plan SET draft_changed_at = %(now)s WHERE school_id = %(school)s AND id = %(plan)s",
        {
            "value": Jsonb({field: value}),
            "rev": Jsonb({field: rev}),
            "school": plan.school_id,
            "line": line_id,
            "plan": plan.id,
            "now": now,
        },
    )


def _keep_both(
    actor: Actor,
    plan: HeldPlan,
    line_id: UUID,
    spec: FieldSpec,
    *,
    kept: Any,
    other: Any,
    now: datetime,
) -> ClashView:
    last = one_row(
        "SELECT a.actor_id, u.display_name FROM access_auditleaf a"
        " LEFT JOIN access_user u ON u.id = a.actor_id"
        " WHERE a.school_id = %s AND a.subject_ids @> ARRAY[%s]::uuid[] AND a.action = 'edit_plan'"
        " AND convert_from(a.leaf, 'UTF8')::jsonb -> 'detail' @> %s ORDER BY a.seq DESC LIMIT 1",
        [plan.school_id, plan.child_id, Jsonb({"line": str(line_id), "field": spec.code})],
    )
    other_by, other_name = last or (actor.id, "")
    clash = Clash.objects.create(
        school_id=plan.school_id, plan_id=plan.id, line=line_id, field=spec.code,
        other=_as_text(other), other_by=other_by, other_name=other_name or "someone", at=now,
    )  # fmt: skip
    return ClashView(
        clash.id, line_id, spec.code, _as_text(kept), clash.other, clash.other_name, now
    )


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


def settle_clash(actor: Actor, *, plan_id: UUID, clash_id: UUID, now: datetime) -> None:
    """A person has read both texts and the field says what it should."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    done = Clash.objects.filter(
        school_id=plan.school_id, plan_id=plan.id, id=clash_id, settled_at=None
    ).update(settled_at=now)
    if not done:
        raise NotNow("Someone has already settled this.")
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        settled=str(clash_id),
    )  # fmt: skip


def add_line(
    actor: Actor, *, plan_id: UUID, section: str, now: datetime, line_id: UUID | None = None
) -> UUID:
    """Add an empty line at the end of a section."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    _must_be_open(plan)
    spec = plan.template.section(section)
    if spec is None or not spec.many:
        raise BadInput("This plan's form has no such list. Reload the page.", field=section)
    count = all_rows(
        "SELECT count(*), coalesce(max(position) FILTER (WHERE section = %s), -1) FROM plans_draft_line"
        " WHERE school_id = %s AND plan_id = %s",
        [section, plan.school_id, plan.id],
    )[0]
    if count[0] >= MOST_LINES:
        raise NotNow(f"A plan holds at most {MOST_LINES} lines. Take some off before you add more.")
    made = line_id or uuid7()
    DraftLine.objects.create(
        id=made, school_id=plan.school_id, plan_id=plan.id, section=section, position=count[1] + 1
    )
    _touch(actor, plan, now=now, added=str(made), section=section)
    return made


def remove_line(
    actor: Actor,
    *,
    plan_id: UUID,
    line_id: UUID,
    now: datetime,
    achievement: str = "",
    why: str = "",
) -> None:
    """Take a line off the draft. An outcome that was published ends with a result and a reason instead."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    _must_be_open(plan)
    line = DraftLine.objects.filter(school_id=plan.school_id, plan_id=plan.id, id=line_id).first()
    if line is None:
        raise NotFound("There is no such line.")
    spec = plan.template.section(line.section)
    if spec is None or not spec.many:
        raise BadInput("This part of the plan can be emptied but not removed.", field=line.section)
    published = _was_published(plan, line_id)
    reason = lifecycle.reason_not_to_remove(
        Line(line.id, line.section, line.position, line.values),
        published=published, achievement=achievement, why=why,
    )  # fmt: skip
    if reason:
        raise BadInput(reason, field="achievement" if not achievement else "why")
    if line.section == "outcome" and published:
        ended = {"achievement": achievement, "why": why.strip(), "on": school_day(now).isoformat()}
        DraftLine.objects.filter(school_id=plan.school_id, id=line.id).update(ended=ended)
    else:
        DraftLine.objects.filter(school_id=plan.school_id, id=line.id).delete()
    _touch(actor, plan, now=now, removed=str(line_id), achievement=achievement)


def move_line(actor: Actor, *, plan_id: UUID, line_id: UUID, up: bool, now: datetime) -> None:
    """Swap a line with the one before or after it in its section."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    _must_be_open(plan)
    rows = all_rows(
        "SELECT id FROM plans_draft_line WHERE school_id = %(school)s AND plan_id = %(plan)s"
        " AND section = (SELECT section FROM plans_draft_line WHERE school_id = %(school)s AND id = %(line)s)"
        " ORDER BY position, id",
        {"school": plan.school_id, "plan": plan.id, "line": line_id},
    )
    order = [row[0] for row in rows]
    if line_id not in order:
        raise NotFound("There is no such line.")
    at = order.index(line_id)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
        run(
            "UPDATE plans_draft_line l SET position = o.position - 1"
            " FROM unnest(%s::uuid[]) WITH ORDINALITY AS o(id, position)"
            " WHERE l.school_id = %s AND l.id = o.id AND l.position <> o.position - 1",
            [order, plan.school_id],
        )
        _touch(actor, plan, now=now, moved=str(line_id))


def _touch(actor: Actor, plan: HeldPlan, *, now: datetime, **detail: Any) -> None:
    run(
        "UPDATE plans_plan SET draft_changed_at = %s WHERE school_id = %s AND id = %s",
        [now, plan.school_id, plan.id],
    )
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now, **detail
    )  # fmt: skip


def _must_be_open(plan: HeldPlan) -> None:
    if plan.lifecycle is Lifecycle.ENDED:
        raise NotNow("This plan has ended. Reopen it before you change it.")


def _was_published(plan: HeldPlan, line_id: UUID) -> bool:
    return bool(
        plan.version
        and one_row(
            "SELECT 1 FROM plans_version WHERE school_id = %s AND plan_id = %s AND number = %s"
            " AND lines @> %s",
            [plan.school_id, plan.id, plan.version, Jsonb([{"id": str(line_id)}])],
        )
    )


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
