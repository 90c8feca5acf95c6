"""Today's cards for a phone without a network: one page's data, and the two files that hold no one's name."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from spinney.kernel.clock import school_day
from spinney.people import queries as people
from spinney.people.queries import WeekLesson
from spinney.plans import queries as plans
from spinney.plans.types import CardView
from spinney.web.routes import actor_of, now_of, school_of
from spinney.web.schools.card_taps import Shown
from spinney.web.schools.cards import in_order_of_need
from spinney.web.schools.cards_clock import hours, slot_words


@require_safe
def today_data(request: HttpRequest) -> HttpResponse:
    """This person's lessons of today with their cards. A look at every child in it, as the page is."""
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    day = school_day(now)
    week = people.lessons_of_week(actor, school_id=school.id)
    lessons = [item for item in week if item.weekday == day.isoweekday()]
    rolls = people.children_of_lessons(
        actor, school_id=school.id, group_ids=[x.lesson.group_id for x in lessons], now=now
    )
    found = plans.cards_for_children(
        actor, school_id=school.id, child_ids=sorted({c for roll in rolls.values() for c in roll}),
        now=now,
    )  # fmt: skip
    used = plans.taps_of_day(
        actor, school_id=school.id, child_ids=[card.child_id for card in found], day=day, now=now
    )
    asked = plans.asked_of(actor, school_id=school.id, now=now)
    body = {
        "person": str(actor.id),
        "school": str(school.id),
        "school_name": school.name,
        "day": day.isoformat(),
        "as_at": now.isoformat(),
        "expires_at": plans.kept_until(day, [x.lesson.ends for x in lessons]).isoformat(),
        "lessons": [_lesson(item, rolls, found, used) for item in lessons],
        "asked": [
            {
                "plan": str(item.plan_id), "version": item.version, "name": item.name,
                "strategies": [{"key": key, "text": text} for key, text in item.strategies],
            }
            for item in asked
        ],
    }  # fmt: skip
    return JsonResponse(body, headers={"Cache-Control": "no-store"})


def _lesson(
    item: WeekLesson,
    rolls: dict[UUID, frozenset[UUID]],
    found: tuple[CardView, ...],
    used: dict[UUID, frozenset[tuple[UUID, str, str]]],
) -> dict[str, Any]:
    group = item.lesson.group_id
    here = tuple(card for card in found if card.child_id in rolls.get(group, ()))
    at = (group, f"{item.lesson.starts:%H:%M}")
    taps = {
        child: frozenset(key for *where, key in keys if tuple(where) == at)
        for child, keys in used.items()
    }
    return {
        "group": str(group),
        "name": item.lesson.group_name,
        "subject": item.lesson.subject,
        "room": item.lesson.room,
        "slot": slot_words(item),
        "starts": f"{item.lesson.starts:%H:%M}",
        "ends": f"{item.lesson.ends:%H:%M}",
        "hours": hours(item.lesson.starts),
        "cards": [_card(card) for card in in_order_of_need(here, taps)],
    }


def _card(card: Shown) -> dict[str, Any]:
    return {
        "child": str(card.child_id),
        "name": card.name,
        "safety": list(card.safety),
        "may_tap": card.may_tap,
        "strategies": [{"key": s.key, "text": s.text, "used": s.used} for s in card.strategies],
    }


@require_safe
def offline_shell(request: HttpRequest) -> HttpResponse:
    """The same bytes for everyone: the cards are put in by script, from what this device has kept."""
    return render(request, "schools/offline.html")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Served from the root so that it may look after /today; it is registered for that address alone."""
    found = finders.find("js/today-worker.js")
    if not isinstance(found, str):
        raise Http404
    return HttpResponse(
        Path(found).read_bytes(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )
