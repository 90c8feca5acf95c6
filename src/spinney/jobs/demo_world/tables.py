"""The world's people as rows of their tables."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.types import World
from spinney.kernel.identifiers import UpnKind, upn_kind

FEED = "School's management information system"
PASSWORD = "spinney-demo-2026"  # noqa: S105  (documented, and only ever set in the demo)
WITH_PASSWORD = frozenset({"primary-senco", "parent-two-schools"})
Row = dict[str, Any]


def trusts(world: World) -> list[Row]:
    return [_flat(world.trust)]


def schools(world: World) -> list[Row]:
    return [_without(school, "key", "domain") for school in world.schools]


def users(world: World) -> list[Row]:
    """Nobody can sign in with a password but two personas, so that the real sign-in page can be tried."""
    tried = {persona.user_id for persona in world.personas if persona.key in WITH_PASSWORD}
    password = make_password(PASSWORD)
    return [
        {
            **_flat(user), "is_active": True, "last_login": None,
            "password": password if user.id in tried else make_password(None),
        }
        for user in world.users
    ]  # fmt: skip


def memberships(world: World) -> list[Row]:
    return [
        {**_flat(row), "valid_to": None, "source": "Staff records"} for row in world.memberships
    ]


def subjects(world: World) -> list[Row]:
    return [{"id": child.id, "school_id": child.school_id} for child in world.children]


def ties(world: World) -> list[Row]:
    return [_flat(row) for row in world.ties]


def denials(world: World) -> list[Row]:
    return [{**_flat(row), "valid_to": None} for row in world.denials]


def people(world: World) -> dict[str, list[Row]]:
    """Table -> rows, for `people.services.load`."""
    return {
        "people_child": [_child(child) for child in world.children],
        "people_identifier": [_upn(child) for child in world.children],
        "people_enrolment": _with(world.enrolments, source=FEED),
        "people_senstatus": _with(world.sen_statuses, source=FEED),
        "people_senneed": _with(world.sen_needs, source=FEED, valid_to=None),
        "people_carer": _with(world.carers, provenance={}),
        "people_contact": [_contact(contact) for contact in world.contacts],
        "people_courtorder": _with(world.court_orders),
        "people_staff": [
            {**_without(person, "subject"), "left_on": None} for person in world.staff
        ],
        "people_group": _with(world.groups),
        "people_groupchild": _with(world.group_children, source=FEED, valid_to=None),
        "people_groupstaff": _with(world.group_staff, valid_to=None),
        "people_lesson": _with(world.lessons),
    }


FROM_FEED = ("forename", "surname", "middle_names", "born_on", "sex", "year", "registration_group",
             "joined_on", "mis_id", "languages", "address_lines", "postcode")  # fmt: skip


def _child(child: rows.Child) -> Row:
    """A name to be called by comes from the family, so a person typed it: no feed may undo that."""
    told: Row = {field: _told("feed", child.joined_on) for field in FROM_FEED}
    if child.preferred_forename:
        told["preferred_forename"] = _told("person", child.joined_on)
    return {**_without(child, "upn"), "provenance": told}


def _told(source: str, on: date) -> Row:
    return {"source": source if source == "person" else FEED, "on": on.isoformat()}


def _upn(child: rows.Child) -> Row:
    temporary = upn_kind(child.upn) is UpnKind.TEMPORARY
    return {
        # The child's own id is unique and this table is another one: no second random number is needed.
        "id": child.id, "school_id": child.school_id, "child_id": child.id, "scheme": "upn",
        "value": child.upn, "status": "temporary" if temporary else "valid", "source": FEED,
        "valid_from": child.joined_on, "valid_to": None,
    }  # fmt: skip


def _contact(contact: rows.Contact) -> Row:
    told = {fact: {"source": source, "on": on} for fact, source, on in contact.provenance}
    return {**_without(contact, "provenance"), "provenance": told}


def _with(found: Iterable[Any], **more: Any) -> list[Row]:
    return [{**_flat(row), **more} for row in found]


def _without(row: Any, *left_out: str) -> Row:
    kept = _flat(row)
    for key in left_out:
        del kept[key]
    return kept


def _flat(row: Any) -> Row:
    """The fields as they are. `asdict` would copy each value, which costs seconds over 60,000 rows."""
    return {name: getattr(row, name) for name in row.__slots__}
