"""A copy of the list or of the provision map for a spreadsheet: asked what it is for, made once, recorded."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from spinney.kernel.errors import BadInput
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.queries import PlanFilter, TreeFilter
from spinney.plans.services import PURPOSES, Sheet
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools import sheets
from spinney.web.schools.frame import show
from spinney.web.schools.lists import LABELS, choices_for, chosen_from, known

WHATS: Final = (
    ("list", "The list of plans"),
    ("provision", "The provision map, a row for each line"),
)
KINDS: Final = (("xlsx", "Excel (XLSX)"), ("csv", "CSV"))
MOST: Final = 5_000
MAKERS: Final = {"csv": sheets.as_csv, "xlsx": sheets.as_xlsx}


@require_http_methods(["GET", "HEAD", "POST"])
def export_page(request: HttpRequest) -> HttpResponse:
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    services.require_copies(actor, school_id=school.id)
    asked = request.POST if request.method == "POST" else request.GET
    offered = plans.list_choices(actor, school_id=school.id, now=now)
    choices = choices_for(school, offered)
    chosen = chosen_from(asked, choices)
    errors: dict[str, str] = {}
    if request.method == "POST":
        with attempt(errors):
            return _file(request, chosen)
    context: dict[str, Any] = {
        "choices": choices, "chosen": chosen, "labels": LABELS, "whats": WHATS, "kinds": KINDS,
        "purposes": PURPOSES, "errors": errors, "what": known(asked.get("what", ""), WHATS) or "list",
        "kind": known(asked.get("kind", ""), KINDS) or "xlsx", "purpose": asked.get("purpose", ""),
    }  # fmt: skip
    return show(
        request, "schools/export.html", context, school=school, status=422 if errors else 200
    )


def _file(request: HttpRequest, chosen: dict[str, str]) -> HttpResponse:
    """The file's name says no child's name: it stays in a shared computer's downloads."""
    kind = known(request.POST.get("kind", ""), KINDS)
    if not kind:
        raise BadInput("Choose Excel or CSV.", field="kind")
    sheet = _sheet(request, request.POST, chosen)
    made = MAKERS[kind](sheet, by=actor_of(request).display_name, at=now_of(request))
    return HttpResponse(
        made,
        content_type=sheets.TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{sheet.title.lower()}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


def _sheet(request: HttpRequest, form: QueryDict, chosen: dict[str, Any]) -> Sheet:
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    purpose = form.get("purpose", "")
    if form.get("what") == "provision":
        lines = TreeFilter(
            year=chosen["year"], group=chosen["group"], layer=chosen["layer"], area=chosen["area"]
        )
        return services.copy_provision(
            actor, school_id=school.id, narrowed=lines, purpose=purpose, now=now
        )
    listed = PlanFilter(**chosen, sort="name", most=MOST)
    return services.copy_list(actor, school_id=school.id, narrowed=listed, purpose=purpose, now=now)
