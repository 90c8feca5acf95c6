"""One pupil's record on one page, as one reader may see it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor, FieldClass
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import one_row
from spinney.people.queries.children import NAME
from spinney.people.queries.contacts import contact_summaries
from spinney.people.types import ChildSummary, ContactSummary, SenHistoryRow, SenProvision

IN_FORCE = "valid_from <= %(day)s AND ({t}.valid_to IS NULL OR {t}.valid_to >= %(day)s)"

PUPIL_SQL = f"""
SELECT c.id, c.school_id, {NAME}, c.year, c.registration_group,
       c.forename, c.surname, c.preferred_forename, c.preferred_surname, c.sen_provision,
       c.looked_after_by, c.left_on,
       (SELECT jsonb_agg(jsonb_build_array(s.provision, s.valid_from, s.valid_to, s.source)
                         ORDER BY s.valid_from DESC)
          FROM people_senstatus s WHERE s.school_id = c.school_id AND s.child_id = c.id),
       (SELECT jsonb_agg(jsonb_build_array(g.kind, g.name, g.subject, (
                 SELECT string_agg(trim(f.title || ' ' || f.forename || ' ' || f.surname), ', '
                                   ORDER BY f.surname)
                   FROM people_groupstaff x
                   JOIN people_staff f ON f.school_id = x.school_id AND f.id = x.staff_id
                  WHERE x.school_id = g.school_id AND x.group_id = g.id
                    AND x.{IN_FORCE.format(t="x")})) ORDER BY g.kind, g.subject, g.name)
          FROM people_groupchild m
          JOIN people_group g ON g.school_id = m.school_id AND g.id = m.group_id
         WHERE m.school_id = c.school_id AND m.child_id = c.id AND m.{IN_FORCE.format(t="m")}),
       ARRAY(SELECT u.display_name FROM access_tie t JOIN access_user u ON u.id = t.user_id
              WHERE t.school_id = c.school_id AND t.subject_id = c.id AND t.relation = 'key_adult'
                AND t.state = 'confirmed' AND t.{IN_FORCE.format(t="t")} ORDER BY 1)
  FROM people_child c WHERE c.id = %(child)s
"""


@dataclass(frozen=True, slots=True)
class TeachingGroup:
    kind: str
    name: str
    subject: str
    staff: str  # names, joined for reading


@dataclass(frozen=True, slots=True)
class PupilRecord:
    """`contacts` is None, and SEN facts are empty, where this reader may not see them."""

    child: ChildSummary
    forename: str
    surname: str
    preferred_forename: str
    preferred_surname: str
    sen_provision: SenProvision | None
    looked_after: bool
    left_on: date | None
    sen_history: tuple[SenHistoryRow, ...]
    groups: tuple[TeachingGroup, ...]
    key_adults: tuple[str, ...]
    contacts: tuple[ContactSummary, ...] | None
    may: frozenset[Action]

    @property
    def known_as(self) -> str:
        """Set when the child is called by another name than the one on the register."""
        legal = f"{self.forename} {self.surname}".strip()
        return legal if legal != self.child.name else ""


def pupil_record(actor: Actor, *, child_id: UUID, now: datetime) -> PupilRecord:
    row = one_row(PUPIL_SQL, {"child": child_id, "day": school_day(now)})
    if row is None:
        raise NotFound("There is no such child.")
    school_id = row[1]
    standing = access.standing(actor, school_id=school_id, subject_id=child_id, now=now)
    classes = standing.require(Action.VIEW_CHILD).classes
    access.record_sight(actor, Action.VIEW_CHILD, school_id=school_id, subjects=[child_id], now=now)
    may = standing.allowed()
    contacts = None
    if Action.VIEW_CONTACTS in may:
        addresses = FieldClass.ADDRESS in standing.decide(Action.VIEW_CONTACTS).classes
        contacts = contact_summaries(
            actor, school_id=school_id, child_id=child_id, addresses=addresses, now=now
        )
    sen = FieldClass.PLAN in classes
    return PupilRecord(
        child=ChildSummary(*row[:5]),
        forename=row[5],
        surname=row[6],
        preferred_forename=row[7],
        preferred_surname=row[8],
        sen_provision=SenProvision(row[9]) if sen else None,
        looked_after=bool(row[10]) and FieldClass.STAFF_ONLY in classes,
        left_on=row[11],
        sen_history=tuple(map(_history, row[12] or ())) if sen else (),
        groups=tuple(TeachingGroup(g[0], g[1], g[2], g[3] or "") for g in row[13] or ()),
        key_adults=tuple(row[14]),
        contacts=contacts,
        may=may,
    )


def _history(stored: list[Any]) -> SenHistoryRow:
    provision, starts, ends, source = stored
    until = date.fromisoformat(ends) if ends else None
    return SenHistoryRow(SenProvision(provision), date.fromisoformat(starts), until, source)
