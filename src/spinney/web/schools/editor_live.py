"""What the draft's script asks for while someone writes: who else is here, and undo in place. And the history."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from spinney.kernel.ids import parse
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types import Here, Undone
from spinney.web.design.words import clock, plural
from spinney.web.routes import actor_of, attempt, now_of
from spinney.web.schools.editor_acts import anchor_of
from spinney.web.schools.frame import show

AGAIN_S: Final = 20  # a sign of life every so often; the page never asks sooner
MOST_PAGES: Final = 1000


class BeatBody(msgspec.Struct):
    """Where the writer is, and up to when their page knows what others wrote."""

    section: str = ""
    since: datetime | None = None


@require_POST
def be_here(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One small request: says that I am here; answers who else is, and what they have written."""
    actor, now = actor_of(request), now_of(request)
    try:
        sent = msgspec.json.decode(request.body, type=BeatBody)
        since = sent.since if sent.since is None or sent.since.tzinfo else None
    except msgspec.DecodeError:
        return JsonResponse({"message": "That could not be read. Reload the page."}, status=422)
    news = services.be_here(actor, plan_id=plan_id, section=sent.section[:24], since=since, now=now)
    return JsonResponse({
        "here": [here_words(each, now) for each in news.here],
        "fields": [
            {
                "line": str(x.line), "field": x.field, "value": "" if x.value is None else x.value,
                "rev": x.rev, "words": f"{x.by} changed '{x.label}'.",
            }
            for x in news.fields
        ],
        "shape": [{"id": str(key), "words": words} for key, words in news.shape],
        "at": news.at.isoformat(), "again": AGAIN_S,
    })  # fmt: skip


def here_words(here: Here, now: datetime) -> str:
    """'Bea Second is here, in Outcomes, since 10:42', or 'Bea Second opened this 3 minutes ago'."""
    if here.now:
        where = f", in {here.section}" if here.section else ""
        return f"{here.name} is here{where}, since {clock(here.since)}"
    minutes = int((now - here.since).total_seconds() // 60)
    ago = f"{plural(minutes, 'minute')} ago" if minutes > 0 else "just now"
    return f"{here.name} opened this {ago}"


@require_POST
def undo(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The same act as the form's Undo button; a field goes back in place, anything else draws the page anew."""
    actor = actor_of(request)
    if request.headers.get("X-Autosave-For", "") != f"{plan_id}:{actor.id}":
        return JsonResponse({"message": "Someone else has signed in. Reload the page."}, status=403)
    errors: dict[str, str] = {}
    with attempt(errors):
        undone = services.undo(actor, plan_id=plan_id, now=now_of(request))
        return JsonResponse(_undone(request, undone), status=200 if undone.done else 409)
    return JsonResponse({"message": next(iter(errors.values()))}, status=422)


def _undone(request: HttpRequest, undone: Undone) -> dict[str, Any]:
    in_place = undone.kind == "field" and bool(undone.field)
    if undone.done and not in_place:
        messages.success(request, undone.words)
    return {
        "words": undone.words, "line": str(undone.line or ""), "field": undone.field,
        "value": "" if undone.value is None else undone.value, "rev": undone.rev,
        "anchor": anchor_of(undone), "in_place": in_place, "standing": undone.standing,
        "earlier": undone.earlier,
    }  # fmt: skip


@require_safe
def history(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Who wrote what when: of the draft, of one line (`line`), or of one field of it (`field`)."""
    text = request.GET.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
    page = min(max(1, number), MOST_PAGES)
    field = request.GET.get("field", "")
    found = plans.draft_history(
        actor_of(request), plan_id=plan_id, now=now_of(request),
        line=parse(request.GET.get("line", "")), field=field if field.isidentifier() else "",
        page=page,
    )  # fmt: skip
    return show(request, "schools/editor_history.html", {"found": found, "page_number": page})
