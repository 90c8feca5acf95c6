"""Questions as conversations: one for its asker or for those who answer, and the school's list of what waits."""

from datetime import date, datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to, roles_allowed
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotAllowed, NotFound
from spinney.kernel.rows import all_rows, one_row
from spinney.plans.queries.answers import COLUMNS, answer_from
from spinney.plans.queries.family import family_answer
from spinney.plans.queries.plan import HEADER, JOIN, header_from
from spinney.plans.rules import questions as rules
from spinney.plans.rules.changes import name_of
from spinney.plans.types import AnswerKind, AnswerView, Line, PlanHeader, PlanView
from spinney.plans.types.voices import OpenQuestion, Post, StepOf, Thread

GONE = "There is no such question."
MOST = 200
STEPS_SQL = """
SELECT kind, words, by_name, by_family, at FROM plans_question_step
 WHERE school_id = %s AND answer_id = %s ORDER BY at, id
"""
OPEN_SQL = f"""
SELECT a.id, p.id, p.child_id,
       trim(coalesce(nullif(c.preferred_forename, ''), c.forename) || ' '
            || coalesce(nullif(c.preferred_surname, ''), c.surname)),
       c.year, c.registration_group, a.from_name, a.words, a.at,
       coalesce(a.due_on, (a.at AT TIME ZONE 'Europe/London')::date + 7) AS due_on,
       (SELECT l -> 'values' FROM plans_version v, jsonb_array_elements(v.lines) l
         WHERE v.school_id = a.school_id AND v.plan_id = a.plan_id AND v.number = a.version
           AND l ->> 'id' = a.line::text),
       EXISTS (SELECT 1 FROM plans_question_step s WHERE s.school_id = a.school_id
                AND s.answer_id = a.id AND s.kind = 'note')
  FROM plans_answer a
  JOIN {JOIN.replace("plans_plan p JOIN", "plans_plan p ON p.school_id = a.school_id AND p.id = a.plan_id JOIN")}
 WHERE a.school_id = %(school)s AND a.kind = 'question' AND a.replied_at IS NULL AND a.closed_at IS NULL
   AND {{allowed}}
 ORDER BY due_on, a.at, a.id LIMIT {MOST}
"""


def open_questions(actor: Actor, *, school_id: UUID, now: datetime) -> tuple[OpenQuestion, ...]:
    """What waits for the school, longest overdue first. For those who may answer."""
    if not roles_allowed(Action.EDIT_PLAN) & actor.roles_in(school_id):
        raise NotAllowed("no_grant")
    allowed = children_open_to(actor, Action.EDIT_PLAN, now=now, table="p")
    rows = all_rows(OPEN_SQL.format(allowed=allowed.sql), {"school": school_id, **allowed.params})
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=sorted({row[2] for row in rows}),
        now=now, list=True,
    )  # fmt: skip
    return tuple(
        OpenQuestion(
            id=row[0], plan_id=row[1], child_name=row[3], year=row[4], group=row[5],
            from_name=row[6], words=row[7], asked_at=row[8], due_on=row[9],
            about=name_of(Line(row[0], "", 0, row[10])) if row[10] else "", noted=row[11],
        )
        for row in rows
    )  # fmt: skip


def question_thread(actor: Actor, *, plan_id: UUID, answer_id: UUID, now: datetime) -> Thread:
    """For those who may answer: the question, everything that followed, and when the answer is due."""
    row = one_row(f"SELECT {HEADER} FROM {JOIN} WHERE p.id = %s", [plan_id])
    if row is None:
        raise NotFound(GONE)
    header = header_from(row)
    access.require(
        actor, Action.EDIT_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    found = one_row(
        f"SELECT {COLUMNS} FROM plans_answer WHERE school_id = %s AND plan_id = %s AND id = %s"
        " AND kind = 'question'",
        [header.school_id, plan_id, answer_id],
    )
    if found is None:
        raise NotFound(GONE)
    _saw(actor, header, answer_id, now=now)
    return _thread(header, answer_from(found))


def my_thread(
    actor: Actor, *, plan_id: UUID, answer_id: UUID, now: datetime
) -> tuple[PlanView, AnswerView, Thread]:
    """A question of this person's own. Anyone else's is not there."""
    view, answer = family_answer(actor, plan_id=plan_id, answer_id=answer_id, now=now)
    if answer.kind is not AnswerKind.QUESTION:
        raise NotFound(GONE)
    _saw(actor, view.header, answer_id, now=now)
    return view, answer, _thread(view.header, answer)


def _thread(header: PlanHeader, answer: AnswerView) -> Thread:
    rows = all_rows(STEPS_SQL, [header.school_id, answer.id])
    posts = tuple(Post(StepOf(kind), *rest) for kind, *rest in rows)
    if answer.replied_at and not any(post.kind is StepOf.REPLY for post in posts):
        # Answered before questions had steps: the reply stands on the answer alone.
        posts = (
            Post(StepOf.REPLY, answer.reply, "The school", by_family=False, at=answer.replied_at),
            *posts,
        )
    return Thread(
        id=answer.id, header=header, about=answer.about, words=answer.words,
        from_name=answer.from_name, channel=answer.channel, entered_by=answer.entered_by,
        version=answer.version, asked_at=answer.at, due_on=due_of(answer), posts=posts,
        state=rules.state_of(
            replied=answer.replied_at is not None, closed=answer.closed_at is not None
        ),
    )  # fmt: skip


def due_of(answer: AnswerView) -> date:
    return answer.due_on or rules.answer_due(school_day(answer.at), rules.DEFAULT_DAYS)


def _saw(actor: Actor, header: PlanHeader, answer_id: UUID, *, now: datetime) -> None:
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(header.id), question=str(answer_id),
    )  # fmt: skip
