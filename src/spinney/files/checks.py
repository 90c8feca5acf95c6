"""Said when the service starts: a store that there is not, and files that nobody can add."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info

from spinney.files import scan
from spinney.files.store import BadStoreError, folder_of


def files_are_set_up(**_: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    try:
        folder_of(settings.FILES_URL)
    except BadStoreError as error:
        found.append(Error(str(error), id="files.E001"))
    if settings.CLAMD_URL and urlsplit(settings.CLAMD_URL).scheme not in {"tcp", "unix"}:
        found.append(Error("CLAMD_URL must begin with tcp:// or unix://.", id="files.E002"))
    if settings.FILES_SCAN not in {"", scan.NONE}:
        found.append(Error("SPINNEY_SCAN is either not set or none.", id="files.E003"))
    return found


def files_can_be_added(**_: Any) -> list[CheckMessage]:
    """For `check --deploy`: said once to whoever sets the service up, and not at every command."""
    if scan.is_open():
        return []
    return [
        Info(
            "No scanner is set, so that nobody can add a file to a plan.",
            hint="Set CLAMD_URL. Or set SPINNEY_SCAN=none, if your IT lead has decided to do without.",
            id="files.I001",
        )
    ]
