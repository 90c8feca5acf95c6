"""A plan as staff open it: the version in force, where the plan stands, and what this person may do next."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.cycles import COUNTED, cycles_from
from spinney.plans.queries.plan import (
    HEADER,
    JOIN,
    VersionRow,
    header_from,
    remember_reading,
    view_from,
)
from spinney.plans.queries.voices import SHARED_WITH_SCHOOL, shared_voice
from spinney.plans.types import Layer, Lifecycle, PlanHeader, PlanView
from spinney.plans.types.review import Cycle
from spinney.plans.types.voices import VoiceView

STANDING = """p.draft_changed_at IS NOT NULL, p.ended_on, p.end_reason,
  (SELECT count(*) FROM plans_answer a WHERE a.school_id = p.school_id AND a.plan_id = p.id),
  (SELECT count(*) FROM plans_answer a WHERE a.school_id = p.school_id AND a.plan_id = p.id
    AND a.kind = 'question' AND a.replied_at IS NULL AND a.closed_at IS NULL), p.opened_on"""

UNMET_OPEN = """(SELECT count(*) FROM plans_unmet_need n WHERE n.school_id = p.school_id
    AND n.child_id = p.child_id AND n.closed_at IS NULL)"""

PAGE_SQL = f"""
SELECT {HEADER}, coalesce(v.form_id, v.template_id), v.lines, v.changes, v.why,
       ARRAY(SELECT r.id::text FROM people_carer r JOIN people_contact k
             ON k.school_id = r.school_id AND k.carer_id = r.id AND k.child_id = p.child_id
             WHERE r.school_id = p.school_id AND r.user_id = %(user)s),
       v.number, v.published_at, v.layer, v.published_by_name, {STANDING},
       (SELECT jsonb_agg(jsonb_build_array(o.number, o.published_at, o.published_by_name, o.why)
                         ORDER BY o.number DESC)
          FROM plans_version o WHERE o.school_id = p.school_id AND o.plan_id = p.id),
       (SELECT jsonb_build_array(s.to, s.why, s.at, s.by_name) FROM plans_step s
         WHERE s.school_id = p.school_id AND s.plan_id = p.id AND s.kind = 'life'
         ORDER BY s.at DESC, s.id DESC LIMIT 1),
       v.not_needed,
       ARRAY(SELECT DISTINCT m.who FROM plans_section_mark m
         WHERE m.school_id = p.school_id AND m.plan_id = p.id AND m.state = 'waiting' ORDER BY 1),
       coalesce((SELECT r.read_version FROM plans_reading r WHERE r.school_id = p.school_id
                  AND r.plan_id = p.id AND r.user_id = %(user)s), 0),
       v.origins, {COUNTED}, v.carried, v.belongs, {UNMET_OPEN}, {SHARED_WITH_SCHOOL}
  FROM {JOIN}
  LEFT JOIN plans_version v ON v.school_id = p.school_id AND v.plan_id = p.id
   AND v.number = coalesce(%(number)s, p.version)
 WHERE p.id = %(plan)s
"""

CHILD_SQL = f"""
SELECT {HEADER}, {STANDING} FROM {JOIN}
 WHERE p.child_id = %(child)s AND {{allowed}}
 ORDER BY (p.lifecycle = 'ended'), p.opened_on DESC
"""


@dataclass(frozen=True, slots=True)
class State:
    changed: bool
    ended_on: date | None
    end_reason: str
    answers: int
    open_questions: int
    opened_on: date


@dataclass(frozen=True, slots=True)
class StepRow:
    """The newest step of the plan's life."""

    to: Lifecycle
    why: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`view` is None while nothing has been published; `header` says where the plan stands today."""

    header: PlanHeader
    view: PlanView | None
    published_by: str
    state: State
    versions: tuple[VersionRow, ...]
    step: StepRow | None
    may: frozenset[Action]
    waits: tuple[str, ...] = ()  # for whom sections of the draft wait; told to its writers
    read_before: int = 0  # the newest version this reader had opened before this visit; 0: none
    origins: dict[str, Any] = field(default_factory=dict)  # by line id: which came from the bank
    cycles: tuple[Cycle, ...] = ()
    unmet: int = 0
    voice: VoiceView | None = None  # what the child has shared with this reader

    @property
    def is_newest(self) -> bool:
        return self.view is None or self.view.header.version == self.header.version


@dataclass(frozen=True, slots=True)
class PlanOfChild:
    header: PlanHeader
    state: State


def plan_page(actor: Actor, *, plan_id: UUID, now: datetime, number: int | None = None) -> PlanPage:
    row = one_row(PAGE_SQL, {"plan": plan_id, "user": actor.id, "number": number})
    if row is None:
        raise NotFound("There is no such plan.")
    header = header_from(row)
    standing = access.standing(
        actor, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    classes = standing.require(Action.VIEW_PLAN).classes
    if number is not None and row[16] is None:
        raise NotFound("There is no such version.")
    view = None
    if row[16] is not None:
        shown = replace(header, version=row[16], published_at=row[17], layer=Layer(row[18]))
        view = view_from(shown, row[11:16], classes, not_needed=row[28], beside=row[36:38])
        remember_reading(actor, shown, now=now, read=row[30])
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), version=row[16] or 0,
    )  # fmt: skip
    return PlanPage(
        header, view, row[19] or "", State(*row[20:26]), tuple(map(_version, row[26] or ())),
        _step(row[27]), standing.allowed(),
        tuple(row[29]) if Action.VIEW_DRAFT in standing.allowed() else (), row[30],
        row[31] or {}, cycles_from(header, row[32:36]), row[38],
        shared_voice(row[39], is_family=access.is_family(standing.facts)) if row[39] else None,
    )  # fmt: skip


def plans_of_child(actor: Actor, *, child_id: UUID, now: datetime) -> tuple[PlanOfChild, ...]:
    """Every plan of the child, the open one first; none for those who may not see a plan.

    For a page that has recorded its look at the child.
    """
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    rows = all_rows(CHILD_SQL.format(allowed=allowed.sql), {"child": child_id, **allowed.params})
    return tuple(PlanOfChild(header_from(row), State(*row[11:17])) for row in rows)


def _version(stored: list[Any]) -> VersionRow:
    number, at, by, why = stored
    return VersionRow(number, datetime.fromisoformat(at), by, why)


def _step(stored: Row | None) -> StepRow | None:
    if stored is None:
        return None
    to, why, at, by = stored
    return StepRow(Lifecycle(to), why, datetime.fromisoformat(at), by)
