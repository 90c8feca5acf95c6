"""The provision map: type, group, pupil, with what is promised a week. Links narrow it; script folds and finds."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from spinney.plans import queries as plans
from spinney.plans.queries import TreeFilter
from spinney.web.routes import actor_of, now_of, school_of
from spinney.web.schools.frame import show
from spinney.web.schools.lists import choices_for, known, number_in

WHENS: Final = (
    ("now", "Today"), ("autumn", "Autumn term"), ("spring", "Spring term"), ("summer", "Summer term"),
    ("any", "Any date"),
)  # fmt: skip
LABELS: Final = {
    "year": "Year", "group": "Class", "layer": "Layer", "area": "Area of need", "staffed": "Staff",
}  # fmt: skip
STAFFED: Final = (("no", "Not yet staffed"),)
KINDS_A_PAGE: Final = 60


@require_safe
def provision_map(request: HttpRequest) -> HttpResponse:
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    offered = plans.list_choices(actor, school_id=school.id, now=now)
    choices = {**choices_for(school, offered), "staffed": STAFFED}
    chosen = {name: known(request.GET.get(name, ""), choices[name]) for name in LABELS}
    when = known(request.GET.get("when", ""), WHENS) or "now"
    number = max(1, number_in(request.GET.get("page", "")))
    kind = request.GET.get("kind", "")[:12]
    found = plans.provision_tree(
        actor, school_id=school.id, now=now,
        narrowed=TreeFilter(**chosen, when=when, kind=kind, page=number),
    )  # fmt: skip
    kept = {**{k: v for k, v in chosen.items() if v}, **({"when": when} if when != "now" else {})}
    pages = max(1, -(-found.kinds_in_all // KINDS_A_PAGE))
    context: dict[str, Any] = {
        "tree": found, "choices": choices, "chosen": chosen, "labels": LABELS, "when": when,
        "whens": WHENS, "narrowed": any(chosen.values()), "query": urlencode(kept), "hours": hours,
        "whole_hours": whole_hours,
        "number": plain_number, "page_number": number, "pages": pages,
        "href": f"?{urlencode(kept)}{'&' if kept else ''}page=",
        "first": (number - 1) * KINDS_A_PAGE + 1,
    }  # fmt: skip
    return show(request, "schools/provision.html", context, school=school)


def hours(minutes: Decimal | int | None) -> str:
    """4 h 20 min, to the nearest minute; half a minute goes up."""
    if minutes is None:
        return "not clear"
    whole = int(Decimal(minutes).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    long, short = divmod(whole, 60)
    if not long:
        return f"{short} min"
    return f"{long:,} h {short} min" if short else f"{long:,} h"


def whole_hours(minutes: Decimal) -> str:
    """For a large figure beside the exact one."""
    if minutes < 60:
        return hours(minutes)
    return f"{int((minutes / 60).quantize(Decimal(1), rounding=ROUND_HALF_UP)):,} h"


def plain_number(count: Decimal | None) -> str:
    """2.5 and 3, not 3.0000."""
    if count is None:
        return "not clear"
    rounded = count.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"
