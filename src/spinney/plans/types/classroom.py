"""The words of the classroom: cover cards, strategies used, and what teachers say they will do."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CoverSafety:
    kind: str
    signs: str
    action: str


@dataclass(frozen=True, slots=True)
class CoverChild:
    """One child as a cover teacher sees them: a first name, what helps, what keeps safe, and nothing else."""

    name: str
    strategies: tuple[str, ...]
    safety: tuple[CoverSafety, ...]


@dataclass(frozen=True, slots=True)
class CoverView:
    """An open cover card. `others` are the children of the class who have no card: a number, no names."""

    group_name: str
    subject: str
    room: str
    school_name: str
    opens_at: datetime
    closes_at: datetime
    children: tuple[CoverChild, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A strategy that may name a diagnosis: as written, and as the cover card would say it."""

    key: str
    name: str
    written: str
    shown: str


@dataclass(frozen=True, slots=True)
class CoverCheck:
    """What the maker is asked before a link is made."""

    view: CoverView  # without children where the maker may not see every card
    cards: int
    doubtful: tuple[Doubtful, ...]
    left_out: int  # strategies that are left out unless the maker keeps them
    masked_safety: int  # safety lines in which a diagnosis is covered over


@dataclass(frozen=True, slots=True)
class MadeCover:
    """The one time that the link and its code can be read: only their hashes are kept."""

    id: UUID
    token: str
    code: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A cover card in the school's list, with how often it was opened."""

    id: UUID
    group_name: str
    day: date
    opens_at: datetime
    closes_at: datetime
    made_by_name: str
    ended: bool
    locked: bool  # too many wrong codes
    openings: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """One class on one day; `starts` is empty where the class was opened by its name."""

    group_id: UUID
    day: date
    starts: time | None


@dataclass(frozen=True, slots=True)
class Tap:
    """'Used today' or its taking back: which strategy of which child, in which lesson."""

    child_id: UUID
    key: str
    group_id: UUID
    day: date
    starts: time | None
    used: bool


@dataclass(frozen=True, slots=True)
class StrategyAnswer:
    """What a teacher says of one strategy: they will do it, or why they cannot."""

    key: str
    can: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """A new version that this teacher is asked about, once."""

    plan_id: UUID
    child_id: UUID
    name: str
    version: int
    strategies: tuple[tuple[str, str], ...]  # key, text


@dataclass(frozen=True, slots=True)
class CannotDo:
    """A teacher said why they cannot do a strategy. For the SENCO, to talk about."""

    strategy: str
    why: str
    teacher: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UseOfStrategy:
    """How often one strategy was used. Lessons and subjects; never by whom."""

    strategy: str
    on_card: bool  # still on the child's card
    lessons: int
    subjects: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class InClass:
    """A plan in class, for the SENCO."""

    plan_id: UUID
    child_id: UUID
    child_name: str
    version: int
    since: date
    confirmed: int
    asked: int
    waiting: tuple[str, ...]  # whom the SENCO may remind
    cannot: tuple[CannotDo, ...]
    lessons: int
    subjects: tuple[str, ...]
    uses: tuple[UseOfStrategy, ...]
