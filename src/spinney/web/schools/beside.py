"""On to the next child with a plan, or back to the one before: to their plan, or to their record."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from spinney.plans import queries as plans
from spinney.web.routes import actor_of, now_of


@require_safe
def child_after(request: HttpRequest, child_id: UUID) -> HttpResponse:
    return _go(request, child_id, after=True)


@require_safe
def child_before(request: HttpRequest, child_id: UUID) -> HttpResponse:
    return _go(request, child_id, after=False)


def _go(request: HttpRequest, child_id: UUID, *, after: bool) -> HttpResponse:
    found = plans.beside(actor_of(request), child_id=child_id, after=after, now=now_of(request))
    if found is None:
        edge = "last" if after else "first"
        messages.info(request, f"This is the {edge} child with a plan, by name.")
        return redirect("pupil", child_id)
    if request.GET.get("to") == "plan":
        return redirect("plan", found.plan_id)
    return redirect("pupil", found.child_id)
