"""Set a document in type: data in, the bytes of a tagged PDF/UA-1 out.

What people wrote reaches Typst as JSON in `sys.inputs` and is never part of its source, so nothing a person
types can be read as markup. A letter that no font has is shown as a box and a note on the page says so:
printing never fails because of what a child is called.
"""

import re
import threading
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import typst
from django.conf import settings

TEMPLATES = Path(__file__).parent / "templates"
BOX = "□"
ROUNDS = 6  # of learning which letters are missing; the compiler names many at a time
LONGEST_WORD = 36  # letters in a row before a line may break inside them
HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
KEPT = {
    "\n",
    "\t",
    "\u200d",
    "\u200c",
    "\u200b",
    "\u2068",
    "\u2069",
}  # joiners and isolates are needed
MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
RUN = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
# Typst's cache is shared by threads; one page at a time keeps its memory flat, and a page takes 30 ms.
_one_at_a_time = threading.Lock()


class PrintError(RuntimeError):
    """The template itself is at fault; no input may cause this."""


@cache
def fonts() -> typst.Fonts:
    """Ours first, then any the machine has (Debian's fonts-noto, say), then those inside Typst."""
    folder = Path(settings.VAR) / "fonts"
    paths = [str(folder)] if folder.is_dir() else []
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=paths)


def pdf(
    template: str, data: dict[str, Any], *, now: datetime, drawings: dict[str, str] | None = None
) -> bytes:
    """`template` is a file of ours; `data` is what it prints; `drawings` are SVGs that we made ourselves."""
    drawn = drawings or {}
    told = in_all_texts(data, printable)
    for _ in range(ROUNDS):
        try:
            return _compile(template, told, drawn, now=now)
        except typst.TypstError as error:
            absent = missing_letters(f"{error} {error.diagnostic}")
            if not absent:
                raise PrintError(f"{template}: {error}") from error
            told = {**in_all_texts(told, _boxing(absent)), "letters_missing": True}
    plain = in_all_texts(told, lambda text: re.sub(r"[^\n\x20-\x7e\xa0-\xff]", "?", text))
    return _compile(template, plain, drawn, now=now)


# Letters that a text in the language cannot do without, where they are not all in the first Latin ranges.
LETTERS = {
    "am": "ሀለሐመሠረሰሸቀበተቸኀነኘአከኸወዘዠየደጀገጠጨጰጸፀፈፐ",
    "ti": "ሀለሐመሠረሰሸቀቐበተቸነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءةىؤئ",
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی۰۱۲۳",
    "ur": "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے",
    "ckb": "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ",
    "ps": "ابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهۀيېیۍئ",
    "bn": "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহড়ঢ়য়ৎংঃঁ",
    "gu": "અઆઇઈઉઊઋએઐઓઔકખગઘચછજઝટઠડઢણતથદધનપફબભમયરલવશષસહળ",
    "hi": "अआइईउऊऋएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहड़ढ़",
    "pa": "ਅਆਇਈਉਊਏਐਓਔਕਖਗਘਙਚਛਜਝਞਟਠਡਢਣਤਥਦਧਨਪਫਬਭਮਯਰਲਵੜਸਹ",
    "ta": "அஆஇஈஉஊஎஏஐஒஓஔகஙசஞடணதநபமயரலவழளறன",
    "zh": "的一是了我不人在他有这个上们来到时大地为子中你说生国年学校孩帮助",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "cy": "ŵŷâêîôûŴŶ",
    "pl": "ąćęłńóśźż",
    "ro": "ăâîșț",
    "tr": "çğıİöşü",
    "lt": "ąčęėįšųūž",
}


@cache
def can_print(language: str) -> bool:
    """Whether the fonts here hold the letters of a language. Found by printing them, once."""
    letters = LETTERS.get(language, "")
    if not letters:
        return True
    data = {"title": "Letters", "large": False, "letters": letters}
    try:
        _compile("letters", data, {}, now=datetime(2026, 1, 1, tzinfo=UTC))
    except typst.TypstError:
        return False
    return True


def _compile(
    template: str, data: dict[str, Any], drawings: dict[str, str], *, now: datetime
) -> bytes:
    with _one_at_a_time:
        made: bytes = typst.compile(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=fonts(),
            sys_inputs={**drawings, "data": msgspec.json.encode(data).decode()},
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(now.timestamp()),
        )
    return made


def printable(text: str) -> str:
    """Without what cannot be seen, and breakable wherever a line must break."""
    whole = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    seen = "".join(c for c in whole if c in KEPT or unicodedata.category(c) not in HIDDEN)
    return RUN.sub(_breakable, seen)


def _breakable(found: re.Match[str]) -> str:
    word = found.group()
    step = LONGEST_WORD // 2
    return "\u200b".join(word[i : i + step] for i in range(0, len(word), step))


def missing_letters(message: str) -> set[str]:
    return {ESCAPED.sub(_letter, found) for found in MISSING.findall(message)}


def _letter(found: re.Match[str]) -> str:
    code, plain = found.groups()
    return chr(int(code, 16)) if code else plain


def _boxing(absent: set[str]) -> Callable[[str], str]:
    # Plain letters stay: a cluster may be a common letter under a rare mark.
    letters = {letter for cluster in absent for letter in cluster if ord(letter) > 0x2FF}
    letters |= {cluster for cluster in absent if len(cluster) == 1}
    gone = str.maketrans(dict.fromkeys(letters, BOX))

    def box(text: str) -> str:
        for cluster in sorted(absent, key=len, reverse=True):
            text = text.replace(cluster, BOX)
        return text.translate(gone)

    return box


def in_all_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text in it changed; keys are ours and stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: in_all_texts(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [in_all_texts(item, change) for item in value]
    return value
