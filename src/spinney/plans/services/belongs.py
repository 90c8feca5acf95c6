"""Join lines of a draft to the child's EHCP and to packages, and write down what the EHCP says."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.guidance.codesets import EHCP_SECTION, USUAL_SECTION
from spinney.guidance.packages import catalogue, packages_on
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotNow
from spinney.kernel.rows import all_rows, one_row, run
from spinney.plans.events import PlanLineJoined
from spinney.plans.rules import belongs as rules
from spinney.plans.services.held import HeldPlan, hold, must_be_open, touch
from spinney.plans.services.kept import keep
from spinney.plans.types import Belongs, ChangeKind, DraftLine, Line
from spinney.plans.types.belongs import Item

ITEMS = """
SELECT id, section, number, words, ended_at FROM plans_ehcp_item
 WHERE school_id = %s AND child_id = %s ORDER BY section, number
"""
STALE = "'{}' is not in the list any more. Reload the page and choose again."
GONE = "That line is already off the draft. Reload the page to see it as it is now."


def join_line(
    actor: Actor,
    *,
    plan_id: UUID,
    line_id: UUID,
    sections: Collection[str],
    items: Collection[str],
    packages: Collection[str],
    now: datetime,
) -> None:
    """Say all that one line belongs to. What is not named is taken off."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    row = one_row(
        "SELECT section, belongs FROM plans_draft_line"
        " WHERE school_id = %s AND plan_id = %s AND id = %s AND ended IS NULL",
        [plan.school_id, plan.id, line_id],
    )
    if row is None:
        raise NotNow(GONE)
    section, before = row[0], row[1] or {}
    if section not in rules.JOINED:
        raise BadInput("Only needs, outcomes and provision belong to an EHCP or a package.")
    chosen = (sections, items, packages)
    _must_be_offered(plan, before, chosen, now=now)
    after = rules.kept_from(*chosen)
    if before == after:
        return
    put_belongs(actor, plan, line_id, after, now=now)
    keep(
        actor, plan, ChangeKind.BELONGS, section=section, line=line_id, before=before, after=after,
        now=now,
    )  # fmt: skip


def join_usual(actor: Actor, *, plan_id: UUID, now: datetime) -> int:
    """Needs to section B, outcomes to E, provision to F: every line that names no section yet."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    rows = all_rows(
        "SELECT id, section, belongs FROM plans_draft_line WHERE school_id = %s AND plan_id = %s"
        " AND ended IS NULL AND section = ANY(%s) ORDER BY section, position, id",
        [plan.school_id, plan.id, list(rules.JOINED)],
    )
    free = [row for row in rows if not {"ehcp", "items"} & (row[2] or {}).keys()]
    if not free:
        raise NotNow("Every line names a section already.")
    for line_id, section, before in free:
        after = {**(before or {}), "ehcp": [USUAL_SECTION[section]]}
        put_belongs(actor, plan, line_id, after, now=now)
        keep(
            actor, plan, ChangeKind.BELONGS, section=section, line=line_id, before=before or {},
            after=after, now=now,
        )  # fmt: skip
    return len(free)


def _must_be_offered(
    plan: HeldPlan, before: dict[str, Any], chosen: Sequence[Collection[str]], *, now: datetime
) -> None:
    """What a line belongs to already may stay, though it is withdrawn; only what stands may be added."""
    known = {str(item.id) for item in items_of(plan) if item.ended_at is None}
    standing = {package.key for package in packages_on(school_day(now))}
    for code, given, offered in zip(
        ("ehcp", "items", "packages"), chosen, (set(EHCP_SECTION), known, standing), strict=True
    ):
        for each in given:
            if each not in offered | set(before.get(code, ())):
                raise BadInput(STALE.format(each), field=code)


def put_belongs(
    actor: Actor, plan: HeldPlan, line_id: UUID, kept: rules.Kept, *, now: datetime
) -> None:
    run(
        "UPDATE plans_draft_line SET belongs = %s WHERE school_id = %s AND plan_id = %s AND id = %s",
        [Jsonb(kept) if kept else None, plan.school_id, plan.id, line_id],
    )
    counts = {
        name: len(kept.get(code, ()))
        for name, code in (("sections", "ehcp"), ("items", "items"), ("packages", "packages"))
    }
    touch(actor, plan, now=now, joined=str(line_id), **counts)
    emit(
        PlanLineJoined(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id, line_id=line_id,
            **counts,
        ),
        now=now,
    )  # fmt: skip


def items_of(plan: HeldPlan) -> tuple[Item, ...]:
    return tuple(Item(*row) for row in all_rows(ITEMS, [plan.school_id, plan.child_id]))


def draft_belongs(items: Mapping[str, Item], draft: Sequence[DraftLine]) -> dict[str, Belongs]:
    """By line id, with the names of today."""
    kept = {str(x.line.id): x.belongs for x in draft if x.belongs and x.ended is None}
    packages = {package.key: package for package in catalogue()}
    return {line: rules.resolved(each, items, packages) for line, each in kept.items()}


def belongs_to_store(
    lines: Sequence[Line], found: Mapping[str, Belongs]
) -> dict[str, rules.Frozen] | None:
    """By line id, for a version: names and words as they are on the day it is published."""
    kept = {str(line.id): found[str(line.id)] for line in lines if found.get(str(line.id))}
    return {line: rules.frozen_to(each) for line, each in kept.items()} or None


CLASH_AND_ITEMS = """
SELECT EXISTS (SELECT 1 FROM plans_clash WHERE school_id = %(school)s AND plan_id = %(plan)s
                AND settled_at IS NULL),
       (SELECT jsonb_agg(jsonb_build_array(id, section, number, words)) FROM plans_ehcp_item
         WHERE school_id = %(school)s AND child_id = %(child)s)
"""


def clash_and_items(plan: HeldPlan) -> tuple[bool, dict[str, Item]]:
    """Whether two people wrote the same field, and what the child's EHCP says, by id: one question for both."""
    where = {"school": plan.school_id, "plan": plan.id, "child": plan.child_id}
    clash, items = one_row(CLASH_AND_ITEMS, where) or (False, None)
    found = [Item(UUID(found), *rest) for found, *rest in items or ()]
    return bool(clash), {str(item.id): item for item in found}
