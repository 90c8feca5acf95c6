"""The cycles of a plan, counted from its versions and recorded reviews: never typed, so never wrong."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor, FieldClass
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.plan import HEADER, JOIN, header_from
from spinney.plans.rules import render
from spinney.plans.rules import review as rules
from spinney.plans.templates import template_by_id
from spinney.plans.types import PlanHeader
from spinney.plans.types.review import (
    Cycle,
    CycleRow,
    CyclesPage,
    Held,
    NextStep,
    PersonKind,
    Published,
    Result,
    ResultRow,
)

COUNTED = """p.opened_on,
  (SELECT coalesce(jsonb_agg(jsonb_build_array(v.number, v.published_at) ORDER BY v.number), '[]')
     FROM plans_version v WHERE v.school_id = p.school_id AND v.plan_id = p.id),
  (SELECT coalesce(jsonb_agg(jsonb_build_array(r.id, r.version, r.recorded_at, r.held_on)
                             ORDER BY r.recorded_at), '[]')
     FROM plans_review r WHERE r.school_id = p.school_id AND r.plan_id = p.id
      AND r.recorded_at IS NOT NULL),
  EXISTS (SELECT 1 FROM plans_review r
            JOIN plans_review_result x ON x.school_id = r.school_id AND x.review_id = r.id
           WHERE r.school_id = p.school_id AND r.plan_id = p.id AND r.recorded_at IS NULL)"""

PROOF_SQL = """
SELECT r.id, r.recorded_by_name, coalesce(v.form_id, v.template_id), v.lines,
  (SELECT coalesce(jsonb_agg(jsonb_build_array(x.title, x.result, x.words, x.next_step, x.ladder,
                             x.judged_by_name, x.judged_from) ORDER BY x.id), '[]')
     FROM plans_review_result x WHERE x.school_id = r.school_id AND x.review_id = r.id),
  (SELECT coalesce(jsonb_agg(jsonb_build_array(h.kind, h.name, h.role) ORDER BY h.id), '[]')
     FROM plans_review_person h WHERE h.school_id = r.school_id AND h.review_id = r.id AND h.present)
  FROM plans_review r JOIN plans_version v ON v.school_id = r.school_id AND v.plan_id = r.plan_id
   AND v.number = r.version
 WHERE r.school_id = %s AND r.plan_id = %s AND r.recorded_at IS NOT NULL
"""


def cycles_from(header: PlanHeader, row: Row) -> tuple[Cycle, ...]:
    """`row` is what COUNTED selects."""
    opened_on, versions, reviews, reviewing = row
    return rules.cycles(
        opened_on,
        [Published(number, datetime.fromisoformat(at)) for number, at in versions],
        [
            Held(UUID(found), version, datetime.fromisoformat(at), date.fromisoformat(on))
            for found, version, at, on in reviews
        ],
        lifecycle=header.lifecycle, review_due=header.review_due, reviewing=reviewing,
    )  # fmt: skip


def cycles_of_plan(actor: Actor, *, plan_id: UUID, now: datetime) -> tuple[Cycle, ...]:
    """For a page about this plan that has recorded its look. Empty for those who may not see the plan."""
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    row = one_row(
        f"SELECT {HEADER}, {COUNTED} FROM {JOIN} WHERE p.id = %(plan)s AND {allowed.sql}",
        {"plan": plan_id, **allowed.params},
    )
    return cycles_from(header_from(row), row[11:15]) if row else ()


def cycles_page(actor: Actor, *, plan_id: UUID, now: datetime) -> CyclesPage:
    """Every cycle with its proof: dates, what was tried, the result of each outcome, and who took part."""
    row = one_row(f"SELECT {HEADER}, {COUNTED} FROM {JOIN} WHERE p.id = %s", [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    header = header_from(row)
    decision = access.require(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    proofs = {found[0]: found for found in all_rows(PROOF_SQL, [header.school_id, header.id])}
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), cycles=True,
    )  # fmt: skip
    return CyclesPage(
        header,
        tuple(
            _proof(cycle, proofs[cycle.review_id], decision.classes)
            if cycle.review_id
            else CycleRow(cycle, (), (), (), "")
            for cycle in cycles_from(header, row[11:15])
        ),
    )


def _proof(cycle: Cycle, row: Row, classes: frozenset[FieldClass]) -> CycleRow:
    _, recorded_by, template_id, stored, results, people = row
    template = template_by_id(template_id)
    lines, _ = render.for_reader(template, render.lines_from(stored), classes)
    outcome = template.section(rules.OUTCOME)
    shown = outcome is not None and outcome.field_class in classes
    return CycleRow(
        cycle,
        tuple(x.text("what") for x in lines if x.section == "provision" and x.text("what")),
        tuple(map(_result, results)) if shown else (),
        _people(people, classes),
        recorded_by,
    )


def _result(stored: list[Any]) -> ResultRow:
    title, result, words, step, ladder, by, judged_from = stored
    found = Result(result)
    chosen = NextStep(step) if step else rules.USUAL_STEP[found]
    return ResultRow(title, found, words, chosen, ladder, by, judged_from)


def _people(people: list[list[str]], classes: frozenset[FieldClass]) -> tuple[str, ...]:
    """Adults of the family are named only to those who may read about them; others hear that family came."""
    named = FieldClass.THIRD_PARTY in classes
    found = [
        f"{name} ({role})" if role else name
        for kind, name, role in people
        if named or kind != PersonKind.FAMILY
    ]
    family = not named and any(kind == PersonKind.FAMILY for kind, _, _ in people)
    return (*found, "family") if family else tuple(found)
