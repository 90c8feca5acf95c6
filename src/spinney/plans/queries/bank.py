"""The bank as one school has it: what comes with Spinney, under the school's own rows.

Nothing here is about a child but `bank_entry`'s list of plans, which is recorded as a look at each child shown.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from spinney.access import services as access
from spinney.access.queries import children_open_to, roles_allowed
from spinney.access.types import Action, Actor
from spinney.kernel.rows import all_rows
from spinney.plans.queries.lists import NAME
from spinney.plans.rules.bank import ABOUT, FIELDS, cleaned
from spinney.plans.rules.bank_file import read_file
from spinney.plans.rules.bank_find import find
from spinney.plans.services.bank_held import bank_of, item_of
from spinney.plans.types import FieldSpec
from spinney.plans.types.bank import (
    BankFilter,
    BankItem,
    BankKind,
    BankPreview,
    BankUse,
    Entry,
    EntryFault,
)

# A plan holds an entry in its draft, in the version in force, or in both. Whoever may not see drafts sees versions.
USES_SQL = f"""
SELECT p.id, p.child_id, {NAME} AS child_name, bool_or(u.published), bool_or(NOT u.published)
  FROM (SELECT l.plan_id, false AS published FROM plans_draft_line l
         WHERE l.school_id = %(school)s AND l.origin ->> 'code' = %(code)s AND %(drafts)s
        UNION ALL
        SELECT v.plan_id, true FROM plans_version v
          JOIN plans_plan q ON q.school_id = v.school_id AND q.id = v.plan_id AND q.version = v.number
         WHERE v.school_id = %(school)s AND v.origins IS NOT NULL
           AND jsonb_path_exists(v.origins, '$.*.code ? (@ == $code)', %(vars)s::jsonb)) AS u
  JOIN plans_plan p ON p.school_id = %(school)s AND p.id = u.plan_id
  JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
 WHERE p.lifecycle <> 'ended' AND {{allowed}}
 GROUP BY p.id, p.child_id, child_name ORDER BY child_name, p.id LIMIT %(most)s
"""
MOST_USES = 50


@dataclass(frozen=True, slots=True)
class BankPage:
    items: tuple[BankItem, ...]
    total: int
    may_change: bool


@dataclass(frozen=True, slots=True)
class EntryPage:
    item: BankItem
    uses: tuple[BankUse, ...]
    may_change: bool


def bank_page(
    actor: Actor, *, school_id: UUID, narrowed: BankFilter, skip: int = 0, most: int = 30
) -> BankPage:
    """For every member of staff of the school: strategies are written to be read."""
    access.require_member(actor, school_id=school_id)
    found = find(bank_of(school_id).values(), narrowed)
    may = access.allows_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    return BankPage(found[skip : skip + most], len(found), may)


def bank_entry(actor: Actor, *, school_id: UUID, code: str, now: datetime) -> EntryPage:
    """One entry, and for those who lead SEND the plans that it is used in."""
    access.require_member(actor, school_id=school_id)
    item = item_of(school_id, code)
    may = access.allows_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    uses = _uses(actor, school_id, code, now=now) if may else ()
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=[use.child_id for use in uses], now=now,
        list=True,
    )  # fmt: skip
    return EntryPage(item, uses, may)


def entry_to_change(actor: Actor, *, school_id: UUID, code: str) -> Entry:
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    return item_of(school_id, code).entry


def _uses(actor: Actor, school_id: UUID, code: str, *, now: datetime) -> tuple[BankUse, ...]:
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    drafts = bool(roles_allowed(Action.VIEW_DRAFT) & actor.roles_in(school_id))
    rows = all_rows(
        USES_SQL.format(allowed=allowed.sql),
        {
            "school": school_id, "code": code, "vars": msgspec.json.encode({"code": code}).decode(),
            "drafts": drafts, "most": MOST_USES, **allowed.params,
        },
    )  # fmt: skip
    return tuple(BankUse(*row) for row in rows)


def bank_to_share(actor: Actor, *, school_id: UUID) -> tuple[BankItem, ...]:
    """Everything that this school could put into a file, what it wrote itself first."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    return find(bank_of(school_id).values(), BankFilter())


def bank_file_preview(actor: Actor, *, school_id: UUID, data: bytes) -> BankPreview:
    """What a shared file would do to this school's bank. Nothing is stored."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    return read_file(data, bank=bank_of(school_id))


def faults_of_entry(entry: Entry) -> tuple[EntryFault, ...]:
    """Everything that keeps a form's entry from being kept, so that a page can tell all of it at once."""
    return cleaned(entry)[1]


def fields_of_entry(kind: BankKind) -> tuple[tuple[FieldSpec, ...], tuple[FieldSpec, ...]]:
    """What a form asks of an entry of this kind: about it, and the words that go into a plan."""
    return ABOUT, FIELDS[kind]
