"""A plan in class, for the SENCO: who will do what, and what was used. Never by teacher, never for appraisal."""

import csv
import io
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from spinney.plans import queries as plans
from spinney.plans.types.classroom import InClass
from spinney.spine.ingest.text import harmless_cell
from spinney.web.design.words import day
from spinney.web.routes import actor_of, now_of
from spinney.web.schools.frame import show

COLUMNS = ("Strategy", "On the card now", "Lessons", "Subjects", "First used", "Last used")

SHOWN = (
    {"text": "Strategy"}, {"text": "Lessons", "number": True}, {"text": "Subjects"},
    {"text": "First used"}, {"text": "Last used"},
)  # fmt: skip


@require_safe
def in_class(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    found = plans.in_class(actor_of(request), plan_id=plan_id, now=now_of(request))
    rows = [
        [use.strategy + ("" if use.on_card else " (no longer on the card)"), use.lessons,
         ", ".join(use.subjects), day(use.first), day(use.last)]
        for use in found.uses
    ]  # fmt: skip
    context = {"found": found, "rows": rows, "columns": SHOWN}
    return show(request, "schools/in_class.html", context)


@require_safe
def in_class_csv(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Evidence of the child's normal way of working, for access arrangements. No adult is in it."""
    found = plans.in_class(actor_of(request), plan_id=plan_id, now=now_of(request))
    return HttpResponse(
        as_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="used-in-class.csv"',
            "Cache-Control": "no-store",
        },
    )


def as_csv(found: InClass) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for use in found.uses:
        rows.writerow(
            harmless_cell(cell)
            for cell in (
                use.strategy, "yes" if use.on_card else "no", str(use.lessons), "; ".join(use.subjects),
                day(use.first), day(use.last),
            )
        )  # fmt: skip
    return "\ufeff" + out.getvalue()
