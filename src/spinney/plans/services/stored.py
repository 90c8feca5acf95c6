"""Is every file that a row names there and as it was, and is every file that is there named by a row?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from spinney.files.receive import sha256_in
from spinney.files.store import store
from spinney.kernel.errors import NotNow
from spinney.kernel.rows import all_rows

ROWS: Final = """
SELECT stored, sha256, id, 'file' FROM plans_attachment WHERE stored IS NOT NULL
UNION ALL SELECT stored, sha256, id, 'recording' FROM plans_recording
"""
YOUNG: Final = timedelta(days=1)  # its row may be about to be written
ODD: Final = (
    "Most of the files here belong to no row of this database. Is FILES_URL the folder of another one? Nothing was"
    " removed."
)


def file_faults() -> Iterator[str]:
    """Of the schools in reach. Ids alone: what a file is called may name a child."""
    for stored, sha256, owner, kind in all_rows(ROWS):
        try:
            with store().open(stored) as file:
                found = sha256_in(file)
        except FileNotFoundError:
            yield f"The {kind} {owner} is missing: no {stored} in the store."
            continue
        if found != sha256:
            yield f"The {kind} {owner} was changed: {stored} is not what was kept."


def sweep_files(now: datetime) -> int:
    """Remove what no row names: bytes of a change that was not kept. Every school must be in reach."""
    named: set[UUID] = {row[0] for row in all_rows(ROWS)}
    held = list(store().ids())
    stray = [
        one for one, came in held if one not in named and now.timestamp() - came > YOUNG.total_seconds()
    ]  # fmt: skip
    if len(stray) > 20 and len(stray) * 2 > len(held):
        raise NotNow(ODD)
    for one in stray:
        store().remove(one)
    return len(stray)
