"""Begin a line of a plan from an entry of the bank. From then on the words are the plan's own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.errors import NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, one_row
from spinney.plans.events import BankEntryUsed
from spinney.plans.models import DraftLine
from spinney.plans.rules import bank as rules
from spinney.plans.services.bank_held import bank_of
from spinney.plans.services.held import HeldPlan, hold, must_be_open, touch
from spinney.plans.services.kept import keep
from spinney.plans.services.lines import next_place
from spinney.plans.types import ChangeKind
from spinney.plans.types.bank import BankItem

CALLED_SQL = """
SELECT coalesce(nullif(preferred_forename, ''), forename) FROM people_child
 WHERE school_id = %s AND id = %s
"""


def add_from_bank(actor: Actor, *, plan_id: UUID, code: str, now: datetime) -> UUID:
    """Add a line with the entry's words in it, and keep beside it where they came from."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    item = bank_of(plan.school_id).get(code)
    if item is None or item.hidden:
        raise NotNow("That entry is no longer in your school’s bank. Choose another.")
    section = rules.section_for(plan.template, item.entry.kind)
    if section is None:
        raise NotNow("This plan’s form has no list that this entry belongs in.")
    values = rules.values_for(section, item.entry, name=_called(plan))
    made = uuid7()
    DraftLine.objects.create(
        id=made, school_id=plan.school_id, plan_id=plan.id, section=section.code,
        position=next_place(plan, section.code), values=values, revs=dict.fromkeys(values, 1),
        origin=_origin(actor, item, values, now=now),
    )  # fmt: skip
    keep(actor, plan, ChangeKind.ADDED, section=section.code, line=made, now=now)
    entry = item.entry
    touch(
        actor, plan, now=now, added=str(made), section=section.code, bank=entry.code,
        bank_version=entry.version,
    )  # fmt: skip
    emit(
        BankEntryUsed(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id, line_id=made,
            code=entry.code, version=entry.version,
        ),
        now=now,
    )  # fmt: skip
    return made


def _called(plan: HeldPlan) -> str:
    row = one_row(CALLED_SQL, [plan.school_id, plan.child_id])
    return str(row[0]) if row else "the child"


def _origin(
    actor: Actor, item: BankItem, values: dict[str, Any], *, now: datetime
) -> dict[str, Any]:
    return {
        "code": item.entry.code, "version": item.entry.version,
        "whose": "school" if item.own else "shipped", "title": item.entry.title,
        "by": str(actor.id), "by_name": actor.display_name, "at": now.isoformat(),
        "marks": rules.marks_of(values),
    }  # fmt: skip


def origins_to_store(plan: HeldPlan) -> dict[str, Any] | None:
    """By line id, for the version that is being published. Kept apart from the words: families read those."""
    rows = all_rows(
        "SELECT id, origin FROM plans_draft_line WHERE school_id = %s AND plan_id = %s"
        " AND origin IS NOT NULL AND ended IS NULL",
        [plan.school_id, plan.id],
    )
    return {str(line): origin for line, origin in rows} or None
