"""A question as a conversation with a clock: informal, each step kept and told, so that it may become more."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound, NotNow
from spinney.plans.events import QuestionAsked, QuestionMoved
from spinney.plans.models import Answer, QuestionStep
from spinney.plans.rules import questions as rules
from spinney.plans.rules.template import clean
from spinney.plans.services.held import HeldPlan, hold
from spinney.plans.templates import settings_of
from spinney.plans.types import AnswerKind, FieldKind, FieldSpec
from spinney.plans.types.voices import QuestionState, StepOf

FAMILY_WORDS = FieldSpec(code="words", label="Your words", kind=FieldKind.TEXT)
SCHOOL_WORDS = FieldSpec(code="reply", label="Your reply", kind=FieldKind.TEXT)
EMPTY = {"words": "Write a few words first.", "reply": "Write a reply before you send it."}
GONE = "There is no such question."


@dataclass(frozen=True, slots=True)
class HeldQuestion:
    plan: HeldPlan
    answer: Answer

    @property
    def state(self) -> QuestionState:
        return rules.state_of(
            replied=self.answer.replied_at is not None, closed=self.answer.closed_at is not None
        )

    @property
    def due_on(self) -> date:
        """Questions from before there was a clock have the usual one."""
        asked_on = school_day(self.answer.at)
        return self.answer.due_on or rules.answer_due(asked_on, rules.DEFAULT_DAYS)


def start_clock(plan: HeldPlan, answer: Answer, *, now: datetime) -> None:
    """In the transaction that keeps the question."""
    answer.due_on = _due(plan, now)
    answer.save(update_fields=["due_on"])
    emit(
        QuestionAsked(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            answer_id=answer.id, line_id=answer.line, version=answer.version,
            channel=answer.channel, due_on=answer.due_on,
        ),
        now=now,
    )  # fmt: skip


def note_on_question(
    actor: Actor, *, plan_id: UUID, answer_id: UUID, words: str, now: datetime
) -> None:
    """The school writes before it can answer. The clock goes on."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    found = _find(plan, answer_id)
    _may(found, StepOf.NOTE)
    keep_step(actor, found, StepOf.NOTE, _clean(SCHOOL_WORDS, words), now=now)


def add_to_question(
    actor: Actor, *, plan_id: UUID, answer_id: UUID, words: str, now: datetime
) -> None:
    """The asker writes again: more about it while it waits; afterwards it is open again, with a new clock."""
    found = _own(actor, plan_id, answer_id, now=now)
    step = StepOf.MORE if found.state is QuestionState.OPEN else StepOf.REOPENED
    _may(found, step)
    text = _clean(FAMILY_WORDS, words)
    if step is StepOf.REOPENED:
        answer = found.answer
        answer.reply, answer.replied_by, answer.replied_by_name = "", None, ""
        answer.replied_at, answer.closed_at, answer.due_on = None, None, _due(found.plan, now)
        answer.save(
            update_fields=[
                "reply", "replied_by", "replied_by_name", "replied_at", "closed_at", "due_on",
            ]
        )  # fmt: skip
    keep_step(actor, found, step, text, now=now)


def close_question(actor: Actor, *, plan_id: UUID, answer_id: UUID, now: datetime) -> None:
    """Only the asker says that it is settled: the school may not close what it was asked."""
    found = _own(actor, plan_id, answer_id, now=now)
    _may(found, StepOf.CLOSED)
    late = rules.is_overdue(found.state, found.due_on, school_day(now))
    found.answer.closed_at = now
    found.answer.save(update_fields=["closed_at"])
    keep_step(actor, found, StepOf.CLOSED, "", now=now, late=late)


def reply_step(actor: Actor, plan: HeldPlan, answer: Answer, words: str, *, now: datetime) -> None:
    """The step of a reply that has just been put on `answer`."""
    found = HeldQuestion(plan, answer)
    keep_step(actor, found, StepOf.REPLY, words, now=now, late=found.due_on < school_day(now))


def keep_step(
    actor: Actor,
    found: HeldQuestion,
    kind: StepOf,
    words: str,
    *,
    now: datetime,
    late: bool = False,
) -> None:
    """The step, its leaf of the log and its event."""
    plan, answer = found.plan, found.answer
    by_family = kind in {StepOf.MORE, StepOf.CLOSED, StepOf.REOPENED}
    step = QuestionStep.objects.create(
        school_id=plan.school_id, answer_id=answer.id, plan_id=plan.id, kind=kind, words=words,
        by=actor.id, by_name=actor.display_name, by_family=by_family, at=now,
    )  # fmt: skip
    access.record(
        actor, Action.ANSWER_PLAN if by_family else Action.EDIT_PLAN, school_id=plan.school_id,
        subjects=[plan.child_id], now=now, question=str(answer.id), step=kind.value,
    )  # fmt: skip
    overdue = rules.is_overdue(found.state, found.due_on, school_day(now))
    emit(
        QuestionMoved(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            answer_id=answer.id, step_id=step.id, kind=kind.value, state=found.state.value,
            due_on=found.due_on, late=late or overdue,
        ),
        now=now,
    )  # fmt: skip


def _own(actor: Actor, plan_id: UUID, answer_id: UUID, *, now: datetime) -> HeldQuestion:
    """Another adult's question is not there for this one."""
    plan = hold(actor, Action.ANSWER_PLAN, plan_id=plan_id, now=now)
    found = _find(plan, answer_id)
    if found.answer.from_user != actor.id:
        raise NotFound(GONE)
    return found


def _find(plan: HeldPlan, answer_id: UUID) -> HeldQuestion:
    answer = Answer.objects.filter(
        school_id=plan.school_id, plan_id=plan.id, id=answer_id, kind=AnswerKind.QUESTION
    ).first()
    if answer is None:
        raise NotFound(GONE)
    return HeldQuestion(plan, answer)


def _may(found: HeldQuestion, step: StepOf) -> None:
    if reason := rules.reason_not_to(found.state, step):
        raise NotNow(reason)


def _clean(spec: FieldSpec, words: str) -> str:
    text: str | None = clean(spec, words)
    if not text:
        raise BadInput(EMPTY[spec.code], field=spec.code)
    return text


def _due(plan: HeldPlan, now: datetime) -> date:
    return rules.answer_due(school_day(now), settings_of(plan.school_id).answer_days)
