"""What a feed says of many children at once, set beside what is known: told first, written on request.

`settle` is the one door. It plans and, when asked, writes; a preview and an import can so never disagree.
"""

from spinney.people.services.intake.bulk import missing_from, roll_size, school_numbers, settle
from spinney.people.services.intake.types import (
    HeldField,
    Incoming,
    IncomingAdult,
    IncomingNeed,
    IncomingStay,
    Outcome,
    OutcomeKind,
    Outcomes,
    Source,
)

__all__ = [
    "HeldField",
    "Incoming",
    "IncomingAdult",
    "IncomingNeed",
    "IncomingStay",
    "Outcome",
    "OutcomeKind",
    "Outcomes",
    "Source",
    "missing_from",
    "roll_size",
    "school_numbers",
    "settle",
]
