"""The sources of one line of a draft, for those who may edit it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.rows import one_row
from spinney.plans.queries.files import files_on
from spinney.plans.queries.publishing import header_of
from spinney.plans.rules.changes import name_of
from spinney.plans.services.held import look_at
from spinney.plans.services.lines_held import line_with_sources
from spinney.plans.types import Lifecycle, Line, PlanHeader, Source
from spinney.plans.types.files import Attached


@dataclass(frozen=True, slots=True)
class LineSources:
    header: PlanHeader
    line_id: UUID
    called: str  # "Need: finding words"
    sources: tuple[Source, ...]
    may_change: bool
    files: tuple[Attached, ...]  # of the plan, for a new source to point at


def sources_of_line(actor: Actor, *, plan_id: UUID, line_id: UUID, now: datetime) -> LineSources:
    plan = look_at(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    section, ended, sources = line_with_sources(plan, line_id)
    access.record_sight(
        actor, Action.VIEW_DRAFT, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        plan=str(plan_id), line=str(line_id),
    )  # fmt: skip
    row = one_row(
        "SELECT id, section, position, values FROM plans_draft_line"
        " WHERE school_id = %s AND plan_id = %s AND id = %s",
        [plan.school_id, plan.id, line_id],
    )
    name = name_of(Line(*row)) if row else ""
    return LineSources(
        header_of(plan), line_id, f"{section.line_name.capitalize()}: {name}", sources,
        may_change=plan.lifecycle is not Lifecycle.ENDED and not ended,
        files=files_on(plan),
    )  # fmt: skip
