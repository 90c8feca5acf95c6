"""The child's page on a school's device, with an adult beside the child; and all voices side by side."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spinney.plans import queries as plans
from spinney.web.design import voices as design
from spinney.web.routes import actor_of, now_of
from spinney.web.schools.frame import show


@require_http_methods(["GET", "POST"])
def child_voice(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return design.child_page(
        request, plan_id, here="child_voice",
        draw=lambda context, status: show(
            request, "schools/child_voice.html", context, status=status
        ),
    )  # fmt: skip


@require_POST
def take_back(request: HttpRequest, plan_id: UUID, voice_id: UUID) -> HttpResponse:
    return design.take_back(request, plan_id, voice_id, here="child_voice")


@require_safe
def voices(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    page = plans.voices_page(actor_of(request), plan_id=plan_id, now=now_of(request))
    return show(request, "schools/voices.html", {"voices": page, "header": page.header})
