"""The words a plan is spoken of in: each a closed list."""

from enum import StrEnum


class Layer(StrEnum):
    """Layers of support; Universal alone has no plan (PQ 122252, proposal of February 2026)."""

    UNIVERSAL = "universal"
    TARGETED = "targeted"
    TARGETED_PLUS = "targeted_plus"
    SPECIALIST = "specialist"


class Lifecycle(StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    ENDED = "ended"


class StepKind(StrEnum):
    LIFE = "life"  # to another Lifecycle
    LAYER = "layer"  # to another Layer


class Achievement(StrEnum):
    NOT_REVIEWED = "not_reviewed"
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


class AnswerKind(StrEnum):
    AGREE = "agree"
    QUESTION = "question"
    VIEWS = "views"


class Channel(StrEnum):
    SCREEN = "screen"
    PAPER = "paper"
    PHONE = "phone"


class ClashChoice(StrEnum):
    STANDING = "standing"
    OTHER = "other"
    BOTH = "both"


class SectionStatus(StrEnum):
    EMPTY = "empty"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"


class LegalStatus(StrEnum):
    IN_FORCE = "in_force"
    STATUTORY_GUIDANCE = "statutory_guidance"
    PROPOSAL = "proposal"
    LOCAL = "local"


class FieldKind(StrEnum):
    TEXT = "text"  # several lines
    SHORT = "short"  # one line
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    LINKS = "links"  # ids of lines in `links_to`
    PERSON = "person"  # id of one of the child's carers
