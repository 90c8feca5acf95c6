"""A plan rendered for another person, so that a copy on paper holds what that person may see and no more."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import roles_allowed
from spinney.access.types import Action, Actor, FieldClass
from spinney.kernel.errors import NotAllowed, NotFound, NotNow
from spinney.kernel.rows import Row, one_row
from spinney.plans.queries.answers import PaperFormView, paper_form
from spinney.plans.queries.on_paper import OnPaper, Reader, on_paper
from spinney.plans.queries.plan import PLAN_SQL, header_from, view_from
from spinney.plans.rules.recipients import plain_code
from spinney.plans.rules.voices import asked_of
from spinney.plans.services.recipients import Recipient, adults_of, hold_recipient
from spinney.plans.types import Layer, PlanHeader, PlanView
from spinney.plans.types.voices import Asked

NO_ACCOUNT = UUID(int=0)
HAS_READ_ALL = frozenset({FieldClass.THIRD_PARTY})


@dataclass(frozen=True, slots=True)
class PrintedCopy:
    """A plan as it may be handed to `recipient_name`."""

    view: PlanView
    recipient_name: str
    school_name: str
    beside: OnPaper = field(default_factory=OnPaper)


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The form and the lines it asks about. `words_shown` is false where whoever prints may not read them."""

    form: PaperFormView
    view: PlanView
    school_name: str
    words_shown: bool
    asked: tuple[Asked, ...] = ()  # what they may say "helps" of; nothing where they have no space


@dataclass(frozen=True, slots=True)
class PrintChoices:
    header: PlanHeader
    adults: tuple[Recipient, ...]
    may_make_forms: bool


def own_copy(actor: Actor, *, plan_id: UUID, now: datetime, as_family: bool = False) -> PrintedCopy:
    """A copy for the person who prints it. A family's page gives a family's part, whoever else they are."""
    row, header = _published(plan_id, user_id=actor.id)
    action = Action.ANSWER_PLAN if as_family else Action.VIEW_PLAN
    standing = access.standing(
        actor, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    classes = standing.require(action).classes
    view = view_from(header, row[11:16], classes, not_needed=row[19], beside=row[20:22])
    _saw(actor, header, now=now)
    reader = Reader(actor.id, as_family or access.is_family(standing.facts), classes)
    return PrintedCopy(view, actor.display_name, _school_name(header), _beside(header, reader))


def copy_for_adult(actor: Actor, *, plan_id: UUID, carer_id: UUID, now: datetime) -> PrintedCopy:
    """What this carer may see, and nothing else, printed by staff who may see the child's contacts."""
    row, header = _published(plan_id)
    classes = _may_print_for_others(actor, header, now=now)
    recipient = hold_recipient(
        school_id=header.school_id, child_id=header.child_id, carer_id=carer_id, now=now
    )
    view = _rendered_for(recipient, row, header)
    if not (recipient.classes | HAS_READ_ALL) <= classes:
        raise NotAllowed("field_class")
    _saw(actor, header, now=now, about=str(carer_id))
    reader = Reader(recipient.user_id, is_family=True, classes=recipient.classes)
    return PrintedCopy(view, recipient.name, _school_name(header), _beside(header, reader))


def print_choices(actor: Actor, *, plan_id: UUID, now: datetime) -> PrintChoices:
    """For whom this plan may be printed, and for whom not and why."""
    _, header = _published(plan_id)
    access.require(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    where = {"school_id": header.school_id, "subject_id": header.child_id}
    adults: tuple[Recipient, ...] = ()
    if access.allows(actor, Action.VIEW_CONTACTS, **where, now=now):
        adults = adults_of(school_id=header.school_id, child_id=header.child_id, now=now)
        access.record_sight(
            actor, Action.VIEW_CONTACTS, school_id=header.school_id, subjects=[header.child_id],
            now=now, addresses=False,
        )  # fmt: skip
    forms = access.allows(actor, Action.ENTER_ANSWER, **where, now=now)
    return PrintChoices(header, adults, forms)


def answer_form(actor: Actor, *, form_id: UUID, now: datetime, printed: bool = True) -> AnswerForm:
    """The form of one adult. The office, which may not read plans, prints it with numbers in place of words."""
    form = paper_form(actor, form_id=form_id, now=now)
    if form.carer_id is None:
        raise NotFound("There is no such form.")
    row, header = _published(form.plan_id)
    if header.version != form.version:
        raise NotNow(
            "A newer version of the plan has come out since this form was made. Make a new form."
        )
    recipient = hold_recipient(
        school_id=header.school_id, child_id=header.child_id, carer_id=form.carer_id, now=now
    )
    shown = access.allows(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    view = _rendered_for(recipient, row, header)
    _saw(
        actor, header, now=now, printed=printed, about=str(form.carer_id), form=str(form_id),
        words=shown,
    )  # fmt: skip
    asked = asked_of(view.lines) if recipient.user_id else ()
    return AnswerForm(form, view, _school_name(header), shown, asked)


def _published(plan_id: UUID, *, user_id: UUID = NO_ACCOUNT) -> tuple[Row, PlanHeader]:
    row = one_row(PLAN_SQL, {"plan": plan_id, "user": user_id, "number": None})
    if row is None:
        raise NotFound("There is no such plan, or it has not been published.")
    number, published_at, layer = row[16:19]
    shown = replace(header_from(row), version=number, published_at=published_at, layer=Layer(layer))
    return row, shown


def _rendered_for(recipient: Recipient, row: Row, header: PlanHeader) -> PlanView:
    shown = (*row[11:15], recipient.persons)
    return view_from(header, shown, recipient.classes, not_needed=row[19], beside=row[20:22])


def _beside(header: PlanHeader, reader: Reader) -> OnPaper:
    return on_paper(header.school_id, {header.id: reader}).get(header.id, OnPaper())


def _may_print_for_others(
    actor: Actor, header: PlanHeader, *, now: datetime
) -> frozenset[FieldClass]:
    access.require(
        actor, Action.VIEW_CONTACTS, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    return access.require(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    ).classes


def _school_name(header: PlanHeader) -> str:
    row = one_row("SELECT name FROM people_school WHERE id = %s", [header.school_id])
    return str(row[0]) if row else ""


def require_answer_entry(actor: Actor, *, school_id: UUID) -> None:
    """Only those who type in families' answers may even try a code."""
    if not roles_allowed(Action.ENTER_ANSWER) & actor.roles_in(school_id):
        raise NotAllowed("no_grant")


def form_with_code(actor: Actor, *, school_id: UUID, code: str, now: datetime) -> AnswerForm | None:
    """The form that a family sent back. None for a code that no form of this school has."""
    require_answer_entry(actor, school_id=school_id)
    plain = plain_code(code)
    row = one_row(
        "SELECT id FROM plans_paperform WHERE school_id = %s AND code = %s", [school_id, plain]
    )
    return answer_form(actor, form_id=row[0], now=now, printed=False) if row and plain else None


def _saw(
    actor: Actor, header: PlanHeader, *, now: datetime, printed: bool = True, **detail: str | bool
) -> None:
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(header.id), version=header.version, printed=printed, **detail,
    )  # fmt: skip
