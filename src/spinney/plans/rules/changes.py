"""What changed between two versions, in plain words that a parent can read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from spinney.plans.types import Change, FieldKind, FieldSpec, Line, SectionSpec, Template

EMPTY: tuple[Any, ...] = (None, "", [])
NAMING = ("title", "what", "text", "words", "signs")
Lines = dict[Any, Line]


def what_changed(
    template: Template,
    before: Sequence[Line],
    after: Sequence[Line],
    *,
    ended: dict[str, dict[str, str]] | None = None,
    was: Template | None = None,
) -> list[Change]:
    """Additions, removals and alterations in the template's order. `ended` maps line id to its result.

    `was` is the form of the version before, where that is another.
    """
    form = was or template
    old = {line.id: line for line in before}
    new = {line.id: line for line in after}
    found: list[Change] = []
    for section in template.sections:
        for line in after:
            if line.section != section.code:
                continue
            if line.id not in old:
                found.extend(_added(section, line, first=not before))
            else:
                told = form.section(section.code) or section
                found.extend(_altered(section, old[line.id], line, told, old=old, new=new))
                found.extend(_resourced(section, old[line.id], line))
        found.extend(
            _removed(section, line, (ended or {}).get(str(line.id)))
            for line in before
            if line.section == section.code and line.id not in new
        )
        found.extend(_reordered(section, before, after))
    return [*found, *_off_the_form(form, template, before)]


def name_of(line: Line, *, most: int = 80) -> str:
    """The words by which people would call this line."""
    for code in NAMING:
        if text := line.text(code):
            flat = " ".join(text.split())
            return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
    return "(no words yet)"


def _added(section: SectionSpec, line: Line, *, first: bool) -> list[Change]:
    if first or not section.many:
        return (
            []
            if first
            else [Change(section.code, "added", f"'{section.title}' was written.", line.id)]
        )
    return [Change(section.code, "added", f"New {section.line_name}: {name_of(line)}", line.id)]


def _removed(section: SectionSpec, line: Line, result: dict[str, str] | None) -> Change:
    words = f"No longer on the plan ({section.line_name}): {name_of(line)}"
    if result:
        how = {"met": "met", "partly": "partly met", "not_met": "not met"}[result["achievement"]]
        words = f"Finished {section.line_name}, {how}: {name_of(line)}. {result['why']}"
    return Change(section.code, "finished" if result else "removed", words, line.id)


def _altered(
    section: SectionSpec,
    was_line: Line,
    now_line: Line,
    told: SectionSpec,
    *,
    old: Lines,
    new: Lines,
) -> list[Change]:
    found = []
    known = {**old, **new}
    for spec in section.fields:
        was, now = was_line.values.get(spec.code), now_line.values.get(spec.code)
        if was == now or (was in EMPTY and now in EMPTY):
            continue
        if spec.kind is FieldKind.LINKS and _only_lost(was, now, new):
            continue
        words = _words_for(section, spec, was_line, now_line)
        found.append(
            Change(
                section.code, "altered", words, now_line.id,
                field=spec.code,
                before=shown(told.field(spec.code) or spec, was, known), after=shown(spec, now, known),
            )
        )  # fmt: skip
    return found


def _resourced(section: SectionSpec, was: Line, now: Line) -> list[Change]:
    """What the line rests on. Told by the source's own words, as they stand on the page."""
    where = f"{section.line_name.capitalize()} '{name_of(now)}'" if section.many else section.title
    old, new = {x.id for x in was.sources}, {x.id for x in now.sources}
    told = [f"{where}: a source was added. {x.full}" for x in now.sources if x.id not in old]
    told += [f"{where}: a source was taken off. {x.full}" for x in was.sources if x.id not in new]
    return [Change(section.code, "altered", words, now.id) for words in told]


def _off_the_form(was: Template, now: Template, before: Sequence[Line]) -> list[Change]:
    """Fields and parts that the newer form does not have. Their words are in the version before."""
    found = []
    for section in was.sections:
        to = now.section(section.code)
        lines = [line for line in before if line.section == section.code]
        found += [
            Change(
                section.code, "removed",
                f"{section.title}: the newer form does not ask for '{spec.label}'.",
            )
            for spec in section.fields
            # What staff alone could read is not told of to others, not even by its name.
            if spec.field_class is section.field_class
            and not (to and to.field(spec.code))
            and any(line.values.get(spec.code) not in EMPTY for line in lines)
        ]  # fmt: skip
    return found


def _only_lost(was: Any, now: Any, new: Lines) -> bool:
    """A link went because the line it pointed at went, which is told there and not twice."""
    present = {str(key) for key in new}
    return {item for item in was or [] if item in present} == set(now or [])


def _words_for(section: SectionSpec, spec: FieldSpec, old: Line, new: Line) -> str:
    """One sentence that says which line, which part of it, and what happened to that part."""
    was, now = old.values.get(spec.code), new.values.get(spec.code)
    if section.many and spec.code in NAMING and was and now:
        return f"The {section.line_name} '{name_of(old)}' now reads '{name_of(new)}'."
    where = f"{section.line_name.capitalize()} '{name_of(new)}'" if section.many else section.title
    if was in EMPTY:
        return f"{where}: '{spec.label}' was filled in."
    if now in EMPTY:
        return f"{where}: '{spec.label}' was taken out."
    return f"{where}: '{spec.label}' changed."


def _reordered(section: SectionSpec, before: Sequence[Line], after: Sequence[Line]) -> list[Change]:
    """Only strategies have an order that matters: the first three are on the classroom card."""
    if section.code != "adjustment":
        return []
    was = [line.id for line in before if line.section == section.code]
    now = [line.id for line in after if line.section == section.code]
    both = set(was) & set(now)
    if [i for i in was if i in both] == [i for i in now if i in both]:
        return []
    return [Change(section.code, "altered", "The order of what helps in class changed.")]


def shown(spec: FieldSpec, value: Any, known: Lines) -> str:
    # A contact is told by name in the line's own words; an id would say nothing to a reader.
    if value in EMPTY or spec.kind is FieldKind.PERSON:
        return ""
    if spec.kind is FieldKind.CHOICE:
        return dict(spec.choices).get(str(value), str(value))
    if spec.kind is FieldKind.DATE:
        day = date.fromisoformat(str(value))
        return f"{day.day} {day:%B %Y}"
    if spec.kind is FieldKind.LINKS:
        names = {str(key): name_of(line) for key, line in known.items()}
        return "; ".join(names.get(str(item), "a line no longer on the plan") for item in value)
    return str(value)
