"""What a child says aloud on their page: one recording, put on, replaced and wiped with the page itself."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from spinney.files.receive import receive
from spinney.files.store import store
from spinney.files.types import SOUNDS, Taken
from spinney.kernel.ids import uuid7
from spinney.plans.models import Recording, Voice


def heard(chunks: Iterable[bytes]) -> Taken:
    """Scanned, known to be a recording, cleaned and stored; whose it is comes with `put_aloud`."""
    return receive(chunks, only=SOUNDS)


def has_aloud(voice: Voice) -> bool:
    return Recording.objects.filter(school_id=voice.school_id, voice_id=voice.id).exists()


def put_aloud(voice: Voice, taken: Taken, *, now: datetime) -> None:
    """In place of the one before, which is gone for good."""
    wipe_aloud(voice)
    Recording.objects.create(
        id=uuid7(), school_id=voice.school_id, plan_id=voice.plan_id, voice_id=voice.id,
        media_type=taken.media_type, size=taken.size, sha256=taken.sha256, stored=taken.stored, at=now,
    )  # fmt: skip


def wipe_aloud(voice: Voice) -> None:
    found = Recording.objects.filter(school_id=voice.school_id, voice_id=voice.id)
    for stored in found.values_list("stored", flat=True):
        _remove_on_commit(stored)
    found.delete()


def _remove_on_commit(stored: UUID) -> None:
    transaction.on_commit(lambda: store().remove(stored))
