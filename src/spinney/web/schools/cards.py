"""The class in front of a teacher, on a phone: opens on this lesson, shows what helps and what keeps safe."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from spinney.kernel.clock import school_day
from spinney.people import queries as people
from spinney.people.queries import ClassView, WeekLesson
from spinney.people.types import SchoolSummary
from spinney.plans import queries as plans
from spinney.plans.types import CardView
from spinney.plans.types.classroom import Lesson
from spinney.web.print.documents import SAFETY_KINDS
from spinney.web.routes import actor_of, now_of, school_of
from spinney.web.schools.card_taps import Shown, Strategy, tap_list
from spinney.web.schools.cards_clock import DAYS, Place, When, hours, slot_words, whereabouts
from spinney.web.schools.frame import show


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """Today: the lesson that is on, or the next one; `?lesson=` steps through the week."""
    actor, school, now = actor_of(request), school_of(request), now_of(request)
    week = people.lessons_of_week(actor, school_id=school.id)
    place = whereabouts(week, now)
    index = _asked(request.GET.get("lesson", ""), len(week), place.index)
    lesson = week[index] if week else None
    context = _lesson_context(week, place, index)
    today = lesson is not None and lesson.weekday == school_day(now).isoweekday()
    starts = lesson.lesson.starts if lesson and today else None
    group_id = lesson.lesson.group_id if lesson else None
    return _page(request, school, group_id, context | {"starts": starts, "today": today})


@require_safe
def class_cards(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """One class, whatever the hour: for cover, for a form time, for a school that has no timetable here."""
    school = school_of(request)
    context = _lesson_context((), None, -1) | {"starts": None, "today": True}
    return _page(request, school, group_id, context)


def _page(
    request: HttpRequest, school: SchoolSummary, group_id: UUID | None, context: dict[str, Any]
) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    day = school_day(now)
    group: ClassView | None = None
    found: tuple[CardView, ...] = ()
    if group_id is not None:
        group = people.class_children(
            actor, school_id=school.id, group_id=group_id, day=day, now=now
        )
        found = plans.cards_for_children(
            actor, school_id=school.id, child_ids=[c.id for c in group.children], now=now
        )
    classes = people.classes_to_open(actor, school_id=school.id, day=day)
    with_card = {card.child_id for card in found}
    taps: dict[UUID, frozenset[str]] = {}
    if found and group_id and context["today"]:
        lesson = Lesson(group_id, day, context["starts"])
        taps = plans.taps_of(
            actor, school_id=school.id, child_ids=list(with_card), lesson=lesson, now=now
        )
    others = [c for c in group.children if c.id not in with_card] if group else []
    context |= {
        "group": group,
        "tap_list": tap_list,
        "cards": in_order_of_need(found, taps),
        "asked": plans.asked_of(actor, school_id=school.id, now=now),
        "day": day,
        "school_id": school.id,
        "others": others,
        "show_all": request.GET.get("all") == "yes",
        "classes": [c for c in classes if group is None or c.id != group.id],
    }
    return show(request, "schools/cards.html", context, school=school)


def in_order_of_need(found: tuple[CardView, ...], taps: dict[UUID, frozenset[str]]) -> list[Shown]:
    """Children with something to keep safe from come first, then by name."""
    ordered = sorted(found, key=lambda card: (not card.safety, card.name))
    return [
        Shown(
            card.child_id,
            card.name,
            tuple(
                Strategy(key, text, key in taps.get(card.child_id, ()))
                for text in card.strategies
                if (key := plans.key_of(text))
            ),
            tuple(
                {**line, "kind": SAFETY_KINDS.get(line["kind"], "Keep safe")}
                for line in card.safety
            ),
            card.child_id in taps,
        )
        for card in ordered
    ]


def _asked(typed: str, count: int, otherwise: int) -> int:
    plain = typed.isascii() and typed.isdigit() and len(typed) <= 3
    return int(typed) if plain and int(typed) < count else otherwise


def _lesson_context(
    week: tuple[WeekLesson, ...], place: Place | None, index: int
) -> dict[str, Any]:
    if place is None or not week:
        words = place.words if place else ""
        return {"words": words, "slot": "", "lesson": None, "before": None, "after": None,
                "here": False, "other_day": False, "position": -1}  # fmt: skip
    before, after = (index - 1) % len(week), (index + 1) % len(week)
    here = index == place.index
    return {
        "words": place.words if here else "",
        "slot": slot_words(week[index]),
        "lesson": week[index].lesson,
        "before": _step(before, week) if len(week) > 1 else None,
        "after": _step(after, week) if len(week) > 1 else None,
        "here": here,
        "position": index,
        "other_day": here and place.when is When.ANOTHER_DAY,
    }


def _step(index: int, week: tuple[WeekLesson, ...]) -> tuple[int, WeekLesson, str]:
    """A link to a lesson: its place, what it is, and its day and hour in short."""
    item = week[index]
    return index, item, f"{DAYS[item.weekday][:3]} {hours(item.lesson.starts)}"
