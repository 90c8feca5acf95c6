"""Read who someone is, and filter lists by the same rule table that decides a page."""

from collections import defaultdict
from collections.abc import Sequence
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
SELECT 'tie', subject_id, relation, NULL::uuid FROM access_tie
 WHERE school_id = %(school)s AND subject_id = ANY(%(subjects)s) AND user_id = %(user)s
   AND state = 'confirmed' AND {IN_FORCE}
UNION ALL
SELECT 'denial', subject_id, kind, user_id FROM access_denial
 WHERE school_id = %(school)s AND subject_id = ANY(%(subjects)s) AND {IN_FORCE}
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


def facts_about_each(
    actor: Actor, *, school_id: UUID, subject_ids: Sequence[UUID], day: date
) -> dict[UUID, Facts]:
    """What is true of this person and each of these children of one school, in one statement."""
    params = {
        "school": school_id,
        "subjects": list(subject_ids),
        "user": actor.id,
        "day": day,
    }
    ties: dict[UUID, set[Relation]] = defaultdict(set)
    denials: dict[UUID, set[Denied]] = defaultdict(set)
    for kind, subject, word, user in all_rows(FACTS_SQL, params):
        if kind == "tie":
            ties[subject].add(Relation(word))
        else:
            denials[subject].add(Denied(DenialKind(word), user))
    roles = actor.roles_in(school_id)
    return {
        subject: Facts(roles, frozenset(ties[subject]), frozenset(denials[subject]))
        for subject in subject_ids
    }


def facts_about(actor: Actor, *, school_id: UUID, subject_id: UUID, day: date) -> Facts:
    found = facts_about_each(actor, school_id=school_id, subject_ids=[subject_id], day=day)
    return found[subject_id]


def school_of(subject_id: UUID) -> UUID | None:
    """The school in reach that holds this child's record, if any."""
    row = one_row("SELECT school_id FROM access_subject WHERE id = %s", [subject_id])
    return row[0] if row else None


HERE = "school_id = {table}.school_id AND subject_id = {table}.{column}"
THEN = "valid_from <= %(f_day)s AND (valid_to IS NULL OR valid_to >= %(f_day)s)"
TIED = f"""EXISTS (SELECT 1 FROM access_tie WHERE {HERE} AND user_id = %(f_user)s
                   AND state = 'confirmed' AND {THEN} AND relation = ANY"""
STAFF_WAY = f"({{table}}.school_id = ANY(%(f_staff_of)s) AND {TIED}(%(f_relations)s)))"
FAMILY_WAY = f"""({TIED}(%(f_family)s))
       AND NOT EXISTS (SELECT 1 FROM access_denial WHERE {HERE} AND {THEN} AND kind = 'safeguarding_freeze'))"""
# The children this person is shut out from are few and the same for every row: found once, not looked for by row.
BARRED = f"""({{table}}.school_id, {{table}}.{{column}}) NOT IN (SELECT school_id, subject_id FROM access_denial
        WHERE {THEN} AND kind = 'court_order' AND user_id = %(f_user)s)"""


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
    by_role, relations = rules.roles_for(action), rules.relations_for(action)
    schools = {m.school_id for m in actor.memberships if m.role in by_role}
    params = {
        "f_user": actor.id,
        "f_day": school_day(now),
        "f_schools": list(schools),
        "f_staff_of": [m.school_id for m in actor.memberships if m.school_id not in schools],
        "f_relations": [relation.value for relation in relations & rules.STAFF_RELATIONS],
        "f_family": [relation.value for relation in relations & rules.FAMILY_RELATIONS],
    }
    # What cannot be true of this actor is left out: a SENCO's list then asks one question a row, not four.
    ways = [f"{table}.school_id = ANY(%(f_schools)s)"] if schools else []
    if params["f_staff_of"] and params["f_relations"]:
        ways.append(STAFF_WAY.format(table=table, column=column))
    if actor.tied_schools and params["f_family"]:
        ways.append(FAMILY_WAY.format(table=table, column=column))
    sql = f"({' OR '.join(ways) or 'false'}) AND {BARRED.format(table=table, column=column)}"
    return ListFilter(f"({sql})", {k: v for k, v in params.items() if f"%({k})s" in sql})


def classes_for_role(role: Role | Relation, action: Action) -> frozenset[FieldClass]:
    return frozenset().union(
        *(g.classes for g in rules.GRANTS if g.to is role and action in g.actions)
    )


def roles_allowed(action: Action) -> frozenset[Role]:
    """The roles that the rule table gives this act to, for menus."""
    return rules.roles_for(action)
