"""Archived log segments: which are there, which is missing, which is damaged."""

import gzip
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

SEGMENT = re.compile(r"([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})")
PER_LOG = 256  # segments of 16 MB in each 4 GB of log
PART = 1 << 20


def number(name: str) -> int:
    """A segment's place in the log, whatever its timeline."""
    found = SEGMENT.fullmatch(name)
    if not found:
        raise ValueError(f"{name} is not the name of a log segment")
    return int(found[2], 16) * PER_LOG + int(found[3], 16)


def archived(folders: Sequence[Path]) -> dict[str, Path]:
    """Segments by name. An earlier folder wins, as it does when the server asks."""
    found: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.gz")):
            name = file.name.removesuffix(".gz")
            if SEGMENT.fullmatch(name):
                found.setdefault(name, file)
    return found


def faults(folders: Sequence[Path], first: str, last: str = "") -> list[str]:
    """What is wrong between two segments, or from the first to the newest there is."""
    found = {
        name: file for name, file in archived(folders).items() if number(name) >= number(first)
    }
    if not found:
        return [f"no log segment from {first} on is there"]
    end = number(last) if last else max(map(number, found))
    there = {number(name) for name in found}
    missing = [
        f"log segment {_name(place, first)} is missing"
        for place in range(number(first), end + 1)
        if place not in there
    ]
    return missing + [
        f"log segment {name} is damaged"
        for name, file in sorted(found.items())
        if number(name) <= end and not readable(file)
    ]


def _name(place: int, like: str) -> str:
    return f"{like[:8]}{place // PER_LOG:08X}{place % PER_LOG:08X}"


def readable(file: Path) -> bool:
    try:
        with gzip.open(file) as opened:
            while opened.read(PART):
                pass
    except (OSError, EOFError, zlib.error):
        return False
    return True
