"""Write an event beside the fact it tells, and hand waiting events to their consumers."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from spinney.events.catalogue import HANDLERS, Delivered
from spinney.events.types import Event
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, insert_rows, run

MOST_TRIES = 12
log = structlog.get_logger()


def emit(event: Event, *, now: datetime) -> UUID:
    """Write the event. Only inside the transaction of the fact: outside one it would promise too much."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event.type} was emitted outside the transaction of the fact it tells")
    event_id = uuid7()
    run(
        "INSERT INTO events_outbox (id, school_id, type, subject_id, at, data, attempts, last_fault)"
        " VALUES (%s, %s, %s, %s, %s, %s, 0, '')",
        [event_id, event.school_id, event.type, event.subject_id, now, Jsonb(event.data())],
    )
    return event_id


def keep_past(events: Iterable[tuple[datetime, Event]]) -> int:
    """Events of a past that was taken over: kept for the changes feed, and not handed to consumers again."""
    rows = [
        {
            "id": uuid7(), "school_id": event.school_id, "type": event.type,
            "subject_id": event.subject_id, "at": at, "data": event.data(), "relayed_at": at,
            "attempts": 1, "next_try_at": None, "last_fault": "",
        }
        for at, event in sorted(events, key=lambda told: told[0])
    ]  # fmt: skip
    return insert_rows("events_outbox", rows)


def relay_batch(*, now: datetime, most: int = 100) -> int:
    """Hand up to `most` waiting events to their consumers; returns how many were taken.

    Runs as the worker role. SKIP LOCKED lets several relays share the work; each event is one transaction, so a
    crash repeats at most that event and `Handled` makes the repeat harmless.
    """
    taken = 0
    for _ in range(most):
        if not relay_one(now=now):
            break
        taken += 1
    return taken


def relay_one(*, now: datetime) -> bool:
    with transaction.atomic():
        found = all_rows(
            "SELECT id, school_id, type, subject_id, data, attempts FROM events_outbox"
            " WHERE relayed_at IS NULL AND (next_try_at IS NULL OR next_try_at <= %s)"
            " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED",
            [now],
        )
        if not found:
            return False
        event = Delivered(*found[0])
        fault = _deliver(event, now=now)
        if fault and event.attempts + 1 < MOST_TRIES:
            _try_later(event, fault, now=now)
        else:
            if fault:
                log.error("event_given_up", id=str(event.id), type=event.type, fault=fault)
            run(
                "UPDATE events_outbox SET relayed_at = %s, attempts = attempts + 1, last_fault = %s"
                " WHERE school_id = %s AND id = %s",
                [now, fault, event.school_id, event.id],
            )
    return True


def _deliver(event: Delivered, *, now: datetime) -> str:
    """Run each consumer once. Returns the class of the first fault, never its text (which may quote a record)."""
    fault = ""
    for consumer, handler in sorted(HANDLERS.get(event.type, {}).items()):
        try:
            with tenancy.acting_in([event.school_id]):
                if _first_time(event, consumer, now=now):
                    handler(event)
                    # A deferred foreign key must fail here, not at commit, or one bad event would stop them all.
                    run("SET CONSTRAINTS ALL IMMEDIATE")
                    run("SET CONSTRAINTS ALL DEFERRED")
        except Exception as error:  # noqa: BLE001  (any consumer's fault is kept, retried and shown)
            fault = fault or f"{consumer}: {type(error).__name__}"
    return fault


def _first_time(event: Delivered, consumer: str, *, now: datetime) -> bool:
    return bool(
        run(
            "INSERT INTO events_handled (id, school_id, consumer, event_id, at)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [uuid7(), event.school_id, consumer, event.id, now],
        )
    )


def _try_later(event: Delivered, fault: str, *, now: datetime) -> None:
    wait = timedelta(seconds=min(2**event.attempts, 3600))
    run(
        "UPDATE events_outbox SET attempts = attempts + 1, next_try_at = %s, last_fault = %s"
        " WHERE school_id = %s AND id = %s",
        [now + wait, fault, event.school_id, event.id],
    )
