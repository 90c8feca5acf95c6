"""Two versions of a plan beside each other, and everything that has happened to it."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from spinney.plans import queries as plans
from spinney.plans.types import Layer, Lifecycle
from spinney.web.design.versions import chosen_versions
from spinney.web.routes import actor_of, now_of
from spinney.web.schools.frame import show
from spinney.web.schools.plan import told

STEP_WORDS: Final = {
    Lifecycle.PROPOSED: "Reopened as a draft",
    Lifecycle.ACTIVE: "Taken up again",
    Lifecycle.ON_HOLD: "Put on hold",
    Lifecycle.ENDED: "Ended",
    Layer.UNIVERSAL: "Moved to Universal",
    Layer.TARGETED: "Moved to Targeted",
    Layer.TARGETED_PLUS: "Moved to Targeted Plus",
    Layer.SPECIALIST: "Moved to Specialist",
}


@require_safe
def compare(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    older, newer = chosen_versions(request)
    found = plans.compare_versions(
        actor_of(request), plan_id=plan_id, older=older, newer=newer, now=now_of(request)
    )
    context = {"found": found, "header": found.header, "changes": told(found.changes)}
    return show(request, "schools/compare.html", context)


@require_safe
def life(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    header, steps = plans.life_of_plan(actor_of(request), plan_id=plan_id, now=now_of(request))
    context = {"header": header, "steps": steps, "words": STEP_WORDS}
    return show(request, "schools/life.html", context)
