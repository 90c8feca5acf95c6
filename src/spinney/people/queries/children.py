"""Find a child, and say who they are."""

from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import all_rows, one_row
from spinney.people.rules import name_words
from spinney.people.types import ChildSummary, FoundChild

LAST = chr(
    0x10FFFF
)  # sorts after every letter, so that [word, word + LAST) is all that begins with it
NAME = """trim(coalesce(nullif(c.preferred_forename, ''), c.forename) || ' '
       || coalesce(nullif(c.preferred_surname, ''), c.surname))"""


def child_summary(actor: Actor, *, child_id: UUID, now: datetime) -> ChildSummary:
    row = one_row(
        f"SELECT c.id, c.school_id, {NAME}, c.year, c.registration_group FROM people_child c"
        " WHERE c.id = %s",
        [child_id],
    )
    if row is None:
        raise NotFound("There is no such child.")
    access.require(actor, Action.VIEW_CHILD, school_id=row[1], subject_id=child_id, now=now)
    return ChildSummary(*row)


def my_children(actor: Actor, *, now: datetime) -> tuple[ChildSummary, ...]:
    """The children this parent or young person is tied to, at every school that has confirmed it."""
    allowed = children_open_to(actor, Action.ANSWER_PLAN, now=now, column="id")
    rows = all_rows(
        f"SELECT c.id, c.school_id, {NAME} AS name, c.year, c.registration_group FROM people_child c"
        f" WHERE {allowed.sql} ORDER BY name",
        allowed.params,
    )
    return tuple(ChildSummary(*row) for row in rows)


def search_children(
    actor: Actor, *, school_id: UUID, words: str, now: datetime, most: int = 8
) -> tuple[FoundChild, ...]:
    """Children whose names begin with each of the words typed, among those this person may see."""
    typed = name_words([words])[:4]
    if not typed or sum(map(len, typed)) < 2:
        return ()
    allowed = children_open_to(actor, Action.VIEW_CHILD, now=now, column="id")
    # The longest word is the rarest: it finds, the others narrow. An array, so that a plan made without knowing the
    # word still goes from the words found to their children, and not through all children.
    first, *others = sorted(typed, key=len, reverse=True)
    narrowing = " ".join(
        "AND EXISTS (SELECT 1 FROM people_nameword o WHERE o.school_id = c.school_id AND o.child_id = c.id"
        f" AND o.word >= %(w{n})s AND o.word < %(e{n})s)"
        for n in range(len(others))
    )
    # Children with SEN come first, for those who may know who they are: the order itself must not tell anyone else.
    knows = access.allows_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    rank = "(c.sen_provision = 'N')," if knows else ""
    rows = all_rows(
        f"""SELECT c.id, {NAME} AS name, c.year, c.registration_group
          FROM people_child c
         WHERE c.school_id = %(school)s AND c.left_on IS NULL
           AND c.id = ANY (ARRAY(SELECT child_id FROM people_nameword
                         WHERE school_id = %(school)s AND word >= %(first)s AND word < %(beyond)s))
           {narrowing} AND {allowed.sql}
         ORDER BY {rank} name LIMIT %(most)s""",
        {
            "school": school_id, "first": first, "beyond": first + LAST, "most": most,
            **{f"w{n}": word for n, word in enumerate(others)},
            **{f"e{n}": word + LAST for n, word in enumerate(others)}, **allowed.params,
        },
    )  # fmt: skip
    found = tuple(FoundChild(*row) for row in rows)
    access.record_sight(
        actor, Action.VIEW_CHILD, school_id=school_id, subjects=[c.id for c in found], now=now,
        search=True,
    )  # fmt: skip
    return found
