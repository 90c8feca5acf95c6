"""Publish, hold, resume, end and reopen: each says what will follow before it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from spinney.access.types import Actor
from spinney.kernel.errors import BadInput
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types import Layer, Lifecycle
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools.frame import show
from spinney.web.schools.plan import told

Answer = Callable[[HttpRequest, UUID], HttpResponse]


@require_http_methods(["GET", "POST"])
def publish_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    errors: dict[str, str] = {}
    layer = request.POST.get("layer", "")
    chosen = Layer(layer) if layer in set(Layer) else None
    if request.method == "POST":
        with attempt(errors):
            number = services.publish_plan(
                actor,
                plan_id=plan_id,
                why=request.POST.get("why", ""),
                now=now,
                layer=chosen,
                family_asked=request.POST.get("family_asked", ""),
            )
        if not errors:
            messages.success(request, PUBLISHED.format(number=number))
            return redirect("plan", plan_id)
    preview = plans.publish_preview(actor, plan_id=plan_id, now=now, layer=chosen)
    context = {
        "preview": preview, "header": preview.header, "errors": errors,
        "told": told(preview.told), "staff_only": told(preview.staff_only),
        "why": request.POST.get("why", ""), "family_asked": request.POST.get("family_asked", ""),
        "layers": LAYERS,
        "layer": chosen or preview.header.layer,
    }  # fmt: skip
    return show(request, "schools/publish.html", context, status=422 if errors else 200)


LAYERS: Final = (Layer.TARGETED, Layer.TARGETED_PLUS, Layer.SPECIALIST)
PUBLISHED: Final = (
    "Version {number} is published: it is the plan from now on. The family is asked to read it."
)


@dataclass(frozen=True, slots=True)
class Move:
    title: str
    follows: str
    ask: str
    button: str
    done: str
    to: Lifecycle
    act: Callable[..., None]


def _page(move: Move) -> Answer:
    @require_http_methods(["GET", "POST"])
    def answer(request: HttpRequest, plan_id: UUID) -> HttpResponse:
        actor, now = actor_of(request), now_of(request)
        errors: dict[str, str] = {}
        if request.method == "POST":
            with attempt(errors):
                _do(move, actor, plan_id, request, now=now)
            if not errors:
                messages.success(request, move.done)
                return redirect("plan", plan_id)
        found = plans.moving(actor, plan_id=plan_id, now=now)
        context: dict[str, Any] = {
            "move": move, "header": found.header, "errors": errors, "why": request.POST.get("why", ""),
            "asks_safety": move.to is Lifecycle.ENDED and found.safety_on_card,
            "possible": move.to in found.may_go_to and move.to is not found.header.lifecycle,
        }  # fmt: skip
        return show(request, "schools/end.html", context, status=422 if errors else 200)

    return answer


def _do(move: Move, actor: Actor, plan_id: UUID, request: HttpRequest, *, now: datetime) -> None:
    given: dict[str, Any] = {"why": request.POST.get("why", "")}
    if move.to is Lifecycle.ENDED:
        given["safety_handed_over"] = request.POST.get("safety_handed_over") == "on"
    move.act(actor, plan_id=plan_id, now=now, **given)
    # The act first: a refusal must not depend on what was typed.
    if not given["why"].strip():
        raise BadInput("Say why, in a few words. It is kept with the plan.", field="why")


end_plan = _page(
    Move(
        "End this plan",
        "The plan and its versions stay readable. Its strategies and safety lines leave every classroom card.",
        "Why is the plan ending? The family will read this.", "End the plan",
        "The plan has ended. It can still be read, and it can be reopened.",
        Lifecycle.ENDED, services.end_plan,
    )
)  # fmt: skip
hold_plan = _page(
    Move(
        "Put this plan on hold",
        "Reviews stop being asked for. The classroom card stays, so that the child is kept safe.",
        "Why is the plan on hold?", "Put on hold", "The plan is on hold.",
        Lifecycle.ON_HOLD, services.hold_plan,
    )
)  # fmt: skip
resume_plan = _page(
    Move(
        "Take this plan up again",
        "The published version is in force again, and its review date counts.",
        "Why is the plan being taken up again?", "Take up again", "The plan is active again.",
        Lifecycle.ACTIVE, services.resume_plan,
    )
)  # fmt: skip
reopen_plan = _page(
    Move(
        "Reopen this plan",
        "It becomes a draft with the words it ended with. It is in force only once you publish it.",
        "Why is the plan being reopened?", "Reopen the plan",
        "The plan is a draft again. Look through it, then publish it.",
        Lifecycle.PROPOSED, services.reopen_plan,
    )
)  # fmt: skip
