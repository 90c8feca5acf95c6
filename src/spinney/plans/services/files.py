"""Add a file to a plan for a line to rest on, and take it away again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.files.receive import name_shown, receive
from spinney.files.store import store
from spinney.files.types import CALLED, MediaType, called
from spinney.kernel.errors import BadInput, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import one_row
from spinney.plans.events import PlanFileMoved
from spinney.plans.models import Attachment
from spinney.plans.rules import files as rules
from spinney.plans.rules.words import one_line
from spinney.plans.services.held import HeldPlan, hold, look_at, must_be_open
from spinney.plans.services.lines_held import hold_line, line_with_sources

MOST_WHY: Final = 200
NO_FILE = "There is no such file on this plan. Reload the page."
STILL_CITED = "A line of the draft rests on this file. Take the source off that line, then take the file away."
# The versions of a plan that cite a file called a.
CITING: Final = """SELECT v.number FROM plans_version v
  WHERE v.school_id = a.school_id AND v.plan_id = a.plan_id AND v.lines @> jsonb_build_array(
    jsonb_build_object('sources', jsonb_build_array(jsonb_build_object('file', a.id::text))))"""
HELD_SQL = """
SELECT count(*), coalesce(sum(size), 0) FROM plans_attachment
 WHERE school_id = %s AND plan_id = %s AND stored IS NOT NULL
"""
CITED_SQL = f"""
SELECT EXISTS (SELECT 1 FROM plans_line_source s JOIN plans_draft_line l
                 ON l.school_id = s.school_id AND l.plan_id = s.plan_id AND l.id = s.line
                WHERE s.school_id = a.school_id AND s.plan_id = a.plan_id AND s.file_id = a.id),
       EXISTS ({CITING})
  FROM plans_attachment a WHERE a.school_id = %s AND a.id = %s
"""


def attach(
    actor: Actor, *, plan_id: UUID, line_id: UUID, name: str, chunks: Iterable[bytes], now: datetime
) -> UUID:
    """The bytes first and then the row: a row never names what is not on disk."""
    seen = look_at(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    line_with_sources(seen, line_id)
    taken = receive(chunks)  # may take seconds, so before the plan is locked
    plan, section, _ = hold_line(actor, plan_id=plan_id, line_id=line_id, now=now)
    if reason := rules.reason_not_to_add(*_held(plan)):
        raise NotNow(reason)
    file = Attachment.objects.create(
        id=uuid7(), school_id=plan.school_id, plan_id=plan.id, section=section.code,
        name=name_shown(name, taken.media_type), media_type=taken.media_type, size=taken.size,
        sha256=taken.sha256, stored=taken.stored, at=now, by=actor.id, by_name=actor.display_name,
    )  # fmt: skip
    _tell(actor, plan, file, "added", now=now)
    return file.id


def take_away(actor: Actor, *, plan_id: UUID, file_id: UUID, why: str, now: datetime) -> bool:
    """No new line may rest on it. What no version cites is deleted; answers whether that was so."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_be_open(plan)
    file = file_to_cite(plan, file_id)
    reason = one_line(why)
    if not reason:
        raise BadInput("Say why, in a few words. It stays with the plan.", field="why")
    if len(reason) > MOST_WHY:
        raise BadInput(f"Use {MOST_WHY} characters or fewer to say why.", field="why")
    on_draft, in_version = one_row(CITED_SQL, [plan.school_id, file.id]) or (False, True)
    if on_draft:
        raise NotNow(STILL_CITED)
    file.gone_at, file.gone_by_name, file.gone_why = now, actor.display_name, reason
    if not in_version and (stored := file.stored):
        file.stored = None
        transaction.on_commit(lambda: store().remove(stored))
    file.save(update_fields=["gone_at", "gone_by_name", "gone_why", "stored"])
    _tell(actor, plan, file, "taken_away", now=now)
    return not in_version


def file_to_cite(plan: HeldPlan, file_id: UUID) -> Attachment:
    """A file of this plan that this editor may see and that nobody has taken away."""
    found = Attachment.objects.filter(
        school_id=plan.school_id, plan_id=plan.id, id=file_id, gone_at=None
    ).first()
    if found is None or not rules.section_open(plan.template, found.section, plan.decision.classes):
        raise NotFound(NO_FILE)
    return found


def says_of(file: Attachment) -> str:
    return called(file.media_type, file.size)


def _held(plan: HeldPlan) -> tuple[int, int]:
    row = one_row(HELD_SQL, [plan.school_id, plan.id])
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _tell(actor: Actor, plan: HeldPlan, file: Attachment, state: str, *, now: datetime) -> None:
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        file=str(file.id), state=state, section=file.section,
    )  # fmt: skip
    emit(
        PlanFileMoved(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id, file_id=file.id,
            kind=CALLED[MediaType(file.media_type)].lower(), state=state, size=file.size,
        ),
        now=now,
    )  # fmt: skip
