"""A family reads the plan in another language beside the English."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from spinney.kernel.clock import school_day
from spinney.plans import queries as plans
from spinney.web.families.beside import Beside
from spinney.web.families.easy import EasyRead
from spinney.web.families.views import shown
from spinney.web.print import typeset
from spinney.web.print.easy import easy_pdf
from spinney.web.print.translated import translated_pdf
from spinney.web.routes import actor_of, now_of


@require_safe
def translated(request: HttpRequest, plan_id: UUID, language: str) -> HttpResponse:
    copy = plans.family_copy(
        actor_of(request), plan_id=plan_id, now=now_of(request), how="translated"
    )
    plan = Beside(copy, plans.translation_beside(copy.view, language=language))
    prints = typeset.can_print(plan.language.code)
    return shown(request, "translated", {"plan": plan, "prints": prints})


@require_safe
def translated_file(request: HttpRequest, plan_id: UUID, language: str) -> HttpResponse:
    """On paper. A script that no font here holds is said in words, never printed as boxes."""
    copy = plans.family_copy(
        actor_of(request), plan_id=plan_id, now=now_of(request), how="translated, printed"
    )
    plan = Beside(copy, plans.translation_beside(copy.view, language=language))
    if not typeset.can_print(plan.language.code):
        return shown(request, "translated", {"plan": plan, "prints": False}, status=409)
    return translated_pdf(request, plan)


@require_safe
def easy(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return shown(request, "easy", {"plan": _easy(request, plan_id, how="easy read")})


@require_safe
def easy_file(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return easy_pdf(request, _easy(request, plan_id, how="easy read, printed"))


def _easy(request: HttpRequest, plan_id: UUID, *, how: str) -> EasyRead:
    copy = plans.family_copy(actor_of(request), plan_id=plan_id, now=now_of(request), how=how)
    return EasyRead(copy, today=school_day(now_of(request)))
