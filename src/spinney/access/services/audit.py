"""The log of who did what. Append-only, hash-chained by school, written in the transaction of the act."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from spinney.access.types import Action, Actor, Purpose
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import Row, all_rows, one_row, run

_encoder = msgspec.json.Encoder(order="sorted")
APPEND = "SELECT access_append_leaf(%s, %s, %s, %s, %s, %s::uuid[], %s)"
EMPTY = hashlib.sha256(b"").digest()


def leaf_bytes(
    *,
    at: datetime,
    actor_id: UUID,
    action: str,
    subjects: Sequence[UUID | str],
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
    subjects: Iterable[UUID | str] = (),
    now: datetime,
    outcome: str = "done",
    purpose: Purpose = Purpose.CARE,
    **detail: Any,
) -> None:
    """Add one leaf. Only inside a transaction: the leaf and the act it tells of commit together."""
    run(APPEND, _leaf_row(actor, action, school_id, list(subjects), now, outcome, purpose, detail))


def _leaf_row(
    actor: Actor, action: str, school_id: UUID, named: Sequence[UUID | str], now: datetime,
    outcome: str, purpose: Purpose, detail: dict[str, Any],
) -> list[Any]:  # fmt: skip
    if not connection.in_atomic_block:
        raise RuntimeError("an audit leaf was written outside the transaction of its act")
    leaf = leaf_bytes(
        at=now, actor_id=actor.id, action=str(action), subjects=named, outcome=outcome,
        purpose=purpose.value, detail=detail,
    )  # fmt: skip
    return [school_id, uuid7(), now, actor.id, str(action), _literal(named), leaf]


def _literal(ids: Sequence[UUID | str]) -> str:
    """PostgreSQL's text for an array of ids. A list of two hundred costs ten times as much through the driver."""
    return "{" + ",".join(map(str, ids)) + "}"


def record_sight(
    actor: Actor,
    what: Action,
    *,
    school_id: UUID,
    subjects: Iterable[UUID | str],
    now: datetime,
    **detail: Any,
) -> None:
    """Somebody saw these children's records. Nothing is written when the list is empty.

    Written last of all in the reader's transaction: the school's log has one head, and a reader who held it while
    a page was worked out would have all the others wait.
    """
    named = list(subjects)
    if named:
        row = _leaf_row(actor, what, school_id, named, now, "seen", Purpose.CARE, detail)
        tenancy.at_the_end(APPEND, row)


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


def verify_chain(school_id: UUID, *, noted: Mapping[int, str] | None = None) -> ChainReport:
    """Walk the school's leaves from the first; names the first that does not fit.

    `noted` are heads written down elsewhere earlier (a backup's manifest, a printed page): size to hash in hex.
    Someone who owns the database can rebuild a whole chain, and only a head kept out of their reach shows it;
    `first_bad` is then the first leaf after the last noted head that still fits.
    """
    heads = dict(noted or {})
    walk = _Walk(previous=EMPTY, safe=0)
    if 0 in heads and heads.pop(0) != EMPTY.hex():
        return ChainReport(0, EMPTY.hex(), 0)
    while rows := all_rows(LEAVES_SQL, [school_id, walk.position]):
        for row in rows:
            if not walk.take(row):
                return ChainReport(walk.position, walk.previous.hex(), walk.position)
            known = heads.pop(walk.position, None)
            if known is not None and known != walk.previous.hex():
                return ChainReport(walk.position, walk.previous.hex(), walk.safe)
            walk.safe = walk.position if known is not None else walk.safe
    head = one_row("SELECT size, hash FROM access_audithead WHERE school_id = %s", [school_id])
    stored = (head[0], bytes(head[1])) if head else (0, EMPTY)
    whole = (
        stored == (walk.position, walk.previous) and not heads
    )  # a head beyond the end: cut short
    return ChainReport(
        walk.position,
        walk.previous.hex(),
        None if whole and not _stray(school_id) else walk.position,
    )


LEAVES_SQL = """
SELECT seq, leaf, leaf_hash, chain_hash, at, actor_id, action, subject_ids FROM access_auditleaf
 WHERE school_id = %s AND seq >= %s ORDER BY seq LIMIT 5000
"""


def _stray(school_id: UUID) -> bool:
    """Leaves numbered before the first, where a walk from 0 would not meet them."""
    return (
        one_row("SELECT 1 FROM access_auditleaf WHERE school_id = %s AND seq < 0", [school_id])
        is not None
    )


@dataclass(slots=True)
class _Walk:
    previous: bytes
    safe: int
    position: int = 0

    def take(self, row: Row) -> bool:
        """Whether this row is the next leaf, unaltered: its bytes, its two hashes, and the columns beside them."""
        seq, stored, stored_leaf, stored_chain, *columns = row
        leaf = bytes(stored)
        chained = link(self.previous, leaf)
        sound = (
            seq == self.position
            and bytes(stored_leaf) == leaf_hash(leaf)
            and bytes(stored_chain) == chained
            and _told(leaf) == columns
        )
        if sound:
            self.previous, self.position = chained, self.position + 1
        return sound


def _told(leaf: bytes) -> list[object]:
    """The columns as the leaf's own text tells them, so that an edited column shows too."""
    try:
        text = msgspec.json.decode(leaf, type=_Leaf)
    except msgspec.DecodeError:
        return []
    return [text.at, text.actor, text.action, text.subjects]


class _Leaf(msgspec.Struct):
    at: datetime
    actor: UUID
    action: str
    subjects: list[UUID]
