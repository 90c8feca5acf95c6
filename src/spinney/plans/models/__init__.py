"""The tables of plans, a module a noun."""

from spinney.plans.models.plan import (
    Answer,
    Card,
    Clash,
    DraftLine,
    PaperForm,
    Plan,
    Reading,
    Step,
    TemplateVersion,
    Version,
)
from spinney.plans.models.review import Review, ReviewPerson, ReviewResult, ReviewTask

__all__ = [
    "Answer",
    "Card",
    "Clash",
    "DraftLine",
    "PaperForm",
    "Plan",
    "Reading",
    "Review",
    "ReviewPerson",
    "ReviewResult",
    "ReviewTask",
    "Step",
    "TemplateVersion",
    "Version",
]
