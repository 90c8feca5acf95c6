"""Who has looked at a child's record, told to the family in plain words.

Shown: members of staff, while they worked at the school. Never shown, and nothing stands in their place: other
members of the family (one parent must not learn of another), and anyone who was safeguarding lead on that day
(a family must not be warned by the log).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from spinney.access import queries
from spinney.access.services import record_sight, require
from spinney.access.types import COVER, Action, Actor, Look, Relation, Role
from spinney.kernel.clock import LONDON, school_day
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row

PERIOD = timedelta(days=28)
EARLIEST = date(2000, 1, 1)

# One row for each adult, day and way of looking: a card opened every lesson is one line with a count.
SEEN = """
  FROM access_auditleaf l
  JOIN access_user u ON u.id = l.actor_id
  CROSS JOIN LATERAL (SELECT (l.at AT TIME ZONE 'Europe/London')::date AS day,
                             convert_from(l.leaf, 'UTF8')::jsonb AS told) x
 WHERE l.school_id = %(school)s AND l.subject_ids @> ARRAY[%(child)s]::uuid[]
   AND l.action = ANY(%(actions)s) AND x.told ->> 'outcome' = 'seen' AND l.at < %(until)s
   AND EXISTS (SELECT 1 FROM access_membership m WHERE m.school_id = l.school_id
               AND m.user_id = l.actor_id AND m.valid_from <= x.day
               AND (m.valid_to IS NULL OR m.valid_to >= x.day))
   AND NOT EXISTS (SELECT 1 FROM access_membership m WHERE m.school_id = l.school_id
                   AND m.user_id = l.actor_id AND m.role = 'dsl' AND m.valid_from <= x.day
                   AND (m.valid_to IS NULL OR m.valid_to >= x.day))
   AND NOT EXISTS (SELECT 1 FROM access_tie t WHERE t.school_id = l.school_id
                   AND t.subject_id = %(child)s AND t.user_id = l.actor_id
                   AND t.relation = ANY(%(family)s))
"""
LOOKS_SQL = f"""
SELECT min(l.at), count(*), u.display_name, l.action, bool_or(x.told -> 'detail' ? 'list'),
       bool_or(x.told -> 'detail' ? 'search'),
       ARRAY(SELECT DISTINCT m.role FROM access_membership m WHERE m.school_id = %(school)s
              AND m.user_id = l.actor_id AND m.valid_from <= x.day
              AND (m.valid_to IS NULL OR m.valid_to >= x.day)
             UNION SELECT t.relation FROM access_tie t WHERE t.school_id = %(school)s
              AND t.subject_id = %(child)s AND t.user_id = l.actor_id AND t.state = 'confirmed'
              AND t.valid_from <= x.day AND (t.valid_to IS NULL OR t.valid_to >= x.day))
{SEEN} AND l.at >= %(since)s
 GROUP BY x.day, l.actor_id, u.display_name, l.action, x.told -> 'detail' ? 'list',
          x.told -> 'detail' ? 'search'
 ORDER BY min(l.at) DESC, l.actor_id, l.action LIMIT 500
"""
# By a link, for one lesson: no account, so no name. The lesson stands for who it was.
COVER_SQL = """
SELECT min(l.at), count(*), substr(x.told -> 'detail' ->> 'starts', 12, 5)
  FROM access_auditleaf l
  CROSS JOIN LATERAL (SELECT convert_from(l.leaf, 'UTF8')::jsonb AS told) x
 WHERE l.school_id = %(school)s AND l.subject_ids @> ARRAY[%(child)s]::uuid[] AND l.actor_id = %(cover)s
   AND l.at >= %(since)s AND l.at < %(until)s
 GROUP BY x.told -> 'detail' ->> 'cover', x.told -> 'detail' ->> 'starts'
 ORDER BY min(l.at) DESC LIMIT 500
"""
SAW_SQL = f"""
SELECT DISTINCT u.display_name {SEEN} AND l.at >= %(since)s
   AND NOT x.told -> 'detail' ? 'list' AND NOT x.told -> 'detail' ? 'search' ORDER BY 1 LIMIT 40
"""
EARLIER_SQL = f"SELECT 1 {SEEN} LIMIT 1"

# Action -> words; the second form when the child was one of several in a list, the third in a search.
WORDS: dict[str, tuple[str, str, str]] = {
    Action.VIEW_PLAN: ("read the plan", "saw the plan in a list", "saw the plan in a search"),
    Action.VIEW_CHILD: ("opened the record", "saw the name in a list", "saw the name in a search"),
    Action.VIEW_CARD: ("saw the classroom card",) * 3,
    Action.VIEW_DRAFT: ("opened the school's working copy of the plan",) * 3,
    Action.VIEW_CONTACTS: ("looked at the contact details",) * 3,
}
# What someone is called, the nearest to the child first.
ROLE_WORDS: tuple[tuple[str, str], ...] = (
    (Relation.KEY_ADULT, "key adult"),
    (Role.SENCO, "SENCO"),
    (Role.HEAD, "head teacher"),
    (Relation.TEACHES, "teacher of this child"),
    (Role.TEACHER, "teacher at the school"),
    (Relation.ASSISTS, "teaching assistant"),
    (Role.ASSISTANT, "teaching assistant"),
    (Role.OFFICE, "school office"),
    (Role.IT_LEAD, "IT lead"),
)


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks of four weeks, newest first. `since` and `until` are both included."""

    since: date
    until: date
    looks: tuple[Look, ...]
    earlier: bool

    @property
    def before(self) -> date:
        return self.since - timedelta(days=1)


def who_looked(actor: Actor, *, child_id: UUID, now: datetime, until: date | None = None) -> Looks:
    """For a parent or the young person, by that tie alone. That they asked is recorded."""
    school_id = queries.school_of(child_id)
    if school_id is None:
        raise NotFound("There is no such child.")
    _require_family(actor, school_id=school_id, child_id=child_id, now=now)
    last = max(min(until or school_day(now), school_day(now)), EARLIEST)
    first = last - PERIOD + timedelta(days=1)
    params = {
        "school": school_id, "child": child_id, "actions": list(WORDS), "family": queries.FAMILY,
        "cover": COVER, "since": _midnight(first), "until": _midnight(last + timedelta(days=1)),
    }  # fmt: skip
    found = [*map(_look, all_rows(LOOKS_SQL, params)), *map(_cover, all_rows(COVER_SQL, params))]
    looks = tuple(sorted(found, key=lambda look: look.at, reverse=True))
    earlier = one_row(EARLIER_SQL, {**params, "until": params["since"]}) is not None
    record_sight(actor, Action.SEE_WHO_LOOKED, school_id=school_id, subjects=[child_id], now=now)
    return Looks(first, last, looks, earlier)


def staff_who_saw(
    *, school_id: UUID, child_id: UUID, since: datetime, until: datetime
) -> tuple[str, ...]:
    """Names of staff who opened the plan in that time, for a page that has asked permission. Kept from the list,
    as from every list for a family: other members of the family and whoever keeps children safe."""
    params = {
        "school": school_id, "child": child_id, "actions": [Action.VIEW_PLAN.value],
        "family": queries.FAMILY, "since": since, "until": until,
    }  # fmt: skip
    return tuple(row[0] for row in all_rows(SAW_SQL, params))


def _require_family(actor: Actor, *, school_id: UUID, child_id: UUID, now: datetime) -> None:
    """Staff hold SEE_WHO_LOOKED too, for a page of their own; ANSWER_PLAN is the family's alone."""
    for action in (Action.ANSWER_PLAN, Action.SEE_WHO_LOOKED):
        require(actor, action, school_id=school_id, subject_id=child_id, now=now)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def _look(row: Row) -> Look:
    at, times, name, action, in_list, in_search, held = row
    alone, listed, searched = WORDS[action]
    did = searched if in_search else listed if in_list else alone
    role = next((words for code, words in ROLE_WORDS if code in held), "staff")
    return Look(at=at, who=name, role=role, did=did, times=times)


def _cover(row: Row) -> Look:
    at, times, starts = row
    role = f"lesson at {starts.removeprefix('0')}, by a link that ends with the bell"
    return Look(
        at=at,
        who="Cover teacher",
        role=role,
        did="saw the first name and the classroom card",
        times=times,
    )
