"""Paper for many children at once: who is in a batch, and each child's plan as whoever prints may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor, FieldClass
from spinney.kernel.errors import NotNow
from spinney.kernel.rows import Row, all_rows
from spinney.plans.queries.lists import NAME, YEAR_ORDER
from spinney.plans.queries.on_paper import OnPaper, Reader, on_paper
from spinney.plans.queries.plan import PLAN_SQL, header_from, view_from
from spinney.plans.types import Layer, PlanView

MOST = 60  # two classes, or the meetings of a week: some seconds of typesetting, and a pile that a person can carry
TOO_MANY = (
    f"That is more than {MOST} children, too many for one file. Choose a class, or fewer days, and print"
    " one part after another."
)
WHO_SQL = f"""
SELECT p.id, p.child_id, {NAME} AS child_name, c.year, c.registration_group, p.review_due, p.version
  FROM plans_plan p JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
 WHERE p.school_id = %(school)s AND p.lifecycle <> 'ended' AND {{allowed}} AND {{condition}}
 ORDER BY array_position({YEAR_ORDER}, c.year::text) NULLS LAST, c.registration_group, child_name, p.id
 LIMIT %(most)s
"""
COPIES_SQL = PLAN_SQL.replace(
    "p.id = %(plan)s", "p.school_id = %(school)s AND p.id = ANY(%(plans)s)"
)


@dataclass(frozen=True, slots=True)
class BatchFilter:
    """By class, year, day of the review meeting, or the plans that were ticked. Nothing chosen: nobody."""

    group: str = ""
    year: str = ""
    since: date | None = None
    until: date | None = None
    plans: tuple[UUID, ...] = ()

    @property
    def chosen(self) -> bool:
        return bool(self.group or self.year or self.since or self.until or self.plans)


@dataclass(frozen=True, slots=True)
class InBatch:
    plan_id: UUID
    child_id: UUID
    child_name: str
    year: str
    registration_group: str
    review_due: date | None
    published: bool


def batch_children(
    actor: Actor, *, school_id: UUID, chosen: BatchFilter, now: datetime, shown: bool = True
) -> tuple[InBatch, ...]:
    """The children in the batch whose plans this person may open: one more than `MOST` means too many.

    The look is recorded, unless the names are not `shown` but only printed: then the paper's look stands for it.
    """
    if not chosen.chosen:
        return ()
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    parts, params = _condition(chosen)
    rows = all_rows(
        WHO_SQL.format(allowed=allowed.sql, condition=" AND ".join(parts)),
        {"school": school_id, "most": MOST + 1, **allowed.params, **params},
    )
    if shown:
        access.record_sight(
            actor, Action.VIEW_PLAN, school_id=school_id, subjects=[row[1] for row in rows],
            now=now, list=True,
        )  # fmt: skip
    return tuple(
        InBatch(plan, child, name, year, group, due, version > 0)
        for plan, child, name, year, group, due, version in rows
    )


def _condition(chosen: BatchFilter) -> tuple[list[str], dict[str, object]]:
    wanted = (
        ("c.registration_group = %(b_group)s", "b_group", chosen.group),
        ("c.year = %(b_year)s", "b_year", chosen.year),
        ("p.review_due >= %(b_since)s", "b_since", chosen.since),
        ("p.review_due <= %(b_until)s", "b_until", chosen.until),
        ("p.id = ANY(%(b_plans)s)", "b_plans", list(chosen.plans)),
    )
    kept = [(sql, name, value) for sql, name, value in wanted if value]
    return [sql for sql, _, _ in kept], {name: value for _, name, value in kept}


def copies_for_batch(
    actor: Actor, *, school_id: UUID, plan_ids: Sequence[UUID], now: datetime
) -> tuple[PlanView, ...]:
    """What a single print of each would hold for the person who prints; in the order of `plan_ids`.

    A plan that they may not open is left out, as in a list. Whoever makes paper of it calls `record_printed` in
    the same transaction, after the typesetting: a school's log waits for each leaf's commit, and sixty plans are
    seconds of type.
    """
    if len(plan_ids) > MOST:
        raise NotNow(TOO_MANY)
    rows = all_rows(
        COPIES_SQL,
        {"school": school_id, "plans": list(plan_ids), "user": actor.id, "number": None},
    )
    found = {row[0]: row for row in rows}
    decided = access.decide_each(
        actor, Action.VIEW_PLAN, school_id=school_id, now=now,
        subject_ids=list({row[2] for row in rows}),
    )  # fmt: skip
    return tuple(
        _view(found[plan_id], decided[found[plan_id][2]].classes)
        for plan_id in plan_ids
        if plan_id in found and decided[found[plan_id][2]].allowed
    )


def beside_in_batch(
    actor: Actor, views: Sequence[PlanView], *, school_id: UUID, now: datetime
) -> dict[UUID, OnPaper]:
    """What a single print of each would hold beside its words, for views from `copies_for_batch`."""
    children = [view.header.child_id for view in views]
    seen, family = (
        access.decide_each(actor, action, school_id=school_id, now=now, subject_ids=children)
        for action in (Action.VIEW_PLAN, Action.ANSWER_PLAN)
    )
    readers = {
        view.header.id: Reader(actor.id, family[child].allowed, seen[child].classes)
        for view, child in zip(views, children, strict=True)
    }
    return on_paper(school_id, readers)


def record_printed(
    actor: Actor, views: Sequence[PlanView], *, school_id: UUID, now: datetime
) -> None:
    """One leaf, which names every child in the batch."""
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, now=now, printed=True, copies=len(views),
        subjects=[view.header.child_id for view in views],
    )  # fmt: skip


def _view(row: Row, classes: frozenset[FieldClass]) -> PlanView:
    number, published_at, layer = row[16:19]
    header = replace(
        header_from(row), version=number, published_at=published_at, layer=Layer(layer)
    )
    return view_from(header, row[11:16], classes, beside=row[20:22])
