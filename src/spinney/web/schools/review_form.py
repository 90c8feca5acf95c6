"""What the review pages send: results by outcome, people, a meeting and tasks."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, QueryDict

from spinney.kernel.errors import BadInput
from spinney.plans import services
from spinney.plans.services import NewPerson
from spinney.plans.types.review import Judged, NextStep, Recorded, Result
from spinney.web.routes import actor_of, attempt, now_of

LONDON = ZoneInfo("Europe/London")
RESULTS: Final = (
    (Result.MET, "Met"), (Result.PARTLY, "Partly met"), (Result.NOT_MET, "Not met"),
    (Result.NOT_TRIED, "Not tried"),
)  # fmt: skip
STEPS: Final = (
    ("", "As usual: it ends if met, else it stays"), (NextStep.KEEP, "Keep it as it is"),
    (NextStep.CHANGE, "Change its words"), (NextStep.END, "End it"),
)  # fmt: skip
LADDER: Final = (
    ("", "Not used"), ("-2", "−2 much less than hoped"), ("-1", "−1 less than hoped"),
    ("0", "0 as hoped"), ("1", "+1 more than hoped"), ("2", "+2 much more than hoped"),
)  # fmt: skip
PARTS: Final = ("result", "words", "next_step", "title", "target", "ladder", "judged_from", "seen")
Act = Callable[[HttpRequest, UUID, str], Any]


def judged_in(post: QueryDict) -> tuple[Judged, ...]:
    """One for each outcome whose fields were sent, in the order of the form."""
    found: dict[UUID, dict[str, str]] = {}
    for name in post:
        part, _, line = name.partition("-")
        if part in PARTS and (line_id := uuid_or_none(line)):
            found.setdefault(line_id, {})[part] = post.get(name, "")
    return tuple(Judged(line_id, **values) for line_id, values in found.items())


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def day_in(post: Mapping[str, Any], name: str) -> date | None:
    text = str(post.get(name, "")).strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("Give a real date, like 2027-05-14.", field=name) from None


def ids_in(post: QueryDict, name: str) -> frozenset[UUID]:
    return frozenset(found for text in post.getlist(name) if (found := uuid_or_none(text)))


def do(request: HttpRequest, plan_id: UUID, errors: dict[str, str], marks: dict[UUID, str]) -> str:
    """The results first, so that whatever button is pressed loses no words; then the act. Says what was done."""
    actor, now, post = actor_of(request), now_of(request), request.POST
    act, _, about = post.get("act", "save").partition(":")
    judged = judged_in(post)
    if judged or act == "save":
        with attempt(errors):
            marks |= services.save_results(actor, plan_id=plan_id, judged=judged, now=now)
    if errors or act not in ACTS:
        return "" if errors else "Saved."
    with attempt(errors):
        return str(ACTS[act](request, plan_id, about))
    return ""


def _record(request: HttpRequest, plan_id: UUID, _: str) -> str:
    done: Recorded = services.record_review(
        actor_of(request), plan_id=plan_id, now=now_of(request),
        held_on=day_in(request.POST, "held_on"), next_review=day_in(request.POST, "next_review"),
    )  # fmt: skip
    return (
        f"Cycle {done.cycle} is complete. The draft has the results: read it through, then publish."
    )


def _add_person(request: HttpRequest, plan_id: UUID, _: str) -> str:
    post = request.POST
    person = NewPerson(post.get("ref", ""), post.get("name", ""), post.get("role", ""))
    services.add_person(actor_of(request), plan_id=plan_id, person=person, now=now_of(request))
    return "Added."


def _remove_person(request: HttpRequest, plan_id: UUID, about: str) -> str:
    if found := uuid_or_none(about):
        services.remove_person(
            actor_of(request), plan_id=plan_id, person_id=found, now=now_of(request)
        )
    return "Taken off."


def _people(request: HttpRequest, plan_id: UUID, _: str) -> str:
    services.set_people(
        actor_of(request), plan_id=plan_id, present=ids_in(request.POST, "present"),
        voices=ids_in(request.POST, "voice"), now=now_of(request),
    )  # fmt: skip
    return "Saved who is here."


def _add_task(request: HttpRequest, plan_id: UUID, _: str) -> str:
    post = request.POST
    person = uuid_or_none(post.get("person", ""))
    if person is None:
        raise BadInput("Choose who will do it.", field="person")
    services.add_task(
        actor_of(request), plan_id=plan_id, person_id=person, what=post.get("what", ""),
        by_when=day_in(post, "by_when"), now=now_of(request),
    )  # fmt: skip
    return "The task is noted."


def _remove_task(request: HttpRequest, plan_id: UUID, about: str) -> str:
    if found := uuid_or_none(about):
        services.remove_task(actor_of(request), plan_id=plan_id, task_id=found, now=now_of(request))
    return "Taken off."


def _meeting(request: HttpRequest, plan_id: UUID, _: str) -> str:
    post = request.POST
    minutes = post.get("minutes", "")
    services.set_meeting(
        actor_of(request), plan_id=plan_id, starts_at=_moment(post), place=post.get("place", ""),
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 5 else 0,
        now=now_of(request),
    )  # fmt: skip
    return "Saved. The calendar file is below."


def _moment(post: QueryDict) -> datetime:
    """What was typed is London's time of day."""
    try:
        there = datetime.fromisoformat(f"{post.get('day', '')}T{post.get('clock', '')}")
    except ValueError:
        raise BadInput("Give the day and the time of the meeting.", field="starts") from None
    if there.tzinfo is not None:
        raise BadInput("Give the day and the time of the meeting.", field="starts")
    return there.replace(tzinfo=LONDON).astimezone(UTC)


def _read_back(request: HttpRequest, plan_id: UUID, about: str) -> str:
    one = uuid_or_none(about)
    items = frozenset({one}) if one else ids_in(request.POST, "item")
    services.read_back(actor_of(request), plan_id=plan_id, items=items, now=now_of(request))
    return "Read back."


ACTS: Final[dict[str, Act]] = {
    "record": _record, "add-person": _add_person, "remove-person": _remove_person,
    "people": _people, "add-task": _add_task, "remove-task": _remove_task, "meeting": _meeting,
    "read-back": _read_back,
}  # fmt: skip


def saved_quietly(request: HttpRequest) -> bool:
    """Whether script is saving while the person goes on: it wants an answer and no page."""
    return request.POST.get("partial") == "1"
