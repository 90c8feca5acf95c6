"""Where a line of the draft comes from: a page a line, with or without script."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from spinney.files import scan
from spinney.kernel.errors import BadInput
from spinney.kernel.ids import parse
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.sources import SOURCE_KINDS
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools.editor_form import PARTS
from spinney.web.schools.frame import show
from spinney.web.uploads import uploaded

TYPED = ("kind", "who", "page", "note")
ACCEPT = ".pdf,image/jpeg,image/png,image/webp,.mp3,.m4a,.ogg,.wav"


@require_http_methods(["GET", "POST"])
def line_sources(request: HttpRequest, plan_id: UUID, line_id: UUID) -> HttpResponse:
    errors: dict[str, str] = {}
    given = _given(request)
    if request.method == "POST":
        if request.POST.get("act") == "add":
            with attempt(errors):
                given["held"] = _file(request, plan_id, line_id) or given["held"]
        if not errors:
            with attempt(errors):
                told = _act(request, plan_id, line_id, given)
        if not errors:
            messages.success(request, told)
            return redirect("line_sources", plan_id, line_id)
    found = plans.sources_of_line(
        actor_of(request), plan_id=plan_id, line_id=line_id, now=now_of(request)
    )
    context = {
        "found": found, "header": found.header, "errors": errors,
        "kinds": list(SOURCE_KINDS.items()), "given": given,
        "accept": ACCEPT, "may_upload": scan.is_open(), "closed": scan.OFF,
    }  # fmt: skip
    return show(request, "schools/sources.html", context, status=422 if errors else 200)


def _file(request: HttpRequest, plan_id: UUID, line_id: UUID) -> str:
    """Kept before the words beside it are looked at: when those have a fault, it need not be chosen again."""
    chosen = uploaded(request, "file")
    if chosen is None:
        return ""
    return str(
        services.attach(
            actor_of(request), plan_id=plan_id, line_id=line_id, name=chosen.name or "",
            chunks=chosen.chunks(), now=now_of(request),
        )
    )  # fmt: skip


def _act(request: HttpRequest, plan_id: UUID, line_id: UUID, given: dict[str, str]) -> str:
    verb, _, which = request.POST.get("act", "").partition(":")
    actor, now = actor_of(request), now_of(request)
    if verb == "remove":
        source_id = parse(which)
        if source_id is None:
            raise BadInput("That button names no source. Reload the page and try again.")
        services.remove_source(
            actor, plan_id=plan_id, line_id=line_id, source_id=source_id, now=now
        )
        return "The source is off the draft."
    day = "-".join(
        given[part].rjust(width, "0") for part, width in zip(PARTS[::-1], (4, 2, 2), strict=True)
    )
    typed = {name: given[name] for name in TYPED}
    has_day = any(given[part] for part in PARTS)
    services.add_source(
        actor, plan_id=plan_id, line_id=line_id, given={**typed, "day": day if has_day else ""}, now=now,
        file_id=parse(given["held"]),
    )  # fmt: skip
    return "The source is on the draft."


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in (*TYPED, *PARTS, "held")}
