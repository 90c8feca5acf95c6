"""Invented content for the gallery. Maya and her school exist nowhere."""

from dataclasses import dataclass
from datetime import date
from typing import Final

TODAY: Final = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Safety:
    kind: str
    signs: str
    action: str


@dataclass(frozen=True, slots=True)
class Change:
    kind: str
    where: str
    before: str
    after: str


SAFETY: Final = (
    Safety(
        "Seizures",
        "She stops mid-sentence and stares. Her left hand may twitch.",
        "Note the time. Keep her safe from edges. If it lasts 5 minutes, give the medicine in the"
        " red bag and call 999.",
    ),
    Safety(
        "Allergy: egg", "", "Ask before any cooking. Her pen is in the office and in the red bag."
    ),
)

CHANGES: Final = (
    Change(
        "added", "Provision: reading with an adult", "", "3 times a week, 15 minutes, one to one"
    ),
    Change("altered", "Outcome: joins in at playtime", "once a week", "three times a week"),
    Change("removed", "Strategy", "Sit near the door", ""),
)

COLUMNS: Final = (
    {"text": "Child", "sort": "?sort=child", "sorted": "ascending"},
    {"text": "Class", "sort": "?sort=class"},
    {"text": "Layer"},
    {"text": "Outcomes", "number": True},
)
ROWS: Final = (
    ("Maya Okafor", "4 Oak", "Targeted Plus", 3),
    ("Jude Fitzgerald-Abernathy", "6 Rowan", "Targeted", 2),
    ("Li", "1 Willow", "Specialist", 5),
)
