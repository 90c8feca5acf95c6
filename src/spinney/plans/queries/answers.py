"""A family's answers: all of them to those who lead the plan, only their own to each adult."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.plan import HEADER, JOIN, header_from
from spinney.plans.rules.changes import name_of
from spinney.plans.types import AnswerKind, AnswerView, Channel, Line, PlanHeader

# The line that was asked about, as it stood in the version that was answered.
COLUMNS = """id, kind, words, line, version, from_name, channel, entered_by_name, at, reply, replied_at,
  due_on, closed_at,
  (SELECT l -> 'values' FROM plans_version v, jsonb_array_elements(v.lines) l
    WHERE plans_answer.line IS NOT NULL AND v.school_id = plans_answer.school_id
      AND v.plan_id = plans_answer.plan_id AND v.number = plans_answer.version
      AND l ->> 'id' = plans_answer.line::text)"""


@dataclass(frozen=True, slots=True)
class PaperFormView:
    id: UUID
    plan_id: UUID
    version: int
    recipient_name: str
    carer_id: UUID | None
    code: str
    expires_on: date

    @property
    def code_shown(self) -> str:
        return f"{self.code[:4]}-{self.code[4:]}"


def answer_from(row: Row) -> AnswerView:
    found, kind, words, line, version, who, channel, entered, at, reply, replied = row[:11]
    due_on, closed_at, values = row[11:14]
    about = name_of(Line(line, "", 0, values)) if values else ""
    return AnswerView(
        found, AnswerKind(kind), words, line, version, who, Channel(channel), entered, at, reply,
        replied, about, due_on, closed_at,
    )  # fmt: skip


def answers_on(actor: Actor, *, plan_id: UUID, now: datetime) -> tuple[AnswerView, ...]:
    """Every answer to a plan, newest first. For those who edit it: parents never see one another's."""
    return answers_page(actor, plan_id=plan_id, now=now).answers


@dataclass(frozen=True, slots=True)
class AnswersPage:
    header: PlanHeader
    answers: tuple[AnswerView, ...]


def answers_page(actor: Actor, *, plan_id: UUID, now: datetime) -> AnswersPage:
    """What the family said, questions that wait for a reply first."""
    row = one_row(f"SELECT {HEADER} FROM {JOIN} WHERE p.id = %s", [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    header = header_from(row)
    access.require(
        actor, Action.EDIT_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), answers=True,
    )  # fmt: skip
    rows = all_rows(
        f"SELECT {COLUMNS} FROM plans_answer WHERE school_id = %s AND plan_id = %s"
        " ORDER BY (kind = 'question' AND replied_at IS NULL AND closed_at IS NULL) DESC, at DESC",
        [header.school_id, plan_id],
    )
    return AnswersPage(header, tuple(map(answer_from, rows)))


def my_answers(actor: Actor, *, plan_id: UUID, now: datetime) -> tuple[AnswerView, ...]:
    """This person's own answers, on screen, on paper or by phone."""
    school_id, child_id = _plan(plan_id)
    access.require(actor, Action.ANSWER_PLAN, school_id=school_id, subject_id=child_id, now=now)
    rows = all_rows(
        f"SELECT {COLUMNS} FROM plans_answer WHERE school_id = %s AND plan_id = %s AND from_user = %s"
        " ORDER BY at DESC",
        [school_id, plan_id, actor.id],
    )
    return tuple(map(answer_from, rows))


def paper_form(actor: Actor, *, form_id: UUID, now: datetime) -> PaperFormView:
    row = one_row(
        "SELECT id, plan_id, version, recipient_name, carer, code, expires_on"
        " FROM plans_paperform WHERE id = %s",
        [form_id],
    )
    if row is None:
        raise NotFound("There is no such form.")
    school_id, child_id = _plan(row[1])
    access.require(actor, Action.ENTER_ANSWER, school_id=school_id, subject_id=child_id, now=now)
    return PaperFormView(*row)


def _plan(plan_id: UUID) -> tuple[UUID, UUID]:
    row = one_row("SELECT school_id, child_id FROM plans_plan WHERE id = %s", [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    return row[0], row[1]
