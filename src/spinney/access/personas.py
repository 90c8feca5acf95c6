"""The demo's people, handed from seeding to the demo's sign-in page through one file.

`jobs` writes it and `web` reads it; neither may import the other, so the shape lives below both.
Nothing reads the file outside demo mode.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

FILE = "demo-personas.json"


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone to sign in as. `role` and `why` are words for the card."""

    key: str
    name: str
    role: str
    school: str
    why: str
    user_id: UUID


def keep_personas(folder: Path, personas: Iterable[Any]) -> None:
    """Write them in the order given. Takes anything with the attributes of `Persona`."""
    kept = [msgspec.convert(each, Persona, from_attributes=True) for each in personas]
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / f"{FILE}.new"
    waiting.write_bytes(msgspec.json.encode(kept))
    waiting.replace(folder / FILE)


def kept_personas(folder: Path) -> tuple[Persona, ...]:
    """Empty when nothing has been seeded yet."""
    try:
        found = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return ()
    return tuple(msgspec.json.decode(found, type=list[Persona]))
