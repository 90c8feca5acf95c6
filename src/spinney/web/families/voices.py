"""A parent's own space, the young person's own page, and a question as a conversation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from spinney.kernel.clock import school_day
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.web.design import voices as design
from spinney.web.design.language import gettext as _
from spinney.web.design.language import mark
from spinney.web.families import words
from spinney.web.families.views import shown
from spinney.web.routes import actor_of, attempt, now_of

SENT = mark("Your words are with the school.")
CLOSED = mark("Your question is closed. You can open it again at any time.")


@require_http_methods(["GET", "POST"])
def space(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The space of one parent. Nothing here is read from, or shown to, any other parent."""
    errors: dict[str, str] = {}
    typed = None
    if request.method == "POST":
        typed = design.told_in(request)
        with attempt(errors):
            services.keep_parent_voice(
                actor_of(request), plan_id=plan_id, told=typed, now=now_of(request)
            )
        if not errors:
            messages.success(request, _("Saved. The people who lead the plan can read it."))
            return redirect("family_space", plan_id)
    page = plans.space_page(actor_of(request), plan_id=plan_id, now=now_of(request))
    context = {
        "space": page, "header": page.header, "told": design.shown_in_form(page.mine, typed),
        "errors": errors, **design.CHOICES,
    }  # fmt: skip
    return shown(request, "space", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
def my_voice(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The young person's page, in their own account."""
    return design.child_page(
        request, plan_id, here="my_voice",
        draw=lambda context, status: shown(request, "my_voice", context, status=status),
    )  # fmt: skip


@require_POST
def take_back(request: HttpRequest, plan_id: UUID, voice_id: UUID) -> HttpResponse:
    return design.take_back(request, plan_id, voice_id, here="my_voice")


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, plan_id: UUID, answer_id: UUID) -> HttpResponse:
    """One question of this reader's: what was said, and writing again."""
    errors: dict[str, str] = {}
    text = request.POST.get("words", "")
    if request.method == "POST":
        with attempt(errors):
            services.add_to_question(
                actor_of(request), plan_id=plan_id, answer_id=answer_id, words=text,
                now=now_of(request),
            )  # fmt: skip
        if not errors:
            messages.success(request, _(SENT))
            return redirect("family_question", plan_id, answer_id)
    now = now_of(request)
    view, answer, thread = plans.my_thread(
        actor_of(request), plan_id=plan_id, answer_id=answer_id, now=now
    )
    context = {
        "thread": thread, "header": view.header, "answer": words.own_answer(view, answer),
        "errors": errors, "text": text if errors else "", "today": school_day(now),
    }  # fmt: skip
    return shown(request, "question", context, status=422 if errors else 200)


@require_POST
def close(request: HttpRequest, plan_id: UUID, answer_id: UUID) -> HttpResponse:
    errors: dict[str, str] = {}
    with attempt(errors):
        services.close_question(
            actor_of(request), plan_id=plan_id, answer_id=answer_id, now=now_of(request)
        )
    if errors:
        messages.error(request, next(iter(errors.values())))
    else:
        messages.success(request, _(CLOSED))
    return redirect("family_question", plan_id, answer_id)
