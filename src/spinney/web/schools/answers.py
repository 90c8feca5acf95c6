"""What the family said of a plan, and the school's replies."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from spinney.plans import queries as plans
from spinney.plans import services
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools.frame import show


@require_safe
def plan_answers(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return _page(request, plan_id, {}, None, "")


@require_POST
def reply_to_answer(request: HttpRequest, plan_id: UUID, answer_id: UUID) -> HttpResponse:
    errors: dict[str, str] = {}
    reply = request.POST.get("reply", "")
    with attempt(errors):
        services.reply_to(
            actor_of(request),
            plan_id=plan_id,
            answer_id=answer_id,
            reply=reply,
            now=now_of(request),
        )
    if errors:
        return _page(request, plan_id, errors, answer_id, reply)
    messages.success(
        request, "Your reply is sent. The person who asked sees it beside their question."
    )
    return redirect("plan_answers", plan_id)


def _page(
    request: HttpRequest, plan_id: UUID, errors: dict[str, str], wrong: UUID | None, reply: str
) -> HttpResponse:
    page = plans.answers_page(actor_of(request), plan_id=plan_id, now=now_of(request))
    context = {
        "header": page.header, "answers": page.answers, "errors": errors, "wrong": wrong, "reply": reply,
    }  # fmt: skip
    return show(request, "schools/answers.html", context, status=422 if errors else 200)
