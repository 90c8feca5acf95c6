"""One child's plan as it is first written: needs, outcomes, help, strategies, voices."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from spinney.jobs.demo_world.bank import (
    Aim,
    Help,
    Thread,
    bank,
    for_age,
    general,
    safety_lines,
    threads_for,
)
from spinney.jobs.demo_world.dice import Dice, Ids
from spinney.jobs.demo_world.wording import Who, capital, say, say_all
from spinney.plans.types import Line, Source, SourceKind

SECTIONS = ("about", "child_voice", "parent_voice", "safety", "need", "outcome", "provision",
            "adjustment", "review")  # fmt: skip
SAFETY_SHARE = {
    "PMLD": 1.0,
    "MSI": 1.0,
    "SLD": 0.35,
    "OTH": 0.6,
    "PD": 0.3,
    "ASD": 0.16,
    "SEMH": 0.14,
}
HOW_GIVEN = {"e": ("said", "drew", "said"), "j": ("said", "wrote", "said"), "s": ("said", "wrote"),
             "x": ("symbols", "signed", "symbols")}  # fmt: skip

# By a word of the evidence, the first that fits; no date, since the evidence says it where it is known.
SOURCES = (
    ("report", (SourceKind.REPORT, "the specialist who wrote it")),
    ("assessment", (SourceKind.TEST, "the SENCO")),
    ("test", (SourceKind.TEST, "the class teacher")),
    ("parent", (SourceKind.SAID, "the family")),
    ("", (SourceKind.OBSERVED, "the class teacher")),
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """An adult whose words may stand in the plan."""

    carer_id: UUID
    who: str


@dataclass
class Story:
    """The plan as it stands, and what is left in the bank for later versions."""

    ids: Ids
    dice: Dice
    who: Who
    age: str
    types: tuple[str, ...]
    speakers: list[Speaker]
    every_voice: bool = False
    lines: dict[UUID, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    aims_left: dict[UUID, list[Aim]] = field(default_factory=dict)  # need -> outcomes not yet used
    helps_left: dict[UUID, list[Help]] = field(default_factory=dict)
    spare_adjustments: list[str] = field(default_factory=list)

    def add(self, section: str, values: dict[str, Any]) -> UUID:
        line_id = self.ids.next()
        self.lines[line_id] = (section, values)
        return line_id

    def of(self, section: str) -> list[tuple[UUID, dict[str, Any]]]:
        return [(key, values) for key, (code, values) in self.lines.items() if code == section]

    def say(self, text: str) -> str:
        return say(self.dice, text, self.who)

    def snapshot(self) -> tuple[Line, ...]:
        """The lines as a version keeps them: by section, empty values left out."""
        return tuple(
            Line(
                line_id,
                section,
                place,
                {k: v for k, v in values.items() if v not in (None, "", [])},
                _sources(line_id, section, place, values),
            )
            for section in SECTIONS
            for place, (line_id, values) in enumerate(self.of(section))
        )


def _sources(line_id: UUID, section: str, place: int, values: dict[str, Any]) -> tuple[Source, ...]:
    """The first need of a plan says where it comes from; the others have no source yet, as in a real school."""
    evidence = str(values.get("evidence") or "")
    if section != "need" or place or not evidence:
        return ()
    kind, who = next(found for word, found in SOURCES if word in evidence.lower())
    return (Source(UUID(int=line_id.int ^ 1), kind, who),)


def write(story: Story, *, starts: date, review: date) -> None:
    _about(story)
    voice(story)
    _parents(story)
    _safety(story)
    for thread in _threads(story):
        begin_thread(story, thread, starts=starts, review=review)
    _adjustments(story)
    note = (
        story.say(story.dice.pick(general().review_note["words"])) if story.dice.chance(0.4) else ""
    )
    story.add("review", {"next_review": review.isoformat(), "notes": note})


def _about(story: Story) -> None:
    dice, age = story.dice, story.age
    praise = dice.some(for_age(general().praise, age), dice.between(2, 4))
    shared = general().important["ejsx"]
    own = [text for text in for_age(general().important, age) if text not in shared]
    important = [dice.pick(shared), *dice.some(own, 2)]
    pool = [text for code in story.types for text in for_age(bank(code).help_me, age)]
    helps = dice.some(dict.fromkeys(pool), dice.between(2, 4))
    story.add(
        "about",
        {
            "strengths": story.say(" ".join(praise)),
            "important_to_me": " ".join(dict.fromkeys(capital(story.say(x)) for x in important)),
            "how_to_help": story.say(" ".join(helps)),
        },
    )


def voice(story: Story) -> None:
    dice, age = story.dice, story.age
    own = for_age(bank(story.types[0]).voice, age)
    observed = story.types[0] in {"PMLD", "MSI"}
    said = dice.some(own, 1 if observed or age == "x" else dice.between(1, 2))
    if not observed and age != "x":
        said = dice.shuffled([*said, dice.pick(general().voice[age])])
    how = "observed" if observed else dice.pick(HOW_GIVEN[age])
    for line_id, _ in story.of("child_voice"):
        story.lines[line_id] = (
            "child_voice",
            {"words": story.say(" ".join(said)), "how_given": how},
        )
        return
    story.add("child_voice", {"words": story.say(" ".join(said)), "how_given": how})


def _parents(story: Story) -> None:
    pool = for_age(bank(story.types[0]).parents, story.age)
    pool = [*pool, *for_age(general().parents, story.age)]
    many = 2 if story.every_voice or story.dice.chance(0.25) else 1
    for speaker in story.speakers[:many]:
        words = story.dice.some(pool, story.dice.between(1, 2))
        pool = [text for text in pool if text not in words] or pool
        values = {
            "person": str(speaker.carer_id),
            "who": speaker.who,
            "words": story.say(" ".join(words)),
        }
        story.add("parent_voice", values)


def _safety(story: Story) -> None:
    share = max(SAFETY_SHARE.get(code, 0.08) for code in story.types)
    if not story.dice.chance(share):
        return
    fits = [x for x in safety_lines() if not x.types or set(x.types) & set(story.types)]
    close = [x for x in fits if x.types] if share > 0.3 else fits
    many = 2 if share >= 1.0 or story.dice.chance(0.15) else 1
    for item in story.dice.some(close or fits, many):
        add_safety(story, item.kind, story.dice.pick(item.signs), story.dice.pick(item.action))


def add_safety(story: Story, kind: str, signs: str, action: str) -> None:
    story.add("safety", {"kind": kind, "signs": story.say(signs), "action": story.say(action)})


def _threads(story: Story) -> list[Thread]:
    dice = story.dice
    most = 2 if story.age == "x" or (len(story.types) == 1 and dice.chance(0.5)) else 1
    found = dice.some(threads_for(story.types[0], story.age), most)
    for code in story.types[1:]:
        found += dice.some(threads_for(code, story.age), 1)
    return found


def begin_thread(story: Story, thread: Thread, *, starts: date, review: date) -> None:
    dice = story.dice
    need = story.add(
        "need",
        {
            "title": story.say(thread.title),
            "area": thread.area,
            "barrier": story.say(dice.pick(thread.barriers)),
            "strengths": story.say(dice.pick(thread.strengths)),
            "evidence": story.say(dice.pick(thread.evidence)),
        },
    )
    # The bank keeps aims in order of difficulty; not every child begins at the first.
    first = dice.between(0, min(1, len(thread.aims) - 1))
    story.aims_left[need] = thread.aims[first:] + thread.aims[:first]
    story.helps_left[need] = dice.shuffled(thread.helps)
    outcome = next_aim(story, need, by=review)
    for _ in range(min(len(thread.helps), dice.between(1, 2))):
        next_help(story, need, outcome, starts=starts, ends=review)


def next_aim(story: Story, need: UUID, *, by: date) -> UUID | None:
    """The next outcome for this need; None when the bank has no more."""
    if not story.aims_left.get(need):
        return None
    title, baseline, measure, target = say_all(story.dice, story.aims_left[need].pop(0), story.who)
    return story.add(
        "outcome",
        {
            "title": title, "needs": [str(need)], "baseline": baseline, "measure": measure,
            "target": target, "by_when": by.isoformat(), "achievement": "not_reviewed",
        },
    )  # fmt: skip


def next_help(
    story: Story, need: UUID, outcome: UUID | None, *, starts: date, ends: date
) -> UUID | None:
    if not story.helps_left.get(need):
        return None
    chosen = story.helps_left[need].pop(0)
    return story.add(
        "provision",
        {
            "what": story.say(chosen.what), "who": capital(story.say(chosen.who)),
            "how_often": chosen.how_often, "minutes": chosen.minutes, "group_size": chosen.group_size,
            "place": capital(story.say(chosen.place)), "starts": starts.isoformat(),
            "ends": ends.isoformat(), "needs": [str(need)], "outcomes": [str(outcome)] if outcome else [],
        },
    )  # fmt: skip


def _adjustments(story: Story) -> None:
    pool = [text for code in story.types for text in for_age(bank(code).adjustments, story.age)]
    mixed = [story.say(text) for text in story.dice.shuffled(dict.fromkeys(pool))]
    many = story.dice.between(3, 6)
    for text in mixed[:many]:
        story.add("adjustment", {"text": text})
    story.spare_adjustments = mixed[many:]
