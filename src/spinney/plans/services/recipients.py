"""One adult to whom paper may be handed, or the reason why not. Used by print and by the answer form."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Decision, FieldClass
from spinney.kernel.errors import NotFound, NotNow
from spinney.kernel.rows import Row, all_rows
from spinney.plans.rules.recipients import AdultFacts, reason_not_to_send, reason_of_decision

ADULTS_SQL = """
SELECT r.id, trim(r.title || ' ' || r.forename || ' ' || r.surname), r.user_id, k.contact_restriction,
       k.parental_responsibility, k.court_order,
       ARRAY(SELECT o.effect FROM people_courtorder o WHERE o.school_id = k.school_id
             AND o.child_id = k.child_id AND o.carer_id = k.carer_id),
       ARRAY(SELECT x.id::text FROM people_carer x JOIN people_contact y ON y.school_id = x.school_id
             AND y.carer_id = x.id AND y.child_id = k.child_id
             WHERE x.school_id = k.school_id AND (x.id = r.id OR x.user_id = r.user_id))
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
    persons: tuple[
        str, ...
    ]  # the carer records that are this adult: their own words stand under these


def adults_of(*, school_id: UUID, child_id: UUID, now: datetime) -> tuple[Recipient, ...]:
    """Every adult around the child, in two statements however many there are."""
    return _recipients(school_id=school_id, child_id=child_id, carer_id=None, now=now)


def hold_recipient(*, school_id: UUID, child_id: UUID, carer_id: UUID, now: datetime) -> Recipient:
    """The adult, or NotFound, or NotNow with the reason in words for staff."""
    found = _recipients(school_id=school_id, child_id=child_id, carer_id=carer_id, now=now)
    if not found:
        raise NotFound("That adult is not a contact of this child.")
    if found[0].reason:
        raise NotNow(found[0].reason)
    return found[0]


def _recipients(
    *, school_id: UUID, child_id: UUID, carer_id: UUID | None, now: datetime
) -> tuple[Recipient, ...]:
    rows = all_rows(ADULTS_SQL, {"school": school_id, "child": child_id, "carer": carer_id})
    decisions = access.decide_for_family(
        [row[2] for row in rows], school_id=school_id, subject_id=child_id, now=now
    )
    return tuple(map(_recipient, rows, decisions))


def _recipient(row: Row, decision: Decision) -> Recipient:
    """The record's reasons first, then the rule table's; either alone is enough to refuse."""
    carer, name, user_id, restriction, responsible, flag, effects, persons = row
    reason = reason_not_to_send(AdultFacts(responsible, flag, tuple(effects)))
    if not reason and not decision.allowed:
        reason = reason_of_decision(decision.why)
    classes = frozenset() if reason else decision.classes
    return Recipient(carer, name, user_id, restriction, reason, classes, tuple(persons))
