"""A plan to read: the page a SENCO shows and prints. Writing has its own pages."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from spinney.access.types import Action
from spinney.plans import queries as plans
from spinney.plans.queries import PlanPage
from spinney.plans.types import Change, Lifecycle
from spinney.web.routes import actor_of, now_of
from spinney.web.schools.frame import show
from spinney.web.schools.pupil import prints
from spinney.web.schools.review_words import cycle_context
from spinney.web.schools.story import tell


@require_safe
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    page = plans.plan_page(actor, plan_id=plan_id, now=now)
    around = {"child": page.header.child_id, "to": "?to=plan"}
    context = {**_context(request, page), **cycle_context(page.cycles), "around": around}
    return show(request, "schools/plan.html", context)


@require_safe
def plan_version(request: HttpRequest, plan_id: UUID, number: int) -> HttpResponse:
    page = plans.plan_page(actor_of(request), plan_id=plan_id, now=now_of(request), number=number)
    return show(request, "schools/plan.html", {**_context(request, page), "around": None})


def _context(request: HttpRequest, page: PlanPage) -> dict[str, Any]:
    lifecycle = page.header.lifecycle
    ends = Action.END_PLAN in page.may
    return {
        "plan": page,
        "header": page.header,
        "view": page.view,
        "story": tell(page.view, child=page.header.child_name) if page.view else None,
        "changes": told(page.view.changes) if page.view else [],
        "missed": page.is_newest and 0 < page.read_before < page.header.version - 1,
        "may_edit": Action.EDIT_PLAN in page.may and lifecycle is not Lifecycle.ENDED,
        "may_publish": Action.PUBLISH_PLAN in page.may and lifecycle is not Lifecycle.ENDED,
        "may_answer": Action.EDIT_PLAN in page.may,
        "moves": [(route, words) for state, route, words in MOVES if ends and lifecycle in state],
        "from_bank": plans.bank_in_version(actor_of(request), page),
        "may_help": Action.VIEW_CARD in page.may and page.is_newest,
        **_voice(page),
        "prints": prints(page.header.id) if page.view and page.is_newest else [],
    }


def _voice(page: PlanPage) -> dict[str, Any]:
    """What the child has shared, beside the newest version alone, and what they say of each strategy."""
    voice = page.voice if page.is_newest else None
    lines = page.view.section("adjustment") if voice and page.view else ()
    said = [(line.text("text"), voice.verdict(line.id)) for line in lines] if voice else []
    return {"voice": voice, "strategies_said": [pair for pair in said if pair[0]]}


MOVES = (
    (frozenset({Lifecycle.ACTIVE}), "hold_plan", "Put on hold"),
    (frozenset({Lifecycle.ON_HOLD}), "resume_plan", "Take up again"),
    (
        frozenset({Lifecycle.PROPOSED, Lifecycle.ACTIVE, Lifecycle.ON_HOLD}),
        "end_plan",
        "End this plan",
    ),
    (frozenset({Lifecycle.ENDED}), "reopen_plan", "Reopen this plan"),
)


def told(changes: tuple[Change, ...]) -> list[dict[str, str]]:
    """For the list component: the sentence, and both texts where the sentence does not already hold them."""
    return [
        {
            "kind": change.kind,
            "where": change.words,
            "before": change.before if change.words.endswith("changed.") else "",
            "after": change.after
            if change.kind == "altered" and "now reads" not in change.words
            else "",
        }
        for change in changes
    ]
