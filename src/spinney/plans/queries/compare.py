"""Any two versions of a plan beside each other, and a plan's whole life, for one reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor, FieldClass
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.plan import HEADER, JOIN, VersionRow, change_from, header_from
from spinney.plans.rules import render
from spinney.plans.rules.belongs import belongs_of_lines, changed_joins
from spinney.plans.rules.compare import between
from spinney.plans.templates import template_by_id
from spinney.plans.types import (
    Change,
    Layer,
    Lifecycle,
    Line,
    PlanHeader,
    StepKind,
    Template,
)

HEAD_SQL = f"""
SELECT {HEADER}, ARRAY(SELECT r.id::text FROM people_carer r JOIN people_contact k
             ON k.school_id = r.school_id AND k.carer_id = r.id AND k.child_id = p.child_id
             WHERE r.school_id = p.school_id AND r.user_id = %(user)s)
  FROM {JOIN} WHERE p.id = %(plan)s AND p.version > 0
"""
# The bodies of the two that are compared, and from each one in between only what it told.
VERSIONS_SQL = """
SELECT number, published_at, published_by_name, why, coalesce(form_id, template_id),
       CASE WHEN number IN (%(older)s, %(newer)s) THEN lines END,
       CASE WHEN number > %(older)s AND number <= %(newer)s THEN changes END,
       CASE WHEN number IN (%(older)s, %(newer)s) THEN belongs END
  FROM plans_version WHERE school_id = %(school)s AND plan_id = %(plan)s ORDER BY number DESC
"""
STEPS_SQL = """
SELECT kind, "to", why, at, by_name FROM plans_step
 WHERE school_id = %(school)s AND plan_id = %(plan)s ORDER BY at, id
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    header: PlanHeader
    older: VersionRow
    newer: VersionRow
    changes: tuple[Change, ...]
    versions: tuple[VersionRow, ...]  # all there are, the newest first


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One thing that happened to a plan. `to` is where it went; None: a version was published."""

    at: datetime
    by: str
    why: str
    to: Lifecycle | Layer | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class _Reader:
    """What this reader may see, and which carer records are theirs."""

    classes: frozenset[FieldClass]
    persons: frozenset[str]

    def sees(self, template: Template, lines: Iterable[dict[str, Any]]) -> tuple[Line, ...]:
        return render.for_reader(
            template, render.lines_from(lines), self.classes, persons=self.persons
        )[0]


def compare_versions(
    actor: Actor,
    *,
    plan_id: UUID,
    older: int | None,
    newer: int | None,
    now: datetime,
    as_family: bool = False,
) -> Comparison:
    """What differs between two versions, as this reader may see both. None: the newest and the one before."""
    header, reader = _opened(actor, plan_id, now=now, as_family=as_family)
    older, newer = older or header.version - 1, newer or header.version
    params = {"school": header.school_id, "plan": plan_id, "older": older, "newer": newer}
    rows = all_rows(VERSIONS_SQL, params)
    by_number = {row[0]: row for row in rows}
    if older >= newer or older not in by_number or newer not in by_number:
        raise NotFound("There are no such two versions.")
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), versions=[older, newer],
    )  # fmt: skip
    changes = _changes(reader, by_number[older], by_number[newer], rows)
    versions = tuple(VersionRow(*row[:4]) for row in rows)
    return Comparison(
        header,
        next(v for v in versions if v.number == older),
        next(v for v in versions if v.number == newer),
        changes,
        versions,
    )


def life_of_plan(
    actor: Actor, *, plan_id: UUID, now: datetime
) -> tuple[PlanHeader, tuple[LifeStep, ...]]:
    """Every version and every step of a plan, the first first. For staff."""
    header, _ = _opened(actor, plan_id, now=now, as_family=False)
    params = {"school": header.school_id, "plan": plan_id, "older": 0, "newer": 0}
    versions = [
        LifeStep(row[1], row[2], row[3], version=row[0]) for row in all_rows(VERSIONS_SQL, params)
    ]
    steps = [
        LifeStep(at, by, why, to=Layer(to) if kind == StepKind.LAYER else Lifecycle(to))
        for kind, to, why, at, by in all_rows(STEPS_SQL, params)
    ]
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), life=True,
    )  # fmt: skip
    in_order = sorted(
        [*versions, *steps], key=lambda step: (step.at, step.to is not None, step.version)
    )
    return header, tuple(in_order)


def _opened(
    actor: Actor, plan_id: UUID, *, now: datetime, as_family: bool
) -> tuple[PlanHeader, _Reader]:
    row = one_row(HEAD_SQL, {"plan": plan_id, "user": actor.id})
    if row is None:
        raise NotFound("There is no such plan, or it has not been published.")
    header = header_from(row)
    action = Action.ANSWER_PLAN if as_family else Action.VIEW_PLAN
    decision = access.require(
        actor, action, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    return header, _Reader(decision.classes, frozenset(row[11]))


def _changes(reader: _Reader, older: Row, newer: Row, rows: Iterable[Row]) -> tuple[Change, ...]:
    """Both bodies are cut to what the reader may see before they are compared, so nothing else can be told."""
    template, old_template = template_by_id(newer[4]), template_by_id(older[4])
    before, after = reader.sees(old_template, older[5]), reader.sees(template, newer[5])
    stored = (change_from(change) for row in rows for change in row[6] or ())
    told = render.changes_for_reader(template, stored, reader.classes, shown=(*before, *after))
    joins = changed_joins(template, after, belongs_of_lines(older[7]), belongs_of_lines(newer[7]))
    return (*between(template, old_template, before, after, told=told), *joins)
