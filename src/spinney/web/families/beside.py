"""A plan in two languages: every text in English with its translation beside it. For the page and for paper."""

from dataclasses import dataclass
from typing import Final

from spinney.plans.queries import FamilyCopy
from spinney.plans.types import FieldKind, FieldSpec, Line, SectionSpec
from spinney.plans.types.languages import ENGLISH, ROLE_WORDS, Translated
from spinney.web.design.words import day
from spinney.web.families import words

TEXTS: Final = frozenset({FieldKind.TEXT, FieldKind.SHORT})
NOT_SHOWN: Final = frozenset({FieldKind.LINKS, FieldKind.PERSON})


@dataclass(frozen=True, slots=True)
class Row:
    """One field. `is_text`: words that can be translated; a day or a number reads the same."""

    label: str
    english: str
    other: str
    is_text: bool

    @property
    def is_missing(self) -> bool:
        return self.is_text and not self.other


@dataclass(frozen=True, slots=True)
class LineRows:
    name: str  # "Outcome 2"
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SectionRows:
    title: str
    lines: tuple[LineRows, ...]


class Beside:
    """Read in templates as `plan.…`."""

    def __init__(self, copy: FamilyCopy, translated: Translated) -> None:
        self.header, self.view = copy.view.header, copy.view
        self.school_name, self.about_me = copy.school_name, copy.about_me
        self.title = words.whose_plan(self.header, about_me=copy.about_me)
        self.translated, self.language, self.english = translated, translated.language, ENGLISH
        self.dir = "rtl" if translated.language.rtl else "ltr"

    @property
    def credit(self) -> str:
        """Who translated it, what they are to the family, and when."""
        by = self.translated.translator
        role = ROLE_WORDS[by.role].lower() if by.role else ""
        on = f" on {day(by.on)}" if by.on else ""
        return f"Translated by {by.name} ({role}){on}, from version {self.translated.version}."

    @property
    def behind(self) -> str:
        found = self.translated
        if not found.is_behind:
            return ""
        return (
            f"This translates version {found.version}; version {found.newest} is newer."
            " Words that have changed since stand in English only."
        )

    @property
    def sections(self) -> tuple[SectionRows, ...]:
        found = []
        for section in self.view.template.sections:
            lines = tuple(
                LineRows(_name(section, number), rows)
                for number, line in enumerate(self.view.section(section.code), start=1)
                if (rows := self._rows(section, line))
            )
            if lines:
                found.append(SectionRows(section.title, lines))
        return tuple(found)

    def _rows(self, section: SectionSpec, line: Line) -> tuple[Row, ...]:
        return tuple(
            self._row(section, line, spec)
            for spec in section.fields
            if spec.kind not in NOT_SHOWN and line.text(spec.code).strip()
        )

    def _row(self, section: SectionSpec, line: Line, spec: FieldSpec) -> Row:
        english = words.value_words(section, line, spec)
        other = self.translated.text(line.id, spec.code)
        return Row(spec.label, english, other, is_text=spec.kind in TEXTS)


def _name(section: SectionSpec, number: int) -> str:
    if not section.many:
        return ""
    name = section.line_name or "line"
    return f"{name[:1].upper()}{name[1:]} {number}"
