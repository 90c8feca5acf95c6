from django.apps import AppConfig
from django.core.checks import register

from spinney.files.checks import files_are_set_up


class FilesConfig(AppConfig):
    name = "spinney.files"

    def ready(self) -> None:
        register(files_are_set_up)
