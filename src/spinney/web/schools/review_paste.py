"""Results from a spreadsheet: paste, see what would change, put it in, take it all back."""

import json
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from spinney.kernel.errors import BadInput
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.review import GridEntry, GridFault, GridPage, GridSaved, Judged
from spinney.plans.types.review_paste import Pasted
from spinney.web.design.words import plural
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.frame import show
from spinney.web.schools.review_form import RESULTS, uuid_or_none
from spinney.web.schools.review_grid import grid_address, narrowed_in

NAMES: Final[dict[str, str]] = {"": "Not yet"} | {str(code): words for code, words in RESULTS}
CELLS = 7  # plan, line, result and words; result, words and next step as they were


@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest) -> HttpResponse:
    errors, post = dict[str, str](), request.POST
    act = post.get("act", "") if request.method == "POST" else ""
    saved, packed = GridSaved(0, ()), list[list[str]]()
    if act in {"put", "back"}:
        with attempt(errors):
            packed = _packed(post.getlist("row"))
            saved = services.save_grid(
                actor_of(request), school_id=school_of(request).id, now=now_of(request),
                entries=_entries(packed, back=act == "back"),
            )  # fmt: skip
        if act == "back" and not errors and not saved.faults:
            messages.success(request, f"Taken back: {plural(saved.kept, 'row')} as before.")
            return redirect(grid_address(request))
    page, read = _read(request, errors)
    if post.get("partial") == "1":
        return _quiet(read, errors)
    return _page(request, page, read, act=act, saved=saved, packed=packed, errors=errors)


def _read(request: HttpRequest, errors: dict[str, str]) -> tuple[GridPage, Pasted]:
    """What the box says of the rows; a box that cannot be read at all reads as nothing."""
    post = request.POST
    with attempt(errors):
        if post.get("act") == "tell" and not post.get("text", "").strip():
            raise BadInput("Paste the cells into the box.", field="text")
        return _read_text(
            request, post.get("text", ""), start=post.get("start", ""), order=post.getlist("order"),
            words_first=post.get("part") == "words",
        )  # fmt: skip
    return _read_text(request, "")


def _read_text(request: HttpRequest, text: str, **how: Any) -> tuple[GridPage, Pasted]:
    return plans.pasted_results(
        actor_of(request), school_id=school_of(request).id, now=now_of(request),
        narrowed=narrowed_in(request), text=text, **how,
    )  # fmt: skip


def _page(
    request: HttpRequest,
    page: GridPage,
    read: Pasted,
    *,
    act: str,
    saved: GridSaved,
    packed: list[list[str]],
    errors: dict[str, str],
) -> HttpResponse:
    done = act == "put" and not errors
    context = {
        "rows": [row for row in page.rows if row.line_id], "read": read, "errors": errors, "saved": saved,
        "told": act == "tell" and not errors, "done": done, "kept": saved.kept,
        "text": request.POST.get("text", ""), "start": request.POST.get("start", ""),
        "sent": [json.dumps(cells) for cells in _forward(read)],
        "back": [json.dumps(cells) for cells in _backward(packed, saved.faults)] if done else [],
        "faults": _named(page, saved.faults), "names": NAMES,
        "grid_href": grid_address(request),
    }  # fmt: skip
    bad = bool(errors or saved.faults)
    return show(
        request, "schools/review_paste.html", context, school=school_of(request), status=422 if bad else 200
    )  # fmt: skip


def _forward(read: Pasted) -> list[list[str]]:
    return [
        [str(p.row.plan_id), str(p.row.line_id), p.result, p.words, p.row.result, p.row.words, p.row.next_step]
        for p in read.changed
    ]  # fmt: skip


def _backward(packed: list[list[str]], faults: Iterable[GridFault]) -> list[list[str]]:
    """What puts back every row that was filled in; the next step goes back with its result."""
    left = {(str(fault.plan_id), str(fault.line_id)) for fault in faults}
    whole = {str(fault.plan_id) for fault in faults if fault.line_id is None}
    return [
        [plan, line, old, old_words, new, new_words, step]
        for plan, line, new, new_words, old, old_words, step in packed
        if (plan, line) not in left and plan not in whole
    ]


def _packed(rows: Iterable[str]) -> list[list[str]]:
    found = []
    for text in rows:
        try:
            cells = json.loads(text)
        except (ValueError, RecursionError):
            cells = None
        if not isinstance(cells, list) or len(cells) != CELLS or not _are_words(cells):
            raise BadInput("The page was not complete. Paste the cells again.", field="text")
        found.append(cells)
    return found


def _are_words(cells: list[Any]) -> bool:
    return all(isinstance(cell, str) for cell in cells) and None not in map(uuid_or_none, cells[:2])


def _entries(packed: Iterable[list[str]], *, back: bool) -> list[GridEntry]:
    """Only taking back says the next step: a new result has its usual one."""
    return [
        GridEntry(
            UUID(plan),
            Judged(
                UUID(line), result, words, step if back else "",
                seen=Judged(UUID(line), was, was_words).mark,
            ),
        )
        for plan, line, result, words, was, was_words, step in packed
    ]  # fmt: skip


def _named(page: GridPage, faults: Iterable[GridFault]) -> list[tuple[str, str]]:
    names = {row.plan_id: row.child_name for row in page.rows}
    return [(names.get(fault.plan_id, "A plan"), fault.words) for fault in faults]


def _quiet(read: Pasted, errors: dict[str, str]) -> JsonResponse:
    """For the grid itself, which puts the rows in and saves them as if they had been typed."""
    rows = [
        {"name": f"{p.row.plan_id}.{p.row.line_id}", "result": p.result, "words": p.words}
        for p in read.rows
    ]
    faults = [{"line": f.line, "value": f.value, "words": f.words} for f in read.faults]
    return JsonResponse(
        {"rows": rows, "faults": faults, "message": next(iter(errors.values()), "")}
    )
