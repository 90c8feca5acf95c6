"""Take the tags off a recording: who made it, on what, where and when. The sound itself is not touched."""

import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from mutagen import MutagenError
from mutagen.apev2 import delete as delete_ape
from mutagen.id3 import delete as delete_id3
from mutagen.mp3 import MP3
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from spinney.files.sniff import VIDEO
from spinney.files.types import MediaType
from spinney.kernel.errors import BadInput

BROKEN = (
    "This recording is damaged, cut short or not what it seems. Record it again as MP3, M4A or WAV, and"
    " send that."
)
# Boxes of an MP4 that hold others, and those that tell. They are wiped where they stand: sound is found by place.
HOLDS: Final = frozenset({b"moov", b"trak", b"mdia", b"minf", b"edts"})
TELLS: Final = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"})
TIMED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})
MOST_BOXES: Final = 20_000


def clean(source: Path, target: Path, media_type: MediaType) -> None:
    try:
        CLEANERS[media_type](source, target)
    except (MutagenError, struct.error, EOFError, ValueError) as error:
        raise BadInput(BROKEN, field="file") from error


def _mp3(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    delete_id3(target)
    delete_ape(target)
    found: Any = MP3(target)  # type: ignore[no-untyped-call]  # mutagen has no types
    with target.open("rb") as file:
        head = file.read(4)
    if found.info.sketchy or not found.info.length or head[:1] != b"\xff":
        raise ValueError("no sound that can be trusted")


def _ogg(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with source.open("rb") as file:
        head = file.read(512)
    kind: Any = OggOpus if b"OpusHead" in head else OggVorbis
    sound = kind(target)
    sound.delete(target)
    # "vendor" is the library's own name for itself; everything that a person wrote is gone.
    if not kind(target).info.length:
        raise ValueError("no sound")


def _wav(source: Path, target: Path) -> None:
    """Only the form and the sound are written: what else was in the file stays behind, at its end too."""
    with source.open("rb") as read, target.open("wb") as write:
        end = source.stat().st_size
        kept = [chunk for chunk in _chunks(read, end) if chunk[0] in {b"fmt ", b"data", b"fact"}]
        names = [name for name, _, _ in kept]
        if [name for name in names if name != b"fact"] != [b"fmt ", b"data"]:
            raise ValueError("no sound")
        total = 4 + sum(8 + size + size % 2 for _, _, size in kept)
        write.write(b"RIFF" + struct.pack("<I", total) + b"WAVE")
        for name, at, size in kept:
            write.write(name + struct.pack("<I", size))
            _copy(read, write, at, size)
            write.write(b"\x00" * (size % 2))


def _chunks(file: BinaryIO, end: int) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    while at + 8 <= end:
        file.seek(at)
        name, size = struct.unpack("<4sI", file.read(8))
        size = min(size, end - at - 8)  # some recorders never write the true length
        yield name, at + 8, size
        at += 8 + size + size % 2


def _copy(read: BinaryIO, write: BinaryIO, at: int, size: int) -> None:
    read.seek(at)
    while size > 0:
        piece = read.read(min(size, 65_536))
        if not piece:
            raise EOFError
        write.write(piece)
        size -= len(piece)


def _m4a(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    heard = set()
    with target.open("r+b") as file:
        for name, at, body, end in list(_boxes(file, 0, target.stat().st_size)):
            if name in TELLS:
                _wipe(file, at, body, end)
            elif name in TIMED:
                _forget_when(file, body)
            elif name == b"hdlr":
                file.seek(body + 8)
                heard.add(file.read(4))
    if b"vide" in heard:
        raise BadInput(VIDEO, field="file")
    if b"soun" not in heard:
        raise ValueError("no sound")


def _boxes(file: BinaryIO, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Each box: its name, where it begins, where its body begins, and where it ends."""
    count, spans = 0, [(at, end)]
    while spans:
        at, end = spans.pop()
        while at < end:
            count += 1
            file.seek(at)
            size, name = struct.unpack(">I4s", file.read(8))
            body = at + 8
            if size == 1:
                size, body = struct.unpack(">Q", file.read(8))[0], at + 16
            stop = end if size == 0 else at + size
            if stop > end or stop < body or count > MOST_BOXES:
                raise ValueError("boxes that do not fit")
            yield name, at, body, stop
            if name in HOLDS:
                spans.append((body, stop))
            at = stop


def _wipe(file: BinaryIO, at: int, body: int, end: int) -> None:
    file.seek(at + 4)
    file.write(b"free")
    file.seek(body)
    left = end - body
    while left > 0:
        left -= file.write(b"\x00" * min(left, 65_536))


def _forget_when(file: BinaryIO, body: int) -> None:
    file.seek(body)
    long = file.read(1) == b"\x01"
    file.seek(body + 4)
    file.write(b"\x00" * (16 if long else 8))


CLEANERS: Final[dict[MediaType, Callable[[Path, Path], None]]] = {
    MediaType.MP3: _mp3,
    MediaType.OGG: _ogg,
    MediaType.WAV: _wav,
    MediaType.M4A: _m4a,
}
