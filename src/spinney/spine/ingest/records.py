"""What a file says about a pupil, whatever its format. `None` always means: the file does not say.

A source that cannot know a fact leaves it `None`, and nothing downstream may read that as "no".
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from spinney.kernel.identifiers import Laestab


class Format(StrEnum):
    CTF = "ctf"
    MIS_CSV = "mis_csv"


class Severity(StrEnum):
    ERROR = "error"  # the pupil on this line is not taken
    WARNING = "warning"  # the pupil is taken; someone should look


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong, told so that it can be put right without showing the value that is wrong."""

    line: int
    field: str
    shape: str
    cause: str
    remedy: str
    severity: Severity = Severity.ERROR
    ref: str = ""
    """Which pupil: the place in the file and the last signs of the UPN. Empty: the whole file."""


class UnreadableFile(Exception):
    """The whole file is refused and nothing taken. `fault` says where, why and what to do."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.cause} {fault.remedy}")
        self.fault = fault


def refuse(
    cause: str, remedy: str, *, line: int = 0, field: str = "file", shape: str = ""
) -> UnreadableFile:
    return UnreadableFile(Fault(line=line, field=field, shape=shape, cause=cause, remedy=remedy))


@dataclass(frozen=True, slots=True)
class SchoolKey:
    """The school that the file is read for."""

    urn: str
    laestab: Laestab | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SenPeriod:
    start: date
    provision: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRecord:
    rank: int
    type: str
    start: date | None = None
    end: date | None = None
    line: int


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    code: str
    kind: str = "F"


@dataclass(frozen=True, slots=True)
class PostalAddress:
    lines: tuple[str, ...]
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolStay:
    """A school the pupil was at, before or now."""

    laestab: str
    name: str = ""
    urn: str = ""
    entered: date
    left: date | None = None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRecord:
    """An adult as one file knows them, with the five facts kept apart."""

    line: int
    mis_id: str | None = None
    title: str | None = None
    surname: str | None = None
    forename: str | None = None
    relationship: str | None = None
    parental_responsibility: bool | None = None
    lives_with: bool | None = None
    priority: int | None = None
    contact_restriction: str | None = None
    court_order: bool | None = None
    address: PostalAddress | None = None
    address_as_pupil: bool | None = None
    phones: tuple[str, ...] = ()
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilRecord:
    line: int
    row: int
    upn: str | None = None
    former_upn: str | None = None
    uln: str | None = None
    mis_id: str | None = None
    surname: str | None = None
    forename: str | None = None
    middle_names: str | None = None
    preferred_surname: str | None = None
    preferred_forename: str | None = None
    born_on: date
    sex: str | None = None
    year: str | None = None
    registration_group: str | None = None
    teaching_groups: tuple[str, ...] | None = None
    enrolment_status: str | None = None
    joined_on: date | None = None
    left_on: date | None = None
    looked_after: bool | None = None
    looked_after_by: str | None = None
    sen_provision: str | None = None
    """Today's, whatever else is known of the past."""
    sen_since: date | None = None
    sen_history: tuple[SenPeriod, ...] | None = None
    """All of it, oldest first, from a source that has all of it."""
    sen_needs: tuple[NeedRecord, ...] | None = None
    languages: tuple[SpokenLanguage, ...] | None = None
    address: PostalAddress | None = None
    contacts: tuple[ContactRecord, ...] | None = None
    medical_flag: bool | None = None
    school_history: tuple[SchoolStay, ...] | None = None

    @property
    def ref(self) -> str:
        return pupil_ref(self.row, self.upn)


def pupil_ref(row: int, upn: str | None) -> str:
    return f"pupil {row}, UPN ending {upn[-3:]}" if upn and len(upn) == 13 else f"pupil {row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is known of a file before its pupils are read."""

    format: Format
    name: str
    size: int
    version: str = ""
    encoding: str = "UTF-8"
    source: str = ""
    """The school or authority that the file says it comes from."""
    whole_school: bool = False
    """Whether a pupil missing from this file is worth a question."""
    faults: tuple[Fault, ...] = ()


Progress = Callable[[int, int], None]
"""Called with bytes read and bytes in all."""

Item = PupilRecord | Fault


@dataclass(frozen=True, slots=True)
class Reading:
    """An opened file: its facts, and its pupils and faults as they are read. Iterate once."""

    facts: FileFacts
    items: Iterable[Item] = field(repr=False)

    def __iter__(self) -> Iterator[Item]:
        yield from self.facts.faults
        yield from self.items
