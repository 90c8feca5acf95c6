"""A school's own fields and order on top of a template, within what the template allows."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec

from spinney.access.types import FieldClass
from spinney.kernel.errors import BadInput
from spinney.plans.types import FieldKind, FieldSpec, SectionSpec, Template
from spinney.plans.types.forms import ADDED_KINDS, Additions, NewField

LOCAL = "local_"
CODE_LENGTH = 24  # what the tables of drafts hold
MOST_ADDED = 10
MOST_CHOICES = 12


def additions_from(body: dict[str, Any]) -> Additions:
    return msgspec.convert(body, Additions)


def body_of(additions: Additions) -> dict[str, Any]:
    """As it is stored: sorted and plain JSON, so that the same form is the same body."""
    sent = msgspec.json.encode(
        Additions(
            {code: fields for code, fields in sorted(additions.fields.items()) if fields},
            {code: order for code, order in sorted(additions.order.items()) if order},
        )
    )
    body: dict[str, Any] = msgspec.json.decode(sent)
    return body


def with_additions(template: Template, additions: Additions) -> Template:
    return replace(
        template, sections=tuple(_section(spec, additions) for spec in template.sections)
    )


def _section(spec: SectionSpec, additions: Additions) -> SectionSpec:
    fields = (*spec.fields, *additions.fields.get(spec.code, ()))
    place = {code: n for n, code in enumerate(additions.order.get(spec.code, ()))}
    # A field that the order does not name comes after those it does, as it came.
    return replace(spec, fields=tuple(sorted(fields, key=lambda f: place.get(f.code, len(place)))))


def check(template: Template, additions: Additions) -> None:
    """BadInput unless the additions keep to what the template allows. They come from a form on a page."""
    for code, fields in additions.fields.items():
        section = _open_section(template, code)
        if len(fields) > MOST_ADDED:
            raise BadInput(
                f"'{section.title}' has {MOST_ADDED} added fields already. Remove one first."
            )
        taken = {f.code for f in section.fields}
        for spec in fields:
            if spec.code in taken or not spec.code.startswith(LOCAL):
                raise BadInput(f"'{spec.label}' is on this form already. Give it another name.")
            taken.add(spec.code)
            _check_field(spec)
    for code in additions.order:
        section = _open_section(template, code)
        known = {f.code for f in (*section.fields, *additions.fields.get(code, ()))}
        if not set(additions.order[code]) <= known:
            raise BadInput("The order names a field that is not there. Reload the page.")


def _open_section(template: Template, code: str) -> SectionSpec:
    section = template.section(code)
    if section is None:
        raise BadInput("This form has no such part. Reload the page.", field="section")
    if not section.takes_additions:
        raise BadInput(
            f"'{section.title}' is the same in every school, so nothing can be added to it. "
            "Add the field to another part.", field="section",
        )  # fmt: skip
    return section


def _check_field(spec: FieldSpec) -> None:
    plain = replace(
        spec, code="", label="", kind=FieldKind.TEXT, hint="", required=False, choices=(), most=0
    )
    if plain != FieldSpec("", "", FieldKind.TEXT, most=0, field_class=spec.field_class):
        raise BadInput("That field asks for something a school cannot add. Reload the page.")
    if (
        spec.field_class not in {FieldClass.PLAN, FieldClass.STAFF_ONLY}
        or spec.kind not in ADDED_KINDS
    ):
        raise BadInput("That field asks for something a school cannot add. Reload the page.")
    if not re.fullmatch(r"local_[a-z0-9_]{1,18}", spec.code) or not 0 < spec.most <= 4000:
        raise BadInput("That field could not be read. Reload the page.")
    _words(spec.label, "label", 1, 120)
    _words(spec.hint, "hint", 0, 200)
    if (spec.kind is FieldKind.CHOICE) != bool(spec.choices):
        raise BadInput("Give the answers to choose from, one a line.", field="choices")


def new_field(template: Template, additions: Additions, asked: NewField) -> Additions:
    """The additions with one field more. BadInput names the box to put right."""
    section = _open_section(template, asked.section)
    label = _words(asked.label, "label", 1, 120)
    if asked.kind not in {kind.value for kind in ADDED_KINDS}:
        raise BadInput("Choose what kind of answer the field takes.", field="kind")
    kind = FieldKind(asked.kind)
    own = additions.fields.get(asked.section, ())
    if any(f.label.casefold() == label.casefold() for f in (*section.fields, *own)):
        raise BadInput(
            f"'{section.title}' has a field called '{label}' already. Give this one another name.",
            field="label",
        )
    spec = FieldSpec(
        code=_code(label, {f.code for f in (*section.fields, *own)}), label=label, kind=kind,
        hint=_words(asked.hint, "hint", 0, 200), required=asked.required,
        choices=_choices(asked.choices) if kind is FieldKind.CHOICE else (),
        field_class=FieldClass.STAFF_ONLY if asked.staff_only else FieldClass.PLAN,
    )  # fmt: skip
    made = replace(additions, fields={**additions.fields, asked.section: (*own, spec)})
    check(template, made)
    return made


def without_field(additions: Additions, section: str, code: str) -> Additions:
    kept = tuple(f for f in additions.fields.get(section, ()) if f.code != code)
    order = tuple(c for c in additions.order.get(section, ()) if c != code)
    return Additions({**additions.fields, section: kept}, {**additions.order, section: order})


def moved(
    template: Template, additions: Additions, section: str, code: str, *, up: bool
) -> Additions:
    """The field one place up or down in its section."""
    spec = _open_section(with_additions(template, additions), section)
    order = [f.code for f in spec.fields]
    if code not in order:
        raise BadInput("This form has no such field. Reload the page.")
    at = order.index(code)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return replace(additions, order={**additions.order, section: tuple(order)})


def is_own(code: str) -> bool:
    return code.startswith(LOCAL)


def _words(value: str, field: str, least: int, most: int) -> str:
    plain = "".join(c for c in value if unicodedata.category(c)[0] != "C" or c.isspace())
    text = " ".join(unicodedata.normalize("NFC", plain).split())
    if len(text) < least:
        raise BadInput("Give the field a name, as people will read it on the form.", field=field)
    if len(text) > most:
        raise BadInput(
            f"That is {len(text)} characters long. Shorten it to {most} or fewer.", field=field
        )
    return text


def _choices(text: str) -> tuple[tuple[str, str], ...]:
    words = list(dict.fromkeys(_words(line, "choices", 0, 80) for line in text.splitlines()))
    words = [line for line in words if line]
    if not 2 <= len(words) <= MOST_CHOICES:
        raise BadInput(f"Give from 2 to {MOST_CHOICES} answers, one a line.", field="choices")
    return tuple((str(number), line) for number, line in enumerate(words, start=1))


def _code(label: str, taken: Iterable[str]) -> str:
    """From the label, in plain letters; numbered where that is taken or leaves nothing."""
    used = set(taken)
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: CODE_LENGTH - len(LOCAL) - 3] or "field"
    code, number = LOCAL + stem, 1
    while code in used:
        number += 1
        code = f"{LOCAL}{stem}_{number}"
    return code
