"""Carry what a review decided into the draft, so that nobody types it twice."""

from datetime import date, datetime
from typing import Any

from spinney.access.types import Actor
from spinney.kernel.rows import all_rows
from spinney.plans.models import DraftLine
from spinney.plans.rules import review as rules
from spinney.plans.services.carried import look_over
from spinney.plans.services.fields import write_fields
from spinney.plans.services.held import HeldPlan
from spinney.plans.types import SectionSpec
from spinney.plans.types.review import NextStep, OutcomeRow, Result


def carry_over(
    actor: Actor,
    plan: HeldPlan,
    rows: tuple[OutcomeRow, ...],
    *,
    held_on: date,
    next_review: date,
    now: datetime,
) -> tuple[int, int]:
    """How many outcomes ended, and how many have new words. Lines that have left the draft stay gone."""
    section = plan.template.section(rules.OUTCOME)
    ended = changed = 0
    for row in rows if section else ():
        step = rules.step_of(row.judged)
        if step is NextStep.END:
            ended += _end(plan, row, held_on)
        elif section and (values := _values(section, row, step)):
            write_fields(actor, plan, row.line.id, values, now=now)
            changed += step is NextStep.CHANGE
    # A result is a look: whoever judged an outcome has read its words.
    look_over(actor, plan, {row.line.id for row in rows if row.judged}, now=now)
    _set_next_review(actor, plan, next_review, now=now)
    return ended, changed


def _end(plan: HeldPlan, row: OutcomeRow, held_on: date) -> int:
    ended = {
        "achievement": rules.ACHIEVED[Result(row.judged.result)].value,
        "why": rules.why_ended(row.judged, held_on), "on": held_on.isoformat(),
    }  # fmt: skip
    mine = DraftLine.objects.filter(school_id=plan.school_id, plan_id=plan.id, id=row.line.id)
    return mine.update(ended=ended)


def _values(section: SectionSpec, row: OutcomeRow, step: NextStep) -> dict[str, Any]:
    """Only fields that this plan's form has."""
    found: dict[str, Any] = {}
    achieved = section.field("achievement")
    result = Result(row.judged.result)
    if achieved and result.value in {code for code, _ in achieved.choices}:
        found["achievement"] = result.value
    if step is NextStep.CHANGE:
        found |= {
            code: text
            for code, text in (("title", row.judged.title), ("target", row.judged.target))
            if text and section.field(code)
        }
        # New words begin again: the old verdict was about the old ones.
        if achieved and "not_reviewed" in {code for code, _ in achieved.choices}:
            found["achievement"] = "not_reviewed"
    return found


def _set_next_review(actor: Actor, plan: HeldPlan, due: date, *, now: datetime) -> None:
    section = plan.template.section("review")
    if section is None or section.field("next_review") is None:
        return
    for (line,) in all_rows(
        "SELECT id FROM plans_draft_line WHERE school_id = %s AND plan_id = %s AND section = 'review'"
        " ORDER BY position, id LIMIT 1",
        [plan.school_id, plan.id],
    ):
        write_fields(actor, plan, line, {"next_review": due.isoformat()}, now=now)
