"""Read people. Every function takes the actor, asks `access`, and returns frozen summaries."""

from spinney.people.queries.children import child_summary, my_children, search_children
from spinney.people.queries.contacts import contact_choices, contacts_of
from spinney.people.queries.cover import CoverLesson, lesson_to_cover, lessons_to_cover
from spinney.people.queries.pupil import PupilRecord, pupil_record
from spinney.people.queries.schools import school_by_urn, schools_of
from spinney.people.queries.staff import staff_names
from spinney.people.queries.teaching import (
    children_in_group,
    groups_of_staff,
    lessons_of_day,
)
from spinney.people.queries.ties import TieToConfirm, ties_to_confirm
from spinney.people.queries.today import (
    ClassView,
    WeekLesson,
    children_of_lessons,
    class_children,
    classes_to_open,
    lessons_of_week,
)

__all__ = [
    "ClassView",
    "CoverLesson",
    "PupilRecord",
    "TieToConfirm",
    "WeekLesson",
    "child_summary",
    "children_in_group",
    "children_of_lessons",
    "class_children",
    "classes_to_open",
    "contact_choices",
    "contacts_of",
    "groups_of_staff",
    "lesson_to_cover",
    "lessons_of_day",
    "lessons_of_week",
    "lessons_to_cover",
    "my_children",
    "pupil_record",
    "school_by_urn",
    "schools_of",
    "search_children",
    "staff_names",
    "ties_to_confirm",
]
