"""The print centre: a class, a year, the reviews of some days, or the plans that were ticked, in one file.

Each child's pages are those of a single print for the same reader: no more is in them, and no less.
"""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from spinney.kernel.clock import school_day
from spinney.people.types import SchoolSummary, year_words
from spinney.plans import queries as plans
from spinney.plans.queries import BatchFilter, InBatch, PrintedCopy
from spinney.plans.types.whole import ListChoices
from spinney.web.design.words import day, plural
from spinney.web.print import documents, typeset
from spinney.web.routes import actor_of, now_of, school_of
from spinney.web.schools.bulk import day_in, ids_in, ticked
from spinney.web.schools.frame import show
from spinney.web.schools.lists import choices_for, known

MOST: Final = 60
KINDS: Final = (
    ("profile", "One-page profiles"), ("plan", "Whole plans"), ("cards", "Classroom cards"),
)  # fmt: skip
NONE_CHOSEN: Final = "Choose a class, a year or days of review first."
TOO_MANY: Final = (
    f"More than {MOST} children are in this choice, too many for one file. Choose a class, or fewer days, and"
    " print one part after another."
)
NOBODY: Final = "No published plan that you may open is in this choice."


@require_http_methods(["GET", "HEAD", "POST"])
def print_centre(request: HttpRequest) -> HttpResponse:
    """Who would be printed. A POST brings the plans ticked in the list, which are too many for an address."""
    return _centre(request)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_pdf(request: HttpRequest) -> HttpResponse:
    """The file. It changes nothing but the record that these children were looked at, so either method will do."""
    asked, school = _asked(request), school_of(request)
    chosen = _chosen(request, school)
    found = plans.batch_children(
        actor_of(request), school_id=school.id, chosen=chosen, now=now_of(request), shown=False
    )
    reason = _why_not(chosen, found)
    if reason:
        return _centre(request, reason=reason)
    kind = known(asked.get("kind", ""), KINDS) or "profile"
    title = _title(chosen, found)
    made = (
        _cards(request, found, title) if kind == "cards" else _copies(request, found, kind, title)
    )
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{kind}.pdf"', "Cache-Control": "no-store",
        },
    )  # fmt: skip


def _centre(request: HttpRequest, *, reason: str = "") -> HttpResponse:
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    asked, chosen = _asked(request), _chosen(request, school)
    offered = plans.list_choices(actor, school_id=school.id, now=now)
    found = plans.batch_children(actor, school_id=school.id, chosen=chosen, now=now)
    ready = [each for each in found if each.published]
    context: dict[str, Any] = {
        "choices": choices_for(school, offered), "chosen": chosen, "kinds": KINDS,
        "kind": known(asked.get("kind", ""), KINDS) or "profile",
        "large": asked.get("size") == "large", "ready": ready,
        "drafts": [each for each in found if not each.published],
        "reason": reason or (_why_not(chosen, found) if chosen.chosen else ""),
        "what": _title(chosen, found),
    }  # fmt: skip
    return show(
        request, "schools/print_centre.html", context, school=school, status=409 if reason else 200
    )


def _asked(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _chosen(request: HttpRequest, school: SchoolSummary) -> BatchFilter:
    asked = _asked(request)
    years = choices_for(school, ListChoices(()))["year"]
    return BatchFilter(
        group=asked.get("group", "").replace("\x00", "")[:40],
        year=known(asked.get("year", ""), years),
        since=day_in(asked.get("since", "")),
        until=day_in(asked.get("until", "")),
        plans=_ticked(request, school)[: MOST + 1],
    )


def _ticked(request: HttpRequest, school: SchoolSummary) -> tuple[UUID, ...]:
    if request.method == "POST":
        return ticked(request, school.id, most=MOST)
    return ids_in(request.GET)


def _why_not(chosen: BatchFilter, found: tuple[InBatch, ...]) -> str:
    if not chosen.chosen:
        return NONE_CHOSEN
    if len(found) > MOST:
        return TOO_MANY
    return "" if any(each.published for each in found) else NOBODY


def _title(chosen: BatchFilter, found: tuple[InBatch, ...]) -> str:
    if chosen.group:
        return chosen.group
    if chosen.year:
        return year_words(chosen.year)
    if chosen.since or chosen.until:
        ends = [day(on) for on in (chosen.since, chosen.until) if on]
        return f"Reviews {' to '.join(ends)}"
    return plural(len(found), "child", "children")


def _copies(request: HttpRequest, found: tuple[InBatch, ...], kind: str, title: str) -> bytes:
    actor, school = actor_of(request), school_of(request)
    views = plans.copies_for_batch(
        actor, school_id=school.id, now=now_of(request),
        plan_ids=[each.plan_id for each in found if each.published],
    )  # fmt: skip
    beside = (
        plans.beside_in_batch(actor, views, school_id=school.id, now=now_of(request))
        if kind == "plan"
        else {}
    )
    printed = [
        PrintedCopy(
            view, actor.display_name, school.name, beside.get(view.header.id, plans.OnPaper())
        )
        for view in views
    ]
    word = dict(KINDS)[kind]
    data = documents.many(
        printed, _copy(request), kind=kind, title=f"{word}: {title}", school=school.name
    )
    made = typeset.pdf("batch", data, now=now_of(request))
    plans.record_printed(actor, views, school_id=school.id, now=now_of(request))
    return made


def _cards(request: HttpRequest, found: tuple[InBatch, ...], title: str) -> bytes:
    actor, school = actor_of(request), school_of(request)
    children: list[UUID] = [each.child_id for each in found]
    cards = plans.cards_for_children(
        actor, school_id=school.id, child_ids=children, now=now_of(request)
    )
    data = documents.cards(cards, _copy(request), group=title, school=school.name)
    return typeset.pdf("cards", data, now=now_of(request))


def _copy(request: HttpRequest) -> documents.Copy:
    name = actor_of(request).display_name
    large = _asked(request).get("size") == "large"
    return documents.Copy(
        recipient=name, printed_by=name, on=school_day(now_of(request)), large=large
    )
