"""Read who someone is, and filter lists by the same rule table that decides a page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access import rules
from spinney.access.types import (
    Action,
    Actor,
    DenialKind,
    Denied,
    Facts,
    FieldClass,
    Membership,
    Relation,
    Role,
)
from spinney.kernel import tenancy
from spinney.kernel.clock import school_day
from spinney.kernel.rows import all_rows, one_row

FAMILY = [relation.value for relation in rules.FAMILY_RELATIONS]
IN_FORCE = "valid_from <= %(day)s AND (valid_to IS NULL OR valid_to >= %(day)s)"

ACTOR_SQL = f"""
SELECT school_id, role FROM access_membership
 WHERE user_id = %(user)s AND {IN_FORCE}
UNION ALL
SELECT DISTINCT school_id, '' FROM access_tie
 WHERE user_id = %(user)s AND state = 'confirmed' AND relation = ANY(%(family)s) AND {IN_FORCE}
"""

FACTS_SQL = f"""
SELECT 'tie', relation, NULL::uuid FROM access_tie
 WHERE school_id = %(school)s AND subject_id = %(subject)s AND user_id = %(user)s
   AND state = 'confirmed' AND {IN_FORCE}
UNION ALL
SELECT 'denial', kind, user_id FROM access_denial
 WHERE school_id = %(school)s AND subject_id = %(subject)s AND {IN_FORCE}
"""


def actor_for(*, user_id: UUID, display_name: str, now: datetime) -> Actor:
    """Everything true of this account today. Needs no school in scope, for it reads only its own rows."""
    params = {"user": user_id, "day": school_day(now), "family": FAMILY}
    if tenancy.current().user_id == user_id:
        rows = all_rows(ACTOR_SQL, params)
    else:
        with tenancy.acting_in((), user_id=user_id):
            rows = all_rows(ACTOR_SQL, params)
    if not rows:
        return Actor(id=user_id, display_name=display_name)
    return Actor(
        id=user_id,
        display_name=display_name,
        memberships=frozenset(Membership(school, Role(role)) for school, role in rows if role),
        tied_schools=frozenset(school for school, role in rows if not role),
    )


def schools_known(user_id: UUID) -> frozenset[UUID]:
    """Every school where this account is or was a member of staff, or is or was tied to a child."""
    with tenancy.acting_in((), user_id=user_id):
        rows = all_rows(
            "SELECT school_id FROM access_membership WHERE user_id = %(user)s"
            " UNION SELECT school_id FROM access_tie WHERE user_id = %(user)s",
            {"user": user_id},
        )
    return frozenset(school for (school,) in rows)


def facts_about(actor: Actor, *, school_id: UUID, subject_id: UUID, day: date) -> Facts:
    params = {"school": school_id, "subject": subject_id, "user": actor.id, "day": day}
    rows = all_rows(FACTS_SQL, params)
    return Facts(
        roles=actor.roles_in(school_id),
        relations=frozenset(Relation(word) for kind, word, _ in rows if kind == "tie"),
        denials=frozenset(
            Denied(DenialKind(word), user) for kind, word, user in rows if kind == "denial"
        ),
    )


def school_of(subject_id: UUID) -> UUID | None:
    """The school in reach that holds this child's record, if any."""
    row = one_row("SELECT school_id FROM access_subject WHERE id = %s", [subject_id])
    return row[0] if row else None


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A condition for WHERE, over columns `school_id` and `<column>`, and its named parameters."""

    sql: str
    params: dict[str, Any]


def children_open_to(
    actor: Actor, action: Action, *, now: datetime, column: str = "child_id", table: str = "c"
) -> ListFilter:
    """The rule table as SQL: which children this actor may do this to. Equal to `decide` for each (tested).

    `table` and `column` are names from our own code, never from a request.
    """
    by_role = rules.roles_for(action)
    schools = [m.school_id for m in actor.memberships if m.role in by_role]
    relations = rules.relations_for(action)
    params = {
        "f_user": actor.id,
        "f_day": school_day(now),
        "f_schools": schools,
        "f_staff_of": [m.school_id for m in actor.memberships],
        "f_relations": [relation.value for relation in relations & rules.STAFF_RELATIONS],
        "f_family": [relation.value for relation in relations & rules.FAMILY_RELATIONS],
    }
    force = "valid_from <= %(f_day)s AND (valid_to IS NULL OR valid_to >= %(f_day)s)"
    here = f"school_id = {table}.school_id AND subject_id = {table}.{column}"
    sql = f"""(
      ({table}.school_id = ANY(%(f_schools)s)
       OR ({table}.school_id = ANY(%(f_staff_of)s)
           AND EXISTS (SELECT 1 FROM access_tie WHERE {here} AND user_id = %(f_user)s
                       AND state = 'confirmed' AND {force} AND relation = ANY(%(f_relations)s)))
       OR (EXISTS (SELECT 1 FROM access_tie WHERE {here} AND user_id = %(f_user)s
                   AND state = 'confirmed' AND {force} AND relation = ANY(%(f_family)s))
           AND NOT EXISTS (SELECT 1 FROM access_denial WHERE {here} AND {force}
                           AND kind = 'safeguarding_freeze')))
      AND NOT EXISTS (SELECT 1 FROM access_denial WHERE {here} AND {force}
                      AND kind = 'court_order' AND user_id = %(f_user)s))"""
    return ListFilter(sql, params)


def classes_for_role(role: Role | Relation, action: Action) -> frozenset[FieldClass]:
    return frozenset().union(
        *(g.classes for g in rules.GRANTS if g.to is role and action in g.actions)
    )


def roles_allowed(action: Action) -> frozenset[Role]:
    """The roles that the rule table gives this act to, for menus."""
    return rules.roles_for(action)
