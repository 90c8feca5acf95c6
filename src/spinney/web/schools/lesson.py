"""In a lesson: 'used today' in one tap, and what a teacher will do of a new plan."""

from datetime import date, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from spinney.kernel.errors import BadInput, NotAllowed, NotFound
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.classroom import StrategyAnswer, Tap, ToConfirm
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.frame import show


@require_POST
def used(request: HttpRequest) -> HttpResponse:
    """One tap. A device that was offline sends what it kept, and says whose it is."""
    _same_person(request)
    errors: dict[str, str] = {}
    with attempt(errors):
        tap = _tap(request)
        services.use_strategy(
            actor_of(request), school_id=school_of(request).id, tap=tap, now=now_of(request)
        )
    if _by_script(request):
        said = {"message": next(iter(errors.values()), "")}
        return JsonResponse(said, status=422 if errors else 200)
    for words in errors.values():
        messages.error(request, words)
    return redirect(_back(request))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Three things to do, each with yes, or why not. Asked once a version."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        _same_person(request)
        with attempt(errors):
            services.confirm_strategies(
                actor_of(request), plan_id=plan_id, version=_number(request.POST.get("version", "")),
                answers=_answers(request), now=now_of(request),
            )  # fmt: skip
        if _by_script(request):
            said = {"message": next(iter(errors.values()), "")}
            return JsonResponse(said, status=422 if errors else 200)
        if not errors:
            messages.success(request, "Thank you. The SENCO can see what you will do.")
            return redirect("cards")
    asked = plans.to_confirm(actor_of(request), plan_id=plan_id, now=now_of(request))
    context = _asking(request, asked, errors)
    return show(request, "schools/confirm.html", context, status=422 if errors else 200)


def _asking(request: HttpRequest, asked: ToConfirm, errors: dict[str, str]) -> dict[str, Any]:
    rows = [
        {
            "key": key, "text": text, "can": request.POST.get(f"can-{key}", ""),
            "why": request.POST.get(f"why-{key}", ""), "error": errors.get(key, ""),
        }
        for key, text in asked.strategies
    ]  # fmt: skip
    keys = {row["key"] for row in rows}
    elsewhere = [words for key, words in errors.items() if key not in keys]
    return {"asked": asked, "rows": rows, "errors": errors, "elsewhere": elsewhere}


def _answers(request: HttpRequest) -> list[StrategyAnswer]:
    found = []
    for name, value in request.POST.items():
        if name.startswith("can-") and value in {"yes", "no"}:
            key = name.removeprefix("can-")
            why = request.POST.get(f"why-{key}", "").replace("\x00", "")
            found.append(StrategyAnswer(key, value == "yes", "" if value == "yes" else why))
    return found


def _tap(request: HttpRequest) -> Tap:
    """`tap` is child, strategy and yes or no, as one button's value."""
    parts = request.POST.get("tap", "").split(":")
    try:
        child, key, said = parts
        starts = request.POST.get("starts", "")
        return Tap(
            UUID(child), key[:64].replace("\x00", ""), UUID(request.POST.get("group", "")),
            date.fromisoformat(request.POST.get("day", "")),
            _clock(starts) if starts else None, _yes(said),
        )  # fmt: skip
    except ValueError:
        raise BadInput("That tap could not be read. Reload the page and tap again.") from None


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _yes(said: str) -> bool:
    if said not in {"yes", "no"}:
        raise ValueError(said)
    return said == "yes"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _same_person(request: HttpRequest) -> None:
    """On a shared device another person may have signed in since the tap."""
    told = request.headers.get("X-Cards-For", "")
    if told and told != str(actor_of(request).id):
        raise NotAllowed("another_person")


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _back(request: HttpRequest) -> str:
    lesson, group = request.POST.get("lesson", ""), request.POST.get("group", "")
    child = request.POST.get("tap", "").partition(":")[0]
    try:
        place = f"#c-{UUID(child)}"
        if lesson.isascii() and lesson.isdigit() and len(lesson) < 4:
            return f"{reverse('cards')}?lesson={lesson}{place}"
        return reverse("class_cards", kwargs={"group_id": UUID(group)}) + place
    except ValueError:
        raise NotFound("There is no such class.") from None
