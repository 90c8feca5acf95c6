from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "spinney.jobs"
