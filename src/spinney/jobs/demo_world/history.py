"""How a plan changes from one version to the next: results, carried-on lines, new steps, changed help."""

from datetime import date
from typing import Any
from uuid import UUID

from spinney.jobs.demo_world.bank import general
from spinney.jobs.demo_world.story import Story, next_aim, next_help, voice

RESULTS = (("met", 0.36), ("partly", 0.34), ("not_met", 0.12), ("carry", 0.18))
Ended = tuple[UUID, str, str]


def review(story: Story, *, on: date, until: date) -> tuple[list[Ended], str]:
    """Change the story as a review would. Returns the outcomes that ended and why the plan changed."""
    ended: list[Ended] = []
    for outcome, values in story.of("outcome"):
        result = story.dice.weighted(RESULTS)
        if result == "met":
            ended.append(_met(story, outcome, values, on=on, until=until))
        elif result == "not_met":
            ended += _not_met(story, outcome, values, on=on, until=until)
        else:
            _carry_on(story, outcome, values, result, until=until)
    _renew_help(story, until=until)
    _freshen(story)
    for line_id, values in story.of("review"):
        story.lines[line_id] = ("review", {**values, "next_review": until.isoformat()})
    return ended, story.say(story.dice.pick(general().why["next"]))


def _met(story: Story, outcome: UUID, values: dict[str, Any], *, on: date, until: date) -> Ended:
    del story.lines[outcome]
    need = _need_of(story, values)
    following = next_aim(story, need, by=until) if need else None
    _relink(story, outcome, following)
    if following is None and need and not _has_outcome(story, need):
        _close_need(story, need)
    elif following and not _has_help(story, following) and need:
        next_help(story, need, following, starts=on, ends=until)
    return outcome, "met", story.say(story.dice.pick(general().result["met"]))


def _not_met(
    story: Story, outcome: UUID, values: dict[str, Any], *, on: date, until: date
) -> list[Ended]:
    """The help changes. The outcome stays, or gives way to another when the step was wrong."""
    need = _need_of(story, values)
    why = story.say(story.dice.pick(general().result["not_met"]))
    old = next(
        (key for key, own in story.of("provision") if str(outcome) in own.get("outcomes", [])), None
    )
    if need and old and story.helps_left.get(need):
        del story.lines[old]
        next_help(story, need, outcome, starts=on, ends=until)
    if need and story.dice.chance(0.4) and (following := next_aim(story, need, by=until)):
        del story.lines[outcome]
        _relink(story, outcome, following)
        return [(outcome, "not_met", why)]
    story.lines[outcome] = (
        "outcome", {**values, "achievement": "not_met", "by_when": until.isoformat()}
    )  # fmt: skip
    return []


def _carry_on(
    story: Story, outcome: UUID, values: dict[str, Any], result: str, *, until: date
) -> None:
    how = "partly" if result == "partly" else values.get("achievement", "not_reviewed")
    story.lines[outcome] = (
        "outcome", {**values, "achievement": how, "by_when": until.isoformat()}
    )  # fmt: skip


def _need_of(story: Story, values: dict[str, Any]) -> UUID | None:
    found = [UUID(item) for item in values.get("needs", [])]
    return next((need for need in found if need in story.lines), None)


def _has_outcome(story: Story, need: UUID) -> bool:
    return any(str(need) in values.get("needs", []) for _, values in story.of("outcome"))


def _has_help(story: Story, outcome: UUID) -> bool:
    return any(str(outcome) in values.get("outcomes", []) for _, values in story.of("provision"))


def _close_need(story: Story, need: UUID) -> None:
    """A need with every outcome met goes, unless it is the last: a plan without a need is no plan."""
    if len(story.of("need")) == 1:
        return
    for line_id, values in story.of("provision"):
        if values.get("needs") == [str(need)]:
            del story.lines[line_id]
    del story.lines[need]


def _relink(story: Story, old: UUID, new: UUID | None) -> None:
    for line_id, values in story.of("provision"):
        links = values.get("outcomes", [])
        if str(old) in links:
            kept = [item for item in links if item != str(old)] + ([str(new)] if new else [])
            story.lines[line_id] = ("provision", {**values, "outcomes": kept})


def _renew_help(story: Story, *, until: date) -> None:
    for line_id, values in story.of("provision"):
        story.lines[line_id] = ("provision", {**values, "ends": until.isoformat()})


def _freshen(story: Story) -> None:
    """The rest of a plan changes too, though less: the child's words most, the profile seldom."""
    dice = story.dice
    if dice.chance(0.5):
        voice(story)
    if story.spare_adjustments and dice.chance(0.45):
        last = story.of("adjustment")[-1][0]
        story.lines[last] = ("adjustment", {"text": story.spare_adjustments.pop()})
    if dice.chance(0.3):
        _swap_first_strategies(story)
    if dice.chance(0.3) and (found := story.of("provision")):
        line_id, values = dice.pick(found)
        if values.get("minutes"):
            minutes = max(5, int(values["minutes"]) + dice.pick((-5, 5, 10)))
            story.lines[line_id] = ("provision", {**values, "minutes": minutes})


def _swap_first_strategies(story: Story) -> None:
    strategies = story.of("adjustment")
    if len(strategies) > 1:
        (one, first), (two, second) = strategies[:2]
        rest = {key: line for key, line in story.lines.items() if key not in {one, two}}
        ahead = {two: ("adjustment", second), one: ("adjustment", first)}
        later = {key: line for key, line in rest.items() if line[0] == "adjustment"}
        others = {key: line for key, line in rest.items() if line[0] != "adjustment"}
        story.lines = {**others, **ahead, **later}


VAGUE = {
    "measure": ("Teacher judgement.", "Ongoing observation.", "Discussion with staff."),
    "target": ("To make progress.", "To be more confident.", "To improve."),
}
LOOSE = ("Regularly", "As needed", "When staffing allows", "Ongoing")


def make_imperfect(story: Story) -> None:
    """As real plans are: a baseline missing, a target nobody could measure, a line without a time."""
    dice = story.dice
    faults = dice.some(("baseline", "measure", "target", "how_often", "minutes", "evidence"), 3)
    for fault in faults[: dice.between(1, 3)]:
        section = {"evidence": "need", "how_often": "provision", "minutes": "provision"}.get(
            fault, "outcome"
        )
        if not (found := story.of(section)):
            continue
        line_id, values = dice.pick(found)
        word: str | None = dice.pick(VAGUE[fault]) if fault in VAGUE else None
        if fault == "how_often":
            word = dice.pick(LOOSE)
        story.lines[line_id] = (section, {**values, fault: word})
