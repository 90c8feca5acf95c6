"""Take over plans with their past: versions, changes, steps, answers and cards, as the acts would have made them.

For seeding a demonstration, and for plans that come from another system with their history. The bodies of versions
and the words of what changed come from the functions that publishing uses.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access.services.bulk import PastAct
from spinney.access.types import Action, Actor
from spinney.events.services import keep_past
from spinney.events.types import Event
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import insert_rows, one_row
from spinney.plans.events import PlanAnswered, PlanMoved, PlanOpened, PlanPublished
from spinney.plans.rules import render
from spinney.plans.rules.changes import what_changed
from spinney.plans.rules.coach import EDITION
from spinney.plans.rules.provision import areas
from spinney.plans.rules.questions import DEFAULT_DAYS, answer_due
from spinney.plans.rules.sources import source_to_store
from spinney.plans.services.load_beyond import (
    BEYOND_TABLES,
    CarriedThrough,
    Owner,
    PastBeyond,
    add_beyond,
)
from spinney.plans.services.load_files import FILE_TABLES, PastFile, add_files
from spinney.plans.services.load_review import (
    REVIEW_TABLES,
    PastReview,
    ReviewedPlan,
    add_reviews,
)
from spinney.plans.services.load_voices import PastVoice, add_voices
from spinney.plans.services.provision import promise_rows
from spinney.plans.services.publish import changes_to_store, content_hash
from spinney.plans.services.quality import counted
from spinney.plans.templates import template_by_id
from spinney.plans.types import (
    AnswerKind,
    Channel,
    Layer,
    Lifecycle,
    Line,
    SectionState,
    Source,
    StepKind,
)

Rows = dict[str, list[dict[str, Any]]]
TABLES = ("plans_plan", "plans_draft_line", "plans_version", "plans_step", "plans_card",
          "plans_answer", "plans_reading", "plans_provisionline", "plans_quality",
          "plans_section_mark", "plans_voice", "plans_line_source", *FILE_TABLES, *REVIEW_TABLES,
          *BEYOND_TABLES)  # fmt: skip
FIRST_SQL = "SELECT id FROM plans_templateversion WHERE code = 'isp' ORDER BY version LIMIT 1"


@dataclass(frozen=True, slots=True)
class PastVersion:
    """`ended` is line id -> {"achievement", "why", "on"} of the outcomes that finished with this version."""

    number: int
    at: datetime
    layer: Layer
    lines: tuple[Line, ...]
    ended: Mapping[str, dict[str, str]]
    why: str
    review_due: date
    looked: frozenset[UUID] = frozenset()  # lines whose words stayed since somebody looked at them


@dataclass(frozen=True, slots=True)
class PastStep:
    at: datetime
    to: Lifecycle
    why: str


@dataclass(frozen=True, slots=True)
class PastAnswer:
    id: UUID
    version: int
    kind: AnswerKind
    line: UUID | None
    words: str
    from_user: UUID | None
    from_carer: UUID | None
    from_name: str
    channel: Channel
    at: datetime
    entered_by: Actor | None
    reply: str
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class PastReading:
    user_id: UUID
    read_version: int
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class PastPlan:
    """One plan and all that was done to it. `author` is who opened, published and moved it."""

    id: UUID
    school_id: UUID
    child_id: UUID
    author: Actor
    layer: Layer
    lifecycle: Lifecycle
    opened_at: datetime
    draft: tuple[Line, ...]
    draft_changed_at: datetime | None
    versions: tuple[PastVersion, ...]
    steps: tuple[PastStep, ...]
    answers: tuple[PastAnswer, ...]
    readings: tuple[PastReading, ...]
    reviews: tuple[PastReview, ...] = ()
    voices: tuple[PastVoice, ...] = ()
    waits: Mapping[str, str] = field(default_factory=dict)  # section of the draft, and for whom
    beyond: PastBeyond | None = None
    files: tuple[PastFile, ...] = ()


def take_over_plans(plans: Iterable[PastPlan], *, events_since: datetime) -> list[PastAct]:
    """Write the plans on the first template. Returns what goes on the audit log, for the caller to put there
    in order of time with the rest of that past. Events older than `events_since` are not kept: they would have been
    deleted by now."""
    first = one_row(FIRST_SQL)
    if first is None:
        raise NotNow("No plan template is set up. Ask your administrator to run the migrations.")
    rows: Rows = {table: [] for table in TABLES}
    acts: list[PastAct] = []
    events: list[tuple[datetime, Event]] = []
    for plan in plans:
        owner = Owner(plan.id, plan.school_id, plan.child_id, plan.author)
        kept, frozen, told = add_beyond(rows, owner, plan.beyond)
        _plan_rows(rows, plan, first[0], Joined(kept, frozen))
        acts += _acts(plan)
        events += [(at, event) for at, event in _events(plan) if at >= events_since]
        about = ReviewedPlan(plan.id, plan.school_id, plan.child_id, plan.author)
        for act, at, event in [*add_reviews(rows, about, plan.reviews), *told]:
            acts.append(act)
            events += [(at, event)] if at >= events_since else []
        add_files(rows, (plan.school_id, plan.id), plan.author, plan.files)
        acts += add_voices(rows, (plan.school_id, plan.child_id, plan.id), plan.voices)
    for table, found in rows.items():
        insert_rows(table, found)
    keep_past(events)
    return acts


@dataclass(frozen=True, slots=True)
class Joined:
    """What lines belong to: as the draft keeps it, and as the newest version does."""

    kept: Mapping[UUID, dict[str, Any]]
    frozen: Mapping[str, dict[str, Any]]


def _plan_rows(rows: Rows, plan: PastPlan, template_id: UUID, joined: Joined) -> None:
    carried = CarriedThrough()
    rows["plans_version"] += _version_rows(plan, template_id, joined, carried)
    last = plan.versions[-1] if plan.versions else None
    owned = {"school_id": plan.school_id, "plan_id": plan.id}
    rows["plans_plan"].append(_plan_row(plan, last, template_id))
    rows["plans_draft_line"] += [
        {
            "id": line.id, **owned, "section": line.section, "position": line.position,
            "values": line.values, "revs": dict.fromkeys(line.values, 1), "kept": {}, "ended": None,
            "carried": carried.mark(line.id), "belongs": joined.kept.get(line.id),
        }
        for line in plan.draft
    ]  # fmt: skip
    rows["plans_step"] += [
        {
            "id": uuid7(), **owned, "kind": StepKind.LIFE, "to": step.to, "why": step.why, "at": step.at,
            "by": plan.author.id, "by_name": plan.author.display_name,
        }
        for step in plan.steps
    ]  # fmt: skip
    rows["plans_section_mark"] += _mark_rows(plan)
    rows["plans_line_source"] += [
        _source_row(plan, line, source) for line in plan.draft for source in line.sources
    ]
    rows["plans_answer"] += [_answer_row(plan, answer) for answer in plan.answers]
    if last:
        owner = (plan.school_id, plan.child_id, plan.id)
        template = template_by_id(template_id)
        rows["plans_provisionline"] += promise_rows(owner, last.number, template, last.lines)
        rows["plans_reading"] += [_reading_row(plan, last, reading) for reading in plan.readings]
        rows["plans_quality"].append(_quality_row(plan, last, template_id))
        if plan.lifecycle in {Lifecycle.ACTIVE, Lifecycle.ON_HOLD}:
            rows["plans_card"].append(_card_row(plan, last))


def _mark_rows(plan: PastPlan) -> list[dict[str, Any]]:
    return [
        {
            "id": uuid7(), "school_id": plan.school_id, "plan_id": plan.id, "section": section,
            "state": SectionState.WAITING, "who": who, "why": "",
            "at": plan.draft_changed_at or plan.opened_at, "by": plan.author.id,
            "by_name": plan.author.display_name,
        }
        for section, who in plan.waits.items()
    ]  # fmt: skip


def _source_row(plan: PastPlan, line: Line, source: Source) -> dict[str, Any]:
    return {
        **source_to_store(replace(source, file=None)), "file_id": source.file,
        "file_says": source.file_says, "school_id": plan.school_id, "plan_id": plan.id, "line": line.id,
        "at": plan.opened_at, "by": plan.author.id, "by_name": plan.author.display_name,
    }  # fmt: skip


def _plan_row(plan: PastPlan, last: PastVersion | None, template_id: UUID) -> dict[str, Any]:
    ended = plan.lifecycle is Lifecycle.ENDED
    return {
        "id": plan.id, "school_id": plan.school_id, "child_id": plan.child_id,
        "template_id": template_id, "form_id": None, "layer": plan.layer, "lifecycle": plan.lifecycle,
        "version": last.number if last else 0, "opened_on": school_day(plan.opened_at),
        "published_at": last.at if last else None, "review_due": last.review_due if last else None,
        "draft_changed_at": plan.draft_changed_at,
        "ended_on": school_day(plan.steps[-1].at) if ended else None,
        "end_reason": plan.steps[-1].why if ended else "",
        "areas": list(areas(template_by_id(template_id), last.lines)) if last else [],
    }  # fmt: skip


def _reading_row(plan: PastPlan, last: PastVersion, reading: PastReading) -> dict[str, Any]:
    return {
        "id": uuid7(), "school_id": plan.school_id, "plan_id": plan.id, "user_id": reading.user_id,
        "asked_version": last.number, "asked_at": last.at, "read_version": reading.read_version,
        "read_at": reading.read_at,
    }  # fmt: skip


def _version_rows(
    plan: PastPlan, template_id: UUID, joined: Joined, carried: CarriedThrough
) -> Iterator[dict[str, Any]]:
    template = template_by_id(template_id)
    before: Sequence[Line] = ()
    for version in plan.versions:
        lines = render.joined(template, version.lines)
        changes = what_changed(template, before, lines, ended=dict(version.ended))
        yield {
            "id": uuid7(), "school_id": plan.school_id, "plan_id": plan.id, "number": version.number,
            "published_at": version.at, "published_by": plan.author.id,
            "published_by_name": plan.author.display_name, "layer": version.layer,
            "template_id": template_id, "form_id": None, "family_asked": "", "lines": render.stored_from(lines),
            "changes": changes_to_store(changes), "why": version.why,
            "review_due": version.review_due, "content_hash": content_hash(lines),
            "carried": carried.version(version.number, version.at, version.lines, version.looked),
            "belongs": dict(joined.frozen) or None if version is plan.versions[-1] else None,
        }  # fmt: skip
        before = lines


def _quality_row(plan: PastPlan, last: PastVersion, template_id: UUID) -> dict[str, Any]:
    template = template_by_id(template_id)
    before = plan.versions[-2].lines if len(plan.versions) > 1 else ()
    counts, aside = counted(
        template, render.joined(template, last.lines), on=school_day(last.at), child="the child",
        before=before,
    )  # fmt: skip
    return {
        "id": uuid7(), "school_id": plan.school_id, "plan_id": plan.id, "version": last.number,
        "edition": EDITION, "counts": counts, "aside": aside,
    }  # fmt: skip


def _card_row(plan: PastPlan, last: PastVersion) -> dict[str, Any]:
    strategies, safety = render.card_of(last.lines)
    return {
        "id": uuid7(), "school_id": plan.school_id, "child_id": plan.child_id, "plan_id": plan.id,
        "version": last.number, "layer": last.layer, "strategies": strategies, "safety": safety,
    }  # fmt: skip


def _answer_row(plan: PastPlan, answer: PastAnswer) -> dict[str, Any]:
    by = answer.entered_by
    return {
        "id": answer.id, "school_id": plan.school_id, "plan_id": plan.id, "version": answer.version,
        "kind": answer.kind, "line": answer.line, "words": answer.words,
        "from_user": answer.from_user, "from_carer": answer.from_carer,
        "from_name": answer.from_name, "channel": answer.channel,
        "entered_by": by.id if by else None, "entered_by_name": by.display_name if by else "",
        "at": answer.at, "reply": answer.reply,
        "replied_by": plan.author.id if answer.reply else None,
        "replied_by_name": plan.author.display_name if answer.reply else "",
        "replied_at": answer.replied_at, "closed_at": None,
        "due_on": answer_due(school_day(answer.at), DEFAULT_DAYS)
        if answer.kind is AnswerKind.QUESTION else None,
    }  # fmt: skip


def _acts(plan: PastPlan) -> Iterator[PastAct]:
    def act(at: datetime, actor_id: UUID, action: Action, **detail: Any) -> PastAct:
        return PastAct(plan.school_id, at, actor_id, action.value, (plan.child_id,), detail=detail)

    by = plan.author.id
    yield act(plan.opened_at, by, Action.EDIT_PLAN, opened=str(plan.id))
    for version in plan.versions:
        yield act(version.at, by, Action.PUBLISH_PLAN, version=version.number)
    for step in plan.steps:
        yield act(step.at, by, Action.END_PLAN, to=step.to.value)
    for answer in plan.answers:
        told = {"answer": str(answer.id), "kind": answer.kind.value}
        if answer.entered_by:
            yield act(answer.at, answer.entered_by.id, Action.ENTER_ANSWER, **told)
        elif answer.from_user:
            yield act(answer.at, answer.from_user, Action.ANSWER_PLAN, **told)
        if answer.replied_at:
            yield act(answer.replied_at, by, Action.EDIT_PLAN, replied=str(answer.id))


def _events(plan: PastPlan) -> Iterator[tuple[datetime, Event]]:
    about = {"school_id": plan.school_id, "subject_id": plan.id, "child_id": plan.child_id}
    yield plan.opened_at, PlanOpened(**about)
    for version in plan.versions:
        yield version.at, PlanPublished(
            **about, version=version.number, layer=version.layer.value, review_due=version.review_due
        )  # fmt: skip
    for step in plan.steps:
        yield step.at, PlanMoved(**about, lifecycle=step.to.value)
    for answer in plan.answers:
        yield answer.at, PlanAnswered(
            **about, answer_id=answer.id, kind=answer.kind.value, version=answer.version,
            channel=answer.channel.value,
        )  # fmt: skip
