"""A class read for a cover card: from the cards as they are now, said as a stranger may read it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from spinney.access.queries import ListFilter
from spinney.kernel.rows import Row, all_rows
from spinney.plans.rules import cover as rules
from spinney.plans.rules.classroom import key_of
from spinney.plans.types.classroom import CoverChild, CoverSafety, Doubtful

# Every child of the class, for two may share a first name; the words of those with a card. Whom a court order keeps
# the maker from is left out: nobody reaches by a link what is closed to them.
CLASS_SQL = """
SELECT k.id, k.forename, k.preferred_forename, k.surname, k.preferred_surname, c.strategies, c.safety, {may}
  FROM people_groupchild m
  JOIN people_child k ON k.school_id = m.school_id AND k.id = m.child_id
  LEFT JOIN plans_card c ON c.school_id = k.school_id AND c.child_id = k.id
 WHERE m.school_id = %(school)s AND m.group_id = %(group)s AND m.valid_from <= %(day)s
   AND (m.valid_to IS NULL OR m.valid_to >= %(day)s) AND (k.left_on IS NULL OR k.left_on >= %(day)s)
   AND NOT EXISTS (SELECT 1 FROM access_denial d WHERE d.school_id = k.school_id AND d.subject_id = k.id
                   AND d.kind = 'court_order' AND d.user_id = %(maker)s AND d.valid_from <= %(day)s
                   AND (d.valid_to IS NULL OR d.valid_to >= %(day)s))
 ORDER BY k.id
"""
EVERYONE = ListFilter("true", {})


@dataclass(frozen=True, slots=True)
class Pupil:
    """One child of the class with what their lines must be held against. Never leaves this package."""

    id: UUID
    name: str  # as the cover teacher reads it
    own: rules.Names
    others: tuple[rules.Names, ...]
    strategies: tuple[str, ...]
    safety: tuple[dict[str, str], ...]
    may: bool

    def said(self, text: str) -> str:
        return rules.said(text, self.own, self.others)


@dataclass(frozen=True, slots=True)
class Room:
    pupils: tuple[Pupil, ...]  # those with something on their card
    size: int

    @property
    def ids(self) -> list[UUID]:
        return [pupil.id for pupil in self.pupils]

    @property
    def all_open(self) -> bool:
        """Whether whoever reads may see every card of the class."""
        return all(pupil.may for pupil in self.pupils)


def read_room(
    *, school_id: UUID, group_id: UUID, day: date, maker: UUID, allowed: ListFilter = EVERYONE
) -> Room:
    params = {"school": school_id, "group": group_id, "day": day, "maker": maker}
    rows = all_rows(CLASS_SQL.format(may=allowed.sql), {**params, **allowed.params})
    called = {str(r[0]): (rules.plain(r[2] or r[1]), rules.plain(r[4] or r[3])) for r in rows}
    shown = rules.first_names(called)
    names = {row[0]: rules.names_of((row[1], row[2]), (row[3], row[4])) for row in rows}
    pupils = (_pupil(row, shown[str(row[0])], names) for row in rows if row[5] is not None)
    return Room(tuple(p for p in pupils if p.strategies or p.safety), len(rows))


def _pupil(row: Row, name: str, names: dict[UUID, rules.Names]) -> Pupil:
    others = tuple(other for child, other in names.items() if child != row[0])
    return Pupil(row[0], name, names[row[0]], others, tuple(row[5]), tuple(row[6]), bool(row[7]))


def children_of(room: Room, kept: frozenset[str]) -> tuple[CoverChild, ...]:
    """Those with a safety line first, then by name. A strategy that may name a diagnosis is out unless it was kept,
    and even then the diagnosis is not shown."""
    found = [CoverChild(p.name, _strategies(p, kept), _safety(p)) for p in room.pupils]
    return tuple(sorted(found, key=lambda child: (not child.safety, child.name)))


def _strategies(pupil: Pupil, kept: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        pupil.said(text)
        for text in pupil.strategies
        if not rules.names_a_diagnosis(text) or key_of(text) in kept
    )


def _safety(pupil: Pupil) -> tuple[CoverSafety, ...]:
    """Every safety line is there: what to do is never left out, only the name of the condition."""
    return tuple(
        CoverSafety(line.get("kind", ""), pupil.said(line.get("signs", "")), pupil.said(line.get("action", "")))
        for line in pupil.safety
    )  # fmt: skip


def doubtful_in(room: Room) -> tuple[Doubtful, ...]:
    return tuple(
        Doubtful(key_of(text), pupil.name, text, pupil.said(text))
        for pupil in room.pupils
        for text in pupil.strategies
        if rules.names_a_diagnosis(text)
    )


def masked_safety_in(room: Room) -> int:
    return sum(
        any(rules.names_a_diagnosis(line.get(part, "")) for part in ("signs", "action"))
        for pupil in room.pupils
        for line in pupil.safety
    )
