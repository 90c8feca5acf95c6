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
    child_ids = [draft.child_id for draft in drafts]
    denied = _pairs(
        "access_denial", "kind = 'court_order' AND valid_to IS NULL", school_id, child_ids
    )
    # Every tie there ever was: one that a person refused is not proposed again.
    tied = _pairs("access_tie", "relation = 'parent'", school_id, child_ids)
    for draft in drafts:
        child_id = UUID(draft.child_id)
        settled.court_orders += draft.new_orders
        for user_id in _users(draft.restricted, accounts):
            if (user_id, child_id) not in denied:
                access.deny(
                    actor, school_id=school_id, subject_id=child_id, now=now,
                    kind=DenialKind.COURT_ORDER, source=source.name, user_id=user_id,
                )  # fmt: skip
        for user_id in _users(draft.responsible, accounts):
            if (user_id, child_id) not in tied:
                access.propose_tie(
                    actor, school_id=school_id, subject_id=child_id, now=now,
                    user_id=user_id, relation=Relation.PARENT, source=source.name,
                )  # fmt: skip
                settled.proposed_ties += 1


def _users(carers: list[str], accounts: dict[str, UUID]) -> list[UUID]:
    return list(dict.fromkeys(accounts[carer] for carer in carers if carer in accounts))


def _accounts(school_id: UUID, drafts: list[Draft]) -> dict[str, UUID]:
    carers = [carer for draft in drafts for carer in (*draft.restricted, *draft.responsible)]
    return dict(
        all_rows(
            "SELECT id::text, user_id FROM people_carer"
            " WHERE school_id = %s AND user_id IS NOT NULL AND id = ANY(%s::uuid[])",
            [school_id, carers],
        )
    )


def _pairs(
    table: str, condition: str, school_id: UUID, child_ids: list[str]
) -> set[tuple[UUID, UUID]]:
    found = all_rows(
        f"SELECT user_id, subject_id FROM {table}"
        f" WHERE school_id = %s AND subject_id = ANY(%s::uuid[]) AND {condition}",
        [school_id, child_ids],
    )
    return {(user_id, subject_id) for user_id, subject_id in found}
