"""Voices: a child's page for the child or whoever helps, a parent's space, and all of them side by side."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.looks import staff_who_saw
from spinney.access.types import Action, Actor
from spinney.files.types import called
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.plan import PLAN_SQL, header_from, plan_sql, view_from
from spinney.plans.rules import voices as rules
from spinney.plans.services.recipients import Recipient, adults_of
from spinney.plans.services.voices import NOT_PUBLISHED, sitting_of
from spinney.plans.types import Line, PlanHeader
from spinney.plans.types.voices import (
    Aloud,
    Asked,
    ChildPage,
    LineSaid,
    ParentSays,
    Said,
    Sharing,
    SpacePage,
    Told,
    VoicesPage,
    VoiceView,
)

STORED = """jsonb_build_array(x.id, x.name, x.helper_name, x.version, x.says, x.verdicts, x.sharing, x.changed_at,
                         x.shared_at, x.used_at,
                         (SELECT jsonb_build_array(r.id, r.media_type, r.size) FROM plans_recording r
                           WHERE r.school_id = x.school_id AND r.voice_id = x.id))"""
OF_PLAN = "FROM plans_voice x WHERE x.school_id = p.school_id AND x.plan_id = p.id AND x.speaker = 'child'"
NEWEST = "ORDER BY x.shared_at DESC, x.id DESC LIMIT 1"
# What a child has shared, as a column beside a plan `p`. Nothing else reads a child's page for others.
SHARED_WITH_SCHOOL = (
    f"(SELECT {STORED} {OF_PLAN} AND x.sharing = ANY(ARRAY['school', 'family']) {NEWEST})"
)
SHARED_WITH_FAMILY = f"(SELECT {STORED} {OF_PLAN} AND x.sharing = 'family' {NEWEST})"
# A review hears what was shared since the last one.
UNHEARD_BY_SCHOOL = f"""(SELECT {STORED} {OF_PLAN} AND x.sharing = ANY(ARRAY['school', 'family'])
   AND x.used_at IS NULL {NEWEST})"""

# The writer's own pages and what is shared, newest first; `may_open` decides of each.
CHILD_SQL = f"""
SELECT {STORED}, x.by, x.sitting FROM plans_voice x
 WHERE x.school_id = %(school)s AND x.plan_id = %(plan)s AND x.speaker = 'child'
   AND (x.by = %(user)s OR x.sharing = ANY(ARRAY['school', 'family']))
 ORDER BY x.sitting DESC, x.id DESC
"""
PARENT_SQL = f"""
SELECT x.by, {STORED} FROM plans_voice x
 WHERE x.school_id = %(school)s AND x.plan_id = %(plan)s AND x.speaker = 'parent'
   AND (%(user)s::uuid IS NULL OR x.by = %(user)s)
"""
# Spaces and answers of all parents in one statement: the review's page asks a dozen questions already.
BESIDE_SQL = f"""
SELECT (SELECT jsonb_agg(jsonb_build_array(x.by, {STORED})) FROM plans_voice x
         WHERE x.school_id = %(school)s AND x.plan_id = %(plan)s AND x.speaker = 'parent'),
       (SELECT jsonb_agg(jsonb_build_array(a.kind, a.words, a.from_user, a.from_carer,
                         a.replied_at IS NULL AND a.closed_at IS NULL) ORDER BY a.at, a.id)
          FROM plans_answer a WHERE a.school_id = %(school)s AND a.plan_id = %(plan)s
           AND a.version = %(version)s)
"""


def voice_from(stored: Sequence[Any] | None) -> VoiceView | None:
    if stored is None:
        return None
    found, name, helper, version, says, verdicts, sharing, changed, shared, used, aloud = stored
    told = Told({prompt: Said(**said) for prompt, said in says.items()}, verdicts)
    return VoiceView(
        UUID(found), name, helper, version, told, Sharing(sharing), datetime.fromisoformat(changed),
        _moment(shared), _moment(used), _aloud(aloud),
    )  # fmt: skip


def _aloud(stored: Sequence[Any] | None) -> Aloud | None:
    return Aloud(UUID(stored[0]), called(stored[1], stored[2])) if stored else None


def shared_voice(stored: Sequence[Any] | None, *, is_family: bool) -> VoiceView | None:
    """What this reader may have of a shared page. A parent who works at the school is a parent first."""
    voice = voice_from(stored)
    if voice is None:
        return None
    open_to = rules.shown_to_family if is_family else rules.shown_to_school
    return voice if open_to(voice.sharing) else None


def child_page(actor: Actor, *, plan_id: UUID, now: datetime) -> ChildPage:
    """For the child in their own account, or for the adult who helps in this sitting. Refused to everyone else."""
    row = _published(plan_id, actor)
    header = header_from(row)
    sitting = sitting_of(actor, school_id=header.school_id, child_id=header.child_id, now=now)
    view = view_from(header, row[11:16], sitting.classes)
    rows = all_rows(CHILD_SQL, {"school": header.school_id, "plan": header.id, "user": actor.id})
    today = school_day(now)
    seen = [(voice, row) for row in rows if (voice := _for_writer(row, actor, today))]
    mine = next(
        (v for v, row in seen if rules.may_change(_held(row, v), reader=actor.id, today=today)),
        None,
    )
    shared = [voice for voice, _ in seen if rules.shown_to_school(voice.sharing)]
    other = next((v for v in shared if not v.used_at and (mine is None or v.id != mine.id)), None)
    _saw(actor, header, now=now)
    return ChildPage(
        header=header, asked=rules.asked_of(view.lines), mine=mine, shared=other,
        used=next((voice for voice in shared if voice.used_at), None),
        readers=_readers(header, [v for v in (mine, other) if v], now=now),
        helper_name=sitting.helper_name,
    )  # fmt: skip


def _for_writer(row: Row, actor: Actor, today: date) -> VoiceView | None:
    """What is shared, or what this account may open. `mine` is what it may also change."""
    voice = voice_from(row[0])
    if voice is None or rules.shown_to_school(voice.sharing):
        return voice
    return voice if rules.may_open(_held(row, voice), reader=actor.id, today=today) else None


def _held(row: Row, voice: VoiceView) -> rules.Held:
    return rules.Held(
        not voice.helper_name, row[1], row[2], voice.sharing, voice.used_at is not None
    )


def _readers(header: PlanHeader, voices: Iterable[VoiceView], *, now: datetime) -> tuple[str, ...]:
    since = [voice.shared_at for voice in voices if voice.shared_at]
    if not since:
        return ()
    return staff_who_saw(
        school_id=header.school_id, child_id=header.child_id, since=min(since), until=now
    )


def space_page(actor: Actor, *, plan_id: UUID, now: datetime) -> SpacePage:
    """A parent's own space, with nothing of any other adult's."""
    row = _published(plan_id, actor)
    header = header_from(row)
    decision = access.require(
        actor, Action.ANSWER_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    view = view_from(header, row[11:16], decision.classes)
    mine = parent_spaces(header, user_id=actor.id).get(actor.id)
    _saw(actor, header, now=now)
    return SpacePage(header, view.template, rules.asked_of(view.lines), mine)


def voices_page(actor: Actor, *, plan_id: UUID, now: datetime) -> VoicesPage:
    """Everyone's voice side by side, for those who lead the plan."""
    row = one_row(
        plan_sql(SHARED_WITH_SCHOOL),
        {"plan": plan_id, "user": actor.id, "number": None},
    )
    if row is None:
        raise NotFound("There is no such plan, or it has not been published.")
    header = header_from(row)
    standing = access.standing(
        actor, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    classes = standing.require(Action.EDIT_PLAN).classes
    view = view_from(header, row[11:16], classes)
    adults = adults_of(school_id=header.school_id, child_id=header.child_id, now=now)
    child = shared_voice(row[-1], is_family=access.is_family(standing.facts))
    _saw(actor, header, now=now)
    return side_by_side(header, view.lines, adults, child)


def side_by_side(
    header: PlanHeader,
    lines: Iterable[Line],
    adults: Sequence[Recipient],
    child: VoiceView | None,
) -> VoicesPage:
    """For a page that has asked permission and records its look. An adult to whom the plan may not be shown
    has no column: their words are not heard where they may not hear."""
    row = one_row(
        BESIDE_SQL, {"school": header.school_id, "plan": header.id, "version": header.version}
    ) or (None, None)
    spaces = {UUID(by): voice for by, stored in row[0] or () if (voice := voice_from(stored))}
    answers = row[1] or ()
    welcome = {adult.user_id or adult.id: adult for adult in adults if not adult.reason}
    parents = tuple(
        _says(adult, answers, spaces.get(adult.user_id) if adult.user_id else None)
        for adult in welcome.values()
    )
    speakers = (*((child,) if child else ()), *(parent.voice for parent in parents))
    return VoicesPage(header, child, parents, tuple(_lines(rules.asked_of(lines), speakers)))


def _lines(asked: Iterable[Asked], speakers: Sequence[VoiceView | None]) -> Iterable[LineSaid]:
    for one in asked:
        said = tuple(voice.verdict(one.line.id) if voice else "" for voice in speakers)
        if any(said):
            yield LineSaid(one, said)


def _says(
    adult: Recipient, answers: Sequence[Sequence[Any]], voice: VoiceView | None
) -> ParentSays:
    own = [
        (kind, words, waits)
        for kind, words, user, carer, waits in answers
        if str(carer) in adult.persons or (user is not None and user == str(adult.user_id))
    ]
    return ParentSays(
        name=adult.name,
        agrees=any(kind == "agree" for kind, _, _ in own),
        views=tuple(words for kind, words, _ in own if kind == "views"),
        questions=sum(waits for kind, _, waits in own if kind == "question"),
        voice=voice,
    )


def parent_spaces(header: PlanHeader, *, user_id: UUID | None = None) -> dict[UUID, VoiceView]:
    """By account, for a page that has asked who may be shown."""
    rows = all_rows(PARENT_SQL, {"school": header.school_id, "plan": header.id, "user": user_id})
    return {by: voice for by, stored in rows if (voice := voice_from(stored))}


def _published(plan_id: UUID, actor: Actor) -> Row:
    row = one_row(PLAN_SQL, {"plan": plan_id, "user": actor.id, "number": None})
    if row is None:
        raise NotFound(NOT_PUBLISHED)
    return row


def _saw(actor: Actor, header: PlanHeader, *, now: datetime) -> None:
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(header.id), voices=True,
    )  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
