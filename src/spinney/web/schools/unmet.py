"""What a child needs and does not get: recorded, acted on, and closed only by saying how."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spinney.access.types import Action
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotAllowed
from spinney.kernel.ids import parse
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.unmet import REASON_WORDS, NewUnmet
from spinney.web.design.dates import DayMonthYearField
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.frame import show

REASONS: Final = [(reason.value, words) for reason, words in REASON_WORDS.items()]
AREA: Final = forms.Textarea(attrs={"rows": 3})


class UnmetForm(forms.Form):
    line = forms.ChoiceField(label="Which line of the plan is it about?", required=False)
    missing = forms.CharField(
        label="What is missing?", widget=AREA,
        help_text="What the child needs and does not get. The family reads this.",
    )  # fmt: skip
    since = DayMonthYearField(label="Since when?", help_text="For example 7 9 2026.")
    reason = forms.ChoiceField(
        label="Why is it not given?", choices=REASONS, widget=forms.RadioSelect,
        help_text="The family reads this too.",
    )  # fmt: skip
    known_from = forms.CharField(
        label="How do you know?", widget=AREA,
        help_text="A timetable, a letter, what someone said. Only staff read this.",
    )  # fmt: skip


class StepForm(forms.Form):
    what = forms.CharField(label="What was done?", widget=AREA)
    on = DayMonthYearField(label="When was it done?")
    told = forms.CharField(
        label="Who was told?", required=False, max_length=200,
        help_text="For example: Kelechi’s mother; the area’s speech service.",
    )  # fmt: skip


class CloseForm(forms.Form):
    closing = forms.ChoiceField(
        label="What has happened?", widget=forms.RadioSelect,
        choices=[("met", "It is met now"), ("ended", "The need has ended")],
    )  # fmt: skip
    closed_on = DayMonthYearField(label="From which day?")
    closed_how = forms.CharField(
        label="How is it met, or why has the need ended?", widget=AREA,
        help_text="This stays on record.",
    )  # fmt: skip


@require_safe
def of_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    page = plans.unmet_of_plan(actor_of(request), plan_id=plan_id, now=now_of(request))
    return show(request, "schools/unmet_of_plan.html", _context(page))


def _context(page: plans.UnmetPage, **more: Any) -> dict[str, Any]:
    return {
        "header": page.header, "may_write": page.may_write,
        "open": [each for each in page.records if each.closing is None],
        "closed": [each for each in page.records if each.closing is not None], **more,
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    page = plans.unmet_of_plan(actor, plan_id=plan_id, now=now)
    if not page.may_write:
        raise NotAllowed(Action.EDIT_PLAN.value)
    form = UnmetForm(request.POST or None, initial={"line": request.GET.get("line", "")})
    form.fields["line"].choices = [  # type: ignore[attr-defined]
        ("", "No line: it is not on the plan"), *((str(line), words) for line, words in page.lines),
    ]  # fmt: skip
    if request.method == "POST" and form.is_valid():
        errors: dict[str, str] = {}
        with attempt(errors):
            given = {**form.cleaned_data, "line": parse(form.cleaned_data["line"])}
            made = services.record_unmet(actor, plan_id=plan_id, new=NewUnmet(**given), now=now)
            messages.success(request, "Recorded. It stands until you say how it is met.")
            return redirect("unmet_record", made)
        _into(form, errors)
    context = {"header": page.header, "form": form}
    return show(request, "schools/unmet_new.html", context, status=422 if form.is_bound else 200)


@require_safe
def one(request: HttpRequest, unmet_id: UUID) -> HttpResponse:
    return _one(request, unmet_id)


def _one(
    request: HttpRequest,
    unmet_id: UUID,
    *,
    step: StepForm | None = None,
    closing: CloseForm | None = None,
) -> HttpResponse:
    now = now_of(request)
    page = plans.unmet_record(actor_of(request), unmet_id=unmet_id, now=now)
    today: date = school_day(now)
    context = {
        "header": page.header, "may_write": page.may_write, "unmet": page.records[0],
        "step": step or StepForm(initial={"on": today}, prefix="step"),
        "closing": closing or CloseForm(initial={"closed_on": today}, prefix="close"),
        "failed": step or closing,
    }  # fmt: skip
    status = 422 if step or closing else 200
    return show(request, "schools/unmet_record.html", context, status=status)


@require_POST
def step(request: HttpRequest, unmet_id: UUID) -> HttpResponse:
    form = StepForm(request.POST, prefix="step")
    if form.is_valid():
        errors: dict[str, str] = {}
        with attempt(errors):
            services.add_unmet_step(
                actor_of(request), unmet_id=unmet_id, now=now_of(request), **form.cleaned_data
            )
            messages.success(request, "Kept.")
            return redirect("unmet_record", unmet_id)
        _into(form, errors)
    return _one(request, unmet_id, step=form)


@require_POST
def close(request: HttpRequest, unmet_id: UUID) -> HttpResponse:
    form = CloseForm(request.POST, prefix="close")
    if form.is_valid():
        errors, given = dict[str, str](), form.cleaned_data
        with attempt(errors):
            services.close_unmet(
                actor_of(request), unmet_id=unmet_id, closing=given["closing"],
                on=given["closed_on"], how=given["closed_how"], now=now_of(request),
            )  # fmt: skip
            messages.success(request, "Closed. It stays on record.")
            return redirect("unmet_record", unmet_id)
        _into(form, errors)
    return _one(request, unmet_id, closing=form)


@require_safe
def in_school(request: HttpRequest) -> HttpResponse:
    school = school_of(request)
    reason = request.GET.get("reason", "")
    chosen = reason if reason in dict(REASONS) else ""
    found = plans.unmet_in_school(
        actor_of(request), school_id=school.id, now=now_of(request), reason=chosen
    )
    context = {"found": found, "chosen": chosen, "words": dict(REASONS)}
    return show(request, "schools/unmet.html", context, school=school)


def _into(form: forms.Form, errors: dict[str, str]) -> None:
    for name, words in errors.items():
        form.add_error(name if name in form.fields else None, words)
