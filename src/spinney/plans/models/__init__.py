"""The tables of plans, a module a noun."""

from spinney.plans.models.editing import DraftChange, Presence, SectionMark
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
    "DraftChange",
    "DraftLine",
    "PaperForm",
    "Plan",
    "Presence",
    "Reading",
    "SectionMark",
    "Step",
    "TemplateVersion",
    "Version",
]
