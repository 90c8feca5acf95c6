"""Reads the small language of coach.toml into plans."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from uuid import UUID

import spinney.plans
from spinney.plans.rules.coach import Sheet
from spinney.plans.rules.template import template_from
from spinney.plans.types import FieldKind, Line

TODAY = date(2026, 11, 23)
SENTENCES = tomllib.loads(Path(__file__).with_name("coach.toml").read_text("utf-8"))
BODY = json.loads((Path(spinney.plans.__file__).parent / "data/isp-1.json").read_text("utf-8"))
TEMPLATE = template_from(BODY)
CODES = [section.code for section in TEMPLATE.sections]


def line_id(section, number):
    return UUID(int=(CODES.index(section) + 1) * 1000 + number)


def sheet_of(example, place="", *, template=TEMPLATE, today=TODAY):
    if place:
        section, _, field = place.partition(".")
        example = None if example is None else [(section, {field: _text(example)})]
    else:
        example = [_segment(part) for part in example.split(" / ")]
    now, was = [], []
    for name, values in example:
        old, section = name.startswith("was "), name.removeprefix("was ")
        kept = was if old else now
        number = 1 + sum(line.section == section for line in kept)
        kept.append(Line(line_id(section, number), section, number, _typed(section, values)))
    return Sheet(template, now, today, "Maya", before={line.id: line for line in was})


def _segment(text):
    section, _, rest = text.partition(": ")
    values = dict(pair.split("=", 1) for pair in rest.split("; "))
    return section, {code: _text(value) for code, value in values.items()}


def _text(text):
    return re.sub(r"\{(\w+) x (\d+)\}", lambda m: " ".join([m[1]] * int(m[2])), text)


def _typed(section, values):
    specs = {spec.code: spec for spec in TEMPLATE.section(section).fields}
    return {code: _value(specs[code].kind, text) for code, text in values.items()}


def _value(kind, text):
    if kind is FieldKind.NUMBER:
        return int(text)
    if kind is FieldKind.LINKS:
        named = [re.fullmatch(r"([a-z_]+)(\d+)", name) for name in text.split(",")]
        return [str(line_id(m[1], int(m[2]))) for m in named]
    return text
