"""Hand a file over so that it can do nothing: its own type and no other, no script, kept by no browser."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, cast
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from spinney.files.store import store
from spinney.files.types import PICTURES, SOUNDS
from spinney.kernel.errors import NotFound
from spinney.plans.types.files import Opened

PIECE: Final = 65_536
ONE_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
# Pictures and recordings are shown where they stand. A PDF is saved: a sandbox would keep its viewer from opening.
SHOWN: Final = PICTURES | SOUNDS
POLICY: Final = (
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
)


def served(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Phones ask for recordings in ranges; one range is answered, anything odd with the whole."""
    wanted = _range(request.headers.get("Range", ""), opened.size)
    if wanted is None and _beyond(request.headers.get("Range", ""), opened.size):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{opened.size}"})
    first, last = wanted or (0, opened.size - 1)
    try:
        file = store().open(opened.stored)
    except FileNotFoundError as error:
        raise NotFound("The file is not in the store.") from error
    answer = StreamingHttpResponse(
        _Pieces(file, first, last - first + 1), status=206 if wanted else 200,
        content_type=opened.media_type.value,
    )  # fmt: skip
    if wanted:
        answer["Content-Range"] = f"bytes {first}-{last}/{opened.size}"
    answer["Content-Length"] = str(last - first + 1)
    answer["Accept-Ranges"] = "bytes"
    kind = "inline" if opened.media_type in SHOWN else "attachment"
    answer["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(opened.name)}"
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", answer)


def _range(asked: str, size: int) -> tuple[int, int] | None:
    found = ONE_RANGE.fullmatch(asked)
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size - 1
    first, last = int(found[1]), min(int(found[2] or size), size - 1)
    return (first, last) if first <= last else None


def _beyond(asked: str, size: int) -> bool:
    found = ONE_RANGE.fullmatch(asked)
    return bool(found and found[1] and int(found[1]) >= size)


class _Pieces:
    """A stretch of a file. Closed with the answer, read or not."""

    def __init__(self, file: BinaryIO, first: int, left: int) -> None:
        file.seek(first)
        self._file, self._left = file, left

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (piece := self._file.read(min(PIECE, self._left))):
            self._left -= len(piece)
            yield piece

    def close(self) -> None:
        self._file.close()
