"""The adults of one row, the five facts kept apart. A missing column leaves its fact unknown."""

import re
from collections.abc import Callable, Mapping

from spinney.spine.ingest import csv_words as words
from spinney.spine.ingest.checks import NO, YES, Cell, Checker
from spinney.spine.ingest.csv_headers import Column, Layout
from spinney.spine.ingest.records import ContactRecord, PostalAddress
from spinney.spine.ingest.text import clean

Look = Callable[[Column | None], Cell | None]
MARKED = "Marked as restricted in the school's system. Ask the office what it means."


def lines_of(columns: Mapping[str, Column], look: Look, check: Checker) -> tuple[str, ...]:
    numbered = [
        check.text(look(columns.get(f"address_{number}")), soft=True) for number in range(1, 7)
    ]
    whole = look(columns.get("address_whole"))
    parts = re.split(r"[\n,;]", whole.value) if whole and not any(numbered) else []
    found = [check.text(Cell(part, whole.field, whole.line), soft=True) for part in parts if whole]
    return tuple(line for line in [*numbered, *found] if line)


def contacts_of(layout: Layout, look: Look, check: Checker) -> tuple[ContactRecord, ...]:
    found = (_contact(layout.contacts[number], look, check) for number in sorted(layout.contacts))
    return tuple(contact for contact in found if contact)


def _contact(columns: Mapping[str, Column], look: Look, check: Checker) -> ContactRecord | None:
    cells = {name: look(column) for name, column in columns.items()}
    given = [cell for cell in cells.values() if cell]
    if not given:
        return None
    if not cells.get("surname") and not cells.get("forename"):
        check.nameless(given[0])
        return None
    lines = lines_of(columns, look, check)
    postcode = (check.text(cells.get("postcode"), longest=10, soft=True) or "").upper()
    return ContactRecord(
        line=given[0].line,
        mis_id=check.text(cells.get("mis_id"), soft=True),
        title=check.text(cells.get("title"), longest=20, soft=True),
        surname=check.text(cells.get("surname"), soft=True),
        forename=check.text(cells.get("forename"), soft=True),
        relationship=_relationship(cells.get("relationship"), check),
        parental_responsibility=check.fact(cells.get("parental_responsibility")),
        lives_with=check.fact(cells.get("lives_with")),
        priority=check.priority(cells.get("priority")),
        contact_restriction=_restriction(cells.get("contact_restriction"), check),
        court_order=_court_order(cells.get("court_order"), check),
        address=PostalAddress(lines, postcode) if lines or postcode else None,
        phones=_phones(cells, check),
        email=check.text(cells.get("email"), longest=254, soft=True),
    )


def _phones(cells: Mapping[str, Cell | None], check: Checker) -> tuple[str, ...]:
    found = (
        check.text(cells.get(name), longest=40, soft=True)
        for name in ("mobile", "home_phone", "phone")
    )
    return tuple(dict.fromkeys(number for number in found if number))


def _relationship(cell: Cell | None, check: Checker) -> str | None:
    found = check.text(cell, soft=True)
    if cell is None or found is None:
        return None
    code = words.code_of(found, words.RELATIONSHIP)
    if code is None:
        check.warn(
            cell,
            "This is not a known relationship. It was read as 'Other contact'.",
            "Use a word such as Mother, Father, Carer or Social worker.",
        )
    return code or "OTH"


def _restriction(cell: Cell | None, check: Checker) -> str | None:
    found = check.text(cell, longest=2000, soft=True) or ""
    if found.casefold() in NO | {"none", ""}:
        return None
    return MARKED if found.casefold() in YES else found


def _court_order(cell: Cell | None, check: Checker) -> bool | None:
    """Words in place of yes or no describe an order, so they mean yes: the safe way to be wrong."""
    if cell is None or not (found := clean(cell.value)[0].casefold()):
        return None
    if found in NO | {"none"}:
        return False
    if found not in YES:
        check.warn(
            cell,
            "The words were read as 'yes, there is a court order'. They were not kept.",
            "Read the order itself, then record its effect on the pupil's contacts page.",
        )
    return True
