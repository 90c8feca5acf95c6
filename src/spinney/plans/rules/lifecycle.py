"""Where a plan may go from where it is, and what must be true before it is published."""

from collections.abc import Collection, Sequence
from typing import Any

from spinney.plans.types import (
    Achievement,
    DraftLine,
    Lifecycle,
    Line,
    Missing,
    SectionSpec,
    SectionStatus,
    Template,
)

L = Lifecycle
EMPTY: tuple[Any, ...] = (None, "", [])
NEXT: dict[Lifecycle, frozenset[Lifecycle]] = {
    L.PROPOSED: frozenset({L.ACTIVE, L.ENDED}),
    L.ACTIVE: frozenset({L.ACTIVE, L.ON_HOLD, L.ENDED}),
    L.ON_HOLD: frozenset({L.ACTIVE, L.ENDED}),
    L.ENDED: frozenset({L.PROPOSED}),
}


def reason_not_to_move(now: Lifecycle, to: Lifecycle) -> str:
    """Empty when the move is allowed."""
    if to in NEXT[now]:
        return ""
    words = {
        L.PROPOSED: "has not been published yet",
        L.ACTIVE: "is active",
        L.ON_HOLD: "is on hold",
        L.ENDED: "has ended",
    }
    return (
        f"This plan {words[now]}, so that cannot be done. Reload the page to see where it stands."
    )


def missing(
    template: Template, lines: Sequence[Line], *, not_needed: Collection[str] = ()
) -> list[Missing]:
    found: list[Missing] = []
    for section in template.sections:
        if section.code in not_needed:
            continue
        own = [line for line in lines if line.section == section.code]
        if not any(line.values for line in own) and not section.many:
            found.append(Missing(section.code, f"'{section.title}' is empty."))
            continue
        for number, line in enumerate(own, start=1):
            where = f"{section.line_name.capitalize()} {number}" if section.many else section.title
            found.extend(
                Missing(section.code, f"{where}: '{spec.label}' is empty.", str(line.id), spec.code)
                for spec in section.fields
                if spec.required and line.values.get(spec.code) in EMPTY
            )
    return found


def section_status(section: SectionSpec, lines: Sequence[Line]) -> SectionStatus:
    """Of one section's own lines. Complete means that nothing asked for is missing."""
    if not any(value not in EMPTY for line in lines for value in line.values.values()):
        return SectionStatus.EMPTY
    asked = [spec.code for spec in section.fields if spec.required]
    if any(line.values.get(code) in EMPTY for line in lines for code in asked):
        return SectionStatus.IN_PROGRESS
    return SectionStatus.COMPLETE


def reasons_not_to_publish(lines: Sequence[DraftLine], published: Sequence[Line]) -> list[str]:
    """What stops publishing. Few, and each protects the child or the promise."""
    found: list[str] = []
    live = [item for item in lines if item.ended is None]
    if not any(item.line.section == "review" and item.line.text("next_review") for item in live):
        found.append(
            "Set the date of the next review. A plan without one is never looked at again."
        )
    for item in live:
        if item.line.section == "safety" and not item.line.text("action"):
            found.append("A safety line does not say what to do. Fill it in or remove the line.")
    kept = {item.line.id for item in lines}
    found.extend(
        f"The outcome '{line.text('title')}' is gone without a result. Say how it went first."
        for line in published
        if line.section == "outcome" and line.id not in kept
    )
    return found


def reason_not_to_remove(
    line: Line, *, published: bool, achievement: str, why: str
) -> tuple[str, str]:
    """Which answer is missing, and words that ask for it; both empty when the line may go.

    An outcome that families have seen ends with a result and a reason; it never just disappears.
    """
    if line.section != "outcome" or not published:
        return "", ""
    if achievement not in {a.value for a in Achievement if a is not Achievement.NOT_REVIEWED}:
        return "achievement", "Say how this outcome went before you take it off the plan."
    if not why.strip():
        return "why", "Say in a few words why this outcome is ending."
    return "", ""
