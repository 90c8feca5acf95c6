"""A planted fault: the event is written after the commit of its fact, as careless code would do it."""

import time
from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.db import transaction


class LateEvents(AppConfig):
    name = "tests.durability"
    label = "late_events"

    def ready(self) -> None:
        from spinney.events.services import emit
        from spinney.kernel import tenancy
        from spinney.plans.services import draft, publish

        def late(event: Any, *, now: datetime) -> None:
            def after() -> None:
                time.sleep(0.02)  # a queue, a broker, a slow disk: the gap that such code leaves
                with tenancy.acting_in([event.school_id]):
                    emit(event, now=now)

            transaction.on_commit(after)

        draft.emit = publish.emit = late  # type: ignore[assignment]
