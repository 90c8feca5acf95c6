"""All plans, narrowed by links that can be kept and shared; and the children who have none."""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from spinney.access import services as access
from spinney.access.types import Action
from spinney.people.types import Phase, year_words
from spinney.plans import queries as plans
from spinney.plans.queries import PlanFilter
from spinney.web.routes import actor_of, now_of, school_of
from spinney.web.schools.frame import show
from spinney.web.schools.list_rows import plan_rows

SIZES: Final = (100, 200)
CHOICES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "layer": (
        ("targeted", "Targeted"), ("targeted_plus", "Targeted Plus"), ("specialist", "Specialist"),
    ),
    "lifecycle": (
        ("proposed", "Draft, not published"), ("active", "Active"), ("on_hold", "On hold"),
        ("ended", "Ended"),
    ),
    "due": (("overdue", "Overdue"), ("soon", "In three weeks")),
    "waiting": (
        ("senco", "SENCO to publish"), ("reply", "A reply to a question"), ("review", "A review"),
        ("parent", "A parent to read"),
    ),
}  # fmt: skip
WAITING_WORDS: Final = {"": "", **dict(CHOICES["waiting"])}
LABELS: Final = {
    "layer": "Layer", "year": "Year", "lifecycle": "State", "due": "Review", "waiting": "Waiting for",
}  # fmt: skip
PRIMARY: Final = ("N1", "N2", "R", *map(str, range(1, 7)))
SECONDARY: Final = tuple(map(str, range(7, 15)))
YEARS: Final = {Phase.NURSERY: PRIMARY[:3], Phase.PRIMARY: PRIMARY, Phase.SECONDARY: SECONDARY}


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    school = school_of(request)
    years = YEARS.get(school.phase, (*PRIMARY, *SECONDARY))
    choices = {**CHOICES, "year": tuple((code, year_words(code)) for code in years)}
    chosen = {name: _known(request.GET.get(name, ""), choices[name]) for name in LABELS}
    size = int(_known(request.GET.get("size", ""), [(str(n), "") for n in SIZES]) or SIZES[0])
    number = max(1, _number(request.GET.get("page", "")))
    found = plans.plan_list_page(
        actor_of(request), school_id=school.id, now=now_of(request),
        narrowed=PlanFilter(**chosen, skip=(number - 1) * size, most=size),
    )  # fmt: skip
    kept = {name: value for name, value in {**chosen, "size": size}.items() if value}
    context: dict[str, Any] = {
        "found": found, "chosen": chosen, "choices": choices, "labels": LABELS, "size": size,
        "sizes": SIZES, "page_number": number, "pages": max(1, -(-found.total // size)),
        "first": (number - 1) * size + 1, "href": f"?{urlencode(kept)}&page=",
        "narrowed": any(chosen.values()), "waiting_words": WAITING_WORDS,
        "plan_rows": plan_rows,
    }  # fmt: skip
    return show(request, "schools/list.html", context, school=school)


def _known(value: str, choices: Iterable[tuple[str, str]]) -> str:
    """A filter nobody offered is no filter: an old link still opens the list."""
    return value if value in {code for code, _ in choices} else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@require_safe
def plan_starters(request: HttpRequest) -> HttpResponse:
    """Where a new plan begins: the children on the SEN register who have none."""
    actor, school = actor_of(request), school_of(request)
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school.id)
    children, total = plans.children_without_plan(actor, school_id=school.id, now=now_of(request))
    context = {"children": children, "total": total}
    return show(request, "schools/list_start.html", context, school=school)
