"""What kinds of file are kept, and what is known of one that was taken in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

MOST_BYTES: Final = 25 * 1024 * 1024
MOST_NAME: Final = 120


class MediaType(StrEnum):
    """Found in the bytes themselves. What a file is called decides nothing."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    MP3 = "audio/mpeg"
    M4A = "audio/mp4"
    OGG = "audio/ogg"
    WAV = "audio/wav"


CALLED: Final[dict[MediaType, str]] = {
    MediaType.PDF: "PDF",
    MediaType.JPEG: "Picture",
    MediaType.PNG: "Picture",
    MediaType.WEBP: "Picture",
    MediaType.MP3: "Recording",
    MediaType.M4A: "Recording",
    MediaType.OGG: "Recording",
    MediaType.WAV: "Recording",
}
ENDINGS: Final[dict[MediaType, str]] = {
    MediaType.PDF: "pdf",
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.WEBP: "webp",
    MediaType.MP3: "mp3",
    MediaType.M4A: "m4a",
    MediaType.OGG: "ogg",
    MediaType.WAV: "wav",
}
PICTURES: Final = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.WEBP})
SOUNDS: Final = frozenset({MediaType.MP3, MediaType.M4A, MediaType.OGG, MediaType.WAV})
EVERY_KIND: Final = frozenset(MediaType)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was checked, scanned, cleaned and stored. The bytes lie in the store under `stored`."""

    stored: UUID
    media_type: MediaType
    size: int
    sha256: str


def called(media_type: str, size: int) -> str:
    """'PDF, 120 KB'."""
    return f"{CALLED[MediaType(media_type)]}, {in_words(size)}"


def in_words(size: int) -> str:
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{max(1, round(size / 1000))} KB"
