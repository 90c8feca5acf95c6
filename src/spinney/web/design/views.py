"""The component gallery: every component once, on invented children. Exists in demo mode only."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from spinney.web.design import samples
from spinney.web.design.dates import DayMonthYearField

LAYERS = [
    ("targeted", "Targeted"),
    ("targeted_plus", "Targeted Plus"),
    ("specialist", "Specialist"),
]


class SampleForm(forms.Form):
    title = forms.CharField(
        label="What should change for Maya?", help_text="One outcome, in one sentence."
    )
    barrier = forms.CharField(
        label="What gets in the way?", required=False, widget=forms.Textarea(attrs={"rows": "3"})
    )
    layer = forms.ChoiceField(label="Layer", choices=[("", "Choose a layer"), *LAYERS])
    how = forms.ChoiceField(
        label="How did Maya tell us?",
        choices=[("said", "She said it"), ("drew", "She drew it"), ("signed", "She signed it")],
        widget=forms.RadioSelect,
    )
    areas = forms.MultipleChoiceField(
        label="Areas of need",
        choices=[("CI", "Communication and interaction"), ("CL", "Cognition and learning")],
        widget=forms.CheckboxSelectMultiple,
    )
    by_when = DayMonthYearField(label="By when", help_text="For example, 27 3 2027.")
    report = forms.FileField(label="Report", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    agreed = forms.BooleanField(label="Maya’s parents have seen this")


@dataclass(frozen=True, slots=True)
class Ask:
    ask: str
    href: str
    who: str
    on: date | None


def waiting(today: date) -> list[Ask]:
    return [
        Ask("Agree or query 2 targets for Maya", "#maya", "Mr Okafor", today - timedelta(days=3)),
        Ask("Confirm three strategies for 8B", "#class", "8B teachers", today + timedelta(days=5)),
        Ask("Advice on attention", "#advice", "the speech therapist", today + timedelta(days=40)),
        Ask("Choose a review date for Jude", "#jude", "you", None),
    ]


def gallery(request: HttpRequest) -> HttpResponse:
    wrong = {"title": "", "by_when-day": "31", "by_when-month": "2", "by_when-year": "2027"}
    context = {
        "plain_form": SampleForm(initial={"by_when": date(2027, 3, 27)}, auto_id="ok_%s"),
        "form_with_errors": SampleForm(wrong, auto_id="bad_%s"),
        "waiting": waiting(samples.TODAY),
        "today": samples.TODAY,
        "safety": samples.SAFETY,
        "changes": samples.CHANGES,
        "columns": samples.COLUMNS,
        "rows": samples.ROWS,
    }
    return render(request, "design/gallery.html", context)


def family(request: HttpRequest) -> HttpResponse:
    """The family layout with a form that saves itself, so that both can be looked at and tested."""
    return render(request, "design/family_sample.html", {"safety": samples.SAFETY})
