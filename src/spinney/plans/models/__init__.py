"""The tables of plans, a module a noun."""

from spinney.plans.models.coach import Quality, SetAside
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
    "Card",
    "Clash",
    "DraftLine",
    "PaperForm",
    "Plan",
    "Quality",
    "Reading",
    "SetAside",
    "Step",
    "TemplateVersion",
    "Version",
]
