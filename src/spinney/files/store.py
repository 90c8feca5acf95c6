"""Where the bytes lie: a folder, each file under a random id. What it is called is in the database alone."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from django.conf import settings

PART = ".part"
ONLY_A_FOLDER = (
    "FILES_URL must be a folder, such as file:///srv/spinney/files. Other stores, S3 among them,"
    " are not built yet."
)


class BadStoreError(RuntimeError):
    """FILES_URL names no store that there is. The message says what to do."""


class Store(Protocol):
    def put(self, source: Path) -> UUID:
        """Keep a copy for good, and answer its id. On disk before this returns."""

    def open(self, stored: UUID) -> BinaryIO:
        """FileNotFoundError where it is gone."""

    def remove(self, stored: UUID) -> None: ...

    def ids(self) -> Iterator[tuple[UUID, float]]:
        """Every file that is kept, with the time it came."""


class Folder:
    """Two levels of folders, by the first letters of the id, so that none of them grows large."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, source: Path) -> UUID:
        stored = uuid4()  # says nothing of when or after what it came
        place = self._place(stored)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_suffix(PART)
        with source.open("rb") as read, os.fdopen(_new(part), "wb") as write:
            shutil.copyfileobj(read, write, 1 << 20)
            write.flush()
            os.fsync(write.fileno())
        part.rename(place)
        _settle(place.parent)
        _settle(place.parent.parent)
        return stored

    def open(self, stored: UUID) -> BinaryIO:
        return self._place(stored).open("rb")

    def remove(self, stored: UUID) -> None:
        self._place(stored).unlink(missing_ok=True)

    def ids(self) -> Iterator[tuple[UUID, float]]:
        for path in sorted(self.root.glob("??/*")):
            try:
                yield UUID(path.name), path.stat().st_mtime
            except (ValueError, FileNotFoundError):
                continue

    def _place(self, stored: UUID) -> Path:
        # Only a UUID's own letters reach the path, so that no id leads out of the folder.
        name = UUID(str(stored)).hex
        return self.root / name[:2] / name


def store() -> Store:
    return Folder(folder_of(settings.FILES_URL))


def folder_of(url: str) -> Path:
    where = urlsplit(url)
    path = Path(unquote(where.path))
    if where.scheme != "file" or where.netloc or not path.is_absolute():
        raise BadStoreError(ONLY_A_FOLDER)
    return path


def _new(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _settle(folder: Path) -> None:
    """The name itself is on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
