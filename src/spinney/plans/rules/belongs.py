"""What lines belong to outside the plan: how it is kept, frozen into a version, and told when it changes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spinney.guidance.codesets import EHCP_SECTION, USUAL_SECTION
from spinney.guidance.packages import Package
from spinney.plans.rules.changes import name_of
from spinney.plans.types import Change, Line, Template
from spinney.plans.types.belongs import (
    Belongs,
    Covered,
    Item,
    JoinedItem,
    JoinedPackage,
    JoinLine,
    SectionCover,
)

Kept = dict[str, Any]  # {"ehcp": ["F"], "items": [id], "packages": ["code:version"]}
Frozen = dict[str, Any]
JOINED = tuple(USUAL_SECTION)  # the parts of a plan whose lines may be joined


def kept_from(sections: Iterable[str], items: Iterable[str], packages: Iterable[str]) -> Kept:
    """In one order, so that the same choice is kept as the same words."""
    order = list(EHCP_SECTION)
    found = {
        "ehcp": sorted(set(sections), key=order.index),
        "items": sorted(set(items)),
        "packages": sorted(set(packages)),
    }
    return {code: chosen for code, chosen in found.items() if chosen}


def resolved(
    kept: Kept | None, items: Mapping[str, Item], packages: Mapping[str, Package]
) -> Belongs:
    """With the names of today. What is no longer known is left out: it is nowhere to be read."""
    kept = kept or {}
    return Belongs(
        tuple(kept.get("ehcp", ())),
        tuple(
            JoinedItem(str(x.id), x.section, x.number, x.words)
            for x in sorted(
                (items[key] for key in kept.get("items", ()) if key in items),
                key=lambda x: (x.section, x.number),
            )
        ),
        tuple(
            JoinedPackage(x.key, x.name, x.version, x.status)
            for key in kept.get("packages", ())
            if (x := packages.get(key))
        ),
    )


def frozen_to(belongs: Belongs) -> Frozen:
    return {
        "ehcp": list(belongs.sections),
        "items": [[x.id, x.section, x.number, x.words] for x in belongs.items],
        "packages": [[x.key, x.name, x.version, x.status] for x in belongs.packages],
    }


def frozen_from(stored: Frozen) -> Belongs:
    return Belongs(
        tuple(stored.get("ehcp", ())),
        tuple(JoinedItem(*x) for x in stored.get("items", ())),
        tuple(JoinedPackage(*x) for x in stored.get("packages", ())),
    )


def belongs_of_lines(stored: Mapping[str, Frozen] | None) -> dict[str, Belongs]:
    """By line id, as a version keeps them."""
    return {line: frozen_from(kept) for line, kept in (stored or {}).items()}


def changed_joins(
    template: Template,
    lines: Sequence[Line],
    before: Mapping[str, Belongs],
    after: Mapping[str, Belongs],
) -> list[Change]:
    """One sentence for each line that belongs to something else than it did. A package's new name by itself is no
    change: only what a person joined or took off is."""
    found = []
    for line in lines:
        section = template.section(line.section)
        was, now = before.get(str(line.id), Belongs()), after.get(str(line.id), Belongs())
        if section is None or _keys(was) == _keys(now):
            continue
        where = f"{section.line_name.capitalize()} '{name_of(line)}'"
        words = (
            f"{where}: what it belongs to changed."
            if now
            else f"{where}: it belongs to no section or package now."
        )
        found.append(
            Change(
                line.section, "altered", words, line.id, before="; ".join(was.told),
                after="; ".join(now.told),
            )
        )  # fmt: skip
    return found


def _keys(belongs: Belongs) -> tuple[Any, ...]:
    return (
        belongs.sections, tuple(x.id for x in belongs.items), tuple(x.key for x in belongs.packages),
    )  # fmt: skip


def covers(items: Sequence[Item], lines: Sequence[JoinLine]) -> tuple[SectionCover, ...]:
    """Of each section that has items or lines: what of it is covered by which line, and what is not."""
    usual = {section: part for part, section in USUAL_SECTION.items()}
    shown = {x.section for x in items} | {s for x in lines for s in x.belongs.every_section}
    found = []
    for section, title in EHCP_SECTION.items():
        if section not in shown | set(usual):
            continue
        found.append(
            SectionCover(
                section, title,
                tuple(Covered(x, _serving(x, lines)) for x in items if x.section == section),
                tuple(x for x in lines if section in x.belongs.sections),
                tuple(
                    x
                    for x in lines
                    if x.section == usual.get(section) and section not in x.belongs.every_section
                ),
            )
        )  # fmt: skip
    return tuple(found)


def _serving(item: Item, lines: Sequence[JoinLine]) -> tuple[JoinLine, ...]:
    return tuple(x for x in lines if any(each.id == str(item.id) for each in x.belongs.items))
