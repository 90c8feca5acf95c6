"""A plan's states, drawn from the table that decides them."""

from spinney.jobs.reference.tables import page
from spinney.plans.rules.lifecycle import NEXT
from spinney.plans.types import Lifecycle

LABELS = {
    (Lifecycle.PROPOSED, Lifecycle.ACTIVE): "publish",
    (Lifecycle.ACTIVE, Lifecycle.ACTIVE): "publish a new version",
    (Lifecycle.ACTIVE, Lifecycle.ON_HOLD): "put on hold",
    (Lifecycle.ON_HOLD, Lifecycle.ACTIVE): "take up again",
    (Lifecycle.ENDED, Lifecycle.PROPOSED): "reopen as a draft",
}


def states() -> str:
    arrows = [
        f"    {was} --> {to}: {LABELS.get((was, to), 'end, with a reason')}"
        for was in Lifecycle
        for to in Lifecycle
        if to in NEXT[was]
    ]
    chart = "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> proposed", *arrows, "```"])
    return page("States of a plan", "spinney.plans.rules.lifecycle.NEXT", chart)
