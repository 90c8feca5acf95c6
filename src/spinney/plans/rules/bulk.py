"""Steps for many plans at once: whether each plan can take one, what it will do, and whether it can be undone.

The page that shows what will happen and the act that does it ask the same functions, so they cannot disagree.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from spinney.kernel.errors import BadInput
from spinney.plans.types import Layer, Lifecycle
from spinney.plans.types.whole import BulkAct, BulkStep, PlanFacts

MOST = 400  # plans in one batch: a big school's, in one request of a few seconds
UNDO_WITHIN = timedelta(days=1)
FURTHEST = 730  # days; a review beyond two years is a slip of the keyboard
WHY_MOST = 500
LAYERS = {
    Layer.TARGETED: "Targeted",
    Layer.TARGETED_PLUS: "Targeted Plus",
    Layer.SPECIALIST: "Specialist",
}
NOT_IN_FORCE = {
    Lifecycle.PROPOSED: "It is a draft that has not been published yet.",
    Lifecycle.ON_HOLD: "It is on hold. Take it up again first.",
    Lifecycle.ENDED: "It has ended.",
}


def must_make_sense(step: BulkStep, day: date) -> None:
    """BadInput when the step itself cannot be taken, whatever the plans."""
    if len(step.why) > WHY_MOST:
        raise BadInput(f"Keep the reason to {WHY_MOST} letters.", field="why")
    if step.act is not BulkAct.ASK and not step.why.strip():
        raise BadInput("Say why, in a sentence. Families read this first.", field="why")
    if step.act is BulkAct.REVIEW:
        if step.review_on is None:
            raise BadInput(
                "Give the date of the next review: day, month and year.", field="review_on"
            )
        if not day <= step.review_on <= day + timedelta(days=FURTHEST):
            raise BadInput(
                "The next review must be today or later, and within two years.", field="review_on"
            )
    if step.act is BulkAct.LAYER and step.layer not in LAYERS:
        raise BadInput("Choose the layer to move the plans to.", field="layer")


def reason_not_to(step: BulkStep, facts: PlanFacts) -> str:
    """Empty when this plan can take the step."""
    if step.act is BulkAct.RESUME:
        return "" if facts.lifecycle is Lifecycle.ON_HOLD else "It is not on hold."
    if facts.lifecycle is not Lifecycle.ACTIVE:
        return NOT_IN_FORCE[facts.lifecycle]
    return {
        BulkAct.REVIEW: _not_to_set_review,
        BulkAct.LAYER: _not_to_move,
        BulkAct.ASK: _not_to_ask,
    }.get(step.act, lambda _step, _facts: "")(step, facts)


def _not_to_set_review(step: BulkStep, facts: PlanFacts) -> str:
    if not facts.has_review_date:
        return "Its form has no date of the next review. Open the plan and set it there."
    if facts.draft_review:
        return "Somebody is writing another review date in its draft. Publish that draft instead."
    return "Its review is on that day already." if step.review_on == facts.review_due else ""


def _not_to_move(step: BulkStep, facts: PlanFacts) -> str:
    return "It is on that layer already." if step.layer is facts.layer else ""


def _not_to_ask(_step: BulkStep, facts: PlanFacts) -> str:
    if not facts.readers:
        return "Nobody in the family has an account yet. Print the plan for them."
    return "" if facts.unread else "Everyone in the family has read this version."


def will_do(step: BulkStep, facts: PlanFacts) -> str:
    """What the step will do to this plan, in words."""
    number = facts.version + 1
    if step.act is BulkAct.REVIEW:
        was = f", was {_day(facts.review_due)}" if facts.review_due else ""
        return f"Version {number} with the next review on {_day(step.review_on)}{was}."
    if step.act is BulkAct.LAYER and step.layer:
        now = LAYERS.get(facts.layer, facts.layer.value)
        return f"Version {number} on {LAYERS[step.layer]}, was {now}."
    if step.act is BulkAct.ASK:
        people = "1 person" if facts.unread == 1 else f"{facts.unread} people"
        return f"Ask {people} again to read version {facts.version}."
    return "Put on hold." if step.act is BulkAct.HOLD else "Take up again."


def _day(on: date | None) -> str:
    return f"{on.day} {on:%B %Y}" if on else "not set"


def state_of(facts: PlanFacts) -> dict[str, Any]:
    """What a batch keeps of a plan before and after its step."""
    return {
        "version": facts.version, "layer": facts.layer.value, "lifecycle": facts.lifecycle.value,
        "review_due": facts.review_due.isoformat() if facts.review_due else None,
    }  # fmt: skip


def reason_not_to_undo(after: Mapping[str, Any], facts: PlanFacts) -> str:
    """Empty when the plan stands as the batch left it: nobody's later work is undone with it."""
    now = state_of(facts)
    if all(now[name] == after.get(name) for name in now):
        return ""
    return "The plan has been changed since, so it was left as it is."


def opposite(step: BulkStep, before: Mapping[str, Any], why: str) -> BulkStep:
    """The step that puts one plan back."""
    if step.act is BulkAct.REVIEW:
        was = before.get("review_due")
        return BulkStep(BulkAct.REVIEW, why, review_on=date.fromisoformat(was) if was else None)
    if step.act is BulkAct.LAYER:
        return BulkStep(BulkAct.LAYER, why, layer=Layer(before["layer"]))
    return BulkStep(BulkAct.RESUME if step.act is BulkAct.HOLD else BulkAct.HOLD, why)
