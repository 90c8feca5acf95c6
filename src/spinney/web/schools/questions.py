"""Questions from families: what waits, longest overdue first, and one as a conversation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from spinney.kernel.clock import school_day
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.frame import show

ANSWERED = "Your answer is sent. Only the person who asked sees it."
NOTED = "Your note is sent. The question still waits for its answer."


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    school, now = school_of(request), now_of(request)
    found = plans.open_questions(actor_of(request), school_id=school.id, now=now)
    today = school_day(now)
    context = {"found": found, "late": sum(x.due_on < today for x in found), "today": today}
    return show(request, "schools/questions.html", context, school=school)


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, plan_id: UUID, answer_id: UUID) -> HttpResponse:
    errors: dict[str, str] = {}
    text, noted = request.POST.get("reply", ""), request.POST.get("act") == "note"
    if request.method == "POST":
        with attempt(errors):
            _write(request, plan_id, answer_id, text, noted=noted)
        if not errors:
            messages.success(request, NOTED if noted else ANSWERED)
            return redirect("question", plan_id, answer_id)
    now = now_of(request)
    thread = plans.question_thread(actor_of(request), plan_id=plan_id, answer_id=answer_id, now=now)
    context = {
        "thread": thread, "header": thread.header, "errors": errors,
        "text": text if errors else "", "today": school_day(now),
    }  # fmt: skip
    return show(request, "schools/question.html", context, status=422 if errors else 200)


def _write(request: HttpRequest, plan_id: UUID, answer_id: UUID, text: str, *, noted: bool) -> None:
    actor, now = actor_of(request), now_of(request)
    if noted:
        services.note_on_question(actor, plan_id=plan_id, answer_id=answer_id, words=text, now=now)
    else:
        services.reply_to(actor, plan_id=plan_id, answer_id=answer_id, reply=text, now=now)
