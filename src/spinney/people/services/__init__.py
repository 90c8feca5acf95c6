"""Everything that changes what is known of a person. One act, one transaction."""

from spinney.people.services.correct import correct_child
from spinney.people.services.enrol import add_child, index_names
from spinney.people.services.parent_account import ParentAccount, add_parent_account
from spinney.people.services.parents import confirm_parent, refuse_parent
from spinney.people.services.schools import add_school
from spinney.people.services.teaching import refresh_teaching_ties

__all__ = [
    "ParentAccount",
    "add_child",
    "add_parent_account",
    "add_school",
    "confirm_parent",
    "correct_child",
    "index_names",
    "refresh_teaching_ties",
    "refuse_parent",
]
