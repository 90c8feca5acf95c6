"""Read people. Every function takes the actor, asks `access`, and returns frozen summaries."""

from spinney.people.queries.children import child_summary, my_children, search_children
from spinney.people.queries.contacts import contact_choices, contacts_of
from spinney.people.queries.pupil import PupilRecord, pupil_record
from spinney.people.queries.schools import school_by_urn, schools_of
from spinney.people.queries.teaching import (
    children_in_group,
    groups_of_staff,
    lessons_of_day,
)

__all__ = [
    "PupilRecord",
    "child_summary",
    "children_in_group",
    "contact_choices",
    "contacts_of",
    "groups_of_staff",
    "lessons_of_day",
    "my_children",
    "pupil_record",
    "school_by_urn",
    "schools_of",
    "search_children",
]
