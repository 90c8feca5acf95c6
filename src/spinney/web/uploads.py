"""Stop a file that is too large while it comes in. The rest of the form is read on: nothing typed is lost."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from spinney.files.receive import TOO_BIG
from spinney.files.types import MOST_BYTES
from spinney.kernel.errors import BadInput

LARGER = {"import"}  # a whole school's pupils come in one file


class NoLargerThanAllowed(FileUploadHandler):
    """Stands before the handlers that keep a file, and hands every piece on to them."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._size = 0
        match = self.request.resolver_match if self.request else None
        large = match is not None and match.url_name in LARGER
        self._most = settings.IMPORT_MAX_BYTES if large else MOST_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._size = start + len(raw_data)
        if self._size > self._most and self._most == MOST_BYTES:
            self.request.too_big = True  # type: ignore[union-attr]  # Django sets it first
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002  (Django names it)
        return None


def uploaded(request: HttpRequest, name: str) -> Any:
    """The file of this field, or None where none was chosen."""
    if getattr(request, "too_big", False):
        raise BadInput(TOO_BIG, field=name)
    return request.FILES.get(name)
