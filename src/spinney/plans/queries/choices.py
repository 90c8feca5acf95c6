"""What the filters of whole-school pages offer: the classes with children in reach, and the areas of need."""

from datetime import datetime
from uuid import UUID

from spinney.access.queries import children_open_to, roles_allowed
from spinney.access.types import Action, Actor
from spinney.kernel.kept import Kept
from spinney.kernel.rows import Row, all_rows
from spinney.plans.rules.provision import area_names
from spinney.plans.templates import template_by_id
from spinney.plans.types.whole import ListChoices

# For those who may see every child the index gives each name once, without the children under it.
EVERY_GROUP = """
WITH RECURSIVE g AS (
  SELECT min(registration_group) AS name FROM people_child
   WHERE school_id = %(school)s AND registration_group > ''
  UNION ALL
  SELECT (SELECT min(registration_group) FROM people_child
           WHERE school_id = %(school)s AND registration_group > g.name) FROM g WHERE g.name IS NOT NULL)
SELECT name FROM g WHERE name IS NOT NULL
"""
OWN_GROUPS = """
SELECT DISTINCT c.registration_group FROM plans_plan p
  JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
 WHERE p.school_id = %(school)s AND c.registration_group > '' AND {allowed} ORDER BY 1
"""


# A filter may learn of a new class, or of a new form's areas, a little late.
_groups: Kept[tuple[str, ...]] = Kept()
_areas: Kept[dict[str, str]] = Kept()


def list_choices(actor: Actor, *, school_id: UUID, now: datetime) -> ListChoices:
    """Names of classes only. Someone who sees few children is told of their classes and no others."""
    if roles_allowed(Action.VIEW_PLAN) & actor.roles_in(school_id):
        return ListChoices(_groups.get(school_id, lambda: _every_group(school_id)), areas_known())
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    rows = all_rows(OWN_GROUPS.format(allowed=allowed.sql), {"school": school_id, **allowed.params})
    return ListChoices(_in_order(rows), areas_known())


def _in_order(rows: list[Row]) -> tuple[str, ...]:
    return tuple(sorted((row[0] for row in rows), key=natural))


def _every_group(school_id: UUID) -> tuple[str, ...]:
    return _in_order(all_rows(EVERY_GROUP, {"school": school_id}))


def natural(name: str) -> tuple[int, str]:
    """4B before 10A."""
    digits = ""
    for letter in name:
        if not (letter.isascii() and letter.isdigit()):
            break
        digits += letter
    return (int(digits[:6]) if digits else 999_999, name)


def areas_known() -> dict[str, str]:
    """Code and words of every area that some version of the form asks for, the oldest form's first."""
    return _areas.get("", _every_area)


def _every_area() -> dict[str, str]:
    named: dict[str, str] = {}
    for (template_id,) in all_rows("SELECT id FROM plans_templateversion ORDER BY code, version"):
        for code, words in area_names(template_by_id(template_id)).items():
            named.setdefault(code, words)
    return named
