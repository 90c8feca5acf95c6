"""What a draft carries over from an earlier version, for those who have the draft before them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.rows import one_row
from spinney.plans.rules.carried import carried_from
from spinney.plans.rules.changes import name_of
from spinney.plans.types import Carried, DraftLine, DraftView, NotReviewed, Template

EARLIER_SQL = """
SELECT p.id, p.version, p.ended_on FROM plans_plan p
 WHERE p.child_id = %(child)s AND p.lifecycle = 'ended' AND p.version > 0 AND {allowed}
 ORDER BY p.ended_on DESC, p.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class CarriedInDraft:
    """By line, and how many in each section."""

    lines: dict[UUID, Carried]
    count: Counter[str]


@dataclass(frozen=True, slots=True)
class EarlierPlan:
    """The newest ended plan of a child, whose words a new one may begin with."""

    id: UUID
    version: int
    ended_on: date


def carried_in_draft(draft: DraftView) -> CarriedInDraft:
    found = {
        item.line.id: (item.line.section, mark)
        for item in draft.lines
        if item.ended is None and (mark := carried_from(item.carried, item.line.values))
    }
    return CarriedInDraft(
        {line: mark for line, (_, mark) in found.items()},
        Counter(section for section, _ in found.values()),
    )


def not_reviewed(template: Template, draft: tuple[DraftLine, ...]) -> tuple[NotReviewed, ...]:
    """In the template's order: what would be published though nobody looked at it again."""
    found = []
    for section in template.sections:
        for item in draft:
            if item.line.section != section.code or item.ended is not None:
                continue
            if mark := carried_from(item.carried, item.line.values):
                name = section.line_name.capitalize()
                called = f"{name}: {name_of(item.line)}" if section.many else section.title
                found.append(NotReviewed(item.line.id, called, mark))
    return tuple(found)


def earlier_plan(actor: Actor, *, child_id: UUID, now: datetime) -> EarlierPlan | None:
    """For the page that begins a plan, which has asked whether this person may."""
    allowed = children_open_to(actor, Action.EDIT_PLAN, now=now, table="p")
    row = one_row(EARLIER_SQL.format(allowed=allowed.sql), {"child": child_id, **allowed.params})
    return EarlierPlan(*row) if row else None
