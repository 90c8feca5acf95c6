"""What the tests of ingest share: where files are, for whom they are read, and on which day."""

import os
from datetime import date
from pathlib import Path

import pytest

from spinney.kernel.identifiers import Laestab, upn_check_letter
from spinney.spine.ingest.read import read
from spinney.spine.ingest.records import Fault, PupilRecord, Reading, SchoolKey, Severity

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SPINNEY_SHARED", ROOT.parent / "shared"))
CTF = SHARED / "data/ctf"
DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 24)
SCHOOL = SchoolKey("100000", Laestab("820", "4999"))

needs_shared_ctf = pytest.mark.skipif(
    not CTF.exists(), reason="shared/data/ctf is not here; set SPINNEY_SHARED"
)


def make_upn(serial: int, *, authority: str = "999") -> str:
    """Valid by its letter, in a range that no school was ever given."""
    body = f"{authority}999926{serial:03d}"
    return upn_check_letter(body) + body


def open_file(path: Path, *, school: SchoolKey = SCHOOL) -> Reading:
    return read(path, school=school, today=TODAY)


def taken(path: Path) -> list[PupilRecord]:
    return [item for item in open_file(path) if isinstance(item, PupilRecord)]


def faults(path: Path, severity: Severity | None = None) -> list[Fault]:
    return [
        item
        for item in open_file(path)
        if isinstance(item, Fault) and severity in {None, item.severity}
    ]
