"""Bring pupils in from a file: choose it, read what it would do, then decide."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spinney.access import services as access
from spinney.access.types import Action
from spinney.kernel.errors import BadInput, NotFound
from spinney.people.types import SchoolSummary
from spinney.spine.ingest import inbox, runs
from spinney.spine.ingest.apply import apply
from spinney.spine.ingest.inbox import Waiting
from spinney.spine.ingest.preview import preview
from spinney.spine.ingest.records import Fault, UnreadableFile
from spinney.spine.ingest.summary import ImportState, ImportSummary, faults_as_csv
from spinney.web.routes import actor_of, now_of, school_of
from spinney.web.schools.frame import show

LISTED = 50  # of each kind on a page; the counts are of all


def _school_for_import(request: HttpRequest) -> SchoolSummary:
    school = school_of(request)
    access.require_in_school(actor_of(request), Action.IMPORT_PUPILS, school_id=school.id)
    return school


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    school = _school_for_import(request)
    if request.method != "POST":
        return _start(request, school)
    chosen = request.FILES.get("file")
    if chosen is None:
        return _start(request, school, error="Choose a file first.")
    now = now_of(request)
    try:
        kept = inbox.keep(school.id, name=chosen.name or "file", chunks=chosen.chunks(), now=now)
    except BadInput as problem:
        return _start(request, school, error=str(problem))
    try:
        found = preview(
            actor_of(request), school_id=school.id, path=kept.path, name=kept.name, now=now
        )
    except UnreadableFile as refused:
        inbox.discard(school.id, kept.token)
        return _start(request, school, refused=refused.fault, name=kept.name)
    return _preview(request, school, kept, found)


@require_POST
def import_apply(request: HttpRequest, token: UUID) -> HttpResponse:
    """Confirm what the preview showed. Once used, the file is gone from here."""
    school = _school_for_import(request)
    actor, now = actor_of(request), now_of(request)
    try:
        kept = inbox.waiting(school.id, token)
    except NotFound as gone:
        return _start(request, school, error=str(gone))
    sure = request.POST.get("sure") == "yes"
    try:
        done = apply(
            actor, school_id=school.id, path=kept.path, name=kept.name, now=now, confirmed=sure
        )
    except UnreadableFile as refused:
        inbox.discard(school.id, token)
        return _start(request, school, refused=refused.fault, name=kept.name)
    if done.state is ImportState.HELD or done.run_id is None:
        return _preview(request, school, kept, done, unsure=True)
    inbox.discard(school.id, token)
    messages.success(request, "The file is in.")
    return redirect("import_run", done.run_id)


@require_POST
def import_discard(request: HttpRequest, token: UUID) -> HttpResponse:
    inbox.discard(_school_for_import(request).id, token)
    messages.success(request, "The file is thrown away. Nothing was changed.")
    return redirect("import")


@require_safe
def import_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    school, actor = _school_for_import(request), actor_of(request)
    faults = runs.run_faults(actor, school_id=school.id, run_id=run_id)
    found = runs.run_summary(actor, school_id=school.id, run_id=run_id)
    context = {"run": found, "faults": faults[:LISTED], "more": max(0, len(faults) - LISTED)}
    return show(request, "schools/office_run.html", context, school=school)


@require_safe
def import_faults(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What was not taken, for a spreadsheet. No value of the file is in it, only what it looked like."""
    school = _school_for_import(request)
    faults = runs.run_faults(actor_of(request), school_id=school.id, run_id=run_id)
    return HttpResponse(
        _with_mark(faults),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="not-taken.csv"',
            "Cache-Control": "no-store",
        },
    )


def _with_mark(faults: tuple[Fault, ...]) -> Iterator[str]:
    yield "\ufeff"  # or Excel reads UTF-8 as something else
    yield from faults_as_csv(faults)


def _start(
    request: HttpRequest,
    school: SchoolSummary,
    *,
    error: str = "",
    refused: Fault | None = None,
    name: str = "",
) -> HttpResponse:
    context = {
        "error": error, "refused": refused, "name": name,
        "runs": runs.runs_of(actor_of(request), school_id=school.id),
    }  # fmt: skip
    wrong = bool(error or refused)
    return show(
        request, "schools/office_start.html", context, school=school, status=422 if wrong else 200
    )


def _preview(
    request: HttpRequest,
    school: SchoolSummary,
    kept: Waiting,
    found: ImportSummary,
    *,
    unsure: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "kept": kept, "found": found, "counts": found.counts, "unsure": unsure, "most": LISTED,
    }  # fmt: skip
    return show(
        request, "schools/office_preview.html", context, school=school,
        status=422 if unsure else 200,
    )  # fmt: skip
