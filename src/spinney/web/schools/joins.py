"""What the lines of a draft belong to outside the plan: the child's EHCP, and packages."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from spinney.guidance.codesets import AREA_OF_NEED, EHCP_SECTION, USUAL_SECTION
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools.frame import show

KIND: Final = {"need": "need", "outcome": "outcome", "provision": "provision line"}


@require_http_methods(["GET", "POST"])
def joins(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """What the EHCP asks beside what the draft gives. A post writes down more of the EHCP."""
    actor, now = actor_of(request), now_of(request)
    errors: dict[str, str] = {}
    given = {name: request.POST.get(name, "") for name in ("section", "words")}
    if request.method == "POST":
        with attempt(errors):
            count = services.add_ehcp_items(actor, plan_id=plan_id, now=now, **given)
        if not errors:
            messages.success(request, f"Kept: {count} more of section {given['section']}.")
            return redirect("joins", plan_id)
    page = plans.joins_page(actor, plan_id=plan_id, now=now)
    context = {
        "found": page, "header": page.header, "errors": errors, "given": given, "kind": KIND,
        "usual": {section: KIND[code] for code, section in USUAL_SECTION.items()},
        "titles": EHCP_SECTION, "areas": AREA_OF_NEED,
        "without": [line for line in page.lines if not line.belongs.every_section],
    }  # fmt: skip
    return show(request, "schools/joins.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
def join_line(request: HttpRequest, plan_id: UUID, line_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        chosen = {name: request.POST.getlist(name) for name in ("sections", "items", "packages")}
        with attempt(errors):
            services.join_line(actor, plan_id=plan_id, line_id=line_id, now=now, **chosen)
        if not errors:
            messages.success(request, "Kept. It is on the plan once you publish.")
            return redirect("joins", plan_id)
    page = plans.join_line_page(actor, plan_id=plan_id, line_id=line_id, now=now)
    context = {
        "found": page, "header": page.header, "line": page.line, "errors": errors,
        "sections": _in_order(USUAL_SECTION[page.line.section]), "areas": AREA_OF_NEED,
        "usual": USUAL_SECTION[page.line.section], "kind": KIND[page.line.section],
    }  # fmt: skip
    return show(request, "schools/join_line.html", context, status=422 if errors else 200)


@require_POST
def join_usual(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    errors: dict[str, str] = {}
    with attempt(errors):
        count = services.join_usual(actor_of(request), plan_id=plan_id, now=now_of(request))
        messages.success(request, f"Joined: {count} more. Change any of them below.")
    for words in errors.values():
        messages.error(request, words)
    return redirect("joins", plan_id)


@require_POST
def end_item(request: HttpRequest, plan_id: UUID, item_id: UUID) -> HttpResponse:
    errors: dict[str, str] = {}
    with attempt(errors):
        services.end_ehcp_item(
            actor_of(request), plan_id=plan_id, item_id=item_id, now=now_of(request)
        )
        messages.success(request, "It is off the list. Plans that name it still do.")
    for words in errors.values():
        messages.error(request, words)
    return redirect("joins", plan_id)


def _in_order(usual: str) -> list[tuple[str, str]]:
    """The usual section first, since it is the one that is mostly meant."""
    return sorted(EHCP_SECTION.items(), key=lambda pair: pair[0] != usual)
