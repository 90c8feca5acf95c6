"""The tables of plans, a module a noun."""

from spinney.plans.models.bank import BankEntry
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

__all__ = [
    "Answer",
    "BankEntry",
    "Card",
    "Clash",
    "DraftLine",
    "PaperForm",
    "Plan",
    "Reading",
    "Step",
    "TemplateVersion",
    "Version",
]
