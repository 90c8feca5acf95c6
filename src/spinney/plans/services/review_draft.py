"""Carry what a review decided into the draft, so that nobody types it twice."""

from datetime import date
from typing import Any

from psycopg.types.json import Jsonb

from spinney.kernel.rows import all_rows, run
from spinney.plans.models import DraftLine
from spinney.plans.rules import review as rules
from spinney.plans.services.held import HeldPlan
from spinney.plans.types import SectionSpec
from spinney.plans.types.review import NextStep, OutcomeRow, Result


def carry_over(
    plan: HeldPlan,
    rows: tuple[OutcomeRow, ...],
    *,
    held_on: date,
    next_review: date,
) -> tuple[int, int]:
    """How many outcomes ended, and how many have new words. Lines that have left the draft stay gone."""
    section = plan.template.section(rules.OUTCOME)
    ended = changed = 0
    for row in rows if section else ():
        step = rules.step_of(row.judged)
        if step is NextStep.END:
            ended += _end(plan, row, held_on)
        elif section and (values := _values(section, row, step)):
            _write(plan, row, values)
            changed += step is NextStep.CHANGE
    _set_next_review(plan, next_review)
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


# Each field's count goes up by one, so that somebody who has it open is told and loses nothing.
WRITE_SQL = """
UPDATE plans_draft_line SET values = values || %(values)s, ended = NULL,
       revs = revs || (SELECT jsonb_object_agg(code, coalesce((revs ->> code)::int, 0) + 1)
                         FROM jsonb_object_keys(%(values)s) AS code)
 WHERE school_id = %(school)s AND plan_id = %(plan)s AND id = %(line)s
"""


def _write(plan: HeldPlan, row: OutcomeRow, values: dict[str, Any]) -> None:
    run(
        WRITE_SQL,
        {"values": Jsonb(values), "school": plan.school_id, "plan": plan.id, "line": row.line.id},
    )


def _set_next_review(plan: HeldPlan, due: date) -> None:
    section = plan.template.section("review")
    if section is None or section.field("next_review") is None:
        return
    for (line,) in all_rows(
        "SELECT id FROM plans_draft_line WHERE school_id = %s AND plan_id = %s AND section = 'review'"
        " ORDER BY position, id LIMIT 1",
        [plan.school_id, plan.id],
    ):
        run(
            WRITE_SQL,
            {"values": Jsonb({"next_review": due.isoformat()}), "school": plan.school_id,
             "plan": plan.id, "line": line},
        )  # fmt: skip
