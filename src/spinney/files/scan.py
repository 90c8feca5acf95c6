"""Ask a scanner whether a file carries something known to be harmful. Speaks clamd's INSTREAM."""

import socket
import struct
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from spinney.kernel.errors import BadInput, NotNow

PIECE: Final = 65_536
SECONDS: Final = 20.0
MOST_ANSWER: Final = 4096
FOUND = (
    "The scanner found something harmful in this file, so it was not kept. Tell whoever looks after your computers,"
    " and ask for a new copy from whoever sent it."
)
DOWN = (
    "The file could not be scanned, because the scanner does not answer. Nothing was kept. Try again in a few"
    " minutes."
)
OFF = (
    "Files cannot be added here yet: this installation has no scanner for harmful files. Whoever runs Spinney for"
    " your school can set one up."
)
NONE = "none"


def is_open() -> bool:
    """Whether files may be added at all: scanned, or by a decision that somebody has made in so many words."""
    return bool(settings.CLAMD_URL) or settings.FILES_SCAN == NONE


def state() -> str:
    """For whoever runs the service."""
    if settings.CLAMD_URL:
        return "scanned"
    return "not scanned: no scanner" if is_open() else "off: no scanner"


def check(path: Path) -> None:
    """BadInput where something was found; NotNow where nobody could look."""
    if not is_open():
        raise NotNow(OFF)
    if not settings.CLAMD_URL:
        return
    try:
        answer = _ask(settings.CLAMD_URL, path)
    except (OSError, ValueError) as error:
        raise NotNow(DOWN) from error
    if answer.endswith(b" FOUND"):
        raise BadInput(FOUND, field="file")
    if answer != b"stream: OK":
        raise NotNow(DOWN)


def _ask(url: str, path: Path) -> bytes:
    with _connected(url) as peer, path.open("rb") as file:
        peer.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            peer.sendall(struct.pack(">I", len(piece)) + piece)
        peer.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER:
            more = peer.recv(1024)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n")


def _connected(url: str) -> socket.socket:
    where = urlsplit(url)
    if where.scheme == "unix":
        peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        peer.settimeout(SECONDS)
        try:
            peer.connect(where.path)
        except OSError:
            peer.close()
            raise
        return peer
    return socket.create_connection((where.hostname or "", where.port or 3310), timeout=SECONDS)
