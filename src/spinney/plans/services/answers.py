"""A family's answer to a published version, given on screen, or on paper or by phone through the school."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound, NotNow
from spinney.plans.events import PlanAnswered, QuestionReplied
from spinney.plans.models import Answer, PaperForm
from spinney.plans.rules.questions import reason_not_to, state_of
from spinney.plans.rules.recipients import plain_code
from spinney.plans.rules.template import clean
from spinney.plans.services.held import HeldPlan, hold
from spinney.plans.services.publish import published_lines
from spinney.plans.services.questions import reply_step, start_clock
from spinney.plans.types import AnswerKind, Channel, FieldKind, FieldSpec
from spinney.plans.types.voices import StepOf

WORDS = FieldSpec(code="words", label="Your words", kind=FieldKind.TEXT)
REPLY = FieldSpec(code="reply", label="Your reply", kind=FieldKind.TEXT)


@dataclass(frozen=True, slots=True)
class Author:
    """Whose words these are, and how they came."""

    name: str
    channel: Channel
    user_id: UUID | None = None
    carer_id: UUID | None = None


def answer_plan(
    actor: Actor,
    *,
    plan_id: UUID,
    version: int,
    kind: AnswerKind,
    words: str,
    now: datetime,
    line_id: UUID | None = None,
) -> UUID:
    """A parent or young person answers for themselves. None speaks for another."""
    plan = hold(actor, Action.ANSWER_PLAN, plan_id=plan_id, now=now)
    author = Author(actor.display_name, Channel.SCREEN, user_id=actor.id)
    return _keep(actor, plan, author, version, kind, words, line_id, now=now)


def enter_paper_answer(
    actor: Actor,
    *,
    school_id: UUID,
    code: str,
    kind: AnswerKind,
    words: str,
    channel: Channel,
    now: datetime,
    line_id: UUID | None = None,
) -> UUID:
    """Staff type in what a family wrote on a printed form or said by phone: as that person, visibly so."""
    if channel is Channel.SCREEN:
        raise BadInput("Say whether this came on paper or by phone.", field="channel")
    form = (
        PaperForm.objects.select_for_update()
        .filter(school_id=school_id, code=plain_code(code))
        .first()
    )
    if form is None:
        raise NotFound("No form has that code. Check it against the paper.")
    plan = hold(actor, Action.ENTER_ANSWER, plan_id=form.plan_id, now=now)
    if form.expires_on < school_day(now):
        raise NotNow("That form has run out. Print a new one for the newest plan.")
    author = Author(form.recipient_name, channel, form.user_id, form.carer)
    made = _keep(actor, plan, author, form.version, kind, words, line_id, now=now)
    PaperForm.objects.filter(school_id=school_id, id=form.id).update(used_at=now)
    return made


def reply_to(actor: Actor, *, plan_id: UUID, answer_id: UUID, reply: str, now: datetime) -> None:
    """The school replies to a question. The reply goes to the person who asked, and to nobody else's page."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    words = clean(REPLY, reply)
    if not words:
        raise BadInput("Write a reply before you send it.", field="reply")
    asked = Answer.objects.filter(school_id=plan.school_id, plan_id=plan.id, id=answer_id).first()
    if asked is None:
        raise NotFound("There is no such answer.")
    state = state_of(replied=asked.replied_at is not None, closed=asked.closed_at is not None)
    if reason := reason_not_to(state, StepOf.REPLY):
        raise NotNow(reason)
    asked.reply, asked.replied_at = words, now
    asked.replied_by, asked.replied_by_name = actor.id, actor.display_name
    asked.save(update_fields=["reply", "replied_at", "replied_by", "replied_by_name"])
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        replied=str(answer_id),
    )  # fmt: skip
    emit(
        QuestionReplied(
            school_id=plan.school_id,
            subject_id=plan.id,
            child_id=plan.child_id,
            answer_id=answer_id,
        ),
        now=now,
    )
    if asked.kind == AnswerKind.QUESTION:
        reply_step(actor, plan, asked, words, now=now)


def _checked(
    plan: HeldPlan, version: int, kind: AnswerKind, words: str, line_id: UUID | None
) -> str:
    if plan.version == 0:
        raise NotNow("This plan has not been published yet.")
    if version != plan.version:
        raise NotNow("A newer version of the plan has come out. Read it first, then answer.")
    text: str = clean(WORDS, words) or ""
    if kind is not AnswerKind.AGREE and not text:
        raise BadInput("Write a few words first.", field="words")
    if line_id is not None and line_id not in {line.id for line in published_lines(plan)}:
        raise BadInput("That line is not on this version of the plan.", field="line")
    return text


def _keep(
    actor: Actor,
    plan: HeldPlan,
    author: Author,
    version: int,
    kind: AnswerKind,
    words: str,
    line_id: UUID | None,
    *,
    now: datetime,
) -> UUID:
    text = _checked(plan, version, kind, words, line_id)
    for_them = author.channel is not Channel.SCREEN
    answer = Answer.objects.create(
        school_id=plan.school_id, plan_id=plan.id, version=version, kind=kind, line=line_id,
        words=text, from_user=author.user_id, from_carer=author.carer_id,
        from_name=author.name, channel=author.channel, entered_by=actor.id if for_them else None,
        entered_by_name=actor.display_name if for_them else "", at=now,
    )  # fmt: skip
    access.record(
        actor, Action.ENTER_ANSWER if for_them else Action.ANSWER_PLAN, school_id=plan.school_id,
        subjects=[plan.child_id], now=now, answer=str(answer.id), kind=kind.value,
    )  # fmt: skip
    emit(
        PlanAnswered(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            answer_id=answer.id, kind=kind.value, version=version, channel=author.channel.value,
        ),
        now=now,
    )  # fmt: skip
    if kind is AnswerKind.QUESTION:
        start_clock(plan, answer, now=now)
    return answer.id
