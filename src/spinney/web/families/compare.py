"""Two versions of the plan beside each other, as this family member may see both."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from spinney.plans.queries import compare_versions
from spinney.web.design.versions import chosen_versions
from spinney.web.families import words
from spinney.web.families.views import shown
from spinney.web.routes import actor_of, now_of


def compare(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    older, newer = chosen_versions(request)
    found = compare_versions(
        actor_of(request), plan_id=plan_id, older=older, newer=newer, now=now_of(request),
        as_family=True,
    )  # fmt: skip
    return shown(request, "compare", {"found": found, "changes": words.told(found.changes)})
