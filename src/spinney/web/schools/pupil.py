"""A pupil: who they are, the adults around them, where they are taught, and their plan."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from spinney.access import services as access
from spinney.access.types import Action
from spinney.guidance.codesets import CONTACT_RELATIONSHIP
from spinney.kernel.errors import NotAllowed
from spinney.kernel.ids import parse
from spinney.people import queries as people
from spinney.people import services as people_services
from spinney.people.queries import PupilRecord
from spinney.people.types import SenProvision
from spinney.plans import queries as plans
from spinney.plans import services as plan_services
from spinney.plans.types import Layer, Lifecycle
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools.frame import link, show
from spinney.web.schools.review_words import cycle_context

SEN_WORDS: Final = {
    SenProvision.NONE: "No special educational need recorded",
    SenProvision.SUPPORT: "SEN support",
    SenProvision.EHCP: "Education, health and care plan",
    SenProvision.STATEMENT: "Statement of SEN",
    SenProvision.ACTION: "School Action",
    SenProvision.ACTION_PLUS: "School Action Plus",
}
ORDER_WORDS: Final = {
    "no_contact": "No contact", "shared": "Read; information may be shared",
    "unknown": "There is an order; nobody has read it yet, so nothing is shared",
}  # fmt: skip
PLAN_LAYERS: Final = (Layer.TARGETED, Layer.TARGETED_PLUS, Layer.SPECIALIST)


class NameForm(forms.Form):
    preferred_forename = forms.CharField(
        label="First name used every day", max_length=100, required=False
    )
    preferred_surname = forms.CharField(
        label="Last name used every day", max_length=100, required=False
    )
    forename = forms.CharField(label="First name on the register", max_length=100)
    surname = forms.CharField(
        label="Last name on the register", max_length=100, required=False,
        help_text="Leave empty if the child has one name only.",
    )  # fmt: skip
    year = forms.CharField(
        label="Year", max_length=2, required=False, help_text="For example R, 4 or 11."
    )
    registration_group = forms.CharField(
        label="Class or tutor group", max_length=40, required=False
    )


@require_safe
def pupil(request: HttpRequest, child_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    record = people.pupil_record(actor, child_id=child_id, now=now)
    found = plans.plans_of_child(actor, child_id=child_id, now=now)
    context = _context(record, found)
    current = context["current"]
    cycles = plans.cycles_of_plan(actor, plan_id=current.header.id, now=now) if current else ()
    around = {"child": child_id, "to": ""} if current else None
    if current and not current.header.version and context["may_edit"]:
        header = current.header
        context["write_by"] = plans.writing_due(header.school_id, opened_on=current.state.opened_on)
    return show(
        request, "schools/pupil.html", {**context, **cycle_context(cycles), "around": around}
    )


def _context(record: PupilRecord, found: tuple[Any, ...]) -> dict[str, Any]:
    current = next((p for p in found if p.header.lifecycle is not Lifecycle.ENDED), None)
    published = current if current and current.header.version else None
    return {
        "record": record,
        "write_by": None,
        "current": current,
        "ended": [plan for plan in found if plan is not current],
        "may_start": Action.EDIT_PLAN in record.may and not current and not record.left_on,
        "may_edit": Action.EDIT_PLAN in record.may,
        "may_correct": Action.CORRECT_RECORD in record.may,
        "sen_words": SEN_WORDS,
        "relationships": CONTACT_RELATIONSHIP,
        "order_words": ORDER_WORDS,
        "prints": prints(published.header.id) if published else [],
        "who_looked": link("who_looked", child_id=record.child.id)
        if Action.SEE_WHO_LOOKED in record.may
        else "",
    }


def prints(plan_id: UUID) -> list[tuple[str, str]]:
    """What can be printed of a plan here: address and words."""
    names = (
        ("plan_pdf", "The plan"),
        ("profile_pdf", "One-page profile"),
        ("paper_form", "Answer form for a parent"),
        ("easy", "Easy read, for the child"),
    )
    return [(address, words) for name, words in names if (address := link(name, plan_id=plan_id))]


@require_http_methods(["GET", "POST"])
def correct_pupil(request: HttpRequest, child_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    record = people.pupil_record(actor, child_id=child_id, now=now)
    if Action.CORRECT_RECORD not in record.may:
        raise NotAllowed("no_grant")
    initial = {name: getattr(record, name, "") for name in NameForm.base_fields}
    initial |= {"year": record.child.year, "registration_group": record.child.registration_group}
    form = NameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        if changes:
            people_services.correct_child(
                actor, school_id=record.child.school_id, child_id=child_id, changes=changes, now=now
            )
            messages.success(request, "Corrected. The next import will not change it back.")
        return redirect("pupil", child_id)
    status = 422 if form.errors else 200
    context = {"record": record, "form": form}
    return show(request, "schools/pupil_correct.html", context, status=status)


@require_http_methods(["GET", "POST"])
def start_plan(request: HttpRequest, child_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    child = people.child_summary(actor, child_id=child_id, now=now)
    access.require(actor, Action.EDIT_PLAN, school_id=child.school_id, subject_id=child_id, now=now)
    errors: dict[str, str] = {}
    if request.method == "POST":
        layer = request.POST.get("layer", "")
        if layer not in PLAN_LAYERS:
            errors["layer"] = "Choose the layer of support."
        else:
            with attempt(errors):
                plan_id = _open(request, child.school_id, child_id, Layer(layer))
                return redirect("edit_plan", plan_id)
    context = {
        "child": child, "layers": PLAN_LAYERS, "errors": errors,
        "earlier": plans.earlier_plan(actor, child_id=child_id, now=now),
        "copying": bool(request.POST.get("earlier")),
    }  # fmt: skip
    return show(request, "schools/pupil_start.html", context, status=422 if errors else 200)


def _open(request: HttpRequest, school_id: UUID, child_id: UUID, layer: Layer) -> UUID:
    """An empty draft, or one with the words of the plan that was chosen."""
    about: dict[str, Any] = {
        "school_id": school_id, "child_id": child_id, "layer": layer, "now": now_of(request),
    }  # fmt: skip
    if earlier := parse(request.POST.get("earlier", "")):
        return plan_services.open_plan_from(actor_of(request), earlier=earlier, **about)
    return plan_services.open_plan(actor_of(request), **about)
