"""Two people wrote the same field at once: both texts are kept until a person chooses."""

from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.errors import BadInput, NotNow
from spinney.kernel.rows import one_row, run
from spinney.plans.events import PlanDraftSaved
from spinney.plans.models import Clash, DraftLine
from spinney.plans.rules import template as rules
from spinney.plans.services.held import HeldPlan, hold, must_be_open
from spinney.plans.services.kept import keep
from spinney.plans.types import ChangeKind, ClashChoice, ClashView, FieldKind, FieldSpec

LAST_WRITER = """
SELECT coalesce(u.display_name, c.by_name) FROM plans_draft_change c LEFT JOIN access_user u ON u.id = c.by
 WHERE c.school_id = %s AND c.plan_id = %s AND c.line = %s AND c.field = %s AND c.kind = 'field'
 ORDER BY c.at DESC, c.id DESC LIMIT 1
"""
TEXTS = frozenset({FieldKind.TEXT, FieldKind.SHORT})


def keep_both(
    actor: Actor,
    plan: HeldPlan,
    line_id: UUID,
    spec: FieldSpec,
    *,
    standing: Any,
    other: Any,
    now: datetime,
) -> ClashView:
    """Keep `other` beside what stands. The same person's earlier try at the same field is replaced."""
    clash, _ = Clash.objects.update_or_create(
        school_id=plan.school_id, plan_id=plan.id, line=line_id, field=spec.code,
        other_by=actor.id, settled_at=None,
        defaults={"other": as_text(other), "other_name": actor.display_name, "at": now},
    )  # fmt: skip
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        clash=str(clash.id),
    )  # fmt: skip
    last = one_row(LAST_WRITER, [plan.school_id, plan.id, line_id, spec.code])
    return ClashView(
        id=clash.id, line_id=line_id, field=spec.code, standing=standing,
        standing_name=last[0] if last else "Someone else", other=clash.other,
        other_name=clash.other_name, at=now,
    )  # fmt: skip


def settle_own(actor: Actor, plan: HeldPlan, line_id: UUID, field: str, *, now: datetime) -> None:
    """Whoever saves a field having seen what stands has chosen."""
    run(
        "UPDATE plans_clash SET settled_at = %s WHERE school_id = %s AND plan_id = %s"
        " AND line = %s AND field = %s AND other_by = %s AND settled_at IS NULL",
        [now, plan.school_id, plan.id, line_id, field, actor.id],
    )


def settle_clash(
    actor: Actor, *, plan_id: UUID, clash_id: UUID, choice: ClashChoice, now: datetime
) -> None:
    """A person has read both texts and says which stands, or both, one after the other."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    clash = Clash.objects.filter(
        school_id=plan.school_id, plan_id=plan.id, id=clash_id, settled_at=None
    ).first()
    if clash is None:
        raise NotNow("Someone has already settled this. Reload the page to see what stands.")
    if choice is not ClashChoice.STANDING:
        _take(actor, plan, clash, both=choice is ClashChoice.BOTH, now=now)
    Clash.objects.filter(school_id=plan.school_id, id=clash.id).update(settled_at=now)
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        settled=str(clash_id), choice=choice.value,
    )  # fmt: skip


def _take(actor: Actor, plan: HeldPlan, clash: Clash, *, both: bool, now: datetime) -> None:
    line = DraftLine.objects.filter(school_id=plan.school_id, id=clash.line).first()
    if line is None:
        raise NotNow("That line is off the draft now. Keep what stands to clear this.")
    _, spec = rules.field_of(plan.template, line.section, clash.field)
    value: Any = clash.other.split(", ") if spec.kind is FieldKind.LINKS else clash.other
    if both:
        if spec.kind not in TEXTS:
            raise BadInput("Only one of these two can stand. Choose one.", field=clash.field)
        value = f"{line.values.get(clash.field) or ''}\n\n{clash.other}"
    before, after = line.values.get(clash.field), rules.clean(spec, value)
    line.values[clash.field] = after
    line.revs[clash.field] = rev = int(line.revs.get(clash.field, 0)) + 1
    line.save(update_fields=["values", "revs"])
    keep(
        actor, plan, ChangeKind.FIELD, section=line.section, line=line.id, field=clash.field,
        before=before, after=after, now=now,
    )  # fmt: skip
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        line=str(line.id), field=clash.field, rev=rev,
    )  # fmt: skip
    emit(
        PlanDraftSaved(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            line_id=line.id, field=clash.field, rev=rev,
        ),
        now=now,
    )  # fmt: skip


def as_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
