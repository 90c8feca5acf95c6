"""The adults around a child, as one reader may see them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor, FieldClass
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.people.types import ContactSummary

CONTACTS_SQL = """
SELECT r.id, trim(r.title || ' ' || r.forename || ' ' || r.surname), k.relationship,
       k.parental_responsibility, k.lives_with, k.priority, k.contact_restriction,
       coalesce((SELECT o.effect FROM people_courtorder o WHERE o.school_id = k.school_id
                 AND o.child_id = k.child_id AND o.carer_id = k.carer_id LIMIT 1),
                CASE WHEN k.court_order THEN 'unknown' ELSE '' END),
       r.phones, r.email, r.address_lines || r.postcode, k.provenance
  FROM people_contact k JOIN people_carer r ON r.school_id = k.school_id AND r.id = k.carer_id
 WHERE k.school_id = %s AND k.child_id = %s ORDER BY k.priority NULLS LAST, r.surname, r.id
"""


def contacts_of(actor: Actor, *, child_id: UUID, now: datetime) -> tuple[ContactSummary, ...]:
    """Without the address class, phones, e-mail and address are hidden, and shown to be hidden."""
    row = one_row("SELECT school_id FROM people_child WHERE id = %s", [child_id])
    if row is None:
        raise NotFound("There is no such child.")
    decision = access.require(
        actor, Action.VIEW_CONTACTS, school_id=row[0], subject_id=child_id, now=now
    )
    return contact_summaries(
        actor, school_id=row[0], child_id=child_id, now=now,
        addresses=FieldClass.ADDRESS in decision.classes,
    )  # fmt: skip


def contact_summaries(
    actor: Actor, *, school_id: UUID, child_id: UUID, addresses: bool, now: datetime
) -> tuple[ContactSummary, ...]:
    """For a caller that has asked for VIEW_CONTACTS: the adults, and a leaf that says they were seen."""
    rows = all_rows(CONTACTS_SQL, [school_id, child_id])
    access.record_sight(
        actor, Action.VIEW_CONTACTS, school_id=school_id, subjects=[child_id], now=now,
        addresses=addresses,
    )  # fmt: skip
    return tuple(_summary(each, addresses=addresses) for each in rows)


def contact_choices(actor: Actor, *, child_id: UUID, now: datetime) -> tuple[tuple[str, str], ...]:
    """Id and name of each adult around the child, for a form that asks which of them; empty where not permitted."""
    allowed = children_open_to(actor, Action.VIEW_CONTACTS, now=now, table="k")
    rows = all_rows(
        f"""SELECT r.id::text, trim(r.title || ' ' || r.forename || ' ' || r.surname)
              FROM people_contact k JOIN people_carer r ON r.school_id = k.school_id AND r.id = k.carer_id
             WHERE k.child_id = %(child)s AND {allowed.sql}
             ORDER BY k.priority NULLS LAST, r.surname, r.id""",
        {"child": child_id, **allowed.params},
    )
    return tuple((carer, name) for carer, name in rows)


def _summary(row: Row, *, addresses: bool) -> ContactSummary:
    carer, name, relationship, responsible, lives_with, priority, restriction, order = row[:8]
    phones, email, address, provenance = row[8:]
    return ContactSummary(
        id=carer,
        name=name,
        relationship=relationship,
        parental_responsibility=responsible,
        lives_with=lives_with,
        priority=priority,
        contact_restriction=restriction,
        court_order=order,
        phones=tuple(phones) if addresses else (),
        email=email if addresses else "",
        address=tuple(filter(None, address)) if addresses else (),
        address_hidden=not addresses,
        sources={fact: _source(told) for fact, told in provenance.items()},
    )


def _source(told: dict[str, Any]) -> str:
    return f"{told.get('source', '')} {told.get('on', '')}".strip()
