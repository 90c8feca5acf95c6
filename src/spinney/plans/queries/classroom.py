"""In class: what a teacher is asked and has tapped, and what the SENCO sees of a plan in use.

Uses are counted by lesson and subject. No query here names who used a strategy, and none counts by person: the
one that reads `used_by` compares it with the reader. A head who appraises staff sees none of it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day, school_year_start
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.plan import HEADER, JOIN, header_from
from spinney.plans.rules.classroom import key_of
from spinney.plans.types import PlanHeader
from spinney.plans.types.classroom import (
    CannotDo,
    InClass,
    Lesson,
    ToConfirm,
    UseOfStrategy,
)

# Who teaches the child this week: on the timetable for a class that the child is in, tied as a teacher, still here.
TEACHERS = """
SELECT DISTINCT st.user_id FROM people_lesson l
  JOIN people_staff st ON st.school_id = l.school_id AND st.id = l.staff_id AND st.left_on IS NULL
  JOIN people_groupchild gc ON gc.school_id = l.school_id AND gc.group_id = l.group_id
   AND gc.valid_from <= %(day)s AND (gc.valid_to IS NULL OR gc.valid_to >= %(day)s)
  JOIN access_tie t ON t.school_id = l.school_id AND t.user_id = st.user_id AND t.subject_id = gc.child_id
   AND t.relation = 'teaches' AND t.state = 'confirmed' AND t.valid_from <= %(day)s
   AND (t.valid_to IS NULL OR t.valid_to >= %(day)s)
 WHERE l.school_id = c.school_id AND gc.child_id = c.child_id
"""
ASKED_SQL = f"""
SELECT c.plan_id, c.child_id,
       trim(coalesce(nullif(k.preferred_forename, ''), k.forename) || ' '
            || coalesce(nullif(k.preferred_surname, ''), k.surname)) AS name, c.version, c.strategies
  FROM plans_card c
  JOIN plans_plan p ON p.school_id = c.school_id AND p.id = c.plan_id AND p.lifecycle = 'active'
  JOIN people_child k ON k.school_id = c.school_id AND k.id = c.child_id
 WHERE c.school_id = %(school)s AND cardinality(c.strategies) > 0
   AND (%(plan)s::uuid IS NULL OR c.plan_id = %(plan)s)
   AND %(user)s IN ({TEACHERS}) AND {{allowed}}
   AND NOT EXISTS (SELECT 1 FROM plans_teacher_confirmation a WHERE a.school_id = c.school_id
                   AND a.plan_id = c.plan_id AND a.version = c.version AND a.user_id = %(user)s)
 ORDER BY name, c.plan_id LIMIT 50
"""
MINE_SQL = """
SELECT k.id, ARRAY(SELECT x.text_hash FROM plans_strategy_use x
                    WHERE x.school_id = k.school_id AND x.child_id = k.id AND x.group_id = %(group)s
                      AND x.day = %(day)s AND x.starts IS NOT DISTINCT FROM %(starts)s AND x.used_by = %(user)s)
  FROM people_child k WHERE k.school_id = %(school)s AND k.id = ANY(%(children)s) AND {allowed}
"""
DAY_SQL = """
SELECT k.id, x.group_id, to_char(x.starts, 'HH24:MI'), x.text_hash
  FROM people_child k
  LEFT JOIN plans_strategy_use x ON x.school_id = k.school_id AND x.child_id = k.id AND x.day = %(day)s
   AND x.used_by = %(user)s
 WHERE k.school_id = %(school)s AND k.id = ANY(%(children)s) AND {allowed}
"""
CONFIRMED_SQL = f"""
SELECT u.display_name, a.at IS NOT NULL, coalesce(a.answers, '[]'), a.at
  FROM plans_card c CROSS JOIN LATERAL ({TEACHERS}) s
  JOIN access_user u ON u.id = s.user_id
  LEFT JOIN plans_teacher_confirmation a ON a.school_id = c.school_id AND a.plan_id = c.plan_id
   AND a.version = c.version AND a.user_id = s.user_id
 WHERE c.school_id = %(school)s AND c.plan_id = %(plan)s ORDER BY u.display_name, u.id
"""
# A lesson in which two adults used a strategy is one lesson.
USES_SQL = """
SELECT x.text_hash, x.line, count(DISTINCT (x.group_id, x.day, x.starts)),
       array_remove(array_agg(DISTINCT nullif(g.subject, '') ORDER BY nullif(g.subject, '')), NULL),
       min(x.day), max(x.day), max(x.version)
  FROM plans_strategy_use x JOIN people_group g ON g.school_id = x.school_id AND g.id = x.group_id
 WHERE x.school_id = %(school)s AND x.plan_id = %(plan)s AND x.day >= %(since)s
 GROUP BY x.text_hash, x.line ORDER BY 3 DESC, x.text_hash
"""
LESSONS_SQL = """
SELECT count(DISTINCT (x.group_id, x.day, x.starts)) FROM plans_strategy_use x
 WHERE x.school_id = %(school)s AND x.plan_id = %(plan)s AND x.day >= %(since)s
"""
WORDS_SQL = """
SELECT DISTINCT f.value #>> '{}' FROM plans_version v, jsonb_array_elements(v.lines) l, jsonb_each(l -> 'values') f
 WHERE v.school_id = %(school)s AND v.plan_id = %(plan)s AND v.number = ANY(%(versions)s)
   AND (l ->> 'id')::uuid = ANY(%(lines)s) AND jsonb_typeof(f.value) = 'string'
"""


def asked_of(
    actor: Actor, *, school_id: UUID, now: datetime, plan_id: UUID | None = None
) -> tuple[ToConfirm, ...]:
    """The new versions that this person is asked about: those of children they teach this week, each once."""
    allowed = children_open_to(actor, Action.CONFIRM_STRATEGIES, now=now)
    rows = all_rows(
        ASKED_SQL.format(allowed=allowed.sql),
        {
            "school": school_id, "plan": plan_id, "user": actor.id, "day": school_day(now),
            **allowed.params,
        },
    )  # fmt: skip
    return tuple(_to_confirm(row) for row in rows)


def to_confirm(actor: Actor, *, plan_id: UUID, now: datetime) -> ToConfirm:
    """For the page that asks. NotFound where nothing is asked of this person, or no more."""
    row = one_row("SELECT school_id FROM plans_plan WHERE id = %s", [plan_id])
    found = asked_of(actor, school_id=row[0], plan_id=plan_id, now=now) if row else ()
    if row is None or not found:
        raise NotFound("Nothing is asked of you about this plan.")
    access.record_sight(
        actor, Action.VIEW_CARD, school_id=row[0], subjects=[found[0].child_id], now=now
    )
    return found[0]


def _to_confirm(row: Row) -> ToConfirm:
    plan, child, name, version, strategies = row
    return ToConfirm(plan, child, name, version, tuple((key_of(text), text) for text in strategies))


def taps_of(
    actor: Actor, *, school_id: UUID, child_ids: Sequence[UUID], lesson: Lesson, now: datetime
) -> dict[UUID, frozenset[str]]:
    """The children for whom this person may note a use, with what they themselves have noted in this lesson."""
    allowed = children_open_to(actor, Action.USE_STRATEGY, now=now, column="id", table="k")
    params = {
        "school": school_id, "children": list(child_ids), "group": lesson.group_id, "day": lesson.day,
        "starts": lesson.starts, "user": actor.id, **allowed.params,
    }  # fmt: skip
    rows = all_rows(MINE_SQL.format(allowed=allowed.sql), params)
    return {child: frozenset(keys) for child, keys in rows}


def taps_of_day(
    actor: Actor, *, school_id: UUID, child_ids: Sequence[UUID], day: date, now: datetime
) -> dict[UUID, frozenset[tuple[UUID, str, str]]]:
    """The same for all of a day's lessons: class, hour and strategy of what this person has noted."""
    allowed = children_open_to(actor, Action.USE_STRATEGY, now=now, column="id", table="k")
    params = {
        "school": school_id, "children": list(child_ids), "day": day, "user": actor.id,
        **allowed.params,
    }  # fmt: skip
    rows = all_rows(DAY_SQL.format(allowed=allowed.sql), params)
    found: dict[UUID, set[tuple[UUID, str, str]]] = {row[0]: set() for row in rows}
    for child, group, starts, key in rows:
        if key:
            found[child].add((group, starts or "", key))
    return {child: frozenset(keys) for child, keys in found.items()}


def in_class(actor: Actor, *, plan_id: UUID, now: datetime) -> InClass:
    """For those who write the plan: who has confirmed, what cannot be done, and what was used since September."""
    header = _header(actor, plan_id, now=now)
    since = school_year_start(school_day(now))
    params = {
        "school": header.school_id, "plan": plan_id, "day": school_day(now), "since": since,
    }  # fmt: skip
    answers = all_rows(CONFIRMED_SQL, params)
    uses = all_rows(USES_SQL, params)
    lessons = one_row(LESSONS_SQL, params)
    subjects = sorted({subject for row in uses for subject in row[3]})
    return InClass(
        plan_id=plan_id, child_id=header.child_id, child_name=header.child_name,
        version=header.version, since=since,
        confirmed=sum(row[1] for row in answers), asked=len(answers),
        waiting=tuple(row[0] for row in answers if not row[1]), cannot=_cannot(answers),
        lessons=lessons[0] if lessons else 0, subjects=tuple(subjects),
        uses=_uses(header, uses),
    )  # fmt: skip


def _header(actor: Actor, plan_id: UUID, *, now: datetime) -> PlanHeader:
    row = one_row(f"SELECT {HEADER} FROM {JOIN} WHERE p.id = %s", [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    header = header_from(row)
    access.require(
        actor, Action.EDIT_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), in_class=True,
    )  # fmt: skip
    return header


def _cannot(rows: Sequence[Row]) -> tuple[CannotDo, ...]:
    return tuple(
        CannotDo(item["text"], item["why"], teacher, at)
        for teacher, _, answers, at in rows
        for item in answers
        if not item["can"]
    )


def _uses(header: PlanHeader, rows: Sequence[Row]) -> tuple[UseOfStrategy, ...]:
    """Each with its words, from the version in which it was used, and whether the card still has it."""
    if not rows:
        return ()
    params = {
        "school": header.school_id, "plan": header.id,
        "versions": [row[6] for row in rows], "lines": [row[1] for row in rows],
    }  # fmt: skip
    words = {key_of(text): text for (text,) in all_rows(WORDS_SQL, params)}
    card = one_row(
        "SELECT strategies FROM plans_card WHERE school_id = %(school)s AND plan_id = %(plan)s",
        params,
    )
    now_on = {key_of(text) for text in card[0]} if card else set()
    return tuple(
        UseOfStrategy(
            words.get(row[0], "A strategy that is no longer in the plan"), row[0] in now_on, row[2],
            tuple(row[3]), row[4], row[5],
        )
        for row in rows
    )  # fmt: skip
