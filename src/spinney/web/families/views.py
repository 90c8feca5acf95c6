"""A family's own pages: their children, the plan, and who has looked."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from spinney.access.looks import who_looked
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound
from spinney.people.queries import child_summary
from spinney.plans.queries import family_children, family_plan
from spinney.web.design.context import NavItem
from spinney.web.design.language import gettext as _
from spinney.web.families import words
from spinney.web.families.reading import Reading
from spinney.web.routes import actor_of, now_of


def shown(
    request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    request.nav = (  # type: ignore[attr-defined]
        NavItem(_("Your family"), reverse("family_home"), under=False),
        NavItem(_("Your tasks"), reverse("family_tasks")),
        NavItem(_("Your account"), reverse("account"), under=False),
    )
    return render(request, f"families/{template}.html", context, status=status)


def home(request: HttpRequest) -> HttpResponse:
    children = family_children(actor_of(request), now=now_of(request))
    if not children:
        raise NotFound("No child's record is open to this person.")
    return shown(request, "home", {"cards": tuple(map(words.card_of, children))})


def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    now = now_of(request)
    found = family_plan(actor_of(request), plan_id=plan_id, now=now)
    return shown(request, "plan", {"plan": Reading(found, today=school_day(now))})


def looks(request: HttpRequest, child_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    found = who_looked(actor, child_id=child_id, now=now, until=_day(request.GET.get("until", "")))
    child = child_summary(actor, child_id=child_id, now=now)
    return shown(request, "looks", {"found": found, "child": child})


def _day(text: str) -> date | None:
    """A day from a link of ours. Anything else reads as today."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
