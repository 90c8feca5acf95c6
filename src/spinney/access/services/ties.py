"""Keep memberships, ties and denials. Feeds may propose a tie to a family; only a person confirms one."""

from datetime import date, datetime
from uuid import UUID

from spinney.access import rules
from spinney.access.models import Denial, Membership, Subject, Tie
from spinney.access.services.audit import record
from spinney.access.services.decide import require, require_command_line
from spinney.access.types import Action, Actor, DenialKind, Relation, Role, TieState
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound, NotNow


def add_subject(*, school_id: UUID, subject_id: UUID) -> None:
    Subject.objects.create(school_id=school_id, id=subject_id)


def grant_membership(
    actor: Actor, *, school_id: UUID, user_id: UUID, role: Role, source: str, now: datetime
) -> UUID:
    require_command_line(actor)
    membership = Membership.objects.create(
        school_id=school_id, user_id=user_id, role=role, valid_from=school_day(now), source=source
    )
    record(
        actor, "grant_membership", school_id=school_id, now=now, user=str(user_id), role=role.value
    )
    return membership.id


def tie(
    actor: Actor,
    *,
    school_id: UUID,
    subject_id: UUID,
    user_id: UUID,
    relation: Relation,
    source: str,
    now: datetime,
    valid_from: date | None = None,
) -> UUID:
    """Tie staff to a child (timetable, key adult). For families use `propose_tie` and `confirm_tie`."""
    if relation in rules.FAMILY_RELATIONS:
        raise ValueError("a family tie is proposed, then confirmed by a person")
    require_command_line(actor)
    made = Tie.objects.create(
        school_id=school_id, subject_id=subject_id, user_id=user_id, relation=relation,
        state=TieState.CONFIRMED, source=source, valid_from=valid_from or school_day(now),
        confirmed_by=actor.id, confirmed_at=now,
    )  # fmt: skip
    record(
        actor, "tie", school_id=school_id, subjects=[subject_id], now=now,
        user=str(user_id), relation=relation.value,
    )  # fmt: skip
    return made.id


def propose_tie(
    actor: Actor,
    *,
    school_id: UUID,
    subject_id: UUID,
    user_id: UUID,
    relation: Relation,
    source: str,
    now: datetime,
) -> UUID:
    """Opens nothing until someone at the school confirms it."""
    made = Tie.objects.create(
        school_id=school_id, subject_id=subject_id, user_id=user_id, relation=relation,
        state=TieState.PROPOSED, source=source, valid_from=school_day(now),
    )  # fmt: skip
    record(
        actor, "propose_tie", school_id=school_id, subjects=[subject_id], now=now,
        user=str(user_id), relation=relation.value,
    )  # fmt: skip
    return made.id


def confirm_tie(actor: Actor, *, school_id: UUID, tie_id: UUID, now: datetime) -> None:
    found = Tie.objects.select_for_update().filter(school_id=school_id, id=tie_id).first()
    if found is None:
        raise NotFound("There is no such request.")
    require(actor, Action.CONFIRM_TIES, school_id=school_id, subject_id=found.subject_id, now=now)
    if found.state != TieState.PROPOSED:
        raise NotNow("Someone has already decided this. Reload the page to see what they decided.")
    if found.user_id == actor.id:
        raise NotNow("You cannot confirm a tie to yourself. Ask a colleague.")
    Tie.objects.filter(school_id=school_id, id=tie_id).update(
        state=TieState.CONFIRMED, confirmed_by=actor.id, confirmed_at=now
    )
    record(
        actor, Action.CONFIRM_TIES, school_id=school_id, subjects=[found.subject_id], now=now,
        user=str(found.user_id), relation=found.relation,
    )  # fmt: skip


def end_tie(actor: Actor, *, school_id: UUID, tie_id: UUID, why: str, now: datetime) -> None:
    found = Tie.objects.select_for_update().filter(school_id=school_id, id=tie_id).first()
    if found is None:
        raise NotFound("There is no such tie.")
    require(actor, Action.CONFIRM_TIES, school_id=school_id, subject_id=found.subject_id, now=now)
    # Refused, not merely dated: a date ends at midnight, a refusal ends now.
    Tie.objects.filter(school_id=school_id, id=tie_id).update(
        state=TieState.REFUSED, valid_to=school_day(now)
    )
    record(
        actor, "end_tie", school_id=school_id, subjects=[found.subject_id], now=now,
        user=str(found.user_id), why=why,
    )  # fmt: skip


def deny(
    actor: Actor,
    *,
    school_id: UUID,
    subject_id: UUID,
    kind: DenialKind,
    source: str,
    now: datetime,
    user_id: UUID | None = None,
    until: date | None = None,
) -> UUID:
    """Close at once. Anyone who may correct the record may close it; opening again takes CONFIRM_TIES."""
    require(actor, Action.CORRECT_RECORD, school_id=school_id, subject_id=subject_id, now=now)
    if kind is DenialKind.COURT_ORDER and user_id is None:
        raise NotNow("Name the adult whom the court order is about.")
    made = Denial.objects.create(
        school_id=school_id, subject_id=subject_id, user_id=user_id, kind=kind, source=source,
        valid_from=school_day(now), valid_to=until, decided_by=actor.id,
    )  # fmt: skip
    record(
        actor, "deny", school_id=school_id, subjects=[subject_id], now=now,
        kind=kind.value, user=str(user_id or ""),
    )  # fmt: skip
    return made.id


def end_denial(actor: Actor, *, school_id: UUID, denial_id: UUID, why: str, now: datetime) -> None:
    found = Denial.objects.select_for_update().filter(school_id=school_id, id=denial_id).first()
    if found is None:
        raise NotFound("There is no such restriction.")
    require(actor, Action.CONFIRM_TIES, school_id=school_id, subject_id=found.subject_id, now=now)
    Denial.objects.filter(school_id=school_id, id=denial_id).delete()
    record(
        actor, "end_denial", school_id=school_id, subjects=[found.subject_id], now=now,
        kind=found.kind, why=why,
    )  # fmt: skip
