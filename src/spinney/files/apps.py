from django.apps import AppConfig
from django.core.checks import register

from spinney.files.checks import files_are_set_up, files_can_be_added


class FilesConfig(AppConfig):
    name = "spinney.files"

    def ready(self) -> None:
        register(files_are_set_up)
        register(files_can_be_added, deploy=True)
