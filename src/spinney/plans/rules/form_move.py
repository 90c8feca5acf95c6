"""Move the lines of a draft from one form to another. Nothing is lost: what has no home is kept beside it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from spinney.guidance.codesets import suggested
from spinney.kernel.errors import BadInput
from spinney.plans.rules.changes import name_of, shown
from spinney.plans.rules.template import clean
from spinney.plans.types import FieldKind, FieldSpec, Line, SectionSpec, Template
from spinney.plans.types.forms import FormLine, Homeless, Kept, PartMap

EMPTY: tuple[Any, ...] = (None, "", [])
Chosen = Mapping[tuple[UUID, str], str]


def fits(old: SectionSpec, was: FieldSpec, new: SectionSpec, now: FieldSpec, value: Any) -> bool:
    """Whether a value may stand on the other form as it is, read by the same people and meaning the same."""
    same = (
        was.kind is now.kind
        and was.links_to == now.links_to
        # Words that staff alone could read must not turn into words for the family.
        and was.field_class is now.field_class
        and old.field_class is new.field_class
    )
    if not same or value in EMPTY:
        return same
    if was.kind is FieldKind.CHOICE:
        return dict(was.choices).get(value) == dict(now.choices).get(value, "")
    try:
        return bool(clean(now, value) == value)
    except BadInput:
        return False


def move(
    lines: Sequence[FormLine],
    *,
    old: tuple[UUID, Template],
    new: tuple[UUID, Template],
    chosen: Chosen | None = None,
) -> tuple[FormLine, ...]:
    """Each line on the new form. `chosen` says what stands in place of a value that has no home there."""
    return tuple(_moved(item, old, new, chosen or {}) for item in lines)


def _moved(
    item: FormLine, old: tuple[UUID, Template], new: tuple[UUID, Template], chosen: Chosen
) -> FormLine:
    line = item.line
    was, now = old[1].section(line.section), new[1].section(line.section)
    kept: Kept = {form: {code: list(v) for code, v in by.items()} for form, by in item.kept.items()}
    values = {}
    for code, value in line.values.items():
        if _stands_in(kept, str(old[0]), str(new[0]), code, value):
            continue
        if _has_home(was, now, code, value):
            values[code] = value
            continue
        _push(kept, str(old[0]), code, value)
        if (line.id, code) in chosen and now and (spec := now.field(code)):
            values[code] = clean(spec, chosen[line.id, code])
            _push(kept, str(new[0]), code, values[code])
    _back_home(kept, str(new[0]), values)
    return FormLine(Line(line.id, line.section, line.position, values), kept)


def _has_home(was: SectionSpec | None, now: SectionSpec | None, code: str, value: Any) -> bool:
    if was is None or now is None:
        return False
    before, after = was.field(code), now.field(code)
    return bool(before and after and fits(was, before, now, after, value))


def _stands_in(kept: Kept, here: str, there: str, code: str, value: Any) -> bool:
    """Whether the value was only chosen in place of one that had no home here: at home, that one returns."""
    here_pile = kept.get(here, {}).get(code)
    return bool(here_pile and here_pile[-1] == value and kept.get(there, {}).get(code))


def _push(kept: Kept, form: str, code: str, value: Any) -> None:
    """On top of what was kept of this field before: an older value is not overwritten by a newer."""
    pile = kept.setdefault(form, {}).setdefault(code, [])
    if value in pile:
        pile.remove(value)
    pile.append(value)


def _back_home(kept: Kept, form: str, values: dict[str, Any]) -> None:
    """Values that were written on this very form return to it, where nothing stands in their place."""
    piles = kept.get(form, {})
    for code in list(piles):
        if values.get(code) in EMPTY:
            values[code] = piles[code].pop()
            if not piles[code]:
                del piles[code]
    if form in kept and not piles:
        del kept[form]


def homeless(lines: Sequence[FormLine], old: Template, new: Template) -> tuple[Homeless, ...]:
    """Every filled value without a place on the new form, and what a person may choose in its stead."""
    known = {item.line.id: item.line for item in lines}
    found = []
    for section in old.sections:
        own = [item.line for item in lines if item.line.section == section.code]
        for number, line in enumerate(own, start=1):
            found += [
                _homeless(section, spec, new, line, number, known)
                for spec in section.fields
                if (value := line.values.get(spec.code)) not in EMPTY
                and not _has_home(section, new.section(section.code), spec.code, value)
            ]
    return tuple(found)


def _homeless(
    section: SectionSpec, spec: FieldSpec, new: Template, line: Line, number: int,
    known: dict[Any, Line],
) -> Homeless:  # fmt: skip
    value = line.values[spec.code]
    to = new.section(section.code)
    now = to.field(spec.code) if to else None
    both = now is not None and now.kind is spec.kind is FieldKind.CHOICE
    options = now.choices if now and both else ()
    return Homeless(
        line_id=line.id, section=section.code, field=spec.code,
        where=where(section, line, number), label=spec.label,
        words=told(spec, value, known), options=options,
        suggested=suggested(str(value), dict(options)) if options else (),
    )  # fmt: skip


def told(spec: FieldSpec | None, value: Any, known: dict[Any, Line]) -> str:
    """A value as people read it; as it stands, where the form cannot tell it or would leave it out."""
    try:
        return (shown(spec, value, known) if spec else "") or str(value)
    except (ValueError, TypeError):
        return str(value)


def where(section: SectionSpec, line: Line, number: int) -> str:
    """'Need 2: finding words', or the section's title where it is a single line."""
    if not section.many:
        return section.title
    return f"{section.line_name.capitalize()} {number}: {name_of(line)}"


def check_chosen(chosen: Chosen, offered: Sequence[Homeless]) -> None:
    options = {(each.line_id, each.field): {code for code, _ in each.options} for each in offered}
    for key, code in chosen.items():
        if code not in options.get(key, set()):
            raise BadInput(
                "Choose one of the listed answers, or decide later.", field=f"c-{key[0]}-{key[1]}"
            )


def parts(old: Template, new: Template) -> tuple[PartMap, ...]:
    """The two forms beside each other, section by section, in the new one's order; what is gone comes last."""
    found = [_part(old.section(spec.code), spec) for spec in new.sections]
    found += [
        PartMap(spec.title, "", 0, (), tuple(f.label for f in spec.fields), ())
        for spec in old.sections
        if new.section(spec.code) is None
    ]
    return tuple(found)


def _part(was: SectionSpec | None, now: SectionSpec) -> PartMap:
    before = {f.code: f for f in was.fields} if was else {}
    after = {f.code for f in now.fields}
    return PartMap(
        title=was.title if was else "",
        to=now.title,
        same=sum(before.get(f.code) == f for f in now.fields),
        added=tuple(f.label for f in now.fields if f.code not in before),
        gone=tuple(f.label for f in before.values() if f.code not in after),
        changed=tuple(f.label for f in now.fields if f.code in before and before[f.code] != f),
    )
