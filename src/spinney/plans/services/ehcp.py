"""Write down what the child's EHCP says, item by item, so that the plan's lines can be joined to it."""

from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.guidance.codesets import USUAL_SECTION
from spinney.kernel.errors import BadInput, NotNow
from spinney.kernel.rows import one_row
from spinney.plans.events import EhcpItemsChanged
from spinney.plans.models import EhcpItem
from spinney.plans.services.held import HeldPlan, hold

# Only the sections that a plan's lines serve: the others hold what the school need not copy.
SECTIONS = tuple(USUAL_SECTION.values())
MOST_WORDS = 500
MOST_ITEMS = 60


def add_ehcp_items(actor: Actor, *, plan_id: UUID, section: str, words: str, now: datetime) -> int:
    """One item a line of `words`. Numbers go on from those that stand, and are never used again."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    if section not in SECTIONS:
        raise BadInput("Choose section B, E or F.", field="section")
    items = [" ".join(line.split()) for line in words.splitlines() if line.strip()]
    if not items:
        raise BadInput("Write at least one item, one to a line.", field="words")
    if long := next((item for item in items if len(item) > MOST_WORDS), None):
        raise BadInput(
            f"Use {MOST_WORDS} characters or fewer for an item. '{long[:40]}…' is longer.",
            field="words",
        )
    row = one_row(
        "SELECT coalesce(max(number), 0) FROM plans_ehcp_item"
        " WHERE school_id = %s AND child_id = %s AND section = %s",
        [plan.school_id, plan.child_id, section],
    )
    last = int(row[0]) if row else 0
    if last + len(items) > MOST_ITEMS:
        raise BadInput(f"A section holds at most {MOST_ITEMS} items here.", field="words")
    EhcpItem.objects.bulk_create(
        EhcpItem(
            school_id=plan.school_id, child_id=plan.child_id, section=section, number=last + n,
            words=item, added_at=now, added_by=actor.id, added_by_name=actor.display_name,
        )
        for n, item in enumerate(items, start=1)
    )  # fmt: skip
    _tell(actor, plan, section, added=len(items), now=now)
    return len(items)


def end_ehcp_item(actor: Actor, *, plan_id: UUID, item_id: UUID, now: datetime) -> None:
    """The EHCP says it no longer. Lines that were joined to it keep what they say; nothing new is joined."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    mine = EhcpItem.objects.filter(school_id=plan.school_id, child_id=plan.child_id, id=item_id)
    item = mine.filter(ended_at=None).first()
    if item is None:
        raise NotNow("That item is not in the list any more. Reload the page.")
    mine.update(ended_at=now, ended_by_name=actor.display_name)
    _tell(actor, plan, item.section, ended=1, now=now)


def _tell(
    actor: Actor, plan: HeldPlan, section: str, *, now: datetime, added: int = 0, ended: int = 0
) -> None:
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        ehcp=section, added=added, ended=ended,
    )  # fmt: skip
    emit(
        EhcpItemsChanged(
            school_id=plan.school_id, subject_id=plan.child_id, child_id=plan.child_id,
            section=section, added=added, ended=ended,
        ),
        now=now,
    )  # fmt: skip
