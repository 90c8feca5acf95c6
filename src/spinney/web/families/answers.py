"""A family answers: agrees, asks about a line, adds views. Each answer is its own person's and nobody else's."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from spinney.kernel.errors import NotFound
from spinney.plans.queries import family_answer, family_line, my_answers
from spinney.plans.services import answer_plan
from spinney.plans.types import AnswerKind, PlanView
from spinney.web.design.language import gettext as _
from spinney.web.design.language import mark
from spinney.web.families import words
from spinney.web.families.forms import WordsForm
from spinney.web.families.views import shown
from spinney.web.routes import actor_of, attempt, now_of

NO_LINE = UUID(int=0)
VIEWS_LABEL = mark("What you want the school to know or to change")
QUESTION_LABEL = mark("Your question")
ONLY_YOU = mark("The people who lead the plan will read this. No other parent will see it.")


def agree(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Agreeing twice is agreeing once: the page offers it once, and a second press finds the first answer."""
    view = _view(request, plan_id)
    if request.method != "POST":
        return redirect("family_plan", plan_id)
    if request.POST.get("version", "") != str(view.header.version):
        return _stale(request, view)
    if agreed := _agreed(request, view):
        return redirect("family_answered", plan_id, agreed)
    return _send(request, view, AnswerKind.AGREE) or _stale(request, view)


def _agreed(request: HttpRequest, view: PlanView) -> UUID | None:
    actor, now = actor_of(request), now_of(request)
    own = my_answers(actor, plan_id=view.header.id, now=now)
    same = (a.id for a in own if a.kind is AnswerKind.AGREE and a.version == view.header.version)
    return next(same, None)


def views(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    view = _view(request, plan_id)
    return _written(request, view, AnswerKind.VIEWS, None)


def ask(request: HttpRequest, plan_id: UUID, line_id: UUID) -> HttpResponse:
    """A question on one line. When a newer version has dropped the line, the words go on as views."""
    actor, now = actor_of(request), now_of(request)
    view, line = family_line(actor, plan_id=plan_id, line_id=line_id, now=now)
    if line is None and not _is_late(request, view):
        raise NotFound("That line is not on the plan.")
    return _written(request, view, AnswerKind.QUESTION, line_id if line else NO_LINE)


def answered(request: HttpRequest, plan_id: UUID, answer_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    view, answer = family_answer(actor, plan_id=plan_id, answer_id=answer_id, now=now)
    context = {"header": view.header, "answer": words.own_answer(view, answer)}
    return shown(request, "answered", context)


def _written(
    request: HttpRequest, view: PlanView, kind: AnswerKind, line_id: UUID | None
) -> HttpResponse:
    """Show the form, or send it. What was typed is always shown again when it could not be sent."""
    label = QUESTION_LABEL if kind is AnswerKind.QUESTION else VIEWS_LABEL
    if _is_late(request, view):
        return _write_page(request, view, _again(request, view, label), line_id, status=409)
    data = request.POST if request.method == "POST" else None
    form = WordsForm(
        data, initial={"version": view.header.version}, label=_(label), hint=_(ONLY_YOU)
    )
    if data is None:
        return _write_page(request, view, form, line_id)
    if form.is_valid():
        errors: dict[str, str] = {}
        text = form.cleaned_data["words"]
        if sent := _send(request, view, kind, text, line_id, errors=errors):
            return sent
        for field, message in errors.items():
            form.add_error(field if field in form.fields else None, message)
    return _write_page(request, view, form, line_id, status=422)


def _write_page(
    request: HttpRequest,
    view: PlanView,
    form: WordsForm,
    line_id: UUID | None,
    *,
    status: int = 200,
) -> HttpResponse:
    line = next((each for each in view.lines if each.id == line_id), None)
    section = view.template.section(line.section) if line else None
    context = {
        "form": form, "header": view.header, "late": status == 409, "line": line,
        "line_gone": line_id == NO_LINE, "section_title": section.title if section else "",
        "line_title": words.name_of_line(section, line) if section and line else "",
    }  # fmt: skip
    return shown(request, "write", context, status=status)


def _again(request: HttpRequest, view: PlanView, label: str) -> WordsForm:
    """The same words, now about the newest version: sent only if the person presses the button again."""
    initial = {"version": view.header.version, "words": request.POST.get("words", "")}
    return WordsForm(initial=initial, label=_(label), hint=_(ONLY_YOU))


def _send(
    request: HttpRequest,
    view: PlanView,
    kind: AnswerKind,
    text: str = "",
    line_id: UUID | None = None,
    *,
    errors: dict[str, str] | None = None,
) -> HttpResponse | None:
    """The way to the confirmation, or None with `errors` filled."""
    with attempt({} if errors is None else errors):
        made = answer_plan(
            actor_of(request), plan_id=view.header.id, version=view.header.version, kind=kind,
            words=text, line_id=line_id, now=now_of(request),
        )  # fmt: skip
        return redirect("family_answered", view.header.id, made)
    return None


def _view(request: HttpRequest, plan_id: UUID) -> PlanView:
    actor, now = actor_of(request), now_of(request)
    return family_line(actor, plan_id=plan_id, line_id=NO_LINE, now=now)[0]


def _is_late(request: HttpRequest, view: PlanView) -> bool:
    """Written about a version that is no longer the newest."""
    version = request.POST.get("version", "")
    return version.isascii() and version.isdigit() and version != str(view.header.version)


def _stale(request: HttpRequest, view: PlanView) -> HttpResponse:
    return shown(request, "newer", {"header": view.header}, status=409)
