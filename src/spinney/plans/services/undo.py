"""Take back my own last change of a draft, then the one before. Never over what someone else has written since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotNow
from spinney.kernel.rows import all_rows, one_row
from spinney.plans.models import DraftLine
from spinney.plans.rules import lifecycle
from spinney.plans.rules.changes import name_of
from spinney.plans.rules.sources import sources_from
from spinney.plans.services.belongs import put_belongs
from spinney.plans.services.carried import unlook
from spinney.plans.services.clash import as_text
from spinney.plans.services.draft import store, tell_saved
from spinney.plans.services.held import HeldPlan, hold, must_be_open, touch
from spinney.plans.services.kept import keep, kept_values
from spinney.plans.services.lines import MOST_LINES, as_kept, put_in_order, was_published
from spinney.plans.services.marks import mark_as_kept, put_mark
from spinney.plans.services.sources import drop_source, put_source, tell_source
from spinney.plans.types import ChangeKind, DraftChange, Line, Undone

K = ChangeKind
EMPTY: tuple[Any, ...] = (None, "", [])
NOTHING = "You have changed nothing in this draft that can be taken back."
# One request is one moment: what it did to one line (a line from the bank with its fields) is one change.
LAST = """
WITH mine AS (
  SELECT id, kind, section, line, field, before, after, at, by, by_name FROM plans_draft_change c
   WHERE school_id = %(school)s AND plan_id = %(plan)s AND by = %(actor)s AND undoes IS NULL
     AND NOT EXISTS (SELECT 1 FROM plans_draft_change u
                      WHERE u.school_id = c.school_id AND u.undoes = c.id)),
last AS (SELECT id, at, line FROM mine ORDER BY at DESC, id DESC LIMIT 1)
SELECT mine.* FROM mine, last
 WHERE mine.id = last.id OR (mine.at = last.at AND mine.line = last.line)
 ORDER BY mine.id DESC
"""
SINCE = """
SELECT by_name FROM plans_draft_change
 WHERE school_id = %(school)s AND plan_id = %(plan)s AND line = %(line)s AND by <> %(actor)s AND at > %(at)s
   AND kind <> 'kept' AND (%(field)s = '' OR field = %(field)s) ORDER BY at DESC, id DESC LIMIT 1
"""


def undo(actor: Actor, *, plan_id: UUID, now: datetime) -> Undone:
    """Take back this person's newest change that still stands. The undo is a recorded change of its own."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    rows = all_rows(LAST, {"school": plan.school_id, "plan": plan.id, "actor": actor.id})
    found = [DraftChange(row[0], K(row[1]), *row[2:]) for row in rows]
    if not found:
        raise NotNow(NOTHING)
    whole = next((change for change in found if change.kind is K.ADDED), None)
    if whole:
        done = [UNDO[K.ADDED](actor, plan, whole, now)]
        _note_the_rest(actor, plan, [x for x in found if x is not whole], now=now)
    else:
        done = [UNDO[change.kind](actor, plan, change, now) for change in found]
    if len(done) == 1:
        return done[0]
    return _together(done)


def _together(done: list[Undone]) -> Undone:
    """Several fields of one line: the first that was left alone is shown, since it asks for eyes."""
    left = next((item for item in done if not item.done), None)
    if left:
        return left
    return replace(done[0], words=f"Taken back: {len(done)} fields you wrote.", field="")


def _note_the_rest(actor: Actor, plan: HeldPlan, rest: list[DraftChange], *, now: datetime) -> None:
    """What came with a line went, or stayed, with it."""
    for change in rest:
        keep(
            actor, plan, K.KEPT, section=change.section, line=change.line, field=change.field,
            undoes=change.id, now=now,
        )  # fmt: skip


def _left_alone(
    actor: Actor, plan: HeldPlan, change: DraftChange, words: str, *, now: datetime,
    standing: Any = None, earlier: Any = None,
) -> Undone:  # fmt: skip
    """Said and noted, so that the next undo goes on to the change before."""
    _note_the_rest(actor, plan, [change], now=now)
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        not_undone=str(change.id),
    )  # fmt: skip
    return Undone(
        done=False, words=words, section=change.section, line=change.line, field=change.field,
        standing=as_text(standing), earlier=as_text(earlier), kind=change.kind,
    )  # fmt: skip


def _line_now(plan: HeldPlan, change: DraftChange) -> DraftLine | None:
    if change.line is None:
        return None
    return DraftLine.objects.filter(
        school_id=plan.school_id, plan_id=plan.id, id=change.line
    ).first()


def _others_since(actor: Actor, plan: HeldPlan, change: DraftChange) -> str:
    row = one_row(
        SINCE,
        {
            "school": plan.school_id, "plan": plan.id, "line": change.line, "actor": actor.id,
            "at": change.at, "field": change.field,
        },
    )  # fmt: skip
    return str(row[0]) if row else ""


def _field(actor: Actor, plan: HeldPlan, change: DraftChange, now: datetime) -> Undone:
    line = _line_now(plan, change)
    section = plan.template.section(change.section)
    spec = section.field(change.field) if section else None
    if line is None or line.ended or spec is None:
        words = "The line you wrote in has gone from the draft since, so nothing was taken back."
        return _left_alone(actor, plan, change, words, now=now, earlier=change.before)
    standing = line.values.get(change.field)
    other = _others_since(actor, plan, change)
    if other or _differ(standing, change.after):
        words = f"{other or 'Someone'} has written in '{spec.label}' since. Those words were left as they are."
        return _left_alone(
            actor, plan, change, words, now=now, standing=standing, earlier=change.before
        )
    rev = int(line.revs.get(change.field, 0)) + 1
    kept = {
        **kept_values(
            actor, plan, section=change.section, line=line.id, field=change.field, now=now
        ),
        "before": Jsonb(standing), "after": Jsonb(change.before), "undoes": change.id,
    }  # fmt: skip
    store(kept, change.before, rev)
    tell_saved(actor, plan, line.id, change.field, rev, now=now)
    done = _done(change, f"Taken back: what you wrote in '{spec.label}'.")
    return replace(done, field=change.field, value=change.before, rev=rev)


def _differ(one: Any, other: Any) -> bool:
    return one != other and not (one in EMPTY and other in EMPTY)


def _added(actor: Actor, plan: HeldPlan, change: DraftChange, now: datetime) -> Undone:
    line = _line_now(plan, change)
    if line is None:
        words = "The line you added has gone from the draft already."
        return _left_alone(actor, plan, change, words, now=now)
    if other := _others_since(actor, plan, replace(change, field="")):
        words = f"{other} has worked on the line you added, so it stays."
        return _left_alone(actor, plan, change, words, now=now, standing=_called(line))
    _, reason = lifecycle.reason_not_to_remove(
        Line(line.id, line.section, line.position, line.values),
        published=was_published(plan, line.id), achievement="", why="",
    )  # fmt: skip
    if reason or line.ended:
        words = "The outcome you added has been published since. Remove it with its result instead."
        return _left_alone(actor, plan, change, words, now=now)
    DraftLine.objects.filter(school_id=plan.school_id, id=line.id).delete()
    keep(
        actor, plan, K.REMOVED, section=change.section, line=change.line, before=as_kept(line),
        undoes=change.id, now=now,
    )  # fmt: skip
    touch(actor, plan, now=now, removed=str(change.line), undid=str(change.id))
    return _done(change, "Taken back: the line you added.")


def _called(line: DraftLine) -> str:
    return name_of(Line(line.id, line.section, line.position, line.values))


def _done(change: DraftChange, words: str) -> Undone:
    return Undone(
        done=True, words=words, section=change.section, line=change.line, kind=change.kind
    )


def _order(plan: HeldPlan, section: str) -> list[UUID]:
    rows = all_rows(
        "SELECT id FROM plans_draft_line WHERE school_id = %s AND plan_id = %s AND section = %s"
        " ORDER BY position, id",
        [plan.school_id, plan.id, section],
    )
    return [row[0] for row in rows]


def _removed(actor: Actor, plan: HeldPlan, change: DraftChange, now: datetime) -> Undone:
    was, order = change.before, _order(plan, change.section)
    spec = plan.template.section(change.section)
    full = DraftLine.objects.filter(school_id=plan.school_id, plan_id=plan.id).count() >= MOST_LINES
    if change.line is None or change.line in order or spec is None or full:
        words = "The line you removed cannot be put back: the plan has changed too much since."
        return _left_alone(actor, plan, change, words, now=now)
    DraftLine.objects.create(
        id=change.line, school_id=plan.school_id, plan_id=plan.id, section=change.section,
        position=was["position"], values=was["values"], revs=was["revs"], origin=was.get("origin"),
        carried=was.get("carried"), belongs=was.get("belongs"),
    )  # fmt: skip
    order.insert(min(was["position"], len(order)), change.line)
    put_in_order(plan, order)
    keep(actor, plan, K.ADDED, section=change.section, line=change.line, undoes=change.id, now=now)
    touch(actor, plan, now=now, added=str(change.line), undid=str(change.id))
    return _done(change, "Taken back: the line you removed is in the draft again.")


def _ended(actor: Actor, plan: HeldPlan, change: DraftChange, now: datetime) -> Undone:
    """Of finishing an outcome, and of bringing one back."""
    line = _line_now(plan, change)
    if line is None or line.ended != change.after:
        words = "The outcome has changed or been published since, so its result stays as it is."
        return _left_alone(actor, plan, change, words, now=now)
    DraftLine.objects.filter(school_id=plan.school_id, id=line.id).update(ended=change.before)
    keep(
        actor, plan, K.ENDED, section=change.section, line=change.line, before=change.after,
        after=change.before, undoes=change.id, now=now,
    )  # fmt: skip
    touch(actor, plan, now=now, restored=str(change.line), undid=str(change.id))
    finished = change.after is not None
    return _done(
        change,
        "Taken back: the outcome is not finished."
        if finished
        else "Taken back: the outcome is finished again.",
    )


def _moved(actor: Actor, plan: HeldPlan, change: DraftChange, now: datetime) -> Undone:
    if list(map(str, _order(plan, change.section))) != change.after:
        words = "The order has changed since you moved that line, so it stays as it is."
        return _left_alone(actor, plan, change, words, now=now)
    put_in_order(plan, [UUID(text) for text in change.before])
    keep(
        actor, plan, K.MOVED, section=change.section, line=change.line, before=change.after,
        after=change.before, undoes=change.id, now=now,
    )  # fmt: skip
    touch(actor, plan, now=now, moved=str(change.line), undid=str(change.id))
    return _done(change, "Taken back: the line is where it was.")


def _marked(actor: Actor, plan: HeldPlan, change: DraftChange, now: datetime) -> Undone:
    if mark_as_kept(plan, change.section) != change.after:
        words = "The status of that section has changed since, so it stays as it is."
        return _left_alone(actor, plan, change, words, now=now)
    put_mark(actor, plan, change.section, change.before, now=now)
    keep(
        actor, plan, K.MARKED, section=change.section, before=change.after, after=change.before,
        undoes=change.id, now=now,
    )  # fmt: skip
    return _done(change, "Taken back: the status of the section.")


def _looked(actor: Actor, plan: HeldPlan, change: DraftChange, now: datetime) -> Undone:
    lines = {UUID(text) for text in change.after}
    if not unlook(actor, plan, lines, at=change.at, now=now):
        words = "What you said was still right has been looked at again since, so it stays."
        return _left_alone(actor, plan, change, words, now=now)
    keep(
        actor, plan, K.LOOKED, section=change.section, line=change.line, before=change.after,
        undoes=change.id, now=now,
    )  # fmt: skip
    return _done(change, "Taken back: those words wait to be looked at again.")


def _belongs(actor: Actor, plan: HeldPlan, change: DraftChange, now: datetime) -> Undone:
    line = _line_now(plan, change)
    if line is None or (line.belongs or {}) != (change.after or {}):
        words = "What that line belongs to has changed since, so it stays as it is."
        return _left_alone(actor, plan, change, words, now=now)
    put_belongs(actor, plan, line.id, change.before or {}, now=now)
    keep(
        actor, plan, K.BELONGS, section=change.section, line=change.line, before=change.after,
        after=change.before, undoes=change.id, now=now,
    )  # fmt: skip
    return _done(change, "Taken back: what that line belongs to.")


def _sourced(actor: Actor, plan: HeldPlan, change: DraftChange, now: datetime) -> Undone:
    """Of adding a source, and of taking one off."""
    line = _line_now(plan, change)
    source = sources_from([change.after or change.before])[0]
    added = change.after is not None
    if line is None or line.ended or (added and not drop_source(plan, line.id, source.id)):
        words = "That source or its line has gone from the draft since, so nothing was taken back."
        return _left_alone(actor, plan, change, words, now=now)
    if not added:
        put_source(actor, plan, line.id, source, now=now)
    keep(
        actor, plan, K.SOURCED, section=change.section, line=line.id, before=change.after,
        after=change.before, undoes=change.id, now=now,
    )  # fmt: skip
    tell_source(actor, plan, line.id, source, added=not added, now=now)
    words = "the source you added." if added else "the source you took off is there again."
    return _done(change, f"Taken back: {words}")


UNDO: dict[ChangeKind, Callable[[Actor, HeldPlan, DraftChange, datetime], Undone]] = {
    K.FIELD: _field, K.ADDED: _added, K.REMOVED: _removed, K.ENDED: _ended, K.MOVED: _moved,
    K.MARKED: _marked, K.LOOKED: _looked, K.BELONGS: _belongs, K.SOURCED: _sourced,
}  # fmt: skip
