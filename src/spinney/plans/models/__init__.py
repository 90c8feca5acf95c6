"""The tables of plans, a module a noun."""

from spinney.plans.models.bank import BankEntry
from spinney.plans.models.classroom import CoverCard, StrategyUse, TeacherConfirmation
from spinney.plans.models.coach import Quality, SetAside
from spinney.plans.models.editing import DraftChange, Presence, SectionMark
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
from spinney.plans.models.review import Review, ReviewPerson, ReviewResult, ReviewTask
from spinney.plans.models.sources import LineSource
from spinney.plans.models.whole import Batch, BatchStep, ProvisionLine

__all__ = [
    "Answer",
    "BankEntry",
    "Batch",
    "BatchStep",
    "Card",
    "Clash",
    "CoverCard",
    "DraftChange",
    "DraftLine",
    "FormMove",
    "LineSource",
    "PaperForm",
    "Plan",
    "Presence",
    "ProvisionLine",
    "Quality",
    "Reading",
    "Review",
    "ReviewPerson",
    "ReviewResult",
    "ReviewTask",
    "SchoolForm",
    "SchoolSettings",
    "SectionMark",
    "SetAside",
    "Step",
    "StrategyUse",
    "TeacherConfirmation",
    "TemplateVersion",
    "Version",
]
