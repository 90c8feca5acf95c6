"""A plan in a family's words: what is asked of them, what changed, and each promise as one sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from spinney.plans.queries import FamilyPlan
from spinney.plans.types import (
    AnswerKind,
    AnswerView,
    Change,
    Channel,
    FamilyChild,
    FieldKind,
    FieldSpec,
    Layer,
    Lifecycle,
    Line,
    PlanHeader,
    PlanView,
    SectionSpec,
    Template,
)
from spinney.web.design.language import gettext as _
from spinney.web.design.language import mark, ngettext
from spinney.web.design.words import day

LAYERS = {
    Layer.UNIVERSAL: "Universal",
    Layer.TARGETED: "Targeted",
    Layer.TARGETED_PLUS: "Targeted Plus",
    Layer.SPECIALIST: "Specialist",
}
LAYER_MEANINGS = {
    Layer.UNIVERSAL: mark("Good everyday teaching that every child gets."),
    Layer.TARGETED: mark("Extra help that the school gives from what it has."),
    Layer.TARGETED_PLUS: mark(
        "Extra help with the advice of a specialist, such as a speech therapist."
    ),
    Layer.SPECIALIST: mark(
        "Help for the most complex needs, often with an Education, Health and Care plan."
    ),
}
ANSWERS = {
    AnswerKind.AGREE: mark("You agreed with the plan"),
    AnswerKind.QUESTION: mark("You asked a question"),
    AnswerKind.VIEWS: mark("You gave your views"),
}
CHANNELS = {
    Channel.SCREEN: mark("On this page"), Channel.PAPER: mark("On paper"),
    Channel.PHONE: mark("By phone"),
}  # fmt: skip

STATUS = {
    Lifecycle.ACTIVE: mark("%(name)s's plan is in use."),
    Lifecycle.ON_HOLD: mark(
        "%(name)s's plan is paused. The school will tell you when it starts again."
    ),
    Lifecycle.ENDED: mark("%(name)s's plan has ended. You can still read it."),
    Lifecycle.PROPOSED: mark(
        "The school is writing %(name)s's plan anew. You can still read the last one."
    ),
}
MY_STATUS = {
    Lifecycle.ACTIVE: mark("Your plan is in use."),
    Lifecycle.ON_HOLD: mark("Your plan is paused. The school will tell you when it starts again."),
    Lifecycle.ENDED: mark("Your plan has ended. You can still read it."),
    Lifecycle.PROPOSED: mark(
        "The school is writing your plan anew. You can still read the last one."
    ),
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that waits for this reader."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class ChildCard:
    child: FamilyChild
    title: str
    status: str
    asks: tuple[Ask, ...]
    plan_href: str
    looks_href: str


def card_of(child: FamilyChild) -> ChildCard:
    has_plan = child.plan_id is not None and child.version > 0
    href = reverse("family_plan", args=[child.plan_id]) if has_plan else ""
    return ChildCard(
        child=child,
        title=_("You") if child.is_me else child.name,
        status=status_of(child),
        asks=tuple(_asks(child, href)) if has_plan else (),
        plan_href=href,
        looks_href=reverse("family_looks", args=[child.id]),
    )


def status_of(child: FamilyChild) -> str:
    name = {"name": child.known_as}
    if child.lifecycle is None:
        if child.is_me:
            return _("There is no support plan for you at this school.")
        return _("There is no support plan for %(name)s at this school.") % name
    if child.version == 0:
        if child.is_me:
            return _(
                "The school is writing your plan. You will be asked to read it when it is ready."
            )
        return (
            _(
                "The school is writing %(name)s's plan. You will be asked to read it when it is ready."
            )
            % name
        )
    words = _(MY_STATUS[child.lifecycle]) if child.is_me else _(STATUS[child.lifecycle]) % name
    return f"{words} {_review(child.review_due)}" if child.lifecycle is Lifecycle.ACTIVE else words


def _review(due: date | None) -> str:
    return (
        _("It will be reviewed by %(day)s.") % {"day": day(due)}
        if due
        else _("No review date is set.")
    )


def _asks(child: FamilyChild, href: str) -> Iterable[Ask]:
    if child.new_replies:
        words = ngettext(
            "Your question was answered",
            "%(num)s of your questions were answered",
            child.new_replies,
        )
        yield Ask(words % {"num": child.new_replies}, f"{href}#your-answers")
    if child.lifecycle is not Lifecycle.ACTIVE:
        return
    since = {"day": day(child.published_at)}
    if child.read_version == 0:
        yield Ask(_("Read the plan from %(day)s") % since, href)
    elif child.read_version < child.version:
        yield Ask(_("Read the new version from %(day)s") % since, href)
    elif not child.answered:
        yield Ask(_("Say whether you agree, or ask a question"), f"{href}#your-answer")


def promise(line: Line, *, today: date) -> str:
    """What the school will do in one sentence that can be checked. Parts nobody filled in are left out."""
    who = line.text("who").strip().rstrip(".") or _("The school")
    parts = [_("%(who)s will do this") % {"who": who}]
    if often := line.text("how_often").strip().rstrip("."):
        parts[0] += f" {_lower(often)}"
    if minutes := line.text("minutes"):
        count = int(minutes)
        words = ngettext("for %(num)s minute", "for %(num)s minutes", count)
        parts[0] += f" {words % {'num': f'{count:,}'}}"
    if size := line.text("group_size"):
        parts.append(
            _("one to one") if size == "1" else _("in a group of %(size)s") % {"size": size}
        )
    starts, ends = _date(line.text("starts")), _date(line.text("ends"))
    if starts and starts > today:
        parts.append(_("from %(day)s") % {"day": day(starts)})
    if ends:
        parts.append(_("until %(day)s") % {"day": day(ends)})
    return ", ".join(parts) + "."


@dataclass(frozen=True, slots=True)
class Told:
    """One change, as the change list draws it."""

    kind: str
    where: str
    before: str = ""
    after: str = ""


def told(changes: Sequence[Change]) -> tuple[Told, ...]:
    """What came and went first, then what was altered, with its words before and after."""
    ordered = sorted(changes, key=lambda change: change.kind == "altered")
    return tuple(
        Told(c.kind, c.words, c.before, c.after) if c.kind == "altered" else Told(c.kind, c.words)
        for c in ordered
    )


def news_title(plan: FamilyPlan) -> str:
    version = plan.view.header.version
    if version == 1:
        return _("This is the first version")
    if 0 < plan.read_before < version:
        return _("What changed since you last read it")
    return _("What changed in this version")


def name_of_line(section: SectionSpec, line: Line) -> str:
    """The words by which a reader knows this line."""
    for code in ("title", "what", "text", "words", "action", "signs"):
        if text := " ".join(line.text(code).split()):
            return text if len(text) <= 90 else text[:89].rstrip() + "…"
    return section.title


def choice(section: SectionSpec, line: Line, code: str) -> str:
    """The label of a chosen answer, or nothing."""
    spec: FieldSpec | None = section.field(code)
    value = line.text(code)
    return dict(spec.choices).get(value, value) if spec and value else ""


def more_facts(
    section: SectionSpec, line: Line, known: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """The fields that the page has no words of its own for: a newer form's, and those that a school added."""
    left_out = frozenset(known)
    return tuple(
        (spec.label, value_words(section, line, spec))
        for spec in section.fields
        if spec.code not in left_out
        and spec.kind not in (FieldKind.LINKS, FieldKind.PERSON)
        and line.text(spec.code)
    )


def value_words(section: SectionSpec, line: Line, spec: FieldSpec) -> str:
    if spec.kind is FieldKind.CHOICE:
        return choice(section, line, spec.code)
    text = line.text(spec.code)
    return day(date.fromisoformat(text)) if spec.kind is FieldKind.DATE else text


def linked(template: Template, lines: Sequence[Line], line: Line, code: str) -> str:
    """The names of the lines that this one serves."""
    wanted = line.values.get(code) or []
    found = [
        name_of_line(section, each)
        for each in lines
        if str(each.id) in wanted and (section := template.section(each.section))
    ]
    return "; ".join(found)


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """Something this reader sent, and what the school said to it."""

    id: UUID
    title: str
    at: datetime
    version: int
    about: str
    words: str
    how: str
    waits: bool
    reply: str
    replied_at: datetime | None
    is_question: bool
    due_on: date | None  # of a question that waits: by when the school answers
    closed: bool


def own_answer(view: PlanView, answer: AnswerView) -> OwnAnswer:
    typed = (
        _(", typed in for you by %(name)s") % {"name": answer.entered_by}
        if answer.entered_by
        else ""
    )
    return OwnAnswer(
        id=answer.id,
        title=_(ANSWERS[answer.kind]),
        at=answer.at,
        version=answer.version,
        about=_about(view, answer.line_id),
        words=answer.words,
        how=f"{_(CHANNELS[answer.channel])}{typed}",
        waits=_waits(answer),
        reply=answer.reply,
        replied_at=answer.replied_at,
        is_question=answer.kind is AnswerKind.QUESTION,
        due_on=answer.due_on if _waits(answer) else None,
        closed=answer.closed_at is not None,
    )


def _waits(answer: AnswerView) -> bool:
    open_still = answer.replied_at is None and answer.closed_at is None
    return answer.kind is AnswerKind.QUESTION and open_still


def _about(view: PlanView, line_id: UUID | None) -> str:
    if line_id is None:
        return ""
    line = next((line for line in view.lines if line.id == line_id), None)
    section = view.template.section(line.section) if line else None
    if line is None or section is None:
        return _("a line that is no longer on the plan")
    return name_of_line(section, line)


def whose_plan(header: PlanHeader, *, about_me: bool) -> str:
    return _("Your plan") if about_me else _("%(name)s's plan") % {"name": header.child_name}


def _lower(text: str) -> str:
    """'Daily' becomes 'daily'; 'TA led' and '3 times' stay as they are."""
    plain = len(text) > 1 and text[0].isupper() and text[1].islower()
    return text[0].lower() + text[1:] if plain else text


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
