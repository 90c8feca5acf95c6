"""Where an uploaded file waits between its preview and a person's decision.

Outside the web server's reach, readable by this process alone, and gone within a day.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from spinney.kernel.errors import BadInput, NotFound
from spinney.kernel.ids import uuid7

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """`path` holds the bytes, `name` is what the sender called them."""

    token: UUID
    path: Path
    name: str


def _room(school_id: UUID) -> Path:
    return Path(settings.VAR) / "inbox" / str(school_id)


def keep(school_id: UUID, *, name: str, chunks: Iterable[bytes], now: datetime) -> Waiting:
    """Write the upload down. Raises BadInput, and keeps nothing, when it is too large."""
    _sweep(_room(school_id), now)
    token = uuid7()
    folder = _room(school_id) / str(token)
    folder.mkdir(parents=True, mode=0o700)
    path, size = folder / "file", 0
    path.touch(mode=0o600)
    with path.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > settings.IMPORT_MAX_BYTES:
                shutil.rmtree(folder)
                most = settings.IMPORT_MAX_BYTES // (1024 * 1024)
                raise BadInput(
                    f"The file is larger than {most} MB. Export one year group at a time.",
                    field="file",
                )
            out.write(chunk)
    plain = Path(name.replace("\\", "/")).name[:255]
    (folder / "about").write_text(
        json.dumps({"name": plain, "at": now.isoformat()}), encoding="utf-8"
    )
    return Waiting(token, path, plain)


def waiting(school_id: UUID, token: UUID) -> Waiting:
    """Raises NotFound when it was used, has expired, or is another school's."""
    folder = _room(school_id) / str(token)
    if not (folder / "about").is_file():
        raise NotFound("The file is no longer here. Choose it again.")
    about = json.loads((folder / "about").read_text(encoding="utf-8"))
    return Waiting(token, folder / "file", about["name"])


def discard(school_id: UUID, token: UUID) -> None:
    shutil.rmtree(_room(school_id) / str(token), ignore_errors=True)


def _sweep(room: Path, now: datetime) -> None:
    if not room.is_dir():
        return
    for folder in room.iterdir():
        about = folder / "about"
        kept_at = json.loads(about.read_text(encoding="utf-8"))["at"] if about.is_file() else ""
        if not kept_at or datetime.fromisoformat(kept_at) < now - KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)
