"""Find a child, or a page, from anywhere. The same address answers the form and the list under the box."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from spinney.access.types import Actor
from spinney.people import queries as people
from spinney.people.types import FoundChild, SchoolSummary, year_words
from spinney.web.design.address import url
from spinney.web.routes import actor_of, now_of, school_of
from spinney.web.schools.frame import show, staff_nav


@dataclass(frozen=True, slots=True)
class Hit:
    href: str
    text: str
    detail: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100].strip()
    actor, school = actor_of(request), school_of(request)
    found = people.search_children(actor, school_id=school.id, words=words, now=now_of(request))
    pages = _pages(words, actor, school)
    hits = [*map(_child, found), *pages]
    if "partial" in request.GET:
        return render(request, "schools/search_options.html", {"results": hits})
    named = [page for page in pages if page.text.casefold() == words.casefold()]
    if len(hits) == 1 or (named and not found):
        return redirect((named or hits)[0].href)
    context = {"words": words, "results": hits, "too_short": len(words) < 2}
    return show(request, "schools/search.html", context, school=school)


def _child(found: FoundChild) -> Hit:
    facts = filter(None, (year_words(found.year), found.registration_group))
    return Hit(url("pupil", found.id), found.name, " · ".join(facts))


def _pages(words: str, actor: Actor, school: SchoolSummary) -> list[Hit]:
    """The pages of this person's own menu whose names hold a word that begins as typed."""
    typed = words.casefold()
    if len(typed) < 2:
        return []
    return [
        Hit(item.href, item.text, "Page")
        for item in staff_nav(actor, school)
        if any(part.startswith(typed) for part in item.text.casefold().split())
    ]
