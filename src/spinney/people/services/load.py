"""Take over whole records of people from elsewhere, as they stand. Feeds use `intake`, which compares and asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from spinney.kernel.ids import uuid7
from spinney.kernel.rows import insert_rows
from spinney.people.services.intake.child import words_of

Record = Mapping[str, Any]
# In the order in which they refer to one another.
TABLES = (
    "people_child", "people_identifier", "people_enrolment", "people_senstatus", "people_senneed",
    "people_carer", "people_contact", "people_courtorder", "people_staff", "people_group",
    "people_groupchild", "people_groupstaff", "people_lesson",
)  # fmt: skip


def add_schools(*, trusts: Sequence[Record], schools: Sequence[Record]) -> None:
    """Public facts, shared by all: only the owner of the database may add them."""
    insert_rows("people_trust", trusts)
    insert_rows("people_school", schools)


def take_over_people(rows: Mapping[str, Sequence[Record]]) -> None:
    """`rows` is table -> whole rows. The children's names are made findable; subjects must be there already."""
    if unknown := sorted(set(rows) - set(TABLES)):
        raise ValueError(f"not tables of people: {', '.join(unknown)}")
    for table in TABLES:
        insert_rows(table, rows.get(table, ()))
    insert_rows(
        "people_nameword",
        [
            {"id": uuid7(), "school_id": child["school_id"], "child_id": child["id"], "word": word}
            for child in rows.get("people_child", ())
            for word in words_of(dict(child))
        ],
    )
