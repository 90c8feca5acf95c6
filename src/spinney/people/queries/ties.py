"""Ties to a parent that a feed proposed: a person at the school decides each."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to, roles_allowed
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotAllowed
from spinney.kernel.rows import Row, all_rows
from spinney.people.queries.children import NAME
from spinney.people.rules import order_stands

PROPOSED_SQL = f"""
SELECT t.id, t.user_id, u.display_name, c.id, {NAME}, c.year, c.registration_group, t.relation,
       t.source, t.valid_from, k.relationship, k.parental_responsibility, k.court_order,
       coalesce(k.contact_restriction, ''),
       ARRAY(SELECT o.effect FROM people_courtorder o WHERE o.school_id = t.school_id
             AND o.child_id = t.subject_id AND o.carer_id = r.id),
       EXISTS (SELECT 1 FROM access_denial d WHERE d.school_id = t.school_id
               AND d.subject_id = t.subject_id AND d.user_id = t.user_id AND d.kind = 'court_order')
  FROM access_tie t
  JOIN access_user u ON u.id = t.user_id
  JOIN people_child c ON c.school_id = t.school_id AND c.id = t.subject_id
  LEFT JOIN LATERAL (
       SELECT x.* FROM people_carer x JOIN people_contact y ON y.school_id = x.school_id
           AND y.carer_id = x.id AND y.child_id = t.subject_id
        WHERE x.school_id = t.school_id AND x.user_id = t.user_id LIMIT 1) r ON true
  LEFT JOIN people_contact k ON k.school_id = t.school_id AND k.child_id = t.subject_id
   AND k.carer_id = r.id
 WHERE t.school_id = %(school)s AND t.state = 'proposed' AND {{allowed}}
   AND (%(tie)s::uuid IS NULL OR t.id = %(tie)s)
 ORDER BY t.valid_from, c.id, t.id LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class TieToConfirm:
    """Who says they are what to which child, and what the record knows for and against it."""

    id: UUID
    adult: str
    child_id: UUID
    child: str
    year: str
    registration_group: str
    relation: str
    source: str
    proposed_on: date
    relationship: str
    parental_responsibility: bool | None
    restriction: str
    stands_against: bool  # an order that forbids, or that nobody has read yet
    is_self: bool  # the reader's own account: a colleague decides


def ties_to_confirm(
    actor: Actor, *, school_id: UUID, now: datetime, tie_id: UUID | None = None
) -> tuple[TieToConfirm, ...]:
    """Oldest first, at most a hundred. One look is recorded."""
    if not roles_allowed(Action.CONFIRM_TIES) & actor.roles_in(school_id):
        raise NotAllowed("no_grant")
    allowed = children_open_to(actor, Action.CONFIRM_TIES, now=now, table="t", column="subject_id")
    rows = all_rows(
        PROPOSED_SQL.format(allowed=allowed.sql),
        {"school": school_id, "tie": tie_id, **allowed.params},
    )
    found = tuple(_tie(row, actor) for row in rows)
    access.record_sight(
        actor, Action.VIEW_CONTACTS, school_id=school_id,
        subjects=sorted({tie.child_id for tie in found}), now=now, addresses=False, proposed=True,
    )  # fmt: skip
    return found


def _tie(row: Row, actor: Actor) -> TieToConfirm:
    tie, user, adult, child_id, child, year, group, relation, source, since = row[:10]
    relationship, responsible, flag, restriction, effects, denied = row[10:]
    return TieToConfirm(
        id=tie, adult=adult, child_id=child_id, child=child, year=year, registration_group=group,
        relation=relation, source=source, proposed_on=since, relationship=relationship or "",
        parental_responsibility=responsible, restriction=restriction,
        stands_against=denied or order_stands(flag, effects),
        is_self=user == actor.id,
    )  # fmt: skip
