"""The log of who did what. Append-only, hash-chained by school, written in the transaction of the act."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from spinney.access.types import Action, Actor, Purpose
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, run

_encoder = msgspec.json.Encoder(order="sorted")
EMPTY = hashlib.sha256(b"").digest()


def leaf_bytes(
    *,
    at: datetime,
    actor_id: UUID,
    action: str,
    subjects: Sequence[UUID],
    outcome: str,
    purpose: str,
    detail: dict[str, Any],
) -> bytes:
    """The canonical text that is hashed: sorted keys, no spaces, UTC. Ids, codes and dates, never names."""
    leaf = {
        "v": 1,
        "at": at,
        "actor": actor_id,
        "action": action,
        "subjects": subjects,
        "outcome": outcome,
        "purpose": purpose,
        "detail": detail,
    }
    return _encoder.encode(leaf)


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 6962 section 2.1: a leaf is hashed behind a zero byte."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def link(previous: bytes, leaf: bytes) -> bytes:
    return hashlib.sha256(previous + leaf_hash(leaf)).digest()


def record(
    actor: Actor,
    action: Action | str,
    *,
    school_id: UUID,
    subjects: Iterable[UUID] = (),
    now: datetime,
    outcome: str = "done",
    purpose: Purpose = Purpose.CARE,
    **detail: Any,
) -> None:
    """Add one leaf. Only inside a transaction: the leaf and the act it tells of commit together."""
    if not connection.in_atomic_block:
        raise RuntimeError("an audit leaf was written outside the transaction of its act")
    named = list(subjects)
    leaf = leaf_bytes(
        at=now, actor_id=actor.id, action=str(action), subjects=named, outcome=outcome,
        purpose=purpose.value, detail=detail,
    )  # fmt: skip
    run(
        "SELECT access_append_leaf(%s, %s, %s, %s, %s, %s::uuid[], %s)",
        [school_id, uuid7(), now, actor.id, str(action), named, leaf],
    )


def record_sight(
    actor: Actor,
    what: Action,
    *,
    school_id: UUID,
    subjects: Iterable[UUID],
    now: datetime,
    **detail: Any,
) -> None:
    """Somebody saw these children's records. Nothing is written when the list is empty."""
    named = list(subjects)
    if named:
        record(actor, what, school_id=school_id, subjects=named, now=now, outcome="seen", **detail)


def record_refusal(
    actor: Actor, action: str, *, subject_id: UUID | None, why: str, now: datetime
) -> None:
    """Called at the edge, after the refused act's own transaction has rolled back.

    Goes to every school where the actor is known: a refusal must not reveal which school holds the child.
    """
    for school_id in sorted(actor.schools):
        with tenancy.acting_in([school_id], user_id=actor.id):
            record(
                actor, action, school_id=school_id, now=now, outcome="refused",
                why=why, asked=str(subject_id or ""),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChainReport:
    size: int
    head: str
    first_bad: int | None

    @property
    def sound(self) -> bool:
        return self.first_bad is None


def verify_chain(school_id: UUID) -> ChainReport:
    """Walk the school's leaves from the first; names the first that does not fit."""
    previous, position = EMPTY, 0
    rows = all_rows(
        "SELECT seq, leaf, leaf_hash, chain_hash FROM access_auditleaf WHERE school_id = %s"
        " ORDER BY seq",
        [school_id],
    )
    for seq, leaf, stored_leaf, stored_chain in rows:
        previous = link(previous, bytes(leaf))
        sound = (
            seq == position
            and bytes(stored_leaf) == leaf_hash(bytes(leaf))
            and bytes(stored_chain) == previous
        )
        if not sound:
            return ChainReport(position, previous.hex(), position)
        position += 1
    head = all_rows("SELECT size, hash FROM access_audithead WHERE school_id = %s", [school_id])
    size, stored = (head[0][0], bytes(head[0][1])) if head else (0, EMPTY)
    first_bad = None if (size, stored) == (position, previous) else position
    return ChainReport(position, previous.hex(), first_bad)
