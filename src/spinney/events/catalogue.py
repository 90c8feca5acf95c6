"""Every event type there is, and who listens. Contexts register at start; docs/reference is drawn from here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from spinney.events.types import Event


@dataclass(frozen=True, slots=True)
class Delivered:
    """An event as its consumer sees it."""

    id: UUID
    school_id: UUID
    type: str
    subject_id: UUID
    data: dict[str, Any]
    attempts: int = 0


Handler = Callable[[Delivered], None]
EVENTS: dict[str, type[Event]] = {}
HANDLERS: dict[str, dict[str, Handler]] = {}


def register(event: type[Event]) -> type[Event]:
    if event.type in EVENTS and EVENTS[event.type] is not event:
        raise ValueError(f"two events call themselves {event.type}")
    EVENTS[event.type] = event
    return event


def handles(event: type[Event], *, consumer: str) -> Callable[[Handler], Handler]:
    """Call the function once for each such event, in a transaction scoped to the event's school."""

    def remember(handler: Handler) -> Handler:
        HANDLERS.setdefault(event.type, {})[consumer] = handler
        return handler

    return remember
