"""What lies between any two versions of a plan, told as one list: not what each version in between said."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spinney.plans.rules.changes import what_changed
from spinney.plans.types import Change, Line, Template


def between(
    template: Template,
    older_template: Template,
    before: Sequence[Line],
    after: Sequence[Line],
    *,
    told: Iterable[Change] = (),
) -> tuple[Change, ...]:
    """`told` are the changes that the versions in between stored: from them comes how a line ended."""
    results = {change.line_id: change for change in told if change.kind == "finished"}
    found = what_changed(template, before, after, was=older_template)
    return tuple(_with_result(change, results.get(change.line_id)) for change in found)


def _with_result(change: Change, result: Change | None) -> Change:
    return (
        replace(result, section=change.section) if change.kind == "removed" and result else change
    )
