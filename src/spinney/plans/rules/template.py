"""Read a template, and hold a written value against its field."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from spinney.access.types import Role
from spinney.kernel.errors import BadInput
from spinney.plans.rules.words import lines_of, one_line
from spinney.plans.types import FieldKind, FieldSpec, SectionSpec, Template


def template_from(body: dict[str, Any]) -> Template:
    return msgspec.convert(body, Template)


def field_of(template: Template, section: str, field: str) -> tuple[SectionSpec, FieldSpec]:
    """The section and field so named, or BadInput."""
    found = template.section(section)
    spec = found.field(field) if found else None
    if found is None or spec is None:
        raise BadInput("This plan's form has no such field. Reload the page.", field=field)
    return found, spec


def must_be_editor(section: SectionSpec, spec: FieldSpec, roles: frozenset[Role]) -> None:
    """`access` says who may edit the plan; the template, which of them this field is for."""
    editors = section.editors_of(spec)
    if not editors & roles:
        who = " or ".join(sorted(role.value.replace("_", " ") for role in editors))
        raise BadInput(
            f"'{spec.label}' is written by the {who}. Ask them to fill it in.", field=spec.code
        )


def clean(spec: FieldSpec, value: Any) -> Any:
    """The value as it will be kept; an empty one is None. BadInput says what is wrong and what to do."""
    if value is None or value in ("", []):
        return None
    if spec.kind is FieldKind.LINKS:
        return _links(spec, value)
    text = _text(spec, value)
    return HOLD.get(spec.kind, _words)(spec, text) if text else None


def _choice(spec: FieldSpec, text: str) -> str:
    if text not in {code for code, _ in spec.choices}:
        raise BadInput(f"Choose one of the listed answers for '{spec.label}'.", field=spec.code)
    return text


def _person(spec: FieldSpec, text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise BadInput("Choose one of the child's contacts.", field=spec.code) from None


def _words(spec: FieldSpec, text: str) -> str:
    if len(text) > spec.most:
        raise BadInput(
            f"'{spec.label}' is {len(text):,} characters long. "
            f"Shorten it to {spec.most:,} or fewer. Nothing you typed has been lost.",
            field=spec.code,
        )
    return text


def _text(spec: FieldSpec, value: Any) -> str:
    if not isinstance(value, str | int):
        raise BadInput(f"'{spec.label}' must be text.", field=spec.code)
    return lines_of(str(value)) if spec.kind is FieldKind.TEXT else one_line(str(value))


def _date(spec: FieldSpec, text: str) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            f"'{spec.label}' is not a real date. Give day, month and year.", field=spec.code
        ) from None
    if not date(1990, 1, 1) <= found <= date(2100, 1, 1):
        raise BadInput(f"Check the year of '{spec.label}'.", field=spec.code)
    return found.isoformat()


def _number(spec: FieldSpec, text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not 1 <= int(text) <= spec.most:
        raise BadInput(
            f"'{spec.label}' must be a whole number from 1 to {spec.most}.", field=spec.code
        )
    return int(text)


def _links(spec: FieldSpec, value: Any) -> list[str]:
    try:
        return sorted({str(UUID(str(item))) for item in value})
    except (ValueError, TypeError):
        raise BadInput(
            f"'{spec.label}' names a line that does not exist.", field=spec.code
        ) from None


HOLD: dict[FieldKind, Callable[[FieldSpec, str], Any]] = {
    FieldKind.DATE: _date,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.PERSON: _person,
}
