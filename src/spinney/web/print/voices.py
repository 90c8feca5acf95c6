"""A child's page on paper: the same questions, faces and answers as on screen, to fill in by hand."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from spinney.kernel.clock import school_day
from spinney.plans import queries as plans
from spinney.plans.types.voices import FACE_WORDS, PROMPTS, VERDICT_WORDS, ChildPage
from spinney.web.design import faces
from spinney.web.print import documents, texts
from spinney.web.print.views import answer_pdf
from spinney.web.routes import actor_of, now_of

SHARING = (
    ("Nobody else.", "The adult who types it in sees it on that day only."),
    ("My school.", "The adults at school who read my plan."),
    ("My school and my family.", ""),
)


@require_safe
def child_sheet(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Empty, whatever has been said on screen: a sheet in a bag gives nothing away."""
    actor, now = actor_of(request), now_of(request)
    found = plans.child_page(actor, plan_id=plan_id, now=now)
    copy = documents.Copy(
        found.header.child_name, actor.display_name, school_day(now),
        large=request.GET.get("size") == "large",
    )  # fmt: skip
    return answer_pdf(
        request, "child_sheet", sheet(found, copy), name="my-page", drawings=faces.for_paper()
    )


def sheet(found: ChildPage, copy: documents.Copy) -> documents.Data:
    name, version = found.header.child_name, found.header.version
    return {
        **documents.frame(copy, title=f"My page: {name}", school="", version=version),
        "name": name,
        "prompts": [words for _, words in PROMPTS],
        "faces": [{"code": code.value, "words": words} for code, words in FACE_WORDS.items()],
        "verdicts": [{"code": code.value, "words": words} for code, words in VERDICT_WORDS.items()],
        "asked": [{"text": texts.paragraphs(one.words), "more": one.more} for one in found.asked],
        "sharing": [{"words": words, "more": more} for words, more in SHARING],
    }
