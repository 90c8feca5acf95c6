"""Say what a line of a draft rests on, and take that back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access.types import Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import run
from spinney.plans.events import PlanSourceChanged
from spinney.plans.rules.sources import MOST_SOURCES, made_from, source_to_store
from spinney.plans.services.files import file_to_cite, says_of
from spinney.plans.services.held import HeldPlan, touch
from spinney.plans.services.kept import keep
from spinney.plans.services.lines_held import hold_line
from spinney.plans.types import ChangeKind, Source

FULL = (
    f"A line holds at most {MOST_SOURCES} sources. Remove one that says the least, then add this."
)
GONE = "That source is already off the draft. Reload the page to see it as it is now."


def add_source(
    actor: Actor, *, plan_id: UUID, line_id: UUID, given: Mapping[str, Any], now: datetime,
    file_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """Add a source to a line of the draft. Families and teachers see it once the plan is published."""
    plan, section, known = hold_line(actor, plan_id=plan_id, line_id=line_id, now=now)
    if len(known) >= MOST_SOURCES:
        raise NotNow(FULL)
    source = made_from(uuid7(), given, today=school_day(now))
    if file_id:
        file = file_to_cite(plan, file_id)
        source = replace(source, file=file.id, file_says=says_of(file))
    if any(_same(source, other) for other in known):
        raise BadInput("This line has that source already.", field="who")
    put_source(actor, plan, line_id, source, now=now)
    _tell(actor, plan, section.code, line_id, source, added=True, now=now)
    return source.id


def remove_source(
    actor: Actor, *, plan_id: UUID, line_id: UUID, source_id: UUID, now: datetime
) -> None:
    """Take a source off the draft. Published versions keep theirs."""
    plan, section, known = hold_line(actor, plan_id=plan_id, line_id=line_id, now=now)
    source = next((x for x in known if x.id == source_id), None)
    if source is None:
        raise NotNow(GONE)
    drop_source(plan, line_id, source.id)
    _tell(actor, plan, section.code, line_id, source, added=False, now=now)


def put_source(
    actor: Actor, plan: HeldPlan, line_id: UUID, source: Source, *, now: datetime
) -> None:
    run(
        "INSERT INTO plans_line_source (id, school_id, plan_id, line, kind, who, day, page, note, file_id,"
        " file_says, at, by, by_name) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [source.id, plan.school_id, plan.id, line_id, source.kind.value, source.who, source.day,
         source.page, source.note, source.file, source.file_says, now, actor.id, actor.display_name],
    )  # fmt: skip


def drop_source(plan: HeldPlan, line_id: UUID, source_id: UUID) -> bool:
    return bool(
        run(
            "DELETE FROM plans_line_source"
            " WHERE school_id = %s AND plan_id = %s AND line = %s AND id = %s",
            [plan.school_id, plan.id, line_id, source_id],
        )
    )


def _same(one: Source, other: Source) -> bool:
    return (one.kind, one.full, one.file) == (other.kind, other.full, other.file)


def _tell(
    actor: Actor, plan: HeldPlan, section: str, line_id: UUID, source: Source, *, added: bool,
    now: datetime,
) -> None:  # fmt: skip
    stored = source_to_store(source)
    keep(
        actor, plan, ChangeKind.SOURCED, section=section, line=line_id, now=now,
        before=None if added else stored, after=stored if added else None,
    )  # fmt: skip
    tell_source(actor, plan, line_id, source, added=added, now=now)


def tell_source(
    actor: Actor, plan: HeldPlan, line_id: UUID, source: Source, *, added: bool, now: datetime
) -> None:
    """Recorded and told: for adding, removing, and taking either back."""
    touch(actor, plan, now=now, source=source.kind.value, line=str(line_id), added=added)
    emit(
        PlanSourceChanged(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id, line_id=line_id,
            kind=source.kind.value, added=added,
        ),
        now=now,
    )  # fmt: skip
