"""Cycles and phases in words."""

from collections.abc import Sequence
from typing import Any, Final

from spinney.plans.types.review import Cycle, CyclePhase
from spinney.web.design.words import day

PHASES: Final = {
    CyclePhase.PLAN: "assess and plan", CyclePhase.DO: "do", CyclePhase.REVIEW: "review",
    CyclePhase.COMPLETE: "complete",
}  # fmt: skip


def phase_words(cycle: Cycle) -> str:
    return PHASES[cycle.phase]


def cycle_words(cycle: Cycle) -> str:
    """'Cycle 3: do, review due 14 May 2027'"""
    words = f"Cycle {cycle.number}: {PHASES[cycle.phase]}"
    if cycle.completed_on:
        return f"{words}, reviewed {day(cycle.completed_on)}"
    if cycle.review_due is None:
        return words
    lead = "due" if cycle.phase is CyclePhase.REVIEW else "review due"
    return f"{words}, {lead} {day(cycle.review_due)}"


def cycle_context(cycles: Sequence[Cycle]) -> dict[str, Any]:
    """Where the plan stands, and how many cycles are complete."""
    done = sum(cycle.phase is CyclePhase.COMPLETE for cycle in cycles)
    return {"cycle_now": cycle_words(cycles[-1]) if cycles else "", "cycles_done": done}
