"""What some children have shared, with an adult beside them; and two parents who see it differently."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from spinney.access.types import Relation, TieState
from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.dice import Dice
from spinney.jobs.demo_world.types import World
from spinney.plans.services.load_voices import PastVoice
from spinney.plans.types import Lifecycle
from spinney.plans.types.voices import Face, Prompt, Said, Sharing, Speaker, Verdict

CHANCE = 0.12  # of an active plan whose child has shared a page
GOING_WELL = (
    "I like my jobs in class.",
    "Maths is good when I know what comes next.",
    "I have a friend now.",
)
HARD = (
    "When it is loud I cannot think.",
    "I do not like it when the plan changes.",
    "Writing takes too long.",
)
HELPS = ("When you show me first.", "A quiet place.", "When people wait for me.")
NEXT = ("I want to read out loud one day.", "More time on the computer.", "Less help in PE, please.")  # fmt: skip
VERDICTS = (Verdict.HELPS, Verdict.HELPS, Verdict.SORT_OF, Verdict.DOESNT)
SAID_OF = {"adjustment", "provision"}


def voices_of(world: World, plan: rows.Plan, names: Mapping[UUID, str]) -> Iterator[PastVoice]:
    if not plan.versions or plan.lifecycle is not Lifecycle.ACTIVE:
        return
    dice = Dice(world.seed, "voice", str(plan.id))
    two_homes = plan.child_id == dict(world.cases).get("separated parents")
    if not (dice.chance(CHANCE) or two_homes):
        return
    last = plan.versions[-1]
    lines = [line.id for line in last.lines if line.section in SAID_OF]
    at = last.published_at + timedelta(hours=20)
    if at.date() >= world.today:
        return
    yield PastVoice(
        Speaker.CHILD, plan.author_id, _child(world, plan), names[plan.author_id], last.number, at,
        dice.pick((Sharing.SCHOOL, Sharing.FAMILY)), _says(dice),
        {line: dice.pick(VERDICTS) for line in lines},
    )  # fmt: skip
    for number, parent in enumerate(_parents(world, plan) if two_homes else ()):
        yield PastVoice(
            Speaker.PARENT, parent, names[parent], "", last.number, at, Sharing.SCHOOL, {},
            {line: VERDICTS[(n + 3 * number) % len(VERDICTS)] for n, line in enumerate(lines)},
        )  # fmt: skip


def _says(dice: Dice) -> dict[str, Said]:
    return {
        Prompt.GOING_WELL: Said(dice.pick(GOING_WELL), Face.GOOD),
        Prompt.HARD: Said(dice.pick(HARD), dice.pick((Face.WORRIED, Face.SAD))),
        Prompt.HELPS: Said(dice.pick(HELPS)),
        Prompt.NEXT: Said(dice.pick(NEXT)),
    }


def _child(world: World, plan: rows.Plan) -> str:
    child = next(child for child in world.children if child.id == plan.child_id)
    return f"{child.known_as} {child.surname}"


def _parents(world: World, plan: rows.Plan) -> list[UUID]:
    found = (
        tie.user_id
        for tie in world.ties
        if tie.subject_id == plan.child_id and tie.relation is Relation.PARENT
        and tie.state is TieState.CONFIRMED
    )  # fmt: skip
    return list(dict.fromkeys(found))
