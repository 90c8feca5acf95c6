"""Documents to print. Each is made for one named person, and holds what that person may see."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound, NotNow
from spinney.people import queries as people
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.queries import PrintedCopy
from spinney.web.print import documents, typeset
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.frame import show

View = Callable[..., HttpResponse]


def or_why_not(view: View) -> View:
    """A copy that may not be made ends in a page that says why and whom to ask, never in an empty file."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotNow as reason:
            return show(request, "schools/paper_refused.html", {"reason": str(reason)}, status=409)

    return answer


@require_safe
@or_why_not
def plan_pdf(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    printed = _printed_copy(request, plan_id)
    data = documents.plan(printed, _copy(request, printed.recipient_name))
    return answer_pdf(request, "plan", data, name=f"support-plan-{_version(printed)}")


@require_safe
@or_why_not
def profile_pdf(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    printed = _printed_copy(request, plan_id)
    data = documents.profile(printed, _copy(request, printed.recipient_name))
    return answer_pdf(request, "profile", data, name=f"one-page-profile-{_version(printed)}")


@require_safe
def my_plan_pdf(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """A family's own copy: what their own page shows, even where the parent also works at the school."""
    printed = plans.own_copy(
        actor_of(request), plan_id=plan_id, now=now_of(request), as_family=True
    )
    data = documents.plan(printed, _copy(request, printed.recipient_name))
    return answer_pdf(request, "plan", data, name=f"support-plan-{_version(printed)}")


@require_safe
def class_cards_pdf(request: HttpRequest, group_id: UUID) -> HttpResponse:
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    group = people.class_children(
        actor, school_id=school.id, group_id=group_id, day=school_day(now), now=now
    )
    cards = plans.cards_for_children(
        actor, school_id=school.id, child_ids=[child.id for child in group.children], now=now
    )
    data = documents.cards(
        cards, _copy(request, actor.display_name), group=group.name, school=school.name
    )
    return answer_pdf(request, "cards", data, name="classroom-cards")


@require_http_methods(["GET", "HEAD", "POST"])
def paper_form(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """For whom to print; a POST makes an answer form for one adult and goes to its PDF."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        with attempt(errors):
            form_id = services.make_paper_form(
                actor_of(request),
                plan_id=plan_id,
                carer_id=_named(request.POST.get("carer", "")),
                now=now_of(request),
            )
            large = "?size=large" if request.POST.get("size") == "large" else ""
            return redirect(f"/paper-forms/{form_id}.pdf{large}")
    choices = plans.print_choices(actor_of(request), plan_id=plan_id, now=now_of(request))
    context = {"choices": choices, "header": choices.header, "errors": errors}
    return show(request, "schools/paper_print.html", context, status=422 if errors else 200)


@require_safe
@or_why_not
def paper_form_pdf(request: HttpRequest, form_id: UUID) -> HttpResponse:
    form = plans.answer_form(actor_of(request), form_id=form_id, now=now_of(request))
    data = documents.answer_form(form, _copy(request, form.form.recipient_name))
    drawn = segno.make(form.form.code, error="m").svg_inline(scale=4, border=2)
    return answer_pdf(request, "answer_form", data, name="answer-form", drawings={"qr": drawn})


def _printed_copy(request: HttpRequest, plan_id: UUID) -> PrintedCopy:
    wanted = request.GET.get("for", "me")
    actor, now = actor_of(request), now_of(request)
    if wanted in {"", "me"}:
        return plans.own_copy(actor, plan_id=plan_id, now=now)
    try:
        carer_id = UUID(wanted)
    except ValueError:
        raise NotFound("There is no such person.") from None
    return plans.copy_for_adult(actor, plan_id=plan_id, carer_id=carer_id, now=now)


def _named(carer: str) -> UUID:
    try:
        return UUID(carer)
    except ValueError:
        raise BadInput("Choose whom the form is for.", field="carer") from None


def _copy(request: HttpRequest, recipient: str) -> documents.Copy:
    return documents.Copy(
        recipient=recipient,
        printed_by=actor_of(request).display_name,
        on=school_day(now_of(request)),
        large=request.GET.get("size") == "large",
    )


def _version(printed: PrintedCopy) -> str:
    return f"v{printed.view.header.version}"


def answer_pdf(
    request: HttpRequest,
    template: str,
    data: documents.Data,
    *,
    name: str,
    drawings: dict[str, str] | None = None,
) -> HttpResponse:
    """The file's name says no child's name: it stays in a shared computer's downloads."""
    made = typeset.pdf(template, data, now=now_of(request), drawings=drawings)
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}.pdf"',
            "Cache-Control": "no-store",
        },
    )
