"""Take a file in: measured, scanned, known by its bytes, cleaned and stored, in this order. Or nothing is kept."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

from spinney.files import pdfs, pictures, scan, sounds
from spinney.files.sniff import kind_of
from spinney.files.store import store
from spinney.files.types import (
    ENDINGS,
    EVERY_KIND,
    MOST_BYTES,
    MOST_NAME,
    PICTURES,
    MediaType,
    Taken,
)
from spinney.kernel.errors import BadInput

TOO_BIG = "This file is larger than 25 MB. Send the pages that you need, or a smaller copy."
NOT_SOUND = "This is not a recording. Choose an MP3, M4A, OGG or WAV."
UNSAID: Final = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def receive(chunks: Iterable[bytes], *, only: frozenset[MediaType] = EVERY_KIND) -> Taken:
    """The bytes are on disk when this returns; the caller's row makes them somebody's. A sweep takes the rest."""
    with TemporaryDirectory(prefix="spinney-upload-") as folder:
        raw, clean = Path(folder) / "raw", Path(folder) / "clean"
        _write(chunks, raw)
        scan.check(raw)
        media_type = kind_of(raw)
        if media_type not in only:
            raise BadInput(NOT_SOUND, field="file")
        _cleaner(media_type)(raw, clean)
        size = clean.stat().st_size
        if size > MOST_BYTES:
            raise BadInput(TOO_BIG, field="file")
        digest = sha256_of(clean)
        return Taken(store().put(clean), media_type, size, digest)


def keep_own(body: bytes, media_type: MediaType) -> Taken:
    """Bytes that Spinney's own code made: there is nothing in them to look for."""
    with TemporaryDirectory(prefix="spinney-own-") as folder:
        path = Path(folder) / "own"
        path.write_bytes(body)
        return Taken(store().put(path), media_type, len(body), sha256_of(path))


def name_shown(given: str, media_type: MediaType) -> str:
    """The name as it was given, without what would mislead a reader or a computer, and with its true ending."""
    plain = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    plain = " ".join(UNSAID.sub(" ", plain).split()).strip(". ")
    stem, dot, _ = plain.rpartition(".")
    stem = (stem if dot else plain).strip(". ") or "file"
    return f"{stem[: MOST_NAME - 6].strip()}.{ENDINGS[media_type]}"


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return sha256_in(file)


def sha256_in(file: BinaryIO) -> str:
    total = hashlib.sha256()
    while piece := file.read(1 << 20):
        total.update(piece)
    return total.hexdigest()


def _write(chunks: Iterable[bytes], path: Path) -> None:
    size = 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                raise BadInput(TOO_BIG, field="file")
            file.write(chunk)


def _cleaner(media_type: MediaType) -> Callable[[Path, Path], None]:
    if media_type is MediaType.PDF:
        return pdfs.clean
    cleaner = pictures.clean if media_type in PICTURES else sounds.clean
    return lambda raw, clean: cleaner(raw, clean, media_type)
