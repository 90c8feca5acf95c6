"""The peer: the same two pages as a plain Django project would write them, with models and Django's own templates.

No permission, no audit leaf, no design. Measured in the same run, it says how fast the machine is at this hour, so
that a ratio means the same tomorrow. Its addresses stand beside Spinney's own, behind the same middleware.
"""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from spinney.access.models import Membership
from spinney.config.urls import handler403, handler404, handler500
from spinney.config.urls import urlpatterns as ours
from spinney.kernel import tenancy
from spinney.plans.models import Plan, Version

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

FRAME = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body>
<nav><a href="{% url 'plans' %}">Plans</a> {{ request.user.display_name }}</nav><main>BODY</main></body></html>"""
PLAN = """<h1>{{ plan.child.forename }} {{ plan.child.surname }}</h1><p>{{ plan.review_due|date:"j F Y" }}</p>
{% for line in version.lines %}<section><h2>{{ line.section|capfirst }}</h2><dl>
{% for name, value in line.values.items %}<dt>{{ name|capfirst }}</dt><dd>{{ value|linebreaksbr }}</dd>{% endfor %}
</dl></section>{% endfor %}"""
LIST = """<table><thead><tr>
<th>Child</th><th>Year</th><th>Class</th><th>Layer</th><th>State</th><th>Review</th></tr>
</thead><tbody>{% for plan in plans %}<tr>
<th><a href="{% url 'plan' plan.id %}">{{ plan.child.forename }} {{ plan.child.surname }}</a></th>
<td>{{ plan.child.year }}</td><td>{{ plan.child.registration_group }}</td>
<td><strong class="govuk-tag">{{ plan.get_layer_display|capfirst }}</strong></td>
<td><strong class="govuk-tag">{{ plan.get_lifecycle_display|capfirst }}</strong></td>
<td>{% if plan.review_due < today %}Overdue since{% else %}Due{% endif %} {{ plan.review_due|date:"j F Y" }}</td>
</tr>{% endfor %}</tbody></table><p>{{ total }} plans</p>"""


def _shown(request: HttpRequest, body: str, context: dict[str, object]) -> HttpResponse:
    made = _compiled.get(body) or engines["django"].from_string(FRAME.replace("BODY", body))
    _compiled[body] = made
    return HttpResponse(made.render({**context, "title": "Peer"}, request))


_compiled: dict[str, object] = {}


def _school(request: HttpRequest) -> list[object]:
    with tenancy.acting_in((), user_id=request.user.pk):
        return list(
            Membership.objects.filter(user=request.user).values_list("school_id", flat=True)
        )


def peer_plan(request: HttpRequest, plan_id: object) -> HttpResponse:
    with tenancy.acting_in(_school(request), user_id=request.user.pk):
        plan = Plan.objects.select_related("child").get(id=plan_id)
        version = Version.objects.filter(plan=plan).latest("number")
        return _shown(request, PLAN, {"plan": plan, "version": version})


def peer_list(request: HttpRequest) -> HttpResponse:
    with tenancy.acting_in(_school(request), user_id=request.user.pk):
        plans = (
            Plan.objects.select_related("child").exclude(lifecycle="ended").order_by("review_due")
        )
        found = {"plans": plans[:200], "total": plans.count(), "today": request.who.now.date()}
        return _shown(request, LIST, found)


urlpatterns = [
    *ours,
    path("peer/plans", peer_list, name="peer_list"),
    path("peer/plans/<uuid:plan_id>", peer_plan, name="peer_plan"),
]
