"""What a backup says of itself: every file's hash, every table's rows, every school's audit head."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tools.launch.say import Problem

FORMAT = 1
NAME = "manifest.json"
PART = 1 << 20


@dataclass(frozen=True)
class Table:
    rows: int
    hash: str  # the same for the same rows in any order


@dataclass(frozen=True)
class Head:
    size: int
    hash: str


@dataclass(frozen=True)
class Census:
    tables: dict[str, Table] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


@dataclass(frozen=True)
class Manifest:
    label: str
    kind: str  # physical or logical
    made_at: str  # ISO 8601, by the database's clock: the moment that the census describes
    postgres: str
    keys_included: bool
    census: Census
    files: dict[str, str]  # path in the backup: sha256
    first_segment: str = ""
    last_segment: str = ""
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"
        (folder / NAME).write_text(text, encoding="utf-8")
        seal = hashlib.sha256(text.encode()).hexdigest()
        (folder / f"{NAME}.sha256").write_text(f"{seal}  {NAME}\n", encoding="ascii")


def read(folder: Path) -> Manifest:
    try:
        text = (folder / NAME).read_text(encoding="utf-8")
        seal = (folder / f"{NAME}.sha256").read_text(encoding="ascii").split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise Problem(
            f"{folder} is not a whole backup: {NAME} or its hash cannot be read.",
            "Name a folder made by ./run backup. One that ends in .part was cut short.",
        ) from error
    if hashlib.sha256(text.encode()).hexdigest() != seal:
        raise Problem(
            f"{NAME} in {folder} was changed after the backup was made.", "Use another backup."
        )
    found = json.loads(text)
    if found["format"] != FORMAT:
        raise Problem(
            "This backup was made by another version of Spinney.", "Restore it with that version."
        )
    census = found.pop("census")
    return Manifest(**found, census=census_from(census))


def census_from(found: dict[str, dict[str, dict[str, int | str]]]) -> Census:
    return Census(
        {name: Table(int(one["rows"]), str(one["hash"])) for name, one in found["tables"].items()},
        {name: Head(int(one["size"]), str(one["hash"])) for name, one in found["heads"].items()},
    )


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): sha256(file)
        for file in walk(folder)
        if file.parent != folder or not file.name.startswith(NAME)
    }


def walk(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def sha256(file: Path) -> str:
    total = hashlib.sha256()
    with file.open("rb") as opened:
        while part := opened.read(PART):
            total.update(part)
    return total.hexdigest()


def differences(expected: dict[str, str], found: dict[str, str]) -> list[str]:
    missing = [f"{name} is missing" for name in sorted(expected.keys() - found.keys())]
    extra = [f"{name} does not belong here" for name in sorted(found.keys() - expected.keys())]
    shared = expected.keys() & found.keys()
    changed = [f"{name} was changed" for name in sorted(shared) if expected[name] != found[name]]
    return missing + changed + extra
