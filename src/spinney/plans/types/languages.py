"""A translation of a plan by a person: which languages there are, and the words beside the English."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from spinney.plans.types import PlanHeader

Key = tuple[UUID, str]  # a line, and one of its fields


class Language(NamedTuple):
    """`code` is the tag that browsers and screen readers know (BCP 47)."""

    code: str
    english: str
    native: str
    rtl: bool = False
    script: str = "Latin"


ENGLISH: Final = Language("en", "English", "English")
# The first languages most often recorded by English schools, and Welsh. A new one is one more row.
LANGUAGES: Final = (
    Language("sq", "Albanian", "Shqip"),
    Language("am", "Amharic", "አማርኛ", script="Ethiopic"),
    Language("ar", "Arabic", "العربية", rtl=True, script="Arabic"),
    Language("bn", "Bengali", "বাংলা", script="Bengali"),
    Language("bg", "Bulgarian", "Български", script="Cyrillic"),
    Language("zh", "Chinese (simplified)", "简体中文", script="Chinese"),
    Language("fr", "French", "Français"),
    Language("gu", "Gujarati", "ગુજરાતી", script="Gujarati"),
    Language("hi", "Hindi", "हिन्दी", script="Devanagari"),
    Language("it", "Italian", "Italiano"),
    Language("ckb", "Kurdish (Sorani)", "کوردیی ناوەندی", rtl=True, script="Arabic"),
    Language("lt", "Lithuanian", "Lietuvių"),
    Language("ps", "Pashto", "پښتو", rtl=True, script="Arabic"),
    Language("fa", "Persian (Farsi, Dari)", "فارسی", rtl=True, script="Arabic"),
    Language("pl", "Polish", "Polski"),
    Language("pt", "Portuguese", "Português"),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ", script="Gurmukhi"),
    Language("ro", "Romanian", "Română"),
    Language("so", "Somali", "Soomaali"),
    Language("es", "Spanish", "Español"),
    Language("ta", "Tamil", "தமிழ்", script="Tamil"),
    Language("ti", "Tigrinya", "ትግርኛ", script="Ethiopic"),
    Language("tr", "Turkish", "Türkçe"),
    Language("uk", "Ukrainian", "Українська", script="Cyrillic"),
    Language("ur", "Urdu", "اردو", rtl=True, script="Arabic"),
    Language("cy", "Welsh", "Cymraeg"),
)
BY_CODE: Final[Mapping[str, Language]] = {each.code: each for each in LANGUAGES}


class TranslatorRole(StrEnum):
    """What the translator is to the family: a reader judges the words by it."""

    INTERPRETER = "interpreter"
    STAFF = "staff"
    FAMILY = "family"
    FRIEND = "friend"
    OTHER = "other"


ROLE_WORDS: Final[Mapping[TranslatorRole, str]] = {
    TranslatorRole.INTERPRETER: "Interpreter or translator",
    TranslatorRole.STAFF: "Member of staff",
    TranslatorRole.FAMILY: "Member of the family",
    TranslatorRole.FRIEND: "Friend of the family",
    TranslatorRole.OTHER: "Someone else",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of a plan that a family may read, and so may be translated for them."""

    line: UUID
    field: str
    section: str
    section_title: str
    line_name: str  # "outcome", where the section has several lines
    label: str
    english: str

    @property
    def key(self) -> Key:
        return (self.line, self.field)


@dataclass(frozen=True, slots=True)
class Worded:
    """A translated text, and the English that it was made from."""

    english: str
    text: str


Words = Mapping[Key, Worded]


@dataclass(frozen=True, slots=True)
class Translator:
    name: str = ""
    role: TranslatorRole | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Translated:
    """A released translation beside one reader's rendering. What that reader may not see is not in it."""

    language: Language
    version: int  # the version that was translated
    newest: int  # the version this reader reads
    translator: Translator
    released_at: datetime
    texts: Mapping[Key, str]
    missing: int  # texts that stand in English only

    def text(self, line: UUID, field: str) -> str:
        return self.texts.get((line, field), "")

    @property
    def is_behind(self) -> bool:
        return self.version < self.newest


@dataclass(frozen=True, slots=True)
class Asked:
    """One text of the translator's page. `old_english` where the English changed since it was translated."""

    piece: Piece
    text: str
    old_english: str = ""


@dataclass(frozen=True, slots=True)
class TranslationForm:
    """What the person who types a translation in sees. `rev` is 0 until something is saved."""

    header: PlanHeader
    language: Language
    asked: tuple[Asked, ...]
    translator: Translator
    rev: int
    saved_at: datetime | None
    saved_by: str
    released: "Edition | None"  # the newest that the family can read


@dataclass(frozen=True, slots=True)
class Edition:
    """One translation in the list. Not released: only staff see it."""

    language: Language
    edition: int
    version: int
    translator: Translator
    saved_at: datetime
    saved_by: str
    released_at: datetime | None
    released_by: str


@dataclass(frozen=True, slots=True)
class TranslationsPage:
    header: PlanHeader
    editions: tuple[Edition, ...]  # of each language the newest released, and the one being written
