"""A plan laid out for the coach. Fields are looked up in its own template: what that has not is not asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from spinney.access.types import FieldClass
from spinney.plans.types import FieldKind, FieldSpec, Line, SectionSpec, Template

WORDS = frozenset({FieldKind.TEXT, FieldKind.SHORT})
# Somebody's own words: never judged, whatever they say.
VOICES = frozenset({"child_voice", "parent_voice"})
# A part by its usual name, and by the names that other versions of the form may give it.
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "barrier": ("barrier",),
    "evidence": ("evidence",),
    "baseline": ("baseline",),
    "measure": ("measure", "how_we_will_know"),
    "target": ("target",),
    "by_when": ("by_when", "due"),
    "achievement": ("achievement",),
    "what": ("what", "title"),
    "who": ("who", "by_whom"),
    "often": ("how_often", "frequency"),
    "minutes": ("minutes", "how_long"),
    "group": ("group_size",),
    "starts": ("starts",),
    "ends": ("ends",),
    "needs": ("needs",),
    "outcomes": ("outcomes",),
    "signs": ("signs",),
    "action": ("action",),
    "text": ("text",),
    "next_review": ("next_review",),
}
NOT_FOR_FAMILIES = frozenset({FieldClass.STAFF_ONLY, FieldClass.SAFEGUARDING})


@dataclass(frozen=True, slots=True)
class Words:
    """One field with words in it."""

    section: SectionSpec
    line: Line
    spec: FieldSpec
    text: str
    low: str

    @property
    def for_family(self) -> bool:
        return not NOT_FOR_FAMILIES & {self.spec.field_class, self.section.field_class}


@dataclass(slots=True)
class Sheet:
    """`before` are the lines of the version in force, by id; `child` is the first name, for sentences.

    `numbers` are those that the editor shows, where they differ from the places of `lines`."""

    template: Template
    lines: Sequence[Line]
    today: date
    child: str = "the child"
    before: Mapping[UUID, Line] = field(default_factory=dict)
    numbers: Mapping[UUID, int] = field(default_factory=dict)
    texts: list[Words] = field(init=False)
    low: str = field(init=False)
    _sections: dict[str, list[Line]] = field(init=False)
    _specs: dict[tuple[str, str], FieldSpec] = field(init=False)

    def __post_init__(self) -> None:
        self._sections = {section.code: [] for section in self.template.sections}
        self._specs = {
            (section.code, spec.code): spec
            for section in self.template.sections
            for spec in section.fields
        }
        for line in self.lines:
            self._sections.setdefault(line.section, []).append(line)
        self.texts = list(self._texts())
        self.low = "\n".join(words.low for words in self.texts)

    def _texts(self) -> Iterator[Words]:
        for section in self.template.sections:
            if section.code in VOICES or section.own_words_of:
                continue
            worded = [spec for spec in section.fields if spec.kind in WORDS]
            for line in self._sections[section.code]:
                for spec in worded:
                    if text := text_of(line.values.get(spec.code)):
                        yield Words(section, line, spec, text, text.lower().replace("’", "'"))

    def section(self, code: str) -> list[Line]:
        """The section's lines that have something in them."""
        return [
            line for line in self._sections.get(code, ()) if any(map(filled, line.values.values()))
        ]

    def all_lines(self, code: str) -> list[Line]:
        return self._sections.get(code, [])

    def number(self, line: Line) -> int:
        if found := self.numbers.get(line.id):
            return found
        return [item.id for item in self.all_lines(line.section)].index(line.id) + 1

    def spec(self, section: str, part: str, *kinds: FieldKind) -> FieldSpec | None:
        """The field that this template has for the part, if it has one of a kind the rule understands."""
        for name in NAMES[part]:
            found = self._specs.get((section, name))
            if found is not None and (not kinds or found.kind in kinds):
                return found
        return None

    def text(self, line: Line, part: str) -> str:
        spec = self.spec(line.section, part)
        return text_of(line.values.get(spec.code)) if spec else ""

    def day(self, line: Line, part: str) -> date | None:
        spec = self.spec(line.section, part, FieldKind.DATE)
        return date_of(line.values.get(spec.code)) if spec else None

    def links(self, line: Line, part: str) -> set[str]:
        spec = self.spec(line.section, part, FieldKind.LINKS)
        value = line.values.get(spec.code) if spec else None
        return {str(item) for item in value} if isinstance(value, list) else set()


def filled(value: Any) -> bool:
    return value not in (None, "", [])


def text_of(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


def date_of(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
