"""What stands round every staff page: the school's name, the menu, and links to pages that exist."""

from dataclasses import replace
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from spinney.access import services as access
from spinney.access.queries import roles_allowed as rules_for
from spinney.access.types import Action, Actor, Role
from spinney.people.types import SchoolSummary
from spinney.web.design.context import NavItem
from spinney.web.design.language import gettext as _
from spinney.web.design.language import mark
from spinney.web.routes import AUDIENCES, actor_of, school_of

# Who is shown what. The page itself asks `access` again; this only keeps doors that would not open off the menu.
CLASSROOM = frozenset({Role.SENCO, Role.HEAD, Role.DSL, Role.TEACHER, Role.ASSISTANT})
# Name of the route, what the menu calls it, and the roles that see it. What is used every day stands first.
MENU = (
    ("cards", mark("Today’s cards"), CLASSROOM),
    ("plans", mark("Plans"), CLASSROOM),
    ("reviews", mark("Reviews"), rules_for(Action.EDIT_PLAN)),
    ("my_tasks", mark("My tasks"), CLASSROOM),
    ("questions", mark("Questions"), rules_for(Action.EDIT_PLAN)),
    ("bank", mark("The bank"), CLASSROOM),
    ("provision_map", mark("Provision"), rules_for(Action.LEAD_SEND)),
    ("plan_quality", mark("Quality of plans"), rules_for(Action.LEAD_SEND)),
    ("import", mark("Bring in pupils"), rules_for(Action.IMPORT_PUPILS)),
    ("paper_entry", mark("Enter a paper answer"), rules_for(Action.ENTER_ANSWER)),
    ("people_to_confirm", mark("Parents to confirm"), rules_for(Action.CONFIRM_TIES)),
    ("cover_lessons", mark("Cover cards"), rules_for(Action.MAKE_COVER)),
    ("plan_settings", mark("Plan settings"), rules_for(Action.LEAD_SEND)),
)
# More than this and the rest goes behind "More": a menu that wraps into three lines is not read.
MOST_IN_SIGHT = 6


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    school: SchoolSummary | None = None,
    status: int = 200,
) -> HttpResponse:
    here = school or school_of(request)
    request.school_name = here.name  # type: ignore[attr-defined]
    request.nav = staff_nav(actor_of(request), here)  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def staff_nav(actor: Actor, school: SchoolSummary) -> list[NavItem]:
    items = []
    if access.allows_in_school(actor, Action.LEAD_SEND, school_id=school.id):
        items.append(NavItem(_("Home"), "/", under=False))
    for name, text, roles in MENU:
        if roles & actor.roles_in(school.id) and (address := link(name)):
            items.append(NavItem(_(text), address))
    if actor.tied_schools and (address := link("family_home")):
        items.append(NavItem(_("My children"), address))
    if len(items) <= MOST_IN_SIGHT + 1:
        return items
    return [
        *items[:MOST_IN_SIGHT],
        *(replace(item, more=True) for item in items[MOST_IN_SIGHT:]),
    ]


def link(name: str, **kwargs: object) -> str:
    """The address of a page, or nothing where this installation has no such page."""
    if kwargs:
        return reverse(name, kwargs=kwargs) if name in AUDIENCES else ""
    return _address(name)


@cache
def _address(name: str) -> str:
    return reverse(name) if name in AUDIENCES else ""
