"""What an import does to access: close at once where a court order is unread, propose, and open nothing."""

from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Actor, DenialKind, Relation
from spinney.kernel.rows import all_rows
from spinney.people.services.intake.draft import Draft
from spinney.people.services.intake.types import Outcomes, Source


def close_and_propose(
    actor: Actor,
    school_id: UUID,
    drafts: list[Draft],
    source: Source,
    settled: Outcomes,
    *,
    now: datetime,
) -> None:
    accounts = _accounts(school_id, drafts)
    ties = _ties(school_id, [draft.child_id for draft in drafts])
    for draft in drafts:
        settled.court_orders += len(draft.restricted)
        for carer_id in draft.restricted:
            if user_id := accounts.get(carer_id):
                access.deny(
                    actor, school_id=school_id, subject_id=UUID(draft.child_id), now=now,
                    kind=DenialKind.COURT_ORDER, source=source.name, user_id=user_id,
                )  # fmt: skip
        for carer_id in draft.responsible:
            user_id = accounts.get(carer_id)
            if user_id and (user_id, UUID(draft.child_id)) not in ties:
                access.propose_tie(
                    actor, school_id=school_id, subject_id=UUID(draft.child_id), now=now,
                    user_id=user_id, relation=Relation.PARENT, source=source.name,
                )  # fmt: skip
                settled.proposed_ties += 1


def _accounts(school_id: UUID, drafts: list[Draft]) -> dict[str, UUID]:
    carers = [carer for draft in drafts for carer in (*draft.restricted, *draft.responsible)]
    return dict(
        all_rows(
            "SELECT id::text, user_id FROM people_carer"
            " WHERE school_id = %s AND user_id IS NOT NULL AND id = ANY(%s::uuid[])",
            [school_id, carers],
        )
    )


def _ties(school_id: UUID, child_ids: list[str]) -> set[tuple[UUID, UUID]]:
    """Every tie there ever was: one that a person refused is not proposed again."""
    found = all_rows(
        "SELECT user_id, subject_id FROM access_tie"
        " WHERE school_id = %s AND relation = 'parent' AND subject_id = ANY(%s::uuid[])",
        [school_id, child_ids],
    )
    return {(user_id, subject_id) for user_id, subject_id in found}
