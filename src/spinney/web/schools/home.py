"""The first page after signing in: for whoever leads SEND, what is due and waiting; others go to their own page."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from spinney.access import services as access
from spinney.access.queries import roles_allowed
from spinney.access.types import Action, Actor
from spinney.people.types import SchoolSummary
from spinney.plans import queries as plans
from spinney.web.routes import actor_of, now_of, school_of
from spinney.web.schools.frame import link, show, staff_nav

# Pile, filter that lists it, what the tile says, and its tone when anything is in it.
TILES: Final = (
    ("wait_review", "due=overdue", "Reviews overdue", "red"),
    ("due_soon", "due=soon", "Reviews due in three weeks", "amber"),
    ("wait_reply", "waiting=reply", "Questions to answer", "amber"),
    ("wait_senco", "waiting=senco", "Drafts to publish", "green"),
    ("wait_parent", "waiting=parent", "Waiting for a parent to read", "green"),
    ("active", "lifecycle=active", "Active plans", "green"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not actor.is_staff:
        address = link("account_start") if actor.tied_schools else ""
        return redirect(address) if address else render(request, "schools/home_nothing.html")
    school = school_of(request)
    if not access.allows_in_school(actor, Action.LEAD_SEND, school_id=school.id):
        return redirect(first_page(actor, school))
    view = plans.senco_home(actor, school_id=school.id, now=now_of(request))
    tiles = [
        (view.counts.get(pile, 0), words, f"{link('plans')}?{query}", tone)
        for pile, query, words, tone in TILES
    ]
    drafts = [UUID(plan.id) for plan in view.waiting if plan.waiting_for == "senco"]
    waits = plans.drafts_wait_for(actor, plans=drafts, now=now_of(request))
    to_write = plans.plans_to_write(actor, school_id=school.id, now=now_of(request))
    context = {
        "view": view,
        "tiles": tiles,
        "waits": {str(plan): whom for plan, whom in waits.items()},
        "to_write": to_write,
        **_late(request, actor, school),
    }
    return show(request, "schools/home.html", context, school=school)


def _late(request: HttpRequest, actor: Actor, school: SchoolSummary) -> dict[str, object]:
    """Tasks out of reviews that nobody has done in time, for those who edit plans."""
    if not roles_allowed(Action.EDIT_PLAN) & actor.roles_in(school.id):
        return {"late": 0, "may_review": False}
    found = plans.late_tasks(actor, school_id=school.id, now=now_of(request))
    return {"late": len(found), "may_review": True}


def first_page(actor: Actor, school: SchoolSummary) -> str:
    """Where someone who does not lead SEND begins: the first page of their own menu, else their account."""
    menu = staff_nav(actor, school)
    return menu[0].href if menu else link("account")
