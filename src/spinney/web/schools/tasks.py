"""Tasks out of reviews: my own, and one person's recap to print or send."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotNow
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.review import PersonKind, Recap
from spinney.web.design.words import day
from spinney.web.routes import actor_of, now_of
from spinney.web.schools.frame import show


@require_safe
def my_tasks(request: HttpRequest) -> HttpResponse:
    found = plans.my_tasks(actor_of(request), now=now_of(request))
    context = {"tasks": found, "today": school_day(now_of(request)), "finish": "finish_task"}
    return show(request, "schools/my_tasks.html", context)


@require_POST
def finish(request: HttpRequest, task_id: UUID) -> HttpResponse:
    done = request.POST.get("done") == "yes"
    services.finish_task(actor_of(request), task_id=task_id, done=done, now=now_of(request))
    messages.success(request, "Marked as done." if done else "Open again.")
    return redirect("reviews" if request.POST.get("from") == "reviews" else "my_tasks")


@require_safe
def recap(request: HttpRequest, plan_id: UUID, person_id: UUID) -> HttpResponse:
    try:
        found = plans.recap(
            actor_of(request), plan_id=plan_id, person_id=person_id, now=now_of(request)
        )
    except NotNow as closed:
        return show(
            request, "schools/meeting_closed.html", {"why": str(closed), "plan_id": plan_id}
        )
    context = {"recap": found, "header": found.header, "about": about_whom(found)}
    return show(request, "schools/recap.html", context)


@require_safe
def recap_text(request: HttpRequest, plan_id: UUID, person_id: UUID) -> HttpResponse:
    """Plain words to paste into a letter or a message."""
    try:
        found = plans.recap(
            actor_of(request), plan_id=plan_id, person_id=person_id, now=now_of(request)
        )
    except NotNow as closed:
        return HttpResponse(f"{closed}\n", content_type="text/plain; charset=utf-8", status=409)
    return HttpResponse(in_plain_words(found), content_type="text/plain; charset=utf-8")


def about_whom(found: Recap) -> str:
    return "you" if found.person.kind is PersonKind.CHILD else found.header.child_name


def in_plain_words(found: Recap) -> str:
    lines = [
        f"For {found.person.name}", "",
        f"What you agreed to do after the review meeting about {about_whom(found)}"
        + (f" on {day(found.held_on)}." if found.held_on else "."), "",
    ]  # fmt: skip
    lines += [
        f"- {task.what}" + (f" (by {day(task.by_when)})" if task.by_when else "")
        + (" Done." if task.done_at else "")
        for task in found.tasks
    ] or ["You have no task from this meeting."]  # fmt: skip
    return "\n".join([*lines, "", found.school_name, ""])
