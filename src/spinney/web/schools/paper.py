"""What a family sent on paper or said by phone, typed in as theirs; and parents whom a feed proposed."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from spinney.kernel.errors import NotNow
from spinney.people import queries as people
from spinney.people import services as people_services
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.queries import AnswerForm
from spinney.plans.types import AnswerKind, Channel
from spinney.plans.types.voices import Told
from spinney.web.design import voices
from spinney.web.print.documents import asked_by_number, line_title, numbered_lines
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.frame import show

NO_SUCH_CODE = (
    "No form of this school has that code. Check each letter against the paper. Codes have no 0, O, 1, I, L,"
    " 2, Z, 5 or S. If it still fails, print a new form."
)
TICKED = "Kept in {}’s own space. It says that you typed it in."
KINDS = [
    (AnswerKind.AGREE, "They agree with the plan"),
    (AnswerKind.QUESTION, "They ask a question, or want something changed"),
    (AnswerKind.VIEWS, "They add their own views"),
]
CHANNELS = [(Channel.PAPER, "On paper"), (Channel.PHONE, "By phone")]


class AnswerEntry(forms.Form):
    channel = forms.ChoiceField(
        label="How it came", choices=CHANNELS, widget=forms.RadioSelect, initial=Channel.PAPER
    )
    kind = forms.ChoiceField(label="What they say", choices=KINDS, widget=forms.RadioSelect)
    line = forms.ChoiceField(label="Which line it is about", required=False)
    words = forms.CharField(
        label="Their words", required=False, max_length=4000,
        help_text="Type what they wrote or said, as they put it. Do not tidy it up.",
        widget=forms.Textarea(attrs={"rows": "6"}),
    )  # fmt: skip

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "The whole plan"), *lines]


@require_http_methods(["GET", "HEAD", "POST"])
def paper_entry(request: HttpRequest) -> HttpResponse:
    """Type the code from the paper. The code itself stays out of addresses and logs."""
    school, now = school_of(request), now_of(request)
    code, error = request.POST.get("code", ""), ""
    plans.require_answer_entry(actor_of(request), school_id=school.id)
    if request.method == "POST":
        try:
            found = plans.form_with_code(actor_of(request), school_id=school.id, code=code, now=now)
        except NotNow as reason:
            found, error = None, str(reason)
        if found is not None:
            return redirect("paper_sheet", found.form.id)
        error = error or NO_SUCH_CODE
    context = {"code": code, "error": error}
    return show(
        request, "schools/paper_entry.html", context, school=school, status=422 if error else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def paper_sheet(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """One family's form: whose it is, about which version, and what they said."""
    school, now = school_of(request), now_of(request)
    try:
        sheet = plans.answer_form(actor_of(request), form_id=form_id, now=now, printed=False)
    except NotNow as reason:
        return show(
            request,
            "schools/paper_refused.html",
            {"reason": str(reason)},
            school=school,
            status=409,
        )
    form = AnswerEntry(request.POST or None, lines=_lines(sheet), initial={"channel": "paper"})
    if request.method == "POST" and form.is_valid() and _kept(request, sheet, form):
        messages.success(
            request,
            f"Kept as {sheet.form.recipient_name}’s answer, typed in by {actor_of(request).display_name}.",
        )
        return redirect("paper_sheet", form_id)
    status = 422 if request.method == "POST" else 200
    context = {
        "sheet": sheet, "child": sheet.view.header, "form": form, "asked": asked_by_number(sheet),
        "nothing": Told(), **voices.CHOICES,
    }  # fmt: skip
    return show(request, "schools/paper_sheet.html", context, school=school, status=status)


@require_POST
def paper_space(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """What was ticked beside the lines of one family's form."""
    errors: dict[str, str] = {}
    with attempt(errors):
        sheet = plans.answer_form(
            actor_of(request), form_id=form_id, now=now_of(request), printed=False
        )
        services.enter_parent_voice(
            actor_of(request), school_id=sheet.view.header.school_id, code=sheet.form.code,
            told=voices.told_in(request), now=now_of(request),
        )  # fmt: skip
    if errors:
        messages.error(request, next(iter(errors.values())))
    else:
        messages.success(request, TICKED.format(sheet.form.recipient_name))
    return redirect("paper_sheet", form_id)


def _kept(request: HttpRequest, sheet: AnswerForm, form: AnswerEntry) -> bool:
    given, errors = form.cleaned_data, dict[str, str]()
    with attempt(errors):
        services.enter_paper_answer(
            actor_of(request),
            school_id=sheet.view.header.school_id,
            code=sheet.form.code,
            kind=AnswerKind(given["kind"]),
            words=given["words"],
            channel=Channel(given["channel"]),
            line_id=UUID(given["line"]) if given["line"] else None,
            now=now_of(request),
        )
    for field, words in errors.items():
        form.add_error(field if field in form.fields else None, words)
    return not errors


def _lines(sheet: AnswerForm) -> list[tuple[str, str]]:
    """Numbers as on the paper; the words beside them only for those who may read the plan."""
    return [
        (str(line.id), f"{name}: {line_title(sheet.view, line)}" if sheet.words_shown else name)
        for name, line in numbered_lines(sheet.view)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def people_to_confirm(request: HttpRequest) -> HttpResponse:
    """Accounts that a feed says are a parent of a child here. A feed proposes; a person decides."""
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        with attempt(errors):
            messages.success(request, _decide(request, school.id))
            return redirect("people_to_confirm")
    found = people.ties_to_confirm(actor, school_id=school.id, now=now)
    context = {"ties": found, "errors": errors}
    return show(
        request, "schools/paper_people.html", context, school=school, status=422 if errors else 200
    )


def _decide(request: HttpRequest, school_id: UUID) -> str:
    actor, now = actor_of(request), now_of(request)
    try:
        tie_id = UUID(request.POST.get("tie", ""))
    except ValueError:
        raise NotNow("Choose one of the people below.") from None
    if request.POST.get("decision") == "confirm":
        tie = people_services.confirm_parent(actor, school_id=school_id, tie_id=tie_id, now=now)
        return f"{tie.adult} can now read {tie.child}’s plan and answer it."
    if request.POST.get("decision") == "refuse":
        tie = people_services.refuse_parent(actor, school_id=school_id, tie_id=tie_id, now=now)
        return f"Refused. {tie.adult} sees nothing of {tie.child}’s record."
    raise NotNow("Choose confirm or refuse.")
