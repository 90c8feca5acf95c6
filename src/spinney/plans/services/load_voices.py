"""Take over the voices of a past: what children shared, what parents said of each line, and the log of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access.services.bulk import PastAct
from spinney.access.types import Action
from spinney.files.types import Taken
from spinney.kernel.clock import school_day
from spinney.kernel.ids import uuid7
from spinney.plans.services.load_files import add_aloud
from spinney.plans.types.voices import Said, Sharing, Speaker, Verdict


@dataclass(frozen=True, slots=True)
class PastVoice:
    """One page, shared as it stands: what nobody shared is not taken over."""

    speaker: Speaker
    by: UUID
    name: str
    helper_name: str
    version: int
    at: datetime
    sharing: Sharing
    says: Mapping[str, Said]
    verdicts: Mapping[UUID, Verdict]
    aloud: Taken | None = None


def add_voices(
    rows: Mapping[str, list[dict[str, Any]]],
    owner: tuple[UUID, UUID, UUID],
    voices: tuple[PastVoice, ...],
) -> Iterator[PastAct]:
    """Adds their rows, and gives the leaf of each. `owner` is school, child and plan."""
    school_id, child_id, plan_id = owner
    for voice in voices:
        voice_id = uuid7()
        rows["plans_voice"].append(
            {
                "id": voice_id, "school_id": school_id, "plan_id": plan_id, "speaker": voice.speaker,
                "version": voice.version, "by": voice.by, "name": voice.name,
                "helper_name": voice.helper_name,
                "says": {p: {"words": x.words, "face": x.face} for p, x in voice.says.items()},
                "verdicts": {str(line): verdict for line, verdict in voice.verdicts.items()},
                "sitting": school_day(voice.at), "changed_at": voice.at, "sharing": voice.sharing,
                "shared_at": voice.at, "review": None, "used_at": None,
            }
        )  # fmt: skip
        if voice.aloud:
            add_aloud(rows, (school_id, plan_id), voice_id, voice.aloud, at=voice.at)
        action = Action.ENTER_ANSWER if voice.helper_name else Action.ANSWER_PLAN
        yield PastAct(
            school_id, voice.at, voice.by, action.value, (child_id,),
            detail={"voice": str(voice_id), "sharing": voice.sharing.value},
        )  # fmt: skip
