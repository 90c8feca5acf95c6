"""Many reviews on one screen: set one result for all, then the exceptions."""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from spinney.kernel.clock import school_day
from spinney.people.types import year_words
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.queries import GridFilter
from spinney.plans.types.review import GridEntry, GridFault, GridPage, GridSaved, Judged
from spinney.web.design.words import clock, plural
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.frame import link, show
from spinney.web.schools.lists import PRIMARY, SECONDARY, YEARS
from spinney.web.schools.review_form import RESULTS, uuid_or_none

DUE: Final = (
    ("overdue", "Overdue"),
    ("soon", "Overdue and due in three weeks"),
    ("all", "All plans"),
)
MOST_PLANS: Final = 40


@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest) -> HttpResponse:
    school, errors = school_of(request), dict[str, str]()
    saved = GridSaved(0, ())
    if request.method == "POST":
        with attempt(errors):
            saved = _save(request, school.id)
        if request.POST.get("partial") == "1":
            return _quiet(request, saved, errors)
        if not errors and not saved.faults:
            messages.success(request, _done(request, saved))
            return redirect(grid_address(request))
    narrowed = narrowed_in(request)
    page = plans.review_grid(
        actor_of(request), school_id=school.id, now=now_of(request), narrowed=narrowed
    )
    years = YEARS.get(school.phase, (*PRIMARY, *SECONDARY))
    context = {
        "grid": page, "children": _by_child(page, request, saved.faults), "results": RESULTS, "due": DUE,
        "chosen": narrowed, "years": [(code, year_words(code)) for code in years], "errors": errors,
        "late": plans.late_tasks(actor_of(request), school_id=school.id, now=now_of(request)),
        "pages": max(1, -(-page.total // MOST_PLANS)), "page_number": narrowed.skip // MOST_PLANS + 1,
        "href": f"{grid_address(request)}&page=", "faults": _named(page, saved.faults),
        "paste_href": f"{grid_address(request, 'paste_reviews')}&page={narrowed.skip // MOST_PLANS + 1}",
        "first": narrowed.skip + 1, "today": school_day(now_of(request)),
    }  # fmt: skip
    bad = bool(errors or saved.faults)
    return show(
        request, "schools/review_grid.html", context, school=school, status=422 if bad else 200
    )


def _save(request: HttpRequest, school_id: UUID) -> GridSaved:
    """Every row that was sent; with 'record' also the reviews that are now complete."""
    actor, now, post = actor_of(request), now_of(request), request.POST
    entries = _entries(request)
    saved = services.save_grid(actor, school_id=school_id, entries=entries, now=now)
    if post.get("act") != "record":
        return saved
    done = services.record_grid(
        actor, school_id=school_id, plan_ids=_ready(entries, saved.faults), now=now
    )
    return GridSaved(done.kept, (*saved.faults, *done.faults))


def _ready(entries: Iterable[GridEntry], faults: Iterable[GridFault]) -> list[UUID]:
    """A child with nothing filled in yet is left alone and not complained of."""
    bad = {fault.plan_id for fault in faults}
    return list({e.plan_id for e in entries if e.judged.result} - bad)


def _entries(request: HttpRequest) -> list[GridEntry]:
    """Rows are named result.PLAN.LINE. A set-all from a page without script fills the rows left open."""
    post = request.POST
    for_all = post.get("for_all", "") if post.get("act") == "all" else ""
    found = []
    for name in post:
        part, _, ids = name.partition(".")
        plan, _, line = ids.partition(".")
        plan_id, line_id = uuid_or_none(plan), uuid_or_none(line)
        if part == "result" and plan_id and line_id:
            words, seen = post.get(f"words.{ids}", ""), post.get(f"seen.{ids}", "")
            result = post[name] or for_all
            found.append(GridEntry(plan_id, Judged(line_id, result, words, seen=seen)))
    return found


def _quiet(request: HttpRequest, saved: GridSaved, errors: dict[str, str]) -> JsonResponse:
    told = [
        {"plan": str(f.plan_id), "line": str(f.line_id or ""), "words": f.words}
        for f in saved.faults
    ]
    if errors:
        told.append({"plan": "", "line": "", "words": next(iter(errors.values()))})
    seen = {f"{plan}.{line}": mark for plan, line, mark in saved.marks}
    answer = {"saved_at": clock(now_of(request)), "kept": saved.kept, "faults": told, "seen": seen}
    return JsonResponse(answer)


def _done(request: HttpRequest, saved: GridSaved) -> str:
    if request.POST.get("act") == "record":
        return (
            f"{plural(saved.kept, 'review')} recorded. Each draft has its results: read it, then publish."
            if saved.kept
            else "No review is complete yet, so none was recorded."
        )
    return f"{plural(saved.kept, 'row')} saved."


def narrowed_in(request: HttpRequest) -> GridFilter:
    given = request.GET
    due = given.get("due", "soon")
    page = given.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    return GridFilter(
        due=due if due in dict(DUE) else "soon", year=given.get("year", "")[:2].replace("\0", ""),
        group=given.get("group", "")[:60].replace("\0", ""), skip=(max(number, 1) - 1) * MOST_PLANS,
    )  # fmt: skip


def grid_address(request: HttpRequest, name: str = "reviews") -> str:
    chosen = narrowed_in(request)
    kept = {"due": chosen.due, "year": chosen.year, "group": chosen.group}
    return f"{link(name)}?{urlencode({k: v for k, v in kept.items() if v})}"


def _by_child(
    page: GridPage, request: HttpRequest, faults: Iterable[GridFault]
) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Each child once with their rows; a row that could not be kept shows what was typed."""
    bad = {(fault.plan_id, fault.line_id): fault for fault in faults}
    found: dict[UUID, tuple[Any, list[dict[str, Any]]]] = {}
    for row in page.rows:
        name = f"{row.plan_id}.{row.line_id}"
        fault = bad.get((row.plan_id, row.line_id))
        typed = request.POST if fault else {}
        cell = {
            "row": row, "name": name, "fault": fault.words if fault else "",
            "seen": row.mark if fault is None or fault.told else typed.get(f"seen.{name}", ""),
            "result": typed.get(f"result.{name}", row.result), "words": typed.get(f"words.{name}", row.words),
        }  # fmt: skip
        found.setdefault(row.plan_id, (row, []))[1].append(cell)
    return list(found.values())


def _named(page: GridPage, faults: Iterable[GridFault]) -> list[tuple[str, str]]:
    """Whose row it was, where this person may know it."""
    names = {row.plan_id: row.child_name for row in page.rows}
    return [(names.get(fault.plan_id, "A plan"), fault.words) for fault in faults]
