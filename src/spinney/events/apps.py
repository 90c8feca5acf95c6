from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "spinney.events"

    def ready(self) -> None:
        # Every room's events and listeners are known from the start, whichever of its modules a process needs.
        autodiscover_modules("events", "handlers")
