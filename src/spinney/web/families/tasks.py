"""What a parent or young person took on at a review: only their own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from spinney.kernel.clock import school_day
from spinney.plans.queries import my_tasks
from spinney.plans.services import finish_task
from spinney.web.families.views import shown
from spinney.web.routes import actor_of, now_of


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    found = my_tasks(actor_of(request), now=now_of(request), as_family=True)
    return shown(request, "tasks", {"tasks": found, "today": school_day(now_of(request))})


@require_POST
def finish(request: HttpRequest, task_id: UUID) -> HttpResponse:
    done = request.POST.get("done") == "yes"
    finish_task(actor_of(request), task_id=task_id, done=done, now=now_of(request))
    messages.success(request, "Marked as done." if done else "Open again.")
    return redirect("family_tasks")
