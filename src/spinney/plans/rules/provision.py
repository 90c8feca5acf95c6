"""Provision lines as numbers that can be added up. What is not said, or cannot be read, stays empty."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from spinney.access.types import FieldClass
from spinney.plans.rules.frequency import sessions_a_week
from spinney.plans.types import FieldKind, FieldSpec, Line, SectionSpec, Template
from spinney.plans.types.whole import Promise

# Every reader of a plan sees these kinds of field, so a row made of them may be counted for every reader.
OPEN = frozenset({FieldClass.ORDINARY, FieldClass.PLAN})
# Words in 'who' that name nobody.
NOBODY = frozenset({
    "", "tbc", "tba", "tbd", "to be confirmed", "to be arranged", "to be decided", "to be recruited",
    "to be appointed", "vacancy", "vacant", "vacant post", "nobody", "no one", "none", "unknown", "not known",
    "not yet staffed", "not staffed", "n/a", "na", "?", "-", "x",
})  # fmt: skip
FRACTION = Decimal("0.0001")
ENDS = " .,;:!-–—•*"


def promises(template: Template, lines: Sequence[Line]) -> tuple[Promise, ...]:
    """The provision lines of a version, in its order."""
    section = template.section("provision")
    if section is None or section.field_class not in OPEN:
        return ()
    known = {str(line.id): tuple(_areas_of(template, line)) for line in lines}
    everywhere = areas(template, lines)
    return tuple(
        _promise(section, line, known, everywhere)
        for line in lines
        if line.section == section.code and line.values
    )


def areas(template: Template, lines: Iterable[Line]) -> tuple[str, ...]:
    """The areas of need that the version names, each once."""
    return tuple(dict.fromkeys(area for line in lines for area in _areas_of(template, line)))


def area_names(template: Template) -> dict[str, str]:
    """Code and words of each area, from whatever section of the form asks for one."""
    return {
        code: words
        for section in template.sections
        for spec in section.fields
        if _names_area(section, spec)
        for code, words in spec.choices
    }


def _names_area(section: SectionSpec, spec: FieldSpec) -> bool:
    fits = spec.code == "area" and spec.kind is FieldKind.CHOICE
    return fits and section.field_class in OPEN and spec.field_class in OPEN


def _areas_of(template: Template, line: Line) -> list[str]:
    section = template.section(line.section)
    if section is None or not any(_names_area(section, spec) for spec in section.fields):
        return []
    value = line.values.get("area")
    return [str(value)] if value else []


def _promise(
    section: SectionSpec, line: Line, known: dict[str, tuple[str, ...]], everywhere: tuple[str, ...]
) -> Promise:
    """A line that names no need counts for every area of its plan."""
    said = {s.code: line.values.get(s.code) for s in section.fields if s.field_class in OPEN}
    text = {code: str(value) for code, value in said.items() if isinstance(value, str | int)}
    linked = said.get("needs") or []
    own = dict.fromkeys(area for need in linked for area in known.get(str(need), ()))
    who, often = text.get("who", ""), text.get("how_often", "")
    found = sessions_a_week(often)
    return Promise(
        line=line.id, position=line.position, kind=kind_of(said), what=text.get("what", ""), who=who,
        place=text.get("place", ""), how_often=often, staffed=is_staffed(who),
        sessions=None if found is None else _decimal(found.numerator, found.denominator),
        minutes=_whole(said.get("minutes")), group_size=_whole(said.get("group_size")),
        areas=tuple(own) or everywhere, starts=_date(said.get("starts")), ends=_date(said.get("ends")),
    )  # fmt: skip


def kind_of(values: dict[str, Any]) -> str:
    """What lines of one sort share: the code under which a bank keeps it, or else its words without their dress."""
    for code in ("bank_code", "bank"):
        if values.get(code):
            return f"bank:{values[code]}"
    return plain(str(values.get("what") or ""))


def plain(text: str) -> str:
    """'The  Lego Therapy.' and 'lego therapy' are one kind of provision."""
    words = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return re.sub(r"^(?:the|a|an) ", "", " ".join(words.split()).strip(ENDS))


def is_staffed(who: str) -> bool:
    return plain(who) not in NOBODY and " ".join(who.casefold().split()) not in NOBODY


def _decimal(over: int, under: int) -> Decimal:
    return (Decimal(over) / Decimal(under)).quantize(FRACTION)


def _whole(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10_000 else None


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
