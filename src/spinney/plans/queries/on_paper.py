"""What stands beside a plan's words on paper: the child's shared page, a parent's own space, and what is missing.

For callers that have asked permission and record the look. A parent's space is printed for that parent alone: paper
travels, and whoever leads the plan reads all of them side by side on screen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from spinney.access.types import FieldClass
from spinney.kernel.rows import Row, all_rows
from spinney.plans.queries.family import GoesWithout
from spinney.plans.queries.voices import (
    SHARED_WITH_FAMILY,
    SHARED_WITH_SCHOOL,
    STORED,
    shared_voice,
    voice_from,
)
from spinney.plans.types.unmet import REASON_WORDS, UnmetReason
from spinney.plans.types.voices import VoiceView

SQL = f"""
SELECT p.id, {SHARED_WITH_SCHOOL}, {SHARED_WITH_FAMILY},
       (SELECT {STORED} FROM plans_voice x WHERE x.school_id = p.school_id AND x.plan_id = p.id
           AND x.speaker = 'parent' AND x.by = %(user)s ORDER BY x.changed_at DESC LIMIT 1),
       (SELECT jsonb_agg(jsonb_build_array(n.missing, n.since, n.reason) ORDER BY n.since, n.id)
          FROM plans_unmet_need n WHERE n.school_id = p.school_id AND n.child_id = p.child_id
           AND n.closed_at IS NULL)
  FROM plans_plan p WHERE p.school_id = %(school)s AND p.id = ANY(%(plans)s)
"""


@dataclass(frozen=True, slots=True)
class OnPaper:
    child: VoiceView | None = None  # as far as the child shared it with this reader
    own: VoiceView | None = None  # the reader's own space, where the reader is a parent
    goes_without: tuple[GoesWithout, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose paper it is. `user_id` is None for an adult without an account, who has no space."""

    user_id: UUID | None
    is_family: bool
    classes: frozenset[FieldClass]


def on_paper(school_id: UUID, readers: dict[UUID, Reader]) -> dict[UUID, OnPaper]:
    """By plan. Every reader of one call is the same person: only what they are to each child differs."""
    who: Iterable[UUID | None] = {reader.user_id for reader in readers.values()}
    rows = all_rows(
        SQL, {"school": school_id, "plans": list(readers), "user": next(iter(who), None)}
    )
    return {row[0]: _beside(row, readers[row[0]]) for row in rows}


def _beside(row: Row, reader: Reader) -> OnPaper:
    _, to_school, to_family, own, missing = row
    if FieldClass.PLAN not in reader.classes:
        return OnPaper()
    return OnPaper(
        shared_voice(to_family if reader.is_family else to_school, is_family=reader.is_family),
        voice_from(own) if reader.is_family else None,
        tuple(
            GoesWithout(words, date.fromisoformat(since), REASON_WORDS[UnmetReason(reason)])
            for words, since, reason in missing or ()
        ),
    )
