"""The tables of plans, a module a noun."""

from spinney.plans.models.bank import BankEntry
from spinney.plans.models.beyond import EhcpItem, UnmetNeed, UnmetStep
from spinney.plans.models.classroom import CoverCard, StrategyUse, TeacherConfirmation
from spinney.plans.models.coach import Quality, SetAside
from spinney.plans.models.editing import DraftChange, Presence, SectionMark
from spinney.plans.models.files import Attachment, Recording
from spinney.plans.models.forms import FormMove, SchoolSettings
from spinney.plans.models.languages import Translation
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
from spinney.plans.models.voices import QuestionStep, Voice
from spinney.plans.models.whole import Batch, BatchStep, ProvisionLine

__all__ = [
    "Answer",
    "Attachment",
    "BankEntry",
    "Batch",
    "BatchStep",
    "Card",
    "Clash",
    "CoverCard",
    "DraftChange",
    "DraftLine",
    "EhcpItem",
    "FormMove",
    "LineSource",
    "PaperForm",
    "Plan",
    "Presence",
    "ProvisionLine",
    "Quality",
    "QuestionStep",
    "Reading",
    "Recording",
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
    "Translation",
    "UnmetNeed",
    "UnmetStep",
    "Version",
    "Voice",
]
