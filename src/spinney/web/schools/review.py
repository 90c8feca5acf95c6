"""The review of one plan, and the cycles it has been through."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from spinney.kernel.clock import school_day
from spinney.plans import queries as plans
from spinney.plans.types.review import CyclePhase, CycleRow, Result
from spinney.web.design.words import clock
from spinney.web.routes import actor_of, now_of
from spinney.web.schools.frame import show
from spinney.web.schools.review_form import (
    LADDER,
    RESULTS,
    STEPS,
    do,
    judged_in,
    saved_quietly,
)
from spinney.web.schools.review_words import cycle_words, phase_words


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    errors, marks = dict[str, str](), dict[UUID, str]()
    if request.method == "POST":
        done = do(request, plan_id, errors, marks)
        if saved_quietly(request):
            return quiet_answer(request, errors, marks)
        if not errors:
            messages.success(request, done)
            return redirect(
                "edit_plan" if request.POST.get("act") == "record" else "review", plan_id
            )
    page = plans.review_page(actor_of(request), plan_id=plan_id, now=now_of(request))
    context = {
        "review": page, "header": page.header, "cycle_words": cycle_words(page.cycle),
        "held_on": page.review.held_on or school_day(now_of(request)), **form_context(request, errors),
    }  # fmt: skip
    return show(request, "schools/review.html", context, status=422 if errors else 200)


def form_context(request: HttpRequest, errors: dict[str, str]) -> dict[str, Any]:
    """The choices, what was typed when it could not be kept, and today."""
    typed = {judged.line_id: judged for judged in judged_in(request.POST)} if errors else {}
    return {
        "results": RESULTS, "steps": STEPS, "ladder": LADDER, "errors": errors, "typed": typed,
        "given": request.POST if errors else {}, "today": school_day(now_of(request)),
    }  # fmt: skip


def quiet_answer(
    request: HttpRequest, errors: dict[str, str], marks: dict[UUID, str]
) -> JsonResponse:
    """`marks`: what now stands, so that the page knows what it has seen."""
    if errors:
        return JsonResponse({"message": next(iter(errors.values())), "errors": errors}, status=422)
    seen = {str(line): mark for line, mark in marks.items()}
    return JsonResponse({"saved_at": clock(now_of(request)), "seen": seen})


@require_safe
def cycles(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    page = plans.cycles_page(actor_of(request), plan_id=plan_id, now=now_of(request))
    context = {
        "page_of": page, "header": page.header, "now_words": cycle_words(page.current),
        "rows": [(row, phase_words(row.cycle), _counts(row)) for row in page.rows],
        "completed": page.completed, "Phase": CyclePhase, "result_words": dict(RESULTS),
    }  # fmt: skip
    return show(request, "schools/cycles.html", context)


def _counts(row: CycleRow) -> str:
    """'2 met, 1 partly met', in the order of the ladder."""
    names: dict[Result, str] = dict(RESULTS)
    found = [(sum(r.result is result for r in row.results), names[result]) for result in Result]
    return ", ".join(f"{count} {words.lower()}" for count, words in found if count)
