"""The catalogue of Specialist Provision Packages: data with versions and sources. See `data/packages.toml`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

FILE: Final = Path(__file__).parent / "data" / "packages.toml"


@dataclass(frozen=True, slots=True)
class Package:
    """One version of a package. `valid_to` is the last day on which a plan may be newly joined to it."""

    code: str
    version: int
    name: str
    group: str
    about: str
    areas: tuple[str, ...]
    status: str  # proposal, or in_force
    source: str
    address: str
    read_on: date
    valid_from: date
    valid_to: date | None = None

    @property
    def key(self) -> str:
        return f"{self.code}:{self.version}"

    def stands_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@lru_cache(maxsize=1)
def catalogue() -> tuple[Package, ...]:
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> tuple[Package, ...]:
    found = msgspec.convert(tomllib.loads(text)["package"], tuple[Package, ...])
    keys = [package.key for package in found]
    if len(keys) != len(set(keys)):
        raise ValueError("packages.toml: a version of a package stands there twice")
    return found


def package(key: str) -> Package | None:
    """By code and version, whether it still stands or not: what a plan was joined to stays readable."""
    return next((each for each in catalogue() if each.key == key), None)


def packages_on(day: date) -> tuple[Package, ...]:
    """What a plan may be joined to on a day: the newest version of each package that stands."""
    return newest(each for each in catalogue() if each.stands_on(day))


def newest(packages: Iterable[Package]) -> tuple[Package, ...]:
    found: dict[str, Package] = {}
    for each in packages:
        if each.code not in found or each.version > found[each.code].version:
            found[each.code] = each
    return tuple(found.values())
