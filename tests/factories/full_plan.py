"""A plan with something in every section, as a good SENCO would write it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.factories.access import NOW

from spinney.access.types import Actor
from spinney.plans import services
from spinney.plans.models import DraftLine
from spinney.plans.types import Layer

SINGLES: dict[str, dict[str, Any]] = {
    "about": {
        "strengths": "I build things that work. I am kind to younger children.",
        "important_to_me": "My grandad, my workshop box, knowing what happens next.",
        "how_to_help": "Give me the first word and wait. Let me show you instead of telling you.",
    },
    "child_voice": {
        "words": "When everyone talks at once the words fall out of my head. I like it when I get the card.",
        "how_given": "said",
    },
    "review": {"next_review": "2027-02-01", "notes": "Ask the speech therapist to come."},
}
LISTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("need-1", "need", {
        "title": "Finding words when several people talk", "area": "CI",
        "barrier": "Maya knows the answer and cannot find the word in time. She then stops trying.",
        "strengths": "Strong picture memory.", "evidence": "Speech and language report, 3 June 2026.",
    }),
    ("need-2", "need", {
        "title": "Staying calm when plans change", "area": "SEMH",
        "barrier": "A change that nobody told her about can end a morning.",
    }),
    ("outcome-1", "outcome", {
        "title": "Maya asks for help with her card in every lesson", "needs": ["need-1"],
        "baseline": "Once or twice a week, only with Ms Bright.",
        "measure": "A tally by the adult in the room, one week in each half term.",
        "target": "In four lessons of five.", "by_when": "2027-02-01", "achievement": "partly",
    }),
    ("outcome-2", "outcome", {
        "title": "Maya moves through a changed day with one reminder", "needs": ["need-1", "need-2"],
        "baseline": "Leaves the room two days in five.", "measure": "Class diary.",
        "target": "Stays four days in five.", "by_when": "2027-04-01", "achievement": "not_reviewed",
    }),
    ("provision-1", "provision", {
        "what": "Word-finding games with pictures", "who": "Mr Osei, teaching assistant",
        "how_often": "3 times a week", "minutes": "20", "group_size": "2", "place": "Library corner",
        "starts": "2026-09-07", "ends": "2027-02-12", "needs": ["need-1"], "outcomes": ["outcome-1"],
    }),
    ("provision-2", "provision", {
        "what": "Picture timetable checked at the start of each session", "who": "Class teacher",
        "how_often": "Every morning", "minutes": "5", "group_size": "1", "starts": "2026-09-07",
        "needs": ["need-2"], "outcomes": ["outcome-2"],
    }),
    ("adjustment-1", "adjustment", {"text": "Give Maya the first word, then wait ten seconds."}),
    ("adjustment-2", "adjustment", {"text": "Show the change on the timetable before it happens."}),
    ("adjustment-3", "adjustment", {"text": "Seat her beside the wall, away from the door."}),
    ("adjustment-4", "adjustment", {"text": "Let her answer by pointing or drawing."}),
    ("safety-1", "safety", {
        "kind": "seizure", "signs": "She goes blank and her lips turn blue.",
        "action": "Time it. Lay her on her side. Call 999 after five minutes.",
    }),
    ("parent-1", "parent_voice", {
        "who": "Mother", "words": "Mornings are hard. If she has slept badly I will send a note.",
    }),
)  # fmt: skip


def a_full_plan(
    senco: Actor, school_id: UUID, child_id: UUID, *, now: datetime = NOW, publish: bool = True
) -> UUID:
    plan_id = services.open_plan(
        senco, school_id=school_id, child_id=child_id, layer=Layer.TARGETED_PLUS, now=now
    )
    singles = dict(DraftLine.objects.filter(plan_id=plan_id).values_list("section", "id"))
    for section, values in SINGLES.items():
        fill(senco, plan_id, singles[section], values, now=now)
    made: dict[str, str] = {}
    for name, section, values in LISTS:
        line_id = services.add_line(senco, plan_id=plan_id, section=section, now=now)
        made[name] = str(line_id)
        known = {
            code: [made[item] for item in value] if isinstance(value, list) else value
            for code, value in values.items()
        }
        fill(senco, plan_id, line_id, known, now=now)
    if publish:
        services.publish_plan(senco, plan_id=plan_id, why="", now=now)
    return plan_id


def fill(
    actor: Actor, plan_id: UUID, line_id: UUID, values: dict[str, Any], *, now: datetime = NOW
) -> None:
    for field, value in values.items():
        services.save_field(
            actor, plan_id=plan_id, line_id=line_id, field=field, value=value, base_rev=0, now=now
        )
