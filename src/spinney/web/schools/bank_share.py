"""Share entries of the bank with another school as a file, and look at theirs before taking it over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from spinney.kernel.errors import BadInput, NotFound
from spinney.people.types import SchoolSummary
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.spine.ingest import inbox
from spinney.web.design.words import plural
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.bank_words import WORDS
from spinney.web.schools.frame import show

LISTED = 100


@require_http_methods(["GET", "HEAD", "POST"])
def share_bank(request: HttpRequest) -> HttpResponse:
    """GET lists what can be shared; POST hands over the chosen entries as a file to keep."""
    school, actor = school_of(request), actor_of(request)
    items = plans.bank_to_share(actor, school_id=school.id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        with attempt(errors):
            data = services.share_bank_entries(
                actor, school_id=school.id, school_name=school.name,
                codes=request.POST.getlist("codes"), now=now_of(request),
            )  # fmt: skip
            return _download(data)
    context = {"items": items, "errors": errors, **WORDS}
    return show(
        request, "schools/bank_share.html", context, school=school, status=422 if errors else 200
    )


def _download(data: bytes) -> HttpResponse:
    return HttpResponse(
        data,
        content_type="application/json",
        headers={
            "Content-Disposition": 'attachment; filename="spinney-bank.json"',
            "Cache-Control": "no-store",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def bank_file(request: HttpRequest) -> HttpResponse:
    """Choose a file; POST shows what it would do. Nothing of it is in the bank until it is taken over."""
    school, actor = school_of(request), actor_of(request)
    plans.bank_to_share(actor, school_id=school.id)
    chosen = request.FILES.get("file")
    if request.method != "POST":
        return _start(request, school)
    if not isinstance(chosen, UploadedFile):
        return _start(request, school, error="Choose a file first.")
    errors: dict[str, str] = {}
    data = chosen.read(services.MOST_BANK_BYTES + 1)
    with attempt(errors):
        found = plans.bank_file_preview(actor, school_id=school.id, data=data)
        kept = inbox.keep(school.id, name=chosen.name or "file", chunks=[data], now=now_of(request))
        context: dict[str, Any] = {"found": found, "kept": kept, "most": LISTED, **WORDS}
        return show(request, "schools/bank_preview.html", context, school=school)
    return _start(request, school, error=next(iter(errors.values())))


@require_POST
def take_bank_file(request: HttpRequest, token: UUID) -> HttpResponse:
    """Take over what was ticked. Once used, the file is gone from here."""
    school, actor = school_of(request), actor_of(request)
    plans.bank_to_share(actor, school_id=school.id)
    try:
        kept = inbox.waiting(school.id, token)
    except NotFound as gone:
        return _start(request, school, error=str(gone))
    errors: dict[str, str] = {}
    only = set(request.POST.getlist("only"))
    with attempt(errors):
        if kept.path.stat().st_size > services.MOST_BANK_BYTES:
            raise BadInput("That is not a bank file. Choose it again.")
        done = services.take_over_bank_file(
            actor, school_id=school.id, data=kept.path.read_bytes(), now=now_of(request), only=only
        )
        inbox.discard(school.id, token)
        taken = len(done.which("added")) + len(done.which("changed"))
        messages.success(request, f"{plural(taken, 'entry', 'entries')} taken over.")
        return redirect("bank")
    return _start(request, school, error=next(iter(errors.values())))


@require_POST
def discard_bank_file(request: HttpRequest, token: UUID) -> HttpResponse:
    school = school_of(request)
    plans.bank_to_share(actor_of(request), school_id=school.id)
    inbox.discard(school.id, token)
    messages.success(request, "The file is thrown away. Your bank is as it was.")
    return redirect("bank_file")


def _start(request: HttpRequest, school: SchoolSummary, *, error: str = "") -> HttpResponse:
    return show(
        request,
        "schools/bank_file.html",
        {"error": error},
        school=school,
        status=422 if error else 200,
    )
