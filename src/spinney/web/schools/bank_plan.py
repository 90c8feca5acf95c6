"""From the bank into a plan: choose an entry for one list of the draft. `frontend/js/bank.js` opens it in place."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from spinney.kernel.errors import NotNow
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.bank import BankFilter
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools.bank_words import WORDS, typed
from spinney.web.schools.frame import show

OPTIONS, LISTED = 8, 200


@require_http_methods(["GET", "HEAD", "POST"])
def plan_bank(request: HttpRequest, plan_id: UUID, section: str) -> HttpResponse:
    if request.method == "POST":
        return _add(request, plan_id, section)
    partial = request.GET.get("partial") == "1"
    try:
        found = plans.bank_for_plan(
            actor_of(request), plan_id=plan_id, section=section,
            narrowed=BankFilter(words=typed(request.GET)), now=now_of(request),
            most=OPTIONS if partial else LISTED, only_options=partial,
        )  # fmt: skip
    except NotNow:
        return redirect("plan", plan_id)  # which says that it has ended
    context = {"found": found, "words": typed(request.GET), **WORDS}
    if partial:
        return render(request, "schools/bank_options.html", context)
    return show(request, "schools/bank_pick.html", context)


def _add(request: HttpRequest, plan_id: UUID, section: str) -> HttpResponse:
    errors: dict[str, str] = {}
    with attempt(errors):
        made = services.add_from_bank(
            actor_of(request),
            plan_id=plan_id,
            code=request.POST.get("code", ""),
            now=now_of(request),
        )
        messages.success(request, "Added from the bank. The words are the plan’s own now.")
        return redirect(f"{reverse('edit_plan', args=[plan_id])}#line-{made}")
    messages.error(request, next(iter(errors.values())))
    return redirect("plan_bank", plan_id, section)
