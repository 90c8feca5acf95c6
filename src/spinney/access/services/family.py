"""What adults of a family may be handed on paper, who may have no account to ask with."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from spinney.access import rules
from spinney.access.queries import IN_FORCE
from spinney.access.types import Action, Decision, DenialKind, Denied, Facts, Relation
from spinney.kernel.clock import school_day
from spinney.kernel.rows import Row, all_rows

NO_ACCOUNT = UUID(int=0)

FACTS_SQL = f"""
SELECT 'tie', relation, user_id FROM access_tie
 WHERE school_id = %(school)s AND subject_id = %(subject)s AND user_id = ANY(%(users)s)
   AND state = 'confirmed' AND {IN_FORCE}
UNION ALL
SELECT 'denial', kind, user_id FROM access_denial
 WHERE school_id = %(school)s AND subject_id = %(subject)s AND {IN_FORCE}
"""


def decide_for_family(
    user_ids: Sequence[UUID | None], *, school_id: UUID, subject_id: UUID, now: datetime
) -> list[Decision]:
    """For each adult the decision their own screen would get. With an account the confirmed tie counts alone.

    Without one (None) the caller has read parental responsibility and court orders in the record; the child's
    own denials (a safeguarding freeze) still count here. A parent who works at the school gets a parent's part.
    """
    rows = all_rows(
        FACTS_SQL,
        {"school": school_id, "subject": subject_id, "day": school_day(now),
         "users": [user for user in user_ids if user]},
    )  # fmt: skip
    return [
        rules.decide(user or NO_ACCOUNT, Action.ANSWER_PLAN, _facts(user, rows))
        for user in user_ids
    ]


def _facts(user_id: UUID | None, rows: Sequence[Row]) -> Facts:
    ties = {Relation(word) for kind, word, user in rows if kind == "tie" and user == user_id}
    denials = {Denied(DenialKind(word), user) for kind, word, user in rows if kind == "denial"}
    return Facts(
        relations=frozenset(ties if user_id else {Relation.PARENT}), denials=frozenset(denials)
    )
