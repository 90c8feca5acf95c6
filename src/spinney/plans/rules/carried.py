"""Which lines of a draft stand as an earlier version left them, and have not been looked at since.

A mark keeps a print of the words it was made for. Words that have changed no longer fit it, and words that are
put back fit it again: so typing never has to touch the mark.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from spinney.plans.types import Carried, Line

Mark = dict[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [])


def print_of(values: Mapping[str, Any]) -> str:
    filled = {code: value for code, value in values.items() if value not in EMPTY}
    return hashlib.sha256(msgspec.json.encode(filled, order="sorted")).hexdigest()[:20]


def is_written(values: Mapping[str, Any]) -> bool:
    return any(value not in EMPTY for value in values.values())


def carried_from(mark: Mark | None, values: Mapping[str, Any]) -> Carried | None:
    """None: written, or looked at, since it was carried over; or never carried over."""
    if mark is None or mark.get("looked") or mark["print"] != print_of(values):
        return None
    return Carried(mark["version"], datetime.fromisoformat(mark["at"]))


def begun_anew(
    mark: Mark | None, values: Mapping[str, Any], *, version: int, at: datetime
) -> Mark | None:
    """The mark for the next draft, once `version` is published. What nobody looked at keeps its older day."""
    if not is_written(values):
        return None
    still = carried_from(mark, values)
    if still is not None:
        version, at = still.version, still.at
    return {"version": version, "at": at.isoformat(), "print": print_of(values)}


def looked_at(mark: Mark, *, at: datetime, by: str, by_name: str) -> Mark:
    return {**mark, "looked": {"at": at.isoformat(), "by": by, "by_name": by_name}}


def not_looked_at(mark: Mark) -> Mark:
    return {code: value for code, value in mark.items() if code != "looked"}


def fitted(mark: Mark, values: Mapping[str, Any]) -> Mark:
    """The same mark for words that another form holds in other fields: nobody looked at them by moving them."""
    return {**mark, "print": print_of(values)}


def carried_by_step(
    stored: Mapping[str, Mark] | None,
    before: Sequence[Line],
    after: Sequence[Line],
    *,
    version: int,
    at: datetime,
) -> dict[str, Mark]:
    """For a version that a step for many plans makes: of all that it repeats, nothing was looked at again."""
    was = {line.id: line.values for line in before}
    this = {"version": version, "at": at.isoformat()}
    return {
        str(line.id): dict((stored or {}).get(str(line.id), this))
        for line in after
        if was.get(line.id) == line.values and is_written(line.values)
    }
