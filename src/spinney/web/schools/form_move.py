"""Move a plan to another form: what goes where is shown first, and it can be taken back."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.forms import MovingForm, PartMap
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools.frame import show

MOVED: Final = (
    "The draft is on the newer form. The published plan has not changed. "
    "You can take the move back until you publish."
)


@require_http_methods(["GET", "POST"])
def move_form(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    errors: dict[str, str] = {}
    to = _id(request.POST.get("to") or request.GET.get("to", ""))
    found = plans.moving_form(actor, plan_id=plan_id, now=now, to=to)
    if request.method == "POST" and found.target:
        with attempt(errors):
            services.move_to_form(
                actor,
                plan_id=plan_id,
                to=to or UUID(int=0),
                chosen=_chosen(request, found),
                now=now,
            )
        if not errors:
            messages.success(request, MOVED)
            return redirect("edit_plan", plan_id)
    asked = [each for each in found.homeless if each.options]
    context = {
        "moving": found, "header": found.header, "errors": errors, "asked": asked,
        "waiting": [each for each in found.homeless if not each.options],
        "given": request.POST, "rows": [_row(part) for part in found.parts],
    }  # fmt: skip
    return show(request, "schools/form_move.html", context, status=422 if errors else 200)


def _row(part: PartMap) -> list[str]:
    told = [
        f"{words}: {', '.join(labels)}."
        for words, labels in (
            ("Changed", part.changed), ("New", part.added), ("No longer asked", part.gone),
        )
        if labels
    ]  # fmt: skip
    return [part.title or "(none)", part.to or "No such part", " ".join(told) or "Nothing"]


def _chosen(request: HttpRequest, found: MovingForm) -> dict[tuple[UUID, str], str]:
    """What was answered. Nothing answered means: decide later, the old answer waits beside the draft."""
    return {
        (each.line_id, each.field): answer
        for each in found.homeless
        if (answer := request.POST.get(each.name, ""))
    }


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
def take_back(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    errors: dict[str, str] = {}
    with attempt(errors):
        services.take_back_move(actor_of(request), plan_id=plan_id, now=now_of(request))
    for words in errors.values():
        messages.error(request, words)
    if not errors:
        messages.success(request, "The draft is on its earlier form again. Nothing was lost.")
    return redirect("move_form", plan_id)
