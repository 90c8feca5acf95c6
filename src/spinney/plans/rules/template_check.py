"""Check a template's file before it is stored: every fault with its place, its cause and how to put it right."""

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import msgspec

from spinney.plans.types import FieldKind, FieldSpec, SectionSpec, Template
from spinney.plans.types.forms import Fault

CODE = re.compile(r"[a-z][a-z0-9_]{0,23}")
MOST_LETTERS = 20_000
# What other parts of Spinney look up by name, and what they cannot do without.
NEEDED = {
    "review": (("next_review",), "a plan is published only with the date of its next review"),
    "safety": (
        ("kind", "signs", "action"),
        "the classroom card tells these three of every safety line",
    ),
    "adjustment": (("text",), "the classroom card tells the strategies"),
    "outcome": (("title",), "an outcome is told of by its title"),
}


def faults_in(body: Any) -> list[Fault]:
    """Empty when the template may be stored."""
    if not isinstance(body, dict):
        return [Fault("template", "it is not an object", 'Give one JSON object: {"code": …}.')]
    found = [*_unknown("template", body, Template), *_head(body)]
    sections = body.get("sections")
    if not isinstance(sections, list) or not sections:
        fault = Fault(
            "template.sections", "it has no sections", "Give a list of at least one section."
        )
        return [*found, fault]
    for number, section in enumerate(sections):
        found += _section(f"sections[{number}]", section)
    if found:
        return found  # the sense of the whole is judged once each part can be read
    return list(_whole(msgspec.convert(body, Template)))


def _head(body: dict[str, Any]) -> Iterator[Fault]:
    yield from _unreadable("template", {**body, "sections": []}, Template)
    source = body.get("source")
    if isinstance(source, str) and len(source.split()) < 3:
        yield Fault(
            "template.source",
            "it does not say where the form comes from",
            "Name the source and its date.",
        )


def _section(place: str, section: Any) -> Iterator[Fault]:
    if not isinstance(section, dict):
        yield Fault(place, "it is not an object", 'Give a section as {"code": …, "fields": […]}.')
        return
    named = f"{place} ({section.get('code', 'no code')})"
    yield from _unknown(named, section, SectionSpec)
    yield from _unreadable(named, {**section, "fields": []}, SectionSpec)
    own = section.get("fields")
    if not isinstance(own, list) or not own:
        yield Fault(f"{named}.fields", "it has no fields", "Give a list of at least one field.")
        return
    for number, spec in enumerate(own):
        here = f"{named}.fields[{number}]"
        if not isinstance(spec, dict):
            yield Fault(here, "it is not an object", 'Give a field as {"code": …, "label": …}.')
            continue
        here += f" ({spec.get('code', 'no code')})"
        yield from _unknown(here, spec, FieldSpec)
        yield from _unreadable(here, spec, FieldSpec)


def _unknown(place: str, found: dict[str, Any], kind: type) -> Iterator[Fault]:
    known = sorted(f.name for f in fields(kind))
    for name in sorted(set(found) - set(known)):
        yield Fault(
            f"{place}.{name}",
            "this name means nothing here",
            f"Take it out, or correct it to one of: {', '.join(known)}.",
        )


def _unreadable(place: str, found: dict[str, Any], kind: type) -> Iterator[Fault]:
    try:
        msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        cause, _, where = str(error).partition(" - at `$")
        at = where.rstrip("`")
        yield Fault(
            f"{place}{at}",
            cause[0].lower() + cause[1:],
            "Correct the value; the published schema says what may stand here.",
        )


def _whole(template: Template) -> Iterator[Fault]:
    yield from _twice("template.sections", [s.code for s in template.sections])
    for section in template.sections:
        place = f"section {section.code}"
        yield from _code(place, section.code)
        yield from _twice(f"{place}.fields", [f.code for f in section.fields])
        yield from _people(place, section)
        for spec in section.fields:
            yield from _field(f"{place}, field {spec.code}", template, spec)
    yield from _needed(template)


def _people(place: str, section: SectionSpec) -> Iterator[Fault]:
    if section.many and not section.line_name:
        yield Fault(
            f"{place}.line_name",
            "it holds many lines and has no word for one",
            'Say what one line is called, as "outcome".',
        )
    if not section.editors:
        yield Fault(
            f"{place}.editors", "nobody may write it", 'Name at least one role, as ["senco"].'
        )
    person = section.field(section.own_words_of) if section.own_words_of else None
    if section.own_words_of and (person is None or person.kind is not FieldKind.PERSON):
        yield Fault(
            f"{place}.own_words_of",
            f"'{section.own_words_of}' is not a field that names a person",
            "Name a field of this section of kind 'person'.",
        )


def _field(place: str, template: Template, spec: FieldSpec) -> Iterator[Fault]:
    yield from _code(place, spec.code)
    if spec.code.startswith("local_"):
        yield Fault(
            place, "codes that begin with local_ belong to schools", "Give it another code."
        )
    if not spec.label.strip():
        yield Fault(
            f"{place}.label", "it is empty", "Say what the field asks, as people will read it."
        )
    if not 1 <= spec.most <= MOST_LETTERS:
        yield Fault(
            f"{place}.most",
            f"{spec.most} is not from 1 to {MOST_LETTERS}",
            "Give the most letters, or the largest number, that it holds.",
        )
    if (spec.kind is FieldKind.CHOICE) != bool(spec.choices):
        yield Fault(
            f"{place}.choices",
            "only a field of kind 'choice' has choices, and each such field has some",
            "Give the choices, or another kind.",
        )
    yield from _twice(f"{place}.choices", [code for code, _ in spec.choices])
    to = template.section(spec.links_to) if spec.links_to else None
    if (spec.kind is FieldKind.LINKS) != bool(spec.links_to) or (
        spec.links_to and not (to and to.many)
    ):
        yield Fault(
            f"{place}.links_to",
            f"'{spec.links_to}' is not a section of many lines",
            "Name such a section for a field of kind 'links', and none for another.",
        )


def _code(place: str, code: str) -> Iterator[Fault]:
    if not CODE.fullmatch(code):
        yield Fault(
            f"{place}.code",
            f"'{code}' cannot be a code",
            "Use at most 24 small letters, digits and _, a letter first.",
        )


def _twice(place: str, codes: list[str]) -> Iterator[Fault]:
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Fault(
            place, f"'{code}' stands there twice", "Give each its own code: lines are kept by it."
        )


def _needed(template: Template) -> Iterator[Fault]:
    if template.section("review") is None:
        yield Fault(
            "template.sections",
            f"there is no section 'review'; {NEEDED['review'][1]}",
            "Add it, with a date field 'next_review'.",
        )
    for code, (wanted, why) in NEEDED.items():
        section = template.section(code)
        for field in wanted if section else ():
            if section and section.field(field) is None:
                yield Fault(
                    f"section {code}",
                    f"the field '{field}' is missing; {why}",
                    f"Add a field with the code '{field}'.",
                )
