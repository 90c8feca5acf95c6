"""One adult to whom paper may be handed, or the reason why not. Used by print and by the answer form."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import FieldClass
from spinney.kernel.errors import NotFound, NotNow
from spinney.kernel.rows import Row, all_rows
from spinney.plans.rules.recipients import AdultFacts, reason_not_to_send, reason_of_decision

ADULTS_SQL = """
SELECT r.id, trim(r.title || ' ' || r.forename || ' ' || r.surname), r.user_id, k.contact_restriction,
       k.parental_responsibility, k.court_order,
       ARRAY(SELECT o.effect FROM people_courtorder o WHERE o.school_id = k.school_id
             AND o.child_id = k.child_id AND o.carer_id = k.carer_id)
  FROM people_contact k JOIN people_carer r ON r.school_id = k.school_id AND r.id = k.carer_id
 WHERE k.school_id = %(school)s AND k.child_id = %(child)s
   AND (%(carer)s::uuid IS NULL OR k.carer_id = %(carer)s)
 ORDER BY k.priority NULLS LAST, r.surname, r.id
"""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One adult around a child. `reason` says why nothing may be printed for them; empty when it may.

    No address, no phone, no e-mail: paper is handed over or put in a bag.
    """

    id: UUID
    name: str
    user_id: UUID | None
    restriction: str
    reason: str
    classes: frozenset[FieldClass]


def adults_of(*, school_id: UUID, child_id: UUID, now: datetime) -> tuple[Recipient, ...]:
    rows = all_rows(ADULTS_SQL, {"school": school_id, "child": child_id, "carer": None})
    return tuple(_recipient(row, school_id=school_id, child_id=child_id, now=now) for row in rows)


def hold_recipient(*, school_id: UUID, child_id: UUID, carer_id: UUID, now: datetime) -> Recipient:
    """The adult, or NotFound, or NotNow with the reason in words for staff."""
    rows = all_rows(ADULTS_SQL, {"school": school_id, "child": child_id, "carer": carer_id})
    if not rows:
        raise NotFound("That adult is not a contact of this child.")
    found = _recipient(rows[0], school_id=school_id, child_id=child_id, now=now)
    if found.reason:
        raise NotNow(found.reason)
    return found


def _recipient(row: Row, *, school_id: UUID, child_id: UUID, now: datetime) -> Recipient:
    carer, name, user_id, restriction, responsible, flag, effects = row
    reason = reason_not_to_send(AdultFacts(responsible, flag, tuple(effects)))
    if reason:
        return Recipient(carer, name, user_id, restriction, reason, frozenset())
    decision = access.decide_for_family(
        user_id=user_id, school_id=school_id, subject_id=child_id, now=now
    )
    if not decision.allowed:
        reason = reason_of_decision(decision.why)
    return Recipient(carer, name, user_id, restriction, reason, decision.classes)
