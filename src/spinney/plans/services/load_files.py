"""Take over the files of a past: what lines rest on, and what was said aloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access.types import Actor
from spinney.files.types import Taken
from spinney.kernel.ids import uuid7

Rows = Mapping[str, list[dict[str, Any]]]
FILE_TABLES = ("plans_attachment", "plans_recording")


@dataclass(frozen=True, slots=True)
class PastFile:
    id: UUID
    section: str
    name: str
    taken: Taken
    at: datetime


def add_files(
    rows: Rows, owner: tuple[UUID, UUID], author: Actor, files: tuple[PastFile, ...]
) -> None:
    """`owner` is school and plan."""
    rows["plans_attachment"].extend(
        {
            "id": file.id, "school_id": owner[0], "plan_id": owner[1], "section": file.section,
            "name": file.name, **_bytes(file.taken), "at": file.at, "by": author.id,
            "by_name": author.display_name, "gone_at": None, "gone_by_name": "", "gone_why": "",
        }
        for file in files
    )  # fmt: skip


def add_aloud(
    rows: Rows, owner: tuple[UUID, UUID], voice_id: UUID, taken: Taken, *, at: datetime
) -> None:
    rows["plans_recording"].append(
        {
            "id": uuid7(), "school_id": owner[0], "plan_id": owner[1], "voice_id": voice_id,
            **_bytes(taken), "at": at,
        }
    )  # fmt: skip


def _bytes(taken: Taken) -> dict[str, Any]:
    return {
        "media_type": taken.media_type, "size": taken.size, "sha256": taken.sha256,
        "stored": taken.stored,
    }  # fmt: skip
