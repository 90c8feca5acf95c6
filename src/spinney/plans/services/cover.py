"""Make, end and open a cover card: a link and a code for one lesson, for someone without an account."""

import base64
import binascii
import hashlib
import re
import secrets
from datetime import date, datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor, for_cover
from spinney.events.services import emit
from spinney.kernel import tenancy
from spinney.kernel.clock import LONDON
from spinney.kernel.errors import NotFound
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import Row, one_row, run
from spinney.people.queries import lesson_to_cover
from spinney.plans.events import CoverCardEnded, CoverCardMade
from spinney.plans.models import CoverCard
from spinney.plans.queries.cover import hours_to_cover, shown_by, standing_cover
from spinney.plans.queries.cover_room import doubtful_in, read_room
from spinney.plans.rules import cover as rules
from spinney.plans.types.classroom import CoverView, MadeCover

TOKEN = re.compile(r"[\w-]{64}", re.ASCII)
LINK_SQL = """
SELECT id, code_hash FROM plans_cover_card
 WHERE school_id = %(school)s AND token_hash = %(hash)s AND ended_at IS NULL AND wrong_codes < %(most)s
   AND opens_at <= %(now)s AND closes_at > %(now)s
"""


def make_cover(
    actor: Actor, *, school_id: UUID, lesson_id: UUID, day: date, kept: frozenset[str], now: datetime
) -> MadeCover:  # fmt: skip
    """One live link a lesson: a new one ends the one before. Only whoever may see the cards may keep a strategy
    that may name a diagnosis."""
    lesson = lesson_to_cover(actor, school_id=school_id, lesson_id=lesson_id)
    opens, closes = hours_to_cover(lesson, day, now=now)
    run(
        "UPDATE plans_cover_card SET ended_at = %s"
        " WHERE school_id = %s AND lesson = %s AND day = %s AND ended_at IS NULL",
        [now, school_id, lesson_id, day],
    )
    # The school is in the token, so that the page can look in that school alone. The rest is 256 random bits.
    token = base64.urlsafe_b64encode(school_id.bytes + secrets.token_bytes(32)).decode()
    code = f"{secrets.randbelow(10**rules.CODE_LENGTH):0{rules.CODE_LENGTH}}"
    made = CoverCard.objects.create(
        id=uuid7(), school_id=school_id, group_id=lesson.group_id, lesson=lesson_id, day=day,
        opens_at=opens, closes_at=closes, token_hash=_hash(token), code_hash=_hash(token, code),
        kept=_may_keep(actor, school_id, lesson.group_id, day, kept, now=now), made_at=now,
        made_by=actor.id, made_by_name=actor.display_name,
    )  # fmt: skip
    access.record(
        actor, Action.MAKE_COVER, school_id=school_id, now=now, cover=str(made.id),
        group=str(lesson.group_id), day=str(day),
    )  # fmt: skip
    emit(
        CoverCardMade(school_id=school_id, subject_id=made.id, group_id=lesson.group_id, day=day),
        now=now,
    )
    return MadeCover(made.id, token, code, opens, closes)


def end_cover(actor: Actor, *, cover_id: UUID, now: datetime) -> None:
    """The link is dead from this moment, also for whoever has it open. A second time changes nothing."""
    found = CoverCard.objects.select_for_update().filter(id=cover_id).first()
    if found is None:
        raise NotFound("There is no such cover card.")
    if found.made_by != actor.id:
        access.require_in_school(actor, Action.MAKE_COVER, school_id=found.school_id)
    if found.ended_at is not None:
        return
    CoverCard.objects.filter(school_id=found.school_id, id=found.id).update(ended_at=now)
    access.record(
        actor, Action.MAKE_COVER, school_id=found.school_id, now=now, cover=str(found.id), ended=True
    )  # fmt: skip
    emit(CoverCardEnded(school_id=found.school_id, subject_id=found.id), now=now)


def cover_is_open(token: str, *, now: datetime) -> bool:
    """Whether to ask for a code. Says nothing of why not: unknown, too early, over, ended and locked are one."""
    school = _school_in(token)
    if school is None:
        return False
    with tenancy.acting_in([school]):
        return _by_token(school, token, now=now) is not None


def open_cover(token: str, *, code: str, now: datetime) -> CoverView | None:
    """The card, or None where link and code do not open it now. Too many wrong codes end the link."""
    school = _school_in(token)
    if school is None:
        return None
    with tenancy.acting_in([school]):
        row = _by_token(school, token, now=now, lock=" FOR UPDATE")
        if row is None:
            return None
        typed = "".join(c for c in code if c.isascii() and c.isdigit())[:20]
        if not secrets.compare_digest(row[1], _hash(token, typed)):
            run(
                "UPDATE plans_cover_card SET wrong_codes = wrong_codes + 1"
                " WHERE school_id = %s AND id = %s",
                [school, row[0]],
            )
            return None
        return _seen(school, row[0], now=now)


def look_at_cover_again(token: str, *, now: datetime) -> CoverView | None:
    """For a device on which the right code was typed before. The caller has proof of that."""
    school = _school_in(token)
    if school is None:
        return None
    with tenancy.acting_in([school]):
        row = _by_token(school, token, now=now)
        return _seen(school, row[0], now=now) if row else None


def _seen(school: UUID, cover_id: UUID, *, now: datetime) -> CoverView:
    """Each opening is a look at every child on the card, by 'cover' for that lesson."""
    row = standing_cover(cover_id, now=now)
    view, children = shown_by(row)
    run(
        "UPDATE plans_cover_card SET openings = openings + 1 WHERE school_id = %s AND id = %s",
        [school, cover_id],
    )
    access.record(
        for_cover(), Action.VIEW_CARD, school_id=school, subjects=children, now=now, outcome="seen",
        cover=str(cover_id), group=str(row[2]), lesson=str(row[12]),
        starts=f"{(view.opens_at + rules.EARLY).astimezone(LONDON):%Y-%m-%dT%H:%M}",
    )  # fmt: skip
    return view


def _may_keep(
    actor: Actor, school_id: UUID, group_id: UUID, day: date, kept: frozenset[str], *, now: datetime
) -> list[str]:
    if not kept:
        return []
    allowed = children_open_to(actor, Action.VIEW_CARD, now=now, column="id", table="k")
    room = read_room(
        school_id=school_id, group_id=group_id, day=day, maker=actor.id, allowed=allowed
    )
    asked = {item.key for item in doubtful_in(room)} if room.all_open else set()
    return sorted(kept & asked)


def _by_token(school: UUID, token: str, *, now: datetime, lock: str = "") -> Row | None:
    return one_row(
        LINK_SQL + lock,
        {"school": school, "hash": _hash(token), "most": rules.WRONG_CODES, "now": now},
    )


def _school_in(token: str) -> UUID | None:
    if not TOKEN.fullmatch(token):
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(token)[:16])
    except (binascii.Error, ValueError):
        return None


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
