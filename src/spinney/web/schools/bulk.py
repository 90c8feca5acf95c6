"""Steps for many plans: choose, see what will happen, do it, read what was done, undo it."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from spinney.kernel.ids import uuid7
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.queries import PlanFilter
from spinney.plans.types import Layer
from spinney.plans.types.whole import BulkAct, BulkStep
from spinney.web.design.words import plural
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.frame import show
from spinney.web.schools.lists import CHOICES, LABELS

# What is chosen in the list, what the page of each step is called, and what its button says.
ACTS: Final = {
    BulkAct.REVIEW: ("Set the next review", "Set the next review for many plans", "Set the date"),
    BulkAct.LAYER: ("Move to another layer", "Move many plans to another layer", "Move them"),
    BulkAct.HOLD: ("Put on hold", "Put many plans on hold", "Put them on hold"),
    BulkAct.RESUME: ("Take up again", "Take many plans up again", "Take them up again"),
    BulkAct.ASK: ("Ask families to read again", "Ask families to read again", "Ask them"),
}
MOST: Final = 400  # as many as the act takes; one more found says that there are too many


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_steps(request: HttpRequest) -> HttpResponse:
    """GET: the batches of late. POST: one step for the chosen plans, told first and then done."""
    actor, school = actor_of(request), school_of(request)
    services.require_steps(actor, school_id=school.id)
    if request.method != "POST":
        found = plans.recent_batches(actor, school_id=school.id, now=now_of(request))
        return show(
            request, "schools/bulk_recent.html", {"batches": found, "acts": ACTS}, school=school
        )
    act = _act(request.POST.get("act", ""))
    errors: dict[str, str] = {}
    chosen: tuple[UUID, ...] = ()
    with attempt(errors):
        chosen = ticked(request, school.id)
    if act is None:
        errors.setdefault("act", "Choose what to do with the plans.")
    if not chosen:
        errors.setdefault("plan", "Tick at least one plan.")
    if act is None or errors:
        context = {"errors": errors, "title": "Nothing has changed"}
        return show(request, "schools/bulk_nothing.html", context, school=school, status=422)
    return _told(request, act, chosen)


def _told(request: HttpRequest, act: BulkAct, chosen: tuple[UUID, ...]) -> HttpResponse:
    """The step's own questions; once they are answered, what would follow; once that is agreed, the act."""
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    stage, errors = request.POST.get("stage", ""), dict[str, str]()
    step, preview = _step(request.POST, act), None
    if stage in {"tell", "do"} or act is BulkAct.ASK:
        with attempt(errors):
            if stage == "do":
                batch = services.take_step(
                    actor, school_id=school.id, plan_ids=chosen, step=step,
                    batch_id=_id(request.POST.get("batch", "")) or uuid7(), now=now,
                )  # fmt: skip
                return redirect("bulk_batch", batch)
            preview = plans.bulk_preview(
                actor, school_id=school.id, plan_ids=chosen, step=step, now=now
            )
    context: dict[str, Any] = {
        "act": act, "words": ACTS[act], "step": step, "chosen": chosen, "errors": errors,
        "preview": preview, "layers": CHOICES["layer"], "batch": uuid7(),
        "review_text": request.POST.get("review_on", ""),
    }  # fmt: skip
    return show(
        request, "schools/bulk_step.html", context, school=school, status=422 if errors else 200
    )


@require_safe
def bulk_batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    actor, school = actor_of(request), school_of(request)
    found = plans.batch_view(actor, school_id=school.id, batch_id=batch_id, now=now_of(request))
    context = {"batch": found, "words": ACTS[found.step.act]}
    return show(request, "schools/bulk_batch.html", context, school=school)


@require_http_methods(["POST"])
def bulk_undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    actor, school, errors = actor_of(request), school_of(request), dict[str, str]()
    with attempt(errors):
        undone, left = services.undo_batch(
            actor, school_id=school.id, batch_id=batch_id, now=now_of(request)
        )
        also = f" {left} changed since, and left as it is." if left == 1 else ""
        also = f" {left} changed since, and left as they are." if left > 1 else also
        messages.success(request, f"{plural(undone, 'plan')} put back.{also}")
    if errors:
        messages.error(request, " ".join(errors.values()))
    return redirect("bulk_batch", batch_id)


def ticked(request: HttpRequest, school_id: UUID, *, most: int = MOST) -> tuple[UUID, ...]:
    """The ticked plans; or, when asked for, all that match the list's filters."""
    if request.POST.get("all") != "yes":
        return ids_in(request.POST)
    narrowed: dict[str, Any] = {
        name: request.POST.get(f"filter-{name}", "").replace("\x00", "")[:60] for name in LABELS
    }
    return plans.plans_matching(
        actor_of(request), school_id=school_id, now=now_of(request),
        narrowed=PlanFilter(**narrowed), most=most,
    )  # fmt: skip


def ids_in(form: QueryDict, name: str = "plan") -> tuple[UUID, ...]:
    found = (_id(text) for text in form.getlist(name))
    return tuple(dict.fromkeys(each for each in found if each))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _act(text: str) -> BulkAct | None:
    return BulkAct(text) if text in set(BulkAct) else None


def _step(form: QueryDict, act: BulkAct) -> BulkStep:
    layer = form.get("layer", "")
    return BulkStep(
        act=act,
        why=form.get("why", "").replace("\x00", ""),
        review_on=day_in(form.get("review_on", "")) if act is BulkAct.REVIEW else None,
        layer=Layer(layer) if act is BulkAct.LAYER and layer in set(Layer) else None,
    )


def day_in(text: str) -> date | None:
    """2027-03-08 as a browser sends it, or 8 3 2027 and 8/3/2027 as people type it where it has no calendar."""
    parts = text.strip().replace("/", "-").replace(".", "-").replace(" ", "-").split("-")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) <= 4 for p in parts):
        return None
    numbers = [int(part) for part in parts]
    if len(parts[0]) != 4:
        numbers.reverse()
    try:
        return date(*numbers)
    except ValueError:
        return None
