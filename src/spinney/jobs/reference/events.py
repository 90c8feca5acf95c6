"""The event catalogue, as a page and as JSON Schema."""

import json
from dataclasses import fields
from typing import Any, get_type_hints

import msgspec

from spinney.events.catalogue import EVENTS, HANDLERS
from spinney.events.types import Event
from spinney.jobs.reference.tables import page, table

ENVELOPE = ("school_id", "subject_id")


def catalogue() -> str:
    rows = [
        [
            f"`{name}`",
            " ".join((event.__doc__ or "").split()),
            ", ".join(f"`{f}`" for f in _own(event)),
            ", ".join(sorted(HANDLERS.get(name, {}))),
        ]
        for name, event in sorted(EVENTS.items())
    ]
    return page(
        "Events",
        "spinney.events.catalogue",
        "Each also carries `school_id` and `subject_id`. Ids, numbers, dates and codes only: never a name or a "
        "word that someone wrote. Delivered at least once; a consumer hears each once.",
        table(["Type", "When", "Data", "Who listens"], rows),
    )


def schemas() -> str:
    found = {name: _schema(event) for name, event in sorted(EVENTS.items())}
    return json.dumps(found, indent=2, sort_keys=True) + "\n"


def _schema(event: type[Event]) -> dict[str, Any]:
    hints = get_type_hints(event)
    properties = {name: msgspec.json.schema(hints[name]) for name in _own(event)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": event.type,
        "description": " ".join((event.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _own(event: type[Event]) -> list[str]:
    return [f.name for f in fields(event) if f.name not in ENVELOPE]
