"""What of a plan one reader may see, and what of it goes on the classroom card."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from spinney.access.types import FieldClass
from spinney.plans.rules.sources import source_to_store, sources_from
from spinney.plans.types import Change, FieldKind, Line, NotNeeded, SectionSpec, Template

CARD_STRATEGIES = 3


def for_reader(
    template: Template,
    lines: Sequence[Line],
    classes: frozenset[FieldClass],
    *,
    persons: frozenset[str] = frozenset(),
) -> tuple[tuple[Line, ...], bool]:
    """The lines with every field outside `classes` taken out, and whether anything was.

    `persons` are the carer records that are this reader: they always see their own words.
    """
    kept: list[Line] = []
    withheld = False
    for line in lines:
        section = template.section(line.section)
        if section is None or not _open(section, line, classes, persons):
            withheld = True
            continue
        # A value that the form has no field for is shown to nobody: nothing says whom it is for.
        open_to = {f.code for f in section.fields if f.field_class in classes}
        hidden = line.values.keys() - open_to
        if hidden:
            withheld = True
            shown = {code: value for code, value in line.values.items() if code not in hidden}
            kept.append(replace(line, values=shown))
        else:
            kept.append(line)
    return tuple(kept), withheld


def _open(
    section: SectionSpec, line: Line, classes: frozenset[FieldClass], persons: frozenset[str]
) -> bool:
    own = bool(section.own_words_of) and line.text(section.own_words_of) in persons
    return own or section.field_class in classes


def changes_for_reader(
    template: Template,
    changes: Iterable[Change],
    classes: frozenset[FieldClass],
    *,
    shown: Iterable[Line],
) -> tuple[Change, ...]:
    """A change quotes what it changed, so it is shown only where its section and field are."""
    lines = {line.id for line in shown}
    found = []
    for change in changes:
        section = template.section(change.section)
        if section is None or not (section.field_class in classes or change.line_id in lines):
            continue
        if (
            not change.field
            or section.field_class not in classes
            or ((spec := section.field(change.field)) and spec.field_class in classes)
        ):
            found.append(change)
    return tuple(found)


def not_needed_for_reader(
    template: Template, reasons: Mapping[str, str], classes: frozenset[FieldClass]
) -> tuple[NotNeeded, ...]:
    """In the template's order, and only to those who would be shown the words of the section."""
    return tuple(
        NotNeeded(spec.code, spec.title, reasons[spec.code])
        for spec in template.sections
        if spec.code in reasons and spec.field_class in classes
    )


def card_of(lines: Sequence[Line]) -> tuple[list[str], list[dict[str, str]]]:
    """At most three strategies, in the order given, and every safety line: none is ever cut."""
    strategies = [
        line.text("text") for line in lines if line.section == "adjustment" and line.text("text")
    ]
    safety = [
        {code: line.text(code) for code in ("kind", "signs", "action")}
        for line in lines
        if line.section == "safety"
    ]
    return strategies[:CARD_STRATEGIES], safety


def joined(template: Template, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with every link to a line that is not among them taken out: a promise points at something."""
    known = {str(line.id) for line in lines}
    found = []
    for line in lines:
        section = template.section(line.section)
        links = [f.code for f in section.fields if f.kind is FieldKind.LINKS] if section else []
        values = dict(line.values)
        for code in links:
            if code in values:
                values[code] = [item for item in values[code] if item in known]
        kept = {code: value for code, value in values.items() if value != []}
        found.append(replace(line, values=kept))
    return tuple(found)


def lines_from(stored: Iterable[dict[str, Any]]) -> tuple[Line, ...]:
    return tuple(
        Line(
            UUID(item["id"]), item["section"], item["position"], item["values"],
            sources_from(item.get("sources")),
        )
        for item in stored
    )  # fmt: skip


def stored_from(
    lines: Iterable[Line], kept: Mapping[UUID, dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """`kept` is what waits beside a line from an older form: stored with the version, read by no page of it."""
    found = []
    for x in lines:
        item = {"id": str(x.id), "section": x.section, "position": x.position, "values": x.values}
        if x.sources:  # left out where there is none, as in every version before sources were kept
            item["sources"] = [source_to_store(source) for source in x.sources]
        beside = (kept or {}).get(x.id)
        found.append({**item, "kept": beside} if beside else item)
    return found
