"""The meeting on one shared screen, reading back what was agreed, and the calendar file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound, NotNow
from spinney.plans import queries as plans
from spinney.web.routes import actor_of, now_of
from spinney.web.schools.frame import show
from spinney.web.schools.review import form_context, quiet_answer
from spinney.web.schools.review_form import do, saved_quietly
from spinney.web.schools.review_words import cycle_words


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return _screen(request, plan_id, "meeting")


@require_http_methods(["GET", "POST"])
def read_back(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return _screen(request, plan_id, "read_back")


def _screen(request: HttpRequest, plan_id: UUID, name: str) -> HttpResponse:
    errors, marks = dict[str, str](), dict[UUID, str]()
    if request.method == "POST":
        done = do(request, plan_id, errors, marks)
        if saved_quietly(request):
            return quiet_answer(request, errors, marks)
        if not errors:
            messages.success(request, done)
            return redirect("review" if request.POST.get("act") == "record" else name, plan_id)
    try:
        page = plans.meeting_page(actor_of(request), plan_id=plan_id, now=now_of(request))
    except NotNow as closed:
        return show(
            request, "schools/meeting_closed.html", {"why": str(closed), "plan_id": plan_id}
        )
    context = {
        "meeting": page, "header": page.header, "cycle_words": cycle_words(page.cycle),
        "held_on": page.review.held_on or school_day(now_of(request)), **form_context(request, errors),
    }  # fmt: skip
    return show(request, f"schools/{name}.html", context, status=422 if errors else 200)


@require_safe
def invitation(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The file that goes into calendars. Its name says no more than it does."""
    text = plans.meeting_invitation(
        actor_of(request),
        plan_id=plan_id,
        now=now_of(request),
        link=request.build_absolute_uri("/"),
    )
    if not text:
        raise NotFound("No time has been set for a meeting.")
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    answer["Content-Disposition"] = 'attachment; filename="school-meeting.ics"'
    return answer
