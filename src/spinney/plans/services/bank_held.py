"""The bank as one school has it: its own rows over what comes with Spinney. Ask permission first."""

from typing import Any
from uuid import UUID

import msgspec

from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows
from spinney.plans.rules.bank_shipped import shipped_by_code
from spinney.plans.types.bank import BankItem, CameFrom, Entry

OWN_SQL = """
SELECT code, version, body, hidden, came_from, changed_by_name, changed_at FROM plans_bank_entry
 WHERE school_id = %s ORDER BY changed_at DESC, code
"""


def bank_of(school_id: UUID) -> dict[str, BankItem]:
    """The whole bank of a school by code, its own entries first."""
    originals = shipped_by_code()
    found: dict[str, BankItem] = {}
    for row in all_rows(OWN_SQL, [school_id]):
        item = _item(row, originals.get(row[0]))
        if item is not None:
            found[row[0]] = item
    return found | {
        code: BankItem(entry, original=entry)
        for code, entry in originals.items()
        if code not in found
    }


def _item(row: Row, original: Entry | None) -> BankItem | None:
    """None where a release has taken out the entry that this school had hidden."""
    _, version, body, hidden, came_from, name, at = row
    entry = entry_from(body, version) if body is not None else original
    if entry is None:
        return None
    came = msgspec.convert(came_from, CameFrom) if came_from else None
    return BankItem(entry, body is not None, hidden, came, name, at, original)


def entry_from(body: dict[str, Any], version: int) -> Entry:
    return msgspec.convert({**body, "version": version}, Entry)


def item_of(school_id: UUID, code: str) -> BankItem:
    found = bank_of(school_id).get(code)
    if found is None:
        raise NotFound("There is no such entry in your school's bank.")
    return found
