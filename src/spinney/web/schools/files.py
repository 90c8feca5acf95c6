"""The files of one plan: what there is, what rests on each, and taking one away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from spinney.kernel.errors import BadInput
from spinney.kernel.ids import parse
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools.frame import show

AWAY = {
    True: "The file is deleted. No version of the plan rested on it.",
    False: "The file is taken away. Versions that rest on it keep it; new lines cannot use it.",
}


@require_http_methods(["GET", "POST"])
def plan_files(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    errors: dict[str, str] = {}
    if request.method == "POST":
        with attempt(errors):
            deleted = services.take_away(
                actor_of(request), plan_id=plan_id, file_id=_named(request), now=now_of(request),
                why=request.POST.get("why", ""),
            )  # fmt: skip
        if not errors:
            messages.success(request, AWAY[deleted])
            return redirect("plan_files", plan_id)
    found = plans.files_page(actor_of(request), plan_id=plan_id, now=now_of(request))
    context = {
        "found": found, "header": found.header, "errors": errors,
        "about": request.POST.get("file", ""), "why": request.POST.get("why", ""),
    }  # fmt: skip
    return show(request, "schools/files.html", context, status=422 if errors else 200)


def _named(request: HttpRequest) -> UUID:
    file_id = parse(request.POST.get("file", ""))
    if file_id is None:
        raise BadInput("That button names no file. Reload the page and try again.")
    return file_id
