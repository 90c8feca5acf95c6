"""What moving a plan to another form would do, and what is kept from an older one. Nothing is changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.plans.queries.publishing import header_of
from spinney.plans.rules import form_move as rules
from spinney.plans.services.form_move import form_lines, standing_move, targets
from spinney.plans.services.held import HeldPlan, look_at
from spinney.plans.templates import form_ref, template_by_id
from spinney.plans.types import KeptValue, SectionSpec, Template
from spinney.plans.types.forms import FormLine, MovingForm


def moving_form(
    actor: Actor, *, plan_id: UUID, now: datetime, to: UUID | None = None
) -> MovingForm:
    plan = look_at(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    lines, open_to = form_lines(plan), targets(plan)
    target = next((form for form in open_to if form.id == to), open_to[-1] if open_to else None)
    access.record_sight(
        actor, Action.VIEW_DRAFT, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        plan=str(plan_id), moving_form=True,
    )  # fmt: skip
    move = standing_move(plan)
    may_return = move is not None and move[5] == plan.version
    return MovingForm(
        header=header_of(plan),
        now_on=_name(plan),
        targets=open_to,
        target=target,
        parts=rules.parts(plan.template, target.template) if target else (),
        homeless=rules.homeless(lines, plan.template, target.template) if target else (),
        kept=kept_values(lines, plan.template),
        moved_at=move[6] if move and may_return else None,
        moved_by=move[7] if move and may_return else "",
        moved_from=_form_name(move[1], move[2]) if move and may_return else "",
    )


def _name(plan: HeldPlan) -> str:
    return _form_name(plan.template_id, plan.form_id)


def _form_name(template_id: UUID, own_id: UUID | None) -> str:
    template: Template = form_ref(template_id, own_id).template
    own = ", with your school's own fields" if own_id else ""
    return f"{template.title}, version {template.version}{own}"


def kept_values(lines: Sequence[FormLine], now_on: Template) -> tuple[KeptValue, ...]:
    """Every value that waits beside the draft, oldest form first in each line."""
    known = {item.line.id: item.line for item in lines}
    found = []
    for item in lines:
        for form, piles in item.kept.items():
            template = template_by_id(UUID(form))
            section = template.section(item.line.section)
            where = _where(section or now_on.section(item.line.section), item)
            for code, values in piles.items():
                spec = section.field(code) if section else None
                found += [
                    KeptValue(
                        where=where, label=spec.label if spec else code,
                        words=rules.told(spec, value, known),
                        form=f"version {template.version}",
                    )
                    for value in values
                    if value not in rules.EMPTY and value != item.line.values.get(code)
                ]  # fmt: skip
    return tuple(found)


def _where(section: SectionSpec | None, item: FormLine) -> str:
    if section is None:
        return item.line.section
    return rules.where(section, item.line, item.line.position + 1)
