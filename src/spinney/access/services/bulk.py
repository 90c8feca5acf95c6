"""Take over a past: accounts, ties and the log of acts that were done before these rows were here.

For seeding a demonstration and for taking over a school's records from another system. Nothing here asks whether an
act was allowed: it has happened.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access.services.audit import EMPTY, leaf_bytes, leaf_hash, link
from spinney.access.types import Purpose
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import insert_rows, one_row, run

Record = Mapping[str, Any]
HEAD_SQL = "SELECT size, hash FROM access_audithead WHERE school_id = %s FOR UPDATE"
SET_HEAD_SQL = """
INSERT INTO access_audithead (id, school_id, size, hash) VALUES (%(school)s, %(school)s, %(size)s, %(hash)s)
ON CONFLICT (school_id, id) DO UPDATE SET size = excluded.size, hash = excluded.hash
"""


@dataclass(frozen=True, slots=True)
class PastAct:
    """One leaf to be: who did or saw what, when. `detail` holds ids, codes and dates, never names."""

    school_id: UUID
    at: datetime
    actor_id: UUID
    action: str
    subjects: tuple[UUID, ...] = ()
    outcome: str = "done"
    detail: Mapping[str, Any] = field(default_factory=dict)


def take_over_accounts(
    *,
    users: Sequence[Record],
    memberships: Sequence[Record],
    subjects: Sequence[Record],
    ties: Sequence[Record],
    denials: Sequence[Record],
) -> None:
    insert_rows("access_user", users)
    insert_rows("access_membership", memberships)
    insert_rows("access_subject", subjects)
    insert_rows("access_tie", ties)
    insert_rows("access_denial", denials)


def record_past(acts: Iterable[PastAct]) -> int:
    """Add the acts to their schools' chains, oldest first; returns how many. They follow what is there already."""
    by_school: dict[UUID, list[PastAct]] = defaultdict(list)
    for act in acts:
        by_school[act.school_id].append(act)
    for school_id, found in by_school.items():
        found.sort(key=lambda act: act.at)
        _append(school_id, found)
    return sum(map(len, by_school.values()))


def _append(school_id: UUID, acts: Sequence[PastAct]) -> None:
    head = one_row(HEAD_SQL, [school_id])
    size, previous = (int(head[0]), bytes(head[1])) if head else (0, EMPTY)
    rows = []
    for seq, act in enumerate(acts, start=size):
        leaf = leaf_bytes(
            at=act.at, actor_id=act.actor_id, action=act.action, subjects=act.subjects,
            outcome=act.outcome, purpose=Purpose.CARE.value, detail=dict(act.detail),
        )  # fmt: skip
        previous = link(previous, leaf)
        rows.append(
            {
                "id": uuid7(), "school_id": school_id, "seq": seq, "at": act.at,
                "actor_id": act.actor_id, "action": act.action, "subject_ids": act.subjects,
                "leaf": _bytea(leaf), "leaf_hash": _bytea(leaf_hash(leaf)), "chain_hash": _bytea(previous),
            }
        )  # fmt: skip
    insert_rows("access_auditleaf", rows)
    run(SET_HEAD_SQL, {"school": school_id, "size": size + len(rows), "hash": previous})


def _bytea(value: bytes) -> str:
    """As PostgreSQL reads bytes from text."""
    return "\\x" + value.hex()
