"""The coach's tables, read once from `plans/data/coach`: rules, phrases, and lists of words."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from spinney.plans.types.coach import Rule

DATA: Final = Path(__file__).resolve().parents[2] / "data" / "coach"
EDITION: Final = 1  # counted up when the rules change, so that stored counts are made anew


@dataclass(frozen=True, slots=True)
class Phrase:
    """Sounds like a promise and cannot be checked. `unless`: followed by this, it means something else."""

    words: str
    why: str
    instead: str
    unless: str = ""


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


RULES: Final = tuple(
    msgspec.convert({"code": code, **row}, Rule) for code, row in _read("rules").items()
)
BY_CODE: Final[dict[str, Rule]] = {rule.code: rule for rule in RULES}
WEASELS: Final = tuple(msgspec.convert(_read("phrases")["phrase"], list[Phrase]))

_words = _read("words")
_lists = _words["lists"]
ABBREVIATIONS: Final[dict[str, str]] = _words["abbreviations"]
DEFICIT: Final[dict[str, str]] = _words["deficit"]
OFFICE: Final[dict[str, str]] = _words["office"]
DIAGNOSES: Final[list[str]] = _lists["diagnoses"]
SOFT: Final[list[str]] = _lists["soft"]
ROUND_A_LABEL, OBSERVABLE, NUMBERS, COUNTABLE, NOBODY = (
    frozenset(_lists[name].split())
    for name in ("round_a_label", "observable", "numbers", "countable", "nobody")
)
