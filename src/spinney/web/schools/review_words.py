"""Cycles and phases in words."""

from typing import Final

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
    return f"{words}, review due {day(cycle.review_due)}" if cycle.review_due else words
