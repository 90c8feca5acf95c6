"""A cover card on paper, for when there is no phone. It says when to destroy it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from spinney.kernel.clock import LONDON, school_day
from spinney.plans import queries as plans
from spinney.plans.types.classroom import CoverChild, CoverView
from spinney.web.design.words import day
from spinney.web.print import documents, texts
from spinney.web.print.views import answer_pdf, or_why_not
from spinney.web.routes import actor_of, now_of


@require_safe
@or_why_not
def cover_pdf(request: HttpRequest, cover_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    view = plans.cover_on_paper(actor, cover_id=cover_id, now=now)
    copy = documents.Copy(
        recipient="the cover teacher", printed_by=actor.display_name, on=school_day(now),
        large=request.GET.get("size") == "large",
    )  # fmt: skip
    return answer_pdf(request, "cover", cover(view, copy), name="cover-card")


def cover(view: CoverView, copy: documents.Copy) -> documents.Data:
    bell = view.closes_at.astimezone(LONDON)
    return {
        **documents.frame(copy, title=f"Cover card: {view.group_name}", school=view.school_name),
        "group": view.group_name,
        "where": " · ".join(filter(None, (view.subject, view.room))),
        "when": f"{day(bell.date())}, until {bell:%-H:%M}",
        "destroy": f"Destroy this sheet at {bell:%-H:%M} on {day(bell.date())}.",
        "others": view.others,
        "cards": [_card(child) for child in view.children],
    }


def _card(child: CoverChild) -> documents.Data:
    told = {
        "name": child.name,
        "strategies": [texts.paragraphs(text) for text in child.strategies],
        "safety": [
            {
                "kind": documents.SAFETY_KINDS.get(line.kind, documents.SAFETY_KINDS["other"]),
                "signs": texts.paragraphs(line.signs),
                "action": texts.paragraphs(line.action),
            }
            for line in child.safety
        ],
    }
    return {**told, "long": documents.letters(told) > documents.LONG_LINE}
