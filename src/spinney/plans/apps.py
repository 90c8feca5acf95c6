from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "spinney.plans"

    def ready(self) -> None:
        from spinney.plans import handlers  # noqa: F401, PLC0415  (registers the listeners)
