"""What a file is, by its bytes. What it is called and what the browser says of it count for nothing."""

from pathlib import Path
from typing import Final

from spinney.files.types import MediaType
from spinney.kernel.errors import BadInput

HEAD: Final = 4096
BEGINS: Final = (
    (b"%PDF-", MediaType.PDF),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"OggS", MediaType.OGG),
    (b"ID3", MediaType.MP3),
)
TAKES: Final = "Send a PDF, a picture (JPEG or PNG) or a recording (MP3, M4A, OGG or WAV)."
# Kinds that people send by mistake or on purpose: what was found, and what to do next.
REFUSED: Final[tuple[tuple[bytes, str], ...]] = (
    (
        b"PK\x03\x04",
        "This is a ZIP or an Office file, such as Word. Save it as a PDF and send that.",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Office file, such as Word. Save it as a PDF and send that.",
    ),
    (b"{\\rtf", "This is a rich text file. Save it as a PDF and send that."),
    (b"MZ", f"This is a program, not a document. {TAKES}"),
    (b"\x7fELF", f"This is a program, not a document. {TAKES}"),
    (b"#!", f"This is a program, not a document. {TAKES}"),
    (b"GIF8", "This is a GIF. Save it as a PNG and send that."),
    (b"BM", "This is a BMP picture. Save it as a PNG and send that."),
    (b"II*\x00", "This is a TIFF picture. Save it as a PDF or a PNG and send that."),
    (b"MM\x00*", "This is a TIFF picture. Save it as a PDF or a PNG and send that."),
    (b"\x1aE\xdf\xa3", "This is a WebM or Matroska file. Save it as MP3, M4A, OGG or WAV and send that."),
    (b"fLaC", "This is a FLAC recording. Save it as MP3 or WAV and send that."),
    (b"#!AMR", "This is an AMR recording. Save it as MP3, M4A or WAV and send that."),
)  # fmt: skip
HEIC = (
    "This is a HEIC photo, as some phones take them. Save or send it as a JPEG. On an iPhone choose Settings,"
    " Camera, Formats, Most Compatible, and take it again."
)
VIDEO = "This is a video. Send a recording of the sound alone, or a picture."
MARKUP = f"This is a web page or a drawing in code (HTML, XML or SVG). {TAKES}"
EMPTY = "This file is empty. Choose it again, or ask whoever made it for a new copy."
UNKNOWN = f"Spinney does not know this kind of file. {TAKES}"
SOUND_BRANDS: Final = frozenset(
    {b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"iso5", b"iso6", b"dash"}
)
HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"avif"})


def kind_of(path: Path) -> MediaType:
    """BadInput with what was found where it is nothing that is kept."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise BadInput(EMPTY, field="file")
    found = _known(head)
    if found is not None:
        return found
    raise BadInput(_reason(head), field="file")


def _known(head: bytes) -> MediaType | None:
    for begins, kind in BEGINS:
        if head.startswith(begins):
            return kind
    if head[:4] == b"RIFF" and head[8:12] in {b"WEBP", b"WAVE"}:
        return MediaType.WEBP if head[8:12] == b"WEBP" else MediaType.WAV
    if head[4:8] == b"ftyp" and head[8:12] in SOUND_BRANDS:
        return MediaType.M4A
    return MediaType.MP3 if _frame(head) else None


def _frame(head: bytes) -> bool:
    """The beginning of an MPEG audio frame of layer 3."""
    return len(head) > 4 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] >> 4 != 0xF


def _reason(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return HEIC if head[8:12] in HEIC_BRANDS else VIDEO
    for begins, words in REFUSED:
        if head.startswith(begins):
            return words
    text = head.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").lower()
    return MARKUP if text.startswith(b"<") else UNKNOWN
