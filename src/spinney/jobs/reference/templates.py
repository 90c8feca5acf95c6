"""The forms that plans are written on: the schema of their files, and what each of them asks."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from spinney.guidance.codesets import AREA_LINKS, AREA_OF_DEVELOPMENT, AREA_OF_NEED
from spinney.jobs.reference.tables import page, table, words
from spinney.plans.rules.template import template_from
from spinney.plans.types import FieldSpec, SectionSpec, Template

FILES: Final = Path(__file__).resolve().parents[2] / "plans" / "data"
CODE: Final = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,23}$"}
MEANINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "Template": {
        "code": "The family of forms this is a version of.",
        "version": "Counts up. A version that is stored never changes: a plan names the one it was written on.",
        "title": "What the form is called on the page.",
        "legal_status": "How firmly the form stands in law.",
        "source": "Where the form comes from, with what is certain of it and what is not.",
        "effective_from": "The day from which it may be used.",
        "sections": "The parts of a plan, in the order people read them.",
    },
    "SectionSpec": {
        "code": "Names the part in stored lines; never shown.",
        "title": "The heading.",
        "help": "What to write here, in a sentence or two.",
        "many": "True where the part is a list of lines; false where it is one.",
        "fields": "What is asked of each line, in order.",
        "line_name": "What one line is called, as “outcome”.",
        "field_class": "Who may read the part; see the permissions.",
        "not_needed_allowed": "Whether the part may be marked as not needed for this child.",
        "own_words_of": "A field that names a person: that person reads the line even where others may not.",
        "editors": "Which of the people who may edit the plan write this part. The SENCO where nothing is said.",
        "additions": "Whether a school may add fields and order them. Unsaid: in parts that all may read.",
    },
    "FieldSpec": {
        "code": "Names the field in stored lines; never shown. Codes that begin with local_ are a school’s own.",
        "label": "What is asked.",
        "kind": "What kind of answer it takes.",
        "hint": "A short example or help under the label.",
        "required": "Asked for before publishing. It never stops anyone from saving.",
        "most": "The most letters it holds, or the largest number.",
        "choices": "Code and words of each answer of a choice.",
        "links_to": "For a field of kind links: the part whose lines it points at.",
        "field_class": "Who may read the field; see the permissions.",
        "editors": "Who of the people who may edit the plan writes this field. Empty: those of its part.",
    },
}  # fmt: skip


def schema() -> str:
    made = msgspec.json.schema(Template)
    for name, meanings in MEANINGS.items():
        described = made["$defs"][name]
        described["additionalProperties"] = False
        described.pop("description", None)
        for field, meaning in meanings.items():
            described["properties"][field]["description"] = meaning
    for name in ("SectionSpec", "FieldSpec"):
        made["$defs"][name]["properties"]["code"].update(CODE)
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A form that plans are written on",
        **made,
    }
    return json.dumps(made, indent=2, sort_keys=True) + "\n"


def forms() -> str:
    found = [template_from(json.loads(f.read_text("utf-8"))) for f in sorted(FILES.glob("*.json"))]
    return page(
        "Forms of plans",
        "spinney.plans.data` and `spinney.guidance.codesets.areas",
        "A form is data. `template.schema.json` says what its file may hold. A stored version never changes; "
        "a school may add fields of its own to it, which makes a form with a number of its own.",
        *(part for template in found for part in _form(template)),
        "## Areas of need and proposed areas of development\n\nWhat may become of each when a plan moves from one "
        "form to the other. Where several stand, a person chooses; where none stands, a person decides. "
        "The old code is kept. The official list of the five is not known.",
        _areas(),
    )


def _form(template: Template) -> list[str]:
    rows = [_row(section, spec) for section in template.sections for spec in section.fields]
    return [
        f"## {template.title}, version {template.version}: {words(template.legal_status)}\n\n"
        f"{template.source} From {template.effective_from:%Y-%m-%d}.",
        table(["Part", "Field", "Kind", "Asked for", "Fields of", "Written by"], rows),
    ]


def _row(section: SectionSpec, spec: FieldSpec) -> list[str]:
    seen = spec.field_class if section.field_class == "plan" else section.field_class
    writers = ", ".join(sorted(words(role) for role in section.editors_of(spec)))
    asked = "yes" if spec.required else ""
    return [section.title, f"{spec.label} (`{spec.code}`)", spec.kind, asked, words(seen), writers]


def _areas() -> str:
    rows: list[list[Any]] = []
    for code, name in AREA_OF_NEED.items():
        links = [link for link in AREA_LINKS if link.old == code]
        told = [f"{AREA_OF_DEVELOPMENT[link.new]}: {link.why}" for link in links]
        rows.append([name, "; ".join(told) or "none: it has no counterpart among the five"])
    return table(["Area of need today", "What may take it"], rows)
