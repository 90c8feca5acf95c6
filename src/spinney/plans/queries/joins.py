"""What a draft's lines belong to outside the plan, for those who write it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.guidance.packages import Package, catalogue, packages_on
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import one_row
from spinney.plans.queries.publishing import header_of
from spinney.plans.rules import belongs as rules
from spinney.plans.rules.changes import name_of
from spinney.plans.services.belongs import items_of
from spinney.plans.services.held import HeldPlan, look_at
from spinney.plans.services.publish import draft_lines
from spinney.plans.types import Belongs, DraftLine, Lifecycle, PlanHeader
from spinney.plans.types.belongs import Item, JoinLine, SectionCover


@dataclass(frozen=True, slots=True)
class JoinsPage:
    """`covers` is what the EHCP asks beside what the draft gives; `packages` are those that stand today."""

    header: PlanHeader
    has_ehcp: bool
    lines: tuple[JoinLine, ...]
    covers: tuple[SectionCover, ...]
    packages: tuple[Package, ...]


@dataclass(frozen=True, slots=True)
class JoinLinePage:
    """What one line may be joined to. What it is joined to already is among it, though it may be withdrawn."""

    header: PlanHeader
    has_ehcp: bool
    line: JoinLine
    items: tuple[Item, ...]
    packages: tuple[Package, ...]


def joins_page(actor: Actor, *, plan_id: UUID, now: datetime) -> JoinsPage:
    plan = look_at(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    items, lines = _read(plan)
    _saw(actor, plan, now=now)
    live = tuple(item for item in items if item.ended_at is None)
    return JoinsPage(
        header_of(plan), _has_ehcp(plan), lines, rules.covers(live, lines),
        packages_on(school_day(now)),
    )  # fmt: skip


def join_line_page(actor: Actor, *, plan_id: UUID, line_id: UUID, now: datetime) -> JoinLinePage:
    plan = look_at(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    if plan.lifecycle is Lifecycle.ENDED:
        raise NotFound("This plan has ended.")
    items, lines = _read(plan)
    line = next((each for each in lines if each.id == line_id), None)
    if line is None:
        raise NotFound("There is no such line.")
    _saw(actor, plan, now=now)
    own = {each.id for each in line.belongs.items}
    keys = {each.key for each in line.belongs.packages}
    standing = packages_on(school_day(now))
    held = tuple(x for x in catalogue() if x.key in keys and x not in standing)
    return JoinLinePage(
        header_of(plan), _has_ehcp(plan), line,
        tuple(x for x in items if x.ended_at is None or str(x.id) in own), (*standing, *held),
    )  # fmt: skip


def _read(plan: HeldPlan) -> tuple[tuple[Item, ...], tuple[JoinLine, ...]]:
    items = items_of(plan)
    known = {str(item.id): item for item in items}
    packages = {package.key: package for package in catalogue()}
    found = []
    draft = [x for x in draft_lines(plan) if x.ended is None]
    for code in rules.JOINED:
        section = plan.template.section(code)
        own = [x for x in draft if x.line.section == code] if section else []
        for number, item in enumerate(own, start=1):
            name = f"{section.line_name.capitalize()} {number}" if section else ""
            belongs = rules.resolved(item.belongs, known, packages)
            found.append(_line(item, name, belongs))
    return items, tuple(found)


def _line(item: DraftLine, name: str, belongs: Belongs) -> JoinLine:
    return JoinLine(item.line.id, item.line.section, name, name_of(item.line), belongs)


def _has_ehcp(plan: HeldPlan) -> bool:
    row = one_row(
        "SELECT sen_provision = 'E' FROM people_child WHERE school_id = %s AND id = %s",
        [plan.school_id, plan.child_id],
    )
    return bool(row and row[0])


def _saw(actor: Actor, plan: HeldPlan, *, now: datetime) -> None:
    access.record_sight(
        actor, Action.VIEW_DRAFT, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        plan=str(plan.id), joins=True,
    )  # fmt: skip
