"""The tables of plans, a module a noun."""

from spinney.plans.models.classroom import CoverCard, StrategyUse, TeacherConfirmation
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
    "CoverCard",
    "DraftLine",
    "PaperForm",
    "Plan",
    "Reading",
    "Step",
    "StrategyUse",
    "TeacherConfirmation",
    "TemplateVersion",
    "Version",
]
