"""A little of what lies beyond a plan: an EHCP written down for a few children, and what a few go without."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.types import World
from spinney.plans.services.load_beyond import PastBeyond, PastStepTaken, PastUnmet
from spinney.plans.types import Lifecycle, Line
from spinney.plans.types.unmet import UnmetReason

EHCPS_A_SCHOOL, UNMET_A_SCHOOL = 3, 4
PACKAGE = "spp-pmld:1"
PARTS = ("need", "outcome", "provision")
LETTERS = {"need": "B", "outcome": "E", "provision": "F"}
# What is missing, why, how it is known, and what was done: the same few, in turn.
WITHOUT = (
    ("Speech and language therapy, as the plan promises", UnmetReason.AGENCY,
     "The service wrote that its list is 18 weeks long.", "Wrote to the service and asked for a date",
     "The service’s manager; the family"),
    ("Small-group reading three times a week", UnmetReason.NO_STAFF,
     "The timetable of September: the assistant covers another class.", "", ""),
    ("A quiet room for the calm start to the day", UnmetReason.NO_PLACE,
     "The room is used for examinations until February.", "Asked the head for another room", "The head"),
    ("A tablet with the child’s communication board", UnmetReason.NO_EQUIPMENT,
     "The order of 12 October has not come.", "Rang the supplier", "The family"),
)  # fmt: skip


def beyond_of(world: World) -> dict[UUID, PastBeyond]:
    """By plan. The first few of each school that fit, so that the same world always has the same ones."""
    ehcp = {child.id for child in world.children if child.sen_provision == "E"}
    needs = {need.child_id for need in world.sen_needs if need.need_type == "PMLD"}
    found: dict[UUID, PastBeyond] = {}
    with_ehcp: dict[UUID, int] = {}
    without: dict[UUID, int] = {}
    for plan in world.plans:
        if plan.lifecycle is not Lifecycle.ACTIVE or not plan.versions:
            continue
        school, at = plan.school_id, plan.versions[-1].published_at
        joins = plan.child_id in ehcp and with_ehcp.get(school, 0) < EHCPS_A_SCHOOL
        turn = without.get(school, 0)
        unmet = tuple(_unmet(world, plan, turn)) if turn < UNMET_A_SCHOOL else ()
        if joins or unmet:
            with_ehcp[school] = with_ehcp.get(school, 0) + joins
            without[school] = turn + len(unmet)
            found[plan.id] = _beyond(plan, at, unmet, joins=joins, pmld=plan.child_id in needs)
    return found


def _beyond(
    plan: rows.Plan, at: datetime, unmet: tuple[PastUnmet, ...], *, joins: bool, pmld: bool
) -> PastBeyond:
    if not joins:
        return PastBeyond(at, {}, {}, unmet)
    lines = [line for line in plan.versions[-1].lines if line.section in PARTS]
    items = {
        letter: tuple(_says(line) for line in lines if line.section == part)[:4]
        for part, letter in LETTERS.items()
    }
    items["F"] = (*items["F"], "A yearly report by the educational psychologist")
    return PastBeyond(at, items, dict(_joins(lines, pmld=pmld)), unmet)


def _joins(
    lines: Iterable[Line], *, pmld: bool
) -> Iterable[tuple[UUID, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]]:
    count: dict[str, int] = {}
    for line in lines:
        letter = LETTERS[line.section]
        count[letter] = number = count.get(letter, 0) + 1
        packages = (PACKAGE,) if pmld and line.section == "provision" else ()
        label = (f"{letter}{number}",) if number <= 4 else ()
        yield line.id, (() if label else (letter,), label, packages)


def _says(line: Line) -> str:
    return (line.text("title") or line.text("what") or "As described in the council’s plan")[:200]


def _unmet(world: World, plan: rows.Plan, turn: int) -> Iterable[PastUnmet]:
    provision = next((x for x in plan.versions[-1].lines if x.section == "provision"), None)
    if provision is None:
        return
    missing, reason, known, done, told = WITHOUT[turn]
    at = min(
        plan.versions[-1].published_at + timedelta(days=3),
        datetime.combine(world.today - timedelta(days=1), time(15, 5), UTC),
    )
    steps = (PastStepTaken(at.date(), at, done, told),) if done else ()
    yield PastUnmet(
        provision.id, f"Provision line: {provision.text('what')}"[:120], missing,
        at.date() - timedelta(days=9 + 13 * turn), reason, known, at, steps,
    )  # fmt: skip
