"""Who may do what: the rule table as a page."""

from spinney.access.rules import (
    FAMILY_RELATIONS,
    GRANTS,
    SHIELD_EXEMPT,
    STAFF_RELATIONS,
    relations_for,
    roles_for,
)
from spinney.access.types import Action, Relation, Role
from spinney.jobs.reference.tables import page, table, words


def permissions() -> str:
    people: list[Role | Relation] = [*Role, *Relation]
    matrix = table(
        ["", *(words(who) for who in people)],
        [
            [words(act), *("yes" if who in _open_to(act) else "" for who in people)]
            for act in Action
        ],
    )
    grants = table(
        ["Who", "Fields", "Why"],
        [[words(g.to), ", ".join(sorted(words(c) for c in g.classes)), g.reason] for g in GRANTS],
    )
    denials = table(
        ["Denial", "What it does"],
        [
            ["court order", "the named adult may do nothing, whatever else they are to the child"],
            ["address shield", f"addresses and contact details only for {_listed(SHIELD_EXEMPT)}"],
            ["safeguarding freeze", f"closed to {_listed(FAMILY_RELATIONS)}; open in school"],
        ],
    )
    staff = (
        f"{_listed(STAFF_RELATIONS).capitalize()} count only together with a role in the school on that day: "
        "a leaver who still stands on the timetable sees nothing."
    )
    return page(
        "Who may do what",
        "spinney.access.rules",
        matrix,
        "## What each sees, and why",
        grants,
        staff,
        "## What closes a record again\n\nA denial beats every grant.",
        denials,
    )


def _open_to(action: Action) -> frozenset[Role | Relation]:
    return roles_for(action) | relations_for(action)


def _listed(who: frozenset[Role] | frozenset[Relation]) -> str:
    return ", ".join(sorted(words(each) for each in who))
