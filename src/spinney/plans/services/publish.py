"""Publish a plan. A version is made once and never changed."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg.types.json import Jsonb

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.errors import BadInput, NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, one_row, run
from spinney.plans.events import PlanPublished
from spinney.plans.models import Plan, Step, Version
from spinney.plans.rules import lifecycle, render
from spinney.plans.rules import settings as settling
from spinney.plans.rules.belongs import belongs_of_lines, changed_joins
from spinney.plans.rules.changes import what_changed
from spinney.plans.rules.sources import sources_from
from spinney.plans.rules.status import changed_marks
from spinney.plans.services.bank_insert import origins_to_store
from spinney.plans.services.belongs import (
    belongs_to_store,
    clash_and_items,
    draft_belongs,
)
from spinney.plans.services.carried import begin_next_draft, carried_to_store
from spinney.plans.services.held import HeldPlan, hold
from spinney.plans.services.lines_held import SOURCES_OF_LINE
from spinney.plans.services.provision import store_promises
from spinney.plans.templates import settings_of, template_by_id
from spinney.plans.types import (
    Belongs,
    Change,
    DraftLine,
    Layer,
    Lifecycle,
    Line,
    StepKind,
    Template,
)

CLASHING = "Two people wrote the same field. Choose which words stand, then publish."
UNCHANGED = "Nothing has changed since the last version, so there is nothing to publish."
NO_LAYER = "A child on the Universal layer has no plan. End the plan instead of publishing it."


@dataclass(frozen=True, slots=True)
class Prepared:
    """What publishing would make of the draft, and what stands in its way."""

    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    blocks: tuple[str, ...]
    not_needed: dict[str, str]  # section to the reason why it is left out
    answered: bool  # by the family, since the version in force: to it, or in words on the draft
    carried: dict[str, Any] | None = (
        None  # what nobody looked at again, to be kept with the version
    )
    belongs: dict[str, Any] | None = None
    draft: tuple[DraftLine, ...] = ()  # what it was made from


@dataclass(frozen=True, slots=True)
class Said:
    """What the publisher says of the version."""

    why: str
    family_asked: str = ""


def prepare(plan: HeldPlan, layer: Layer) -> Prepared:
    draft, in_force = draft_lines(plan), in_force_of(plan)
    before, was = in_force.lines, in_force.form
    # A line whose part the form no longer has stays on the draft, kept from the older form.
    live = [x.line for x in draft if x.ended is None and plan.template.section(x.line.section)]
    after = render.joined(plan.template, live)
    ended = {str(item.line.id): item.ended for item in draft if item.ended}
    was_not_needed, not_needed = left_out(plan, after)
    changes = what_changed(plan.template, before, after, ended=ended, was=was)
    clash, items = clash_and_items(plan)
    belongs = draft_belongs(items, draft)
    if plan.version:
        changes += changed_joins(plan.template, after, in_force.belongs, belongs)
        changes += changed_marks(plan.template.sections, was_not_needed, not_needed)
    blocks = lifecycle.reasons_not_to_publish(draft, before)
    if clash:
        blocks.append(CLASHING)
    if layer is Layer.UNIVERSAL:
        blocks.append(NO_LAYER)
    reopened = plan.lifecycle is Lifecycle.PROPOSED
    same_form = was in (None, plan.template)
    if plan.version and not changes and layer is plan.layer and not reopened and same_form:
        blocks.append(UNCHANGED)
    wrote = settling.family_has_written(plan.template, before, after)
    answered = in_force.answered or wrote
    return Prepared(
        after, tuple(changes), tuple(blocks), not_needed, answered, carried_to_store(draft),
        belongs_to_store(after, belongs), draft,
    )  # fmt: skip


def publish_plan(
    actor: Actor,
    *,
    plan_id: UUID,
    why: str,
    now: datetime,
    layer: Layer | None = None,
    family_asked: str = "",
) -> int:
    """Make the next immutable version from the draft; returns its number.

    `family_asked` says how the family was asked, or why this cannot wait, where the school's rule wants it.
    """
    plan = hold(actor, Action.PUBLISH_PLAN, plan_id=plan_id, now=now)
    chosen, said = layer or plan.layer, Said(why.strip(), family_asked.strip())
    made = _ready(plan, chosen, said)
    number = make_version(actor, plan, made, chosen, said, now=now)
    _drop_ended(plan)
    begin_next_draft(plan, number, now=now)
    Plan.objects.filter(school_id=plan.school_id, id=plan.id).update(draft_changed_at=None)
    return number


def make_version(
    actor: Actor, plan: HeldPlan, made: Prepared, layer: Layer, said: Said, *, now: datetime
) -> int:
    """The next version from lines that may stand: kept, in force, on the card, recorded and told. Asks nothing."""
    number, due = plan.version + 1, _review_due(made.lines)
    _store_version(actor, plan, number, layer, made, said, due, now=now)
    _store_plan(plan, number, layer, due, now=now)
    if plan.version and layer is not plan.layer:
        _store_layer_step(actor, plan, layer, said.why, now=now)
    store_card(plan.school_id, plan.child_id, plan.id, number, layer, made.lines)
    store_promises((plan.school_id, plan.child_id, plan.id), number, plan.template, made.lines)
    access.record(
        actor, Action.PUBLISH_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        version=number,
    )  # fmt: skip
    emit(
        PlanPublished(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id, version=number,
            layer=layer.value, review_due=due,
        ),
        now=now,
    )  # fmt: skip
    return number


NOT_NEEDED = """
SELECT (SELECT jsonb_object_agg(m.section, m.why) FROM plans_section_mark m
         WHERE m.school_id = %(school)s AND m.plan_id = %(plan)s AND m.state = 'not_needed'),
       (SELECT v.not_needed FROM plans_version v
         WHERE v.school_id = %(school)s AND v.plan_id = %(plan)s AND v.number = %(version)s)
"""


def left_out(plan: HeldPlan, lines: Sequence[Line]) -> tuple[dict[str, str], dict[str, str]]:
    """Sections that are not needed, and why: in the last version, and now. Words in one beat any mark."""
    row = one_row(NOT_NEEDED, {"school": plan.school_id, "plan": plan.id, "version": plan.version})
    now, before = row or (None, None)
    written = {line.section for line in lines if line.values}
    return before or {}, {code: why for code, why in (now or {}).items() if code not in written}


def _ready(plan: HeldPlan, layer: Layer, said: Said) -> Prepared:
    if reason := lifecycle.reason_not_to_move(plan.lifecycle, Lifecycle.ACTIVE):
        raise NotNow(reason)
    made = prepare(plan, layer)
    if made.blocks:
        raise NotNow(" ".join(made.blocks))
    if plan.version and not said.why:
        raise BadInput(
            "Say in a sentence why the plan is changing. Families read this first.", field="why"
        )
    if reason := reason_to_wait(plan, made, said=said.family_asked):
        raise BadInput(reason, field="family_asked")
    return made


def reason_to_wait(plan: HeldPlan, made: Prepared, *, said: str = "") -> str:
    """Why the school's own rule would have this version wait; empty where it need not."""
    rule = settings_of(plan.school_id).sign_off
    return settling.reason_to_wait(rule, answered=made.answered, said=said)


def _kept_beside(plan: HeldPlan) -> dict[UUID, dict[str, Any]]:
    rows = all_rows(
        "SELECT id, kept FROM plans_draft_line WHERE school_id = %s AND plan_id = %s AND kept <> '{}'",
        [plan.school_id, plan.id],
    )
    return {row[0]: row[1] for row in rows}


def draft_lines(plan: HeldPlan) -> tuple[DraftLine, ...]:
    rows = all_rows(
        "SELECT id, section, position, values, revs, ended, carried, belongs,"
        f" {SOURCES_OF_LINE} FROM plans_draft_line l"
        " WHERE school_id = %s AND plan_id = %s ORDER BY section, position, id",
        [plan.school_id, plan.id],
    )
    return tuple(
        DraftLine(
            Line(row[0], row[1], row[2], _filled(row[3]), sources_from(row[8])), row[4], row[5],
            carried=row[6], belongs=row[7],
        )
        for row in rows
    )  # fmt: skip


def published_lines(plan: HeldPlan) -> tuple[Line, ...]:
    return in_force_of(plan).lines


@dataclass(frozen=True, slots=True)
class InForce:
    """The newest version: its lines, the form it was written on, whether the family has answered it, and what is
    kept beside its lines."""

    lines: tuple[Line, ...] = ()
    form: Template | None = None
    answered: bool = False
    published_at: datetime | None = None
    carried: dict[str, Any] | None = None
    kept_belongs: dict[str, Any] | None = None

    @property
    def belongs(self) -> dict[str, Belongs]:
        return belongs_of_lines(self.kept_belongs)


def in_force_of(plan: HeldPlan) -> InForce:
    row = one_row(
        "SELECT lines, coalesce(form_id, template_id), EXISTS (SELECT 1 FROM plans_answer a"
        " WHERE a.school_id = v.school_id AND a.plan_id = v.plan_id AND a.version = v.number),"
        " published_at, carried, belongs FROM plans_version v"
        " WHERE school_id = %s AND plan_id = %s AND number = %s",
        [plan.school_id, plan.id, plan.version],
    )
    return (
        InForce(render.lines_from(row[0]), template_by_id(row[1]), *row[2:]) if row else InForce()
    )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {code: value for code, value in values.items() if value not in (None, "", [])}


def content_hash(lines: Sequence[Line]) -> str:
    text = msgspec.json.encode(render.stored_from(lines), order="sorted")
    return hashlib.sha256(text).hexdigest()


def _store_version(
    actor: Actor,
    plan: HeldPlan,
    number: int,
    layer: Layer,
    made: Prepared,
    said: Said,
    due: date | None,
    *,
    now: datetime,
) -> None:
    Version.objects.create(
        id=uuid7(), school_id=plan.school_id, plan_id=plan.id, number=number, published_at=now,
        published_by=actor.id, published_by_name=actor.display_name, layer=layer,
        template_id=plan.template_id, form_id=plan.form_id,
        lines=render.stored_from(made.lines, _kept_beside(plan)),
        changes=changes_to_store(made.changes), why=said.why, family_asked=said.family_asked,
        review_due=due, content_hash=content_hash(made.lines), origins=origins_to_store(plan),
        not_needed=made.not_needed, carried=made.carried, belongs=made.belongs,
    )  # fmt: skip


def changes_to_store(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [
        {**asdict(change), "line_id": str(change.line_id) if change.line_id else None}
        for change in changes
    ]


def _store_plan(
    plan: HeldPlan, number: int, layer: Layer, due: date | None, *, now: datetime
) -> None:
    Plan.objects.filter(school_id=plan.school_id, id=plan.id).update(
        version=number, layer=layer, lifecycle=Lifecycle.ACTIVE, published_at=now, review_due=due
    )  # fmt: skip


def _store_layer_step(
    actor: Actor, plan: HeldPlan, layer: Layer, why: str, *, now: datetime
) -> None:
    Step.objects.create(
        school_id=plan.school_id, plan_id=plan.id, kind=StepKind.LAYER, to=layer, why=why, at=now,
        by=actor.id, by_name=actor.display_name,
    )  # fmt: skip


def store_card(
    school_id: UUID,
    child_id: UUID,
    plan_id: UUID,
    version: int,
    layer: Layer,
    lines: Sequence[Line],
) -> None:
    strategies, safety = render.card_of(lines)
    run(
        "INSERT INTO plans_card (id, school_id, child_id, plan_id, version, layer, strategies, safety)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s::text[], %s)"
        " ON CONFLICT (school_id, child_id) DO UPDATE SET plan_id = excluded.plan_id,"
        " version = excluded.version, layer = excluded.layer, strategies = excluded.strategies,"
        " safety = excluded.safety",
        [uuid7(), school_id, child_id, plan_id, version, layer.value, strategies, Jsonb(safety)],
    )


def _drop_ended(plan: HeldPlan) -> None:
    """A finished outcome's result is in the version that published it; the draft lets it go."""
    run(
        "DELETE FROM plans_draft_line WHERE school_id = %s AND plan_id = %s AND ended IS NOT NULL",
        [plan.school_id, plan.id],
    )


def _review_due(lines: Sequence[Line]) -> date | None:
    text = next((line.text("next_review") for line in lines if line.section == "review"), "")
    return date.fromisoformat(text) if text else None


def has_clash(plan: HeldPlan) -> bool:
    return bool(
        one_row(
            "SELECT 1 FROM plans_clash WHERE school_id = %s AND plan_id = %s AND settled_at IS NULL",
            [plan.school_id, plan.id],
        )
    )
