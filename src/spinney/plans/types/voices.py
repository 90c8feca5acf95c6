"""The words of voices: what a child or a parent says of each line, who may see it, and how a question goes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from spinney.plans.types import Channel, Line, PlanHeader, Template


class Speaker(StrEnum):
    CHILD = "child"
    PARENT = "parent"


class Verdict(StrEnum):
    HELPS = "helps"
    SORT_OF = "sort_of"
    DOESNT = "doesnt"


class Face(StrEnum):
    GOOD = "good"
    OK = "ok"
    WORRIED = "worried"
    SAD = "sad"
    CROSS = "cross"


class Sharing(StrEnum):
    """Who may see a child's page, as the child chose. A parent's space is always the school's to read."""

    NOBODY = "nobody"
    SCHOOL = "school"
    FAMILY = "family"  # the school and the family


class Prompt(StrEnum):
    GOING_WELL = "going_well"
    HARD = "hard"
    HELPS = "what_helps"
    NEXT = "next"


PROMPTS: tuple[tuple[Prompt, str], ...] = (
    (Prompt.GOING_WELL, "What is going well?"),
    (Prompt.HARD, "What is hard?"),
    (Prompt.HELPS, "What helps?"),
    (Prompt.NEXT, "What do I want next?"),
)
VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.HELPS: "Helps",
    Verdict.SORT_OF: "Sort of",
    Verdict.DOESNT: "Doesn’t help",
}
FACE_WORDS: dict[Face, str] = {
    Face.GOOD: "Good", Face.OK: "OK", Face.WORRIED: "Worried", Face.SAD: "Sad", Face.CROSS: "Cross",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What was said to one open question: words, a face, or both."""

    words: str = ""
    face: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Everything on one page of one voice, as it was given."""

    says: dict[str, Said] = field(default_factory=dict)  # by prompt
    verdicts: dict[str, str] = field(default_factory=dict)  # by line id

    @property
    def is_empty(self) -> bool:
        return not (self.verdicts or any(x.words or x.face for x in self.says.values()))


@dataclass(frozen=True, slots=True)
class Aloud:
    """What was said aloud on a page: a recording, to whoever may read the page."""

    id: UUID
    says: str  # "Recording, 120 KB"


@dataclass(frozen=True, slots=True)
class VoiceView:
    """One voice as its reader may see it. Who may not see it never gets one."""

    id: UUID
    name: str
    helper_name: str  # the adult who wrote it down with the child; empty: nobody helped
    version: int
    told: Told
    sharing: Sharing
    changed_at: datetime
    shared_at: datetime | None = None
    used_at: datetime | None = None
    aloud: Aloud | None = None

    @property
    def answers(self) -> tuple[tuple[str, Said], ...]:
        """The open questions that were answered, in the order of the page."""
        return tuple(
            (words, said)
            for prompt, words in PROMPTS
            if (said := self.told.says.get(prompt)) and (said.words or said.face)
        )

    def verdict(self, line_id: object) -> str:
        """'Helps', or nothing where this line was left out."""
        found = self.told.verdicts.get(str(line_id), "")
        return VERDICT_WORDS[Verdict(found)] if found else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A line that a voice may be asked about, in the words that its reader sees."""

    line: Line
    kind: str  # "strategy" or "support"
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class ChildPage:
    """The child's own page, for the child or for whoever helps in this sitting."""

    header: PlanHeader
    asked: tuple[Asked, ...]
    mine: VoiceView | None  # open to this reader and still to be changed
    shared: VoiceView | None  # shared from another sitting
    used: VoiceView | None  # the newest that a review has heard
    readers: tuple[str, ...]  # who opened the plan since it was shared
    helper_name: str  # empty: the child's own account


@dataclass(frozen=True, slots=True)
class SpacePage:
    """A parent's own space on one plan."""

    header: PlanHeader
    template: Template
    asked: tuple[Asked, ...]
    mine: VoiceView | None


@dataclass(frozen=True, slots=True)
class ParentSays:
    """One parent beside the others: nothing here is merged."""

    name: str
    agrees: bool  # has agreed to the newest version
    views: tuple[str, ...]
    questions: int
    voice: VoiceView | None

    @property
    def has_said(self) -> bool:
        return bool(self.agrees or self.views or self.questions or self.voice)


@dataclass(frozen=True, slots=True)
class LineSaid:
    """One line with everyone's verdict, in the order of the speakers. Empty: said nothing of it."""

    asked: Asked
    verdicts: tuple[str, ...]

    @property
    def differ(self) -> bool:
        return len({verdict for verdict in self.verdicts if verdict}) > 1


@dataclass(frozen=True, slots=True)
class VoicesPage:
    """Everyone's voice side by side, for those who lead the plan. The child comes first."""

    header: PlanHeader
    child: VoiceView | None
    parents: tuple[ParentSays, ...]
    lines: tuple[LineSaid, ...]

    @property
    def speakers(self) -> tuple[str, ...]:
        child = (self.header.child_name,) if self.child else ()
        return (*child, *(parent.name for parent in self.parents))

    @property
    def agreement_differs(self) -> bool:
        return len({parent.agrees for parent in self.parents if parent.has_said}) > 1


class QuestionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class StepOf(StrEnum):
    """What may happen to a question after it was asked."""

    NOTE = "note"  # the school writes; the answer is still to come
    REPLY = "reply"  # the school answers
    MORE = "more"  # the asker adds to it while it is open
    CLOSED = "closed"  # the asker is content
    REOPENED = "reopened"  # the asker is not, or no longer


@dataclass(frozen=True, slots=True)
class Post:
    kind: StepOf
    words: str
    by_name: str
    by_family: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """A question on a line and everything that followed, for its asker and for those who may answer."""

    id: UUID
    header: PlanHeader
    about: str
    words: str
    from_name: str
    channel: Channel
    entered_by: str
    version: int
    asked_at: datetime
    state: QuestionState
    due_on: date
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that waits, in the list of the school."""

    id: UUID
    plan_id: UUID
    child_name: str
    year: str
    group: str
    from_name: str
    words: str
    about: str
    asked_at: datetime
    due_on: date
    noted: bool  # the school has written, and the answer is still to come
