"""Accounts, memberships, ties and denials. Rows only: permission to make them is another test's business."""

from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from spinney.access.models import Denial, Membership, Subject, Tie, User
from spinney.access.queries import actor_for
from spinney.access.types import Actor, DenialKind, Relation, Role, TieState

LONG_AGO = date(2020, 9, 1)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
_numbers = count(1)


def a_user(name: str = "Charlie Nobody") -> UUID:
    number = next(_numbers)
    return User.objects.create(
        email=f"person{number}@school.example", display_name=name, password="!"
    ).id


def a_subject(school_id: UUID) -> UUID:
    return Subject.objects.create(school_id=school_id).id


def a_membership(
    user_id: UUID, school_id: UUID, role: Role, *, begins: date = LONG_AGO, ends: date | None = None
) -> UUID:
    return Membership.objects.create(
        user_id=user_id, school_id=school_id, role=role, valid_from=begins, valid_to=ends,
        source="test",
    ).id  # fmt: skip


def a_tie(
    user_id: UUID,
    school_id: UUID,
    subject_id: UUID,
    relation: Relation,
    *,
    state: TieState = TieState.CONFIRMED,
    begins: date = LONG_AGO,
    ends: date | None = None,
    source: str = "test",
) -> UUID:
    return Tie.objects.create(
        user_id=user_id, school_id=school_id, subject_id=subject_id, relation=relation, state=state,
        valid_from=begins, valid_to=ends, source=source,
    ).id  # fmt: skip


def a_denial(
    school_id: UUID,
    subject_id: UUID,
    kind: DenialKind,
    *,
    user_id: UUID | None = None,
    begins: date = LONG_AGO,
    ends: date | None = None,
) -> UUID:
    return Denial.objects.create(
        school_id=school_id, subject_id=subject_id, kind=kind, user_id=user_id, valid_from=begins,
        valid_to=ends, source="test",
    ).id  # fmt: skip


def the_actor(user_id: UUID, name: str = "", *, now: datetime = NOW) -> Actor:
    """Who this account is today, read as a request reads it."""
    return actor_for(user_id=user_id, display_name=name or "Someone", now=now)
