"""Make a link to one lesson's cards for a cover teacher, see how often it was opened, and end it."""

from datetime import date
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound
from spinney.people import queries as people
from spinney.plans import queries as plans
from spinney.plans import services
from spinney.plans.types.classroom import MadeCover
from spinney.web.routes import actor_of, attempt, now_of, school_of
from spinney.web.schools.cards_clock import DAYS, hours
from spinney.web.schools.frame import show


@require_safe
def cover_lessons(request: HttpRequest) -> HttpResponse:
    """Today and the next five school days; the lessons of the day that is asked for."""
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    days = plans.cover_days(now)
    asked = _day(request.GET.get("day", ""), otherwise=days[0])
    day = asked if asked in days else days[0]
    lessons = people.lessons_to_cover(actor, school_id=school.id, day=day)
    context = {
        "days": [(d, _day_words(d, days[0])) for d in days],
        "day": day,
        "lessons": [(lesson, f"{hours(lesson.starts)} to {hours(lesson.ends)}") for lesson in lessons],
        "covers": plans.covers(actor, school_id=school.id, now=now),
        "today": days[0],
        "now": now,
    }  # fmt: skip
    return show(request, "schools/cover_lessons.html", context, school=school)


@require_http_methods(["GET", "HEAD", "POST"])
def make_cover(request: HttpRequest, lesson_id: UUID, day: str) -> HttpResponse:
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    on = _day(day, otherwise=None)
    errors: dict[str, str] = {}
    with attempt(errors):
        if request.method == "POST":
            made = services.make_cover(
                actor, school_id=school.id, lesson_id=lesson_id, day=on,
                kept=frozenset(request.POST.getlist("keep")), now=now,
            )  # fmt: skip
            return _made(request, made, lesson_id)
        check = plans.cover_check(actor, school_id=school.id, lesson_id=lesson_id, day=on, now=now)
        context = {"check": check, "day": on, "today": school_day(now)}
        return show(request, "schools/cover_make.html", context, school=school)
    for words in errors.values():
        messages.error(request, words)
    return redirect("cover_lessons")


def _made(request: HttpRequest, made: MadeCover, lesson_id: UUID) -> HttpResponse:
    """Not a redirect: the link and its code are kept nowhere, so this answer is the one place to read them."""
    actor, school = actor_of(request), school_of(request)
    lesson = people.lesson_to_cover(actor, school_id=school.id, lesson_id=lesson_id)
    link = request.build_absolute_uri(reverse("cover", kwargs={"token": made.token}))
    context = {
        "made": made,
        "lesson": lesson,
        "link": link,
        "code": f"{made.code[:3]} {made.code[3:]}",
        "qr": segno.make(link, error="m").svg_data_uri(scale=5, border=2, light="#fff"),
    }
    answer = show(request, "schools/cover_made.html", context, school=school)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def end_cover(request: HttpRequest, cover_id: UUID) -> HttpResponse:
    services.end_cover(actor_of(request), cover_id=cover_id, now=now_of(request))
    messages.success(request, "That link is closed. It shows nothing from now on.")
    return redirect("cover_lessons")


def _day(text: str, *, otherwise: date | None) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        if otherwise is None:
            raise NotFound("There is no such day.") from None
        return otherwise


def _day_words(day: date, today: date) -> str:
    return "Today" if day == today else f"{DAYS[day.isoweekday()]} {day.day}"
