"""The tables of plans, a module a noun."""

from spinney.plans.models.forms import FormMove, SchoolSettings
from spinney.plans.models.plan import (
    Answer,
    Card,
    Clash,
    DraftLine,
    PaperForm,
    Plan,
    Reading,
    SchoolForm,
    Step,
    TemplateVersion,
    Version,
)

__all__ = [
    "Answer",
    "Card",
    "Clash",
    "DraftLine",
    "FormMove",
    "PaperForm",
    "Plan",
    "Reading",
    "SchoolForm",
    "SchoolSettings",
    "Step",
    "TemplateVersion",
    "Version",
]
