"""What the coach says of a draft, and setting a finding aside. Findings are read off the words, never kept."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import Row, one_row, run
from spinney.plans.events import AdviceSetAside
from spinney.plans.rules import coach, render
from spinney.plans.rules.template import clean
from spinney.plans.services.held import HeldPlan, hold, must_be_open
from spinney.plans.services.publish import draft_lines
from spinney.plans.types import DraftLine, FieldKind, FieldSpec, Template
from spinney.plans.types.coach import Advice, Finding, FindingKey, SetAsideView

WHY = FieldSpec(code="why", label="Why it is set aside", kind=FieldKind.TEXT, most=500)
NO_WHY = "Say in a few words why this is right as it is. The next person will read it."
GONE = "The words have changed since, so that note is no longer there. Nothing was set aside."

ASIDE = """(SELECT coalesce(jsonb_agg(jsonb_build_array(s.rule, s.line, s.field, s.mark, s.why, s.by_name, s.at)
                            ORDER BY s.at, s.id), '[]')
          FROM plans_setaside s
         WHERE s.school_id = p.school_id AND s.plan_id = p.id AND s.undone_at IS NULL)"""
FIRST_NAME = "coalesce(nullif(c.preferred_forename, ''), c.forename)"
BESIDE_SQL = f"""
SELECT {FIRST_NAME}, {ASIDE}, v.lines
  FROM plans_plan p JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
  LEFT JOIN plans_version v ON v.school_id = p.school_id AND v.plan_id = p.id AND v.number = p.version
 WHERE p.school_id = %s AND p.id = %s
"""


def advice(
    template: Template, lines: Sequence[DraftLine], *, school_id: UUID, plan_id: UUID, now: datetime
) -> Advice:
    """For callers who have asked permission and hold the draft."""
    row = one_row(BESIDE_SQL, [school_id, plan_id])
    if row is None:
        raise LookupError("a draft in hand has no plan")
    child, aside, published = row
    seen: dict[str, int] = {}
    numbers = {}
    for item in lines:
        seen[item.line.section] = seen.get(item.line.section, 0) + 1
        numbers[item.line.id] = seen[item.line.section]
    sheet = coach.Sheet(
        template, [item.line for item in lines if item.ended is None], school_day(now), child,
        before={line.id: line for line in render.lines_from(published or ())}, numbers=numbers,
    )  # fmt: skip
    return sorted_out(coach.find(sheet), aside)


def sorted_out(found: Sequence[Finding], aside: Sequence[Row]) -> Advice:
    """What stands and what was set aside. A reason for words that are no longer there is passed over."""
    reasons = {key_of(*row[:4]): row[4:] for row in aside}
    left = [
        SetAsideView(item, why, by, datetime.fromisoformat(at))
        for item in found
        if item.key in reasons
        for why, by, at in [reasons[item.key]]
    ]
    return Advice(tuple(item for item in found if item.key not in reasons), tuple(left))


def key_of(rule: str, line: str | None, field: str, mark: str) -> FindingKey:
    return FindingKey(rule, UUID(line) if line else None, field, mark)


def set_aside(actor: Actor, *, plan_id: UUID, key: FindingKey, why: str, now: datetime) -> None:
    """Leave a finding, with a reason. It comes back when the words it is about change."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    reason = clean(WHY, why)
    if not reason:
        raise BadInput(NO_WHY, field="why")
    known = advice(
        plan.template, draft_lines(plan), school_id=plan.school_id, plan_id=plan.id, now=now
    )
    if any(item.finding.key == key for item in known.aside):
        return
    if all(item.key != key for item in known.standing):
        raise NotNow(GONE)
    run(
        "INSERT INTO plans_setaside (id, school_id, plan_id, rule, line, field, mark, why, at, by, by_name)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [uuid7(), plan.school_id, plan.id, *key, reason, now, actor.id, actor.display_name],
    )
    _tell(actor, plan, key, aside=True, now=now)


def take_up_again(actor: Actor, *, plan_id: UUID, key: FindingKey, now: datetime) -> None:
    """Bring a finding back that was set aside."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    changed = run(
        "UPDATE plans_setaside SET undone_at = %s WHERE school_id = %s AND plan_id = %s AND rule = %s"
        " AND line IS NOT DISTINCT FROM %s AND field = %s AND mark = %s AND undone_at IS NULL",
        [now, plan.school_id, plan.id, *key],
    )
    if changed:
        _tell(actor, plan, key, aside=False, now=now)


def _tell(actor: Actor, plan: HeldPlan, key: FindingKey, *, aside: bool, now: datetime) -> None:
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        advice=key.rule, line=str(key.line or ""), field=key.field, aside=aside,
    )  # fmt: skip
    emit(
        AdviceSetAside(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id, line_id=key.line,
            field=key.field, rule=key.rule, aside=aside,
        ),
        now=now,
    )  # fmt: skip
