"""The entries that come with Spinney, from the data files beside the code. Read once a process.

A school's changes are rows of its own; these stay in the code, so that a release can better their words. An entry
whose words change gets the next version number, and one that is taken out leaves the plans it was used in alone.
"""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec

from spinney.plans.rules.bank import FIELDS
from spinney.plans.types.bank import BankKind, Entry, Rating

FOLDER: Final = Path(__file__).resolve().parents[1] / "data" / "bank"


class _Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    months: int | None = None


def shipped() -> tuple[Entry, ...]:
    return tuple(_entries().values())


def shipped_by_code() -> dict[str, Entry]:
    return _entries()


@lru_cache(maxsize=1)
def _entries() -> dict[str, Entry]:
    sources = _sources()
    found: dict[str, Entry] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        if file.name == "sources.toml":
            continue
        for kind, rows in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for row in rows:
                entry = _entry(BankKind(kind), row, sources)
                if entry.code in found:
                    raise ValueError(f"{file.name}: {entry.code} stands there twice")
                found[entry.code] = entry
    return found


@lru_cache(maxsize=1)
def _sources() -> dict[str, _Source]:
    told = tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))
    return msgspec.convert(told, dict[str, _Source])


def _entry(kind: BankKind, row: dict[str, Any], sources: dict[str, _Source]) -> Entry:
    """`source` names a row of sources.toml, so that each is checked in one place; `where` says where in it."""
    about = dict(row)
    codes = {spec.code for spec in FIELDS[kind]} - {"title"}
    words = {code: about.pop(code) for code in codes & about.keys()}
    if kind is BankKind.TARGET:
        words["title"] = about.pop("outcome")
    source, where = about.pop("source", "practice"), about.pop("where", "")
    strand = about.pop("rated", "")
    if source != "practice":
        about["source"] = ", ".join(filter(None, (sources[source].title, where)))
    else:
        about["source"] = source
    if strand:
        about["rating"] = _rating(strand, sources)
    return msgspec.convert({**about, "kind": kind, "words": words}, Entry)


def _rating(strand: str, sources: dict[str, _Source]) -> Rating:
    found = sources[f"strand-{strand}"]
    if found.months is None:
        raise ValueError(f"{strand} has no months")
    return Rating(found.title, found.months, sources["eef-toolkit"].title)
