"""The bank beside one plan: what to offer for a list of it, and which of its lines came from there."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound, NotNow
from spinney.kernel.rows import one_row
from spinney.plans.queries.lists import NAME
from spinney.plans.queries.page import PlanPage
from spinney.plans.rules import bank as rules
from spinney.plans.rules.bank_find import find, phase_of_year
from spinney.plans.services.bank_held import bank_of
from spinney.plans.templates import template_by_id
from spinney.plans.types import DraftView, Lifecycle, SectionSpec
from spinney.plans.types.bank import BankFilter, BankItem, BankKind, Fit, Origin, OriginNote

# The areas of the needs on the draft are looked for by value: forms differ in what they call the field.
PLAN_SQL = f"""
SELECT p.school_id, p.child_id, coalesce(p.form_id, p.template_id), p.lifecycle, {NAME} AS child_name, c.year,
       (SELECT array_agg(DISTINCT x.value #>> '{{}}') FROM plans_draft_line l, jsonb_each(l.values) AS x
         WHERE l.school_id = p.school_id AND l.plan_id = p.id AND l.section = 'need'
           AND jsonb_typeof(x.value) = 'string' AND length(x.value #>> '{{}}') <= 4)
  FROM plans_plan p JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
 WHERE p.id = %s
"""


@dataclass(frozen=True, slots=True)
class PlanBank:
    """What the picker shows: entries for one list of one plan, those that fit the child first."""

    plan_id: UUID
    child_id: UUID
    child_name: str
    section: SectionSpec
    kind: BankKind
    items: tuple[BankItem, ...]
    total: int


@dataclass(frozen=True, slots=True)
class BankInEditor:
    """`kinds` says which lists of this form the bank can fill; `notes` which lines came from it."""

    kinds: dict[str, BankKind]
    notes: dict[UUID, OriginNote] = field(default_factory=dict)


def bank_for_plan(
    actor: Actor,
    *,
    plan_id: UUID,
    section: str,
    narrowed: BankFilter,
    now: datetime,
    most: int = 30,
    only_options: bool = False,
) -> PlanBank:
    """`only_options` is for type-ahead: nothing about the child is shown, so no look is recorded at each letter."""
    row = one_row(PLAN_SQL, [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    school_id, child_id, template_id, lifecycle, name, year, areas = row
    access.require(actor, Action.EDIT_PLAN, school_id=school_id, subject_id=child_id, now=now)
    template = template_by_id(template_id)
    spec, kind = template.section(section), rules.kinds_by_section(template).get(section)
    if spec is None or kind is None:
        raise NotFound("This plan’s form has no such list.")
    if lifecycle == Lifecycle.ENDED:
        raise NotNow("This plan has ended. Reopen it before you change it.")
    if not only_options:
        access.record_sight(
            actor, Action.VIEW_DRAFT, school_id=school_id, subjects=[child_id], now=now,
            plan=str(plan_id),
        )  # fmt: skip
    fit = Fit(frozenset(areas or ()), phase_of_year(year))
    of_kind = [item for item in bank_of(school_id).values() if item.entry.kind is kind]
    found = find(of_kind, narrowed, fit=fit)
    return PlanBank(plan_id, child_id, name, spec, kind, found[:most], len(found))


def bank_in_editor(draft: DraftView) -> BankInEditor:
    """For whoever has the draft before them: they have been asked already."""
    notes = {
        item.line.id: _note(item.origin, item.line.values) for item in draft.lines if item.origin
    }
    return BankInEditor(rules.kinds_by_section(draft.template), notes)


def bank_in_version(actor: Actor, page: PlanPage) -> tuple[tuple[str, OriginNote], ...]:
    """For staff who have the version before them: the section and origin of each line from the bank."""
    if page.view is None or not actor.roles_in(page.header.school_id):
        return ()
    found = []
    for line in page.view.lines:
        section = page.view.template.section(line.section)
        if section is not None and (origin := page.origins.get(str(line.id))):
            found.append((section.title, _note(origin, line.values)))
    return tuple(found)


def _note(stored: dict[str, Any], values: dict[str, Any]) -> OriginNote:
    origin = msgspec.convert(stored, Origin)
    return OriginNote(
        code=origin.code, version=origin.version, whose=origin.whose, title=origin.title,
        by_name=origin.by_name, at=origin.at, changed=rules.is_changed(values, origin.marks),
        blanks=rules.blanks_in(values),
    )  # fmt: skip
