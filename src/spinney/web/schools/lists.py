"""All plans, narrowed by links that can be kept and shared; and the children who have none."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from spinney.access import services as access
from spinney.access.queries import roles_allowed
from spinney.access.types import Action
from spinney.people.types import Phase, SchoolSummary, year_words
from spinney.plans import queries as plans
from spinney.plans.queries import PlanFilter
from spinney.plans.types.whole import ListChoices
from spinney.web.design.language import mark
from spinney.web.routes import actor_of, now_of, school_of
from spinney.web.schools.frame import show
from spinney.web.schools.list_rows import plan_rows

SIZES: Final = (100, 200, 400)
CHOICES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "layer": (
        ("targeted", "Targeted"), ("targeted_plus", "Targeted Plus"), ("specialist", "Specialist"),
    ),
    "lifecycle": (
        ("proposed", "Draft, not published"), ("active", "Active"), ("on_hold", "On hold"),
        ("ended", "Ended"),
    ),
    "due": (("overdue", "Overdue"), ("soon", "In three weeks"), ("month", "In a month")),
    "waiting": (
        ("senco", "SENCO to publish"), ("reply", "A reply to a question"), ("review", "A review"),
        ("parent", "A parent to read"),
    ),
}  # fmt: skip
WAITING_WORDS: Final = {"": "", **dict(CHOICES["waiting"])}
LABELS: Final = {
    "layer": mark("Layer"), "area": mark("Area of need"), "year": mark("Year"), "group": mark("Class"),
    "lifecycle": mark("State"),
    "due": mark("Review"), "waiting": mark("Waiting for"),
}  # fmt: skip
SORTS: Final = (("review", "Review"), ("name", "Child"), ("year", "Year"))
PRIMARY: Final = ("N1", "N2", "R", *map(str, range(1, 7)))
SECONDARY: Final = tuple(map(str, range(7, 15)))
YEARS: Final = {Phase.NURSERY: PRIMARY[:3], Phase.PRIMARY: PRIMARY, Phase.SECONDARY: SECONDARY}


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    offered = plans.list_choices(actor, school_id=school.id, now=now)
    choices = choices_for(school, offered)
    chosen = chosen_from(request.GET, choices)
    sort = known(request.GET.get("sort", ""), SORTS) or "review"
    size = int(known(request.GET.get("size", ""), [(str(n), "") for n in SIZES]) or SIZES[0])
    number = max(1, number_in(request.GET.get("page", "")))
    found = plans.plan_list_page(
        actor, school_id=school.id, now=now,
        narrowed=PlanFilter(**chosen, sort=sort, skip=(number - 1) * size, most=size),
    )  # fmt: skip
    kept = {name: value for name, value in chosen.items() if value}
    told = {**kept, **({"sort": sort} if sort != "review" else {})}
    context: dict[str, Any] = {
        "found": found, "chosen": chosen, "choices": choices, "labels": LABELS, "size": size,
        "sizes": SIZES, "page_number": number, "pages": max(1, -(-found.total // size)),
        "first": (number - 1) * size + 1, "href": f"?{urlencode({**told, 'size': size})}&page=",
        "narrowed": any(chosen.values()), "waiting_words": WAITING_WORDS, "sort": sort,
        "sorts": sort_links(kept, size), "plan_rows": plan_rows, "query": urlencode(kept),
        "sized": urlencode(told), "may_step": bool(roles_allowed(Action.PUBLISH_PLAN) & actor.roles_in(school.id)),
        "may_export": access.allows_in_school(actor, Action.LEAD_SEND, school_id=school.id),
    }  # fmt: skip
    return show(request, "schools/list.html", context, school=school)


def choices_for(
    school: SchoolSummary, offered: ListChoices
) -> dict[str, tuple[tuple[str, str], ...]]:
    years = YEARS.get(school.phase, (*PRIMARY, *SECONDARY))
    return {
        **CHOICES,
        "year": tuple((code, year_words(code)) for code in years),
        "group": tuple((name, name) for name in offered.groups),
        "area": tuple(offered.areas.items()),
    }


def chosen_from(
    asked: Mapping[str, Any], choices: Mapping[str, Iterable[tuple[str, str]]]
) -> dict[str, str]:
    return {name: known(str(asked.get(name, "")), choices[name]) for name in LABELS}


def sort_links(kept: dict[str, str], size: int) -> dict[str, str]:
    return {
        code: f"?{urlencode({**kept, **({'sort': code} if code != 'review' else {}), 'size': size})}"
        for code, _ in SORTS
    }


def known(value: str, choices: Iterable[tuple[str, str]]) -> str:
    """A filter nobody offered is no filter: an old link still opens the list."""
    return value if value in {code for code, _ in choices} else ""


def number_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@require_safe
def plan_starters(request: HttpRequest) -> HttpResponse:
    """Where a new plan begins: the children on the SEN register who have none."""
    actor, school = actor_of(request), school_of(request)
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school.id)
    children, total = plans.children_without_plan(actor, school_id=school.id, now=now_of(request))
    context = {"children": children, "total": total}
    return show(request, "schools/list_start.html", context, school=school)
