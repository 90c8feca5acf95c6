"""In a lesson: 'used today' in one tap, and what a teacher will do of a new plan. Never for appraisal."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import one_row, run
from spinney.plans.events import StrategiesConfirmed, StrategyUsed
from spinney.plans.queries.classroom import asked_of
from spinney.plans.rules import classroom as rules
from spinney.plans.rules.render import lines_from
from spinney.plans.rules.template import clean
from spinney.plans.types import FieldKind, FieldSpec
from spinney.plans.types.classroom import StrategyAnswer, Tap

WHY = FieldSpec(code="why", label="Why you cannot", kind=FieldKind.TEXT, most=rules.LONGEST_WHY)
GONE = "That strategy is no longer on the card. Reload the page to see the newest."
CARD_SQL = """
SELECT c.plan_id, c.version, c.strategies, v.lines
  FROM plans_card c
  JOIN plans_version v ON v.school_id = c.school_id AND v.plan_id = c.plan_id AND v.number = c.version
 WHERE c.school_id = %(school)s AND c.child_id = %(child)s
"""
IN_CLASS_SQL = """
SELECT 1 FROM people_groupchild WHERE school_id = %(school)s AND group_id = %(group)s AND child_id = %(child)s
   AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to >= %(day)s)
   AND (%(starts)s::time IS NULL OR EXISTS (SELECT 1 FROM people_lesson l WHERE l.school_id = %(school)s
        AND l.group_id = %(group)s AND l.weekday = extract(isodow FROM %(day)s::date) AND l.starts = %(starts)s))
"""
USE_SQL = """
INSERT INTO plans_strategy_use
  (id, school_id, child_id, plan_id, version, line, text_hash, group_id, day, starts, used_by, at)
VALUES (%(id)s, %(school)s, %(child)s, %(plan)s, %(version)s, %(line)s, %(key)s, %(group)s, %(day)s, %(starts)s,
        %(user)s, %(now)s)
ON CONFLICT DO NOTHING
"""
TAKE_BACK_SQL = """
DELETE FROM plans_strategy_use
 WHERE school_id = %(school)s AND child_id = %(child)s AND text_hash = %(key)s AND group_id = %(group)s
   AND day = %(day)s AND starts IS NOT DISTINCT FROM %(starts)s AND used_by = %(user)s
"""


def use_strategy(actor: Actor, *, school_id: UUID, tap: Tap, now: datetime) -> bool:
    """Note it, or take one's own note back. The same tap twice changes nothing; says whether anything changed."""
    access.require(
        actor, Action.USE_STRATEGY, school_id=school_id, subject_id=tap.child_id, now=now
    )
    if reason := rules.reason_not_to_tap(tap.day, school_day(now), used=tap.used):
        raise NotNow(reason)
    params = {
        "school": school_id, "child": tap.child_id, "key": tap.key, "group": tap.group_id,
        "day": tap.day, "starts": tap.starts, "user": actor.id, "now": now, "id": uuid7(),
    }  # fmt: skip
    if one_row(IN_CLASS_SQL, params) is None:
        raise NotFound("The child is not in that lesson on that day.")
    card = one_row(CARD_SQL, params)
    text = next((t for t in card[2] if rules.key_of(t) == tap.key), None) if card else None
    line = rules.line_of(lines_from(card[3]), text) if card and text else None
    if card is None or line is None:
        raise NotNow(GONE)
    params |= {"plan": card[0], "version": card[1], "line": line}
    if not run(USE_SQL if tap.used else TAKE_BACK_SQL, params):
        return False
    access.record(
        actor, Action.USE_STRATEGY, school_id=school_id, subjects=[tap.child_id], now=now,
        line=str(line), group=str(tap.group_id), day=str(tap.day), used=tap.used,
    )  # fmt: skip
    emit(
        StrategyUsed(
            school_id=school_id, subject_id=card[0], child_id=tap.child_id, line_id=line,
            group_id=tap.group_id, day=tap.day, used=tap.used,
        ),
        now=now,
    )  # fmt: skip
    return True


def confirm_strategies(
    actor: Actor,
    *,
    plan_id: UUID,
    version: int,
    answers: Sequence[StrategyAnswer],
    now: datetime,
) -> None:
    """Once a version and teacher, and never changed. What cannot be done goes to the SENCO, in words."""
    school_id, child_id = _plan(plan_id)
    access.require(
        actor, Action.CONFIRM_STRATEGIES, school_id=school_id, subject_id=child_id, now=now
    )
    asked = asked_of(actor, school_id=school_id, plan_id=plan_id, now=now)
    if not asked:
        if _said(actor, school_id, plan_id, version):
            return  # sent again by a device that did not hear the first answer
        raise NotNow("You are not asked about this plan. It may be on another teacher’s timetable.")
    if asked[0].version != version:
        raise NotNow("A newer version of the plan has come out. Read its strategies first.")
    if faults := rules.faults_of(asked[0].strategies, answers):
        key = next(iter(faults))
        raise BadInput(faults[key], field=key)
    _keep(actor, school_id, plan_id, version, _in_order(asked[0].strategies, answers), now=now)
    cannot = sum(not answer.can for answer in answers)
    access.record(
        actor, Action.CONFIRM_STRATEGIES, school_id=school_id, subjects=[child_id], now=now,
        version=version, cannot=cannot,
    )  # fmt: skip
    emit(
        StrategiesConfirmed(
            school_id=school_id, subject_id=plan_id, child_id=child_id, version=version,
            cannot=cannot,
        ),
        now=now,
    )  # fmt: skip


def _in_order(
    strategies: Sequence[tuple[str, str]], answers: Sequence[StrategyAnswer]
) -> list[dict[str, object]]:
    said = {answer.key: answer for answer in answers}
    return [
        {
            "key": key, "text": text, "can": said[key].can,
            "why": "" if said[key].can else clean(WHY, said[key].why) or "",
        }
        for key, text in strategies
    ]  # fmt: skip


def _keep(
    actor: Actor,
    school_id: UUID,
    plan_id: UUID,
    version: int,
    answers: list[dict[str, object]],
    *,
    now: datetime,
) -> None:
    run(
        "INSERT INTO plans_teacher_confirmation"
        " (id, school_id, plan_id, version, user_id, user_name, answers, at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [uuid7(), school_id, plan_id, version, actor.id, actor.display_name, Jsonb(answers), now],
    )


def _plan(plan_id: UUID) -> tuple[UUID, UUID]:
    row = one_row("SELECT school_id, child_id FROM plans_plan WHERE id = %s", [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    return row[0], row[1]


def _said(actor: Actor, school_id: UUID, plan_id: UUID, version: int) -> bool:
    return bool(
        one_row(
            "SELECT 1 FROM plans_teacher_confirmation"
            " WHERE school_id = %s AND plan_id = %s AND user_id = %s AND version = %s",
            [school_id, plan_id, actor.id, version],
        )
    )
