"""The review of one plan, for those who lead it; and the part of it that a room may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import classes_for_role
from spinney.access.types import Action, Actor, DenialKind, FieldClass, Relation
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound, NotNow
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.cycles import COUNTED, cycles_from
from spinney.plans.queries.plan import HEADER, JOIN, change_from, header_from
from spinney.plans.queries.voices import (
    UNHEARD_BY_SCHOOL,
    parent_spaces,
    shared_voice,
    side_by_side,
)
from spinney.plans.rules import render
from spinney.plans.rules import review as rules
from spinney.plans.rules.voices import asked_of, shown_to_family
from spinney.plans.services.recipients import Recipient, adults_of
from spinney.plans.services.review import ALREADY, NOT_ACTIVE, NOT_PUBLISHED
from spinney.plans.services.review_meeting import CLOSED
from spinney.plans.templates import settings_of, template_by_id
from spinney.plans.types import Lifecycle, Line, PlanHeader, Template
from spinney.plans.types.review import (
    Candidate,
    Cycle,
    CyclePhase,
    Judged,
    MeetingPage,
    OutcomeRow,
    PersonKind,
    PersonRow,
    ReviewPage,
    ReviewState,
    TaskRow,
    Voice,
)
from spinney.plans.types.voices import Asked, VoiceView

OPEN_SQL = f"""
SELECT {HEADER}, {COUNTED}, coalesce(v.form_id, v.template_id, p.form_id, p.template_id),
       v.lines, v.changes, r.id, r.held_on,
       r.starts_at, r.minutes, r.place, r.sequence, r.next_review,
  (SELECT jsonb_agg(jsonb_build_array(x.line, x.result, x.words, x.next_step, x.new_title, x.new_target,
                    x.ladder, x.judged_from, x.judged_by_name, x.judged_at, x.read_back_at))
     FROM plans_review_result x WHERE x.school_id = r.school_id AND x.review_id = r.id),
  (SELECT jsonb_agg(jsonb_build_array(h.id, h.kind, h.name, h.role, h.user_id, h.carer, h.present,
                    h.shows_voice) ORDER BY h.id)
     FROM plans_review_person h WHERE h.school_id = r.school_id AND h.review_id = r.id),
  (SELECT jsonb_agg(jsonb_build_array(t.id, t.person_id, h.name, t.what, t.by_when, t.done_at,
                    t.read_back_at) ORDER BY t.id)
     FROM plans_review_task t JOIN plans_review_person h ON h.school_id = t.school_id AND h.id = t.person_id
    WHERE t.school_id = r.school_id AND t.review_id = r.id),
  {UNHEARD_BY_SCHOOL}
  FROM {JOIN}
  LEFT JOIN plans_version v ON v.school_id = p.school_id AND v.plan_id = p.id AND v.number = p.version
  LEFT JOIN plans_review r ON r.school_id = p.school_id AND r.plan_id = p.id AND r.recorded_at IS NULL
 WHERE p.id = %s
"""

# Whoever teaches or supports this child, and the person who holds the review.
COLLEAGUES_SQL = """
SELECT DISTINCT u.id, u.display_name, coalesce(t.relation, '') FROM access_user u
  LEFT JOIN access_tie t ON t.school_id = %(school)s AND t.subject_id = %(child)s AND t.user_id = u.id
   AND t.state = 'confirmed' AND t.relation = ANY(ARRAY['teaches', 'assists', 'key_adult'])
   AND t.valid_from <= %(day)s AND (t.valid_to IS NULL OR t.valid_to >= %(day)s)
 WHERE (t.id IS NOT NULL OR u.id = %(user)s) AND EXISTS (
   SELECT 1 FROM access_membership m WHERE m.school_id = %(school)s AND m.user_id = u.id
      AND m.valid_from <= %(day)s AND (m.valid_to IS NULL OR m.valid_to >= %(day)s))
 ORDER BY u.display_name
"""
PARTS = {
    "teaches": "Teacher",
    "assists": "Assistant",
    "key_adult": "Key adult",
    "": "Leads the plan",
}

# A shared screen shows what a family member may see.
FAMILY = classes_for_role(Relation.PARENT, Action.VIEW_PLAN)
VIEWS_SQL = """
SELECT a.words, a.from_carer, a.from_user FROM plans_answer a
 WHERE a.school_id = %s AND a.plan_id = %s AND a.version = %s AND a.kind = 'views' ORDER BY a.at, a.id
"""


@dataclass(frozen=True, slots=True)
class _Found:
    header: PlanHeader
    template: Template
    lines: tuple[Line, ...]
    changes: tuple[dict[str, Any], ...]
    cycle: Cycle
    reviewed_already: bool
    review: ReviewState
    next_review: date
    outcomes: tuple[OutcomeRow, ...]
    people: tuple[PersonRow, ...]
    tasks: tuple[TaskRow, ...]
    voice: VoiceView | None  # what the child has shared since the last review, with this reader

    @property
    def blocks(self) -> tuple[str, ...]:
        if not self.header.version:
            return (NOT_PUBLISHED,)
        if self.header.lifecycle is not Lifecycle.ACTIVE:
            return (NOT_ACTIVE,)
        if self.reviewed_already:
            return (ALREADY,)
        return rules.reasons_not_to_record(self.outcomes)


def review_page(actor: Actor, *, plan_id: UUID, now: datetime) -> ReviewPage:
    found, _, classes = _open(actor, plan_id, now=now)
    header = found.header
    adults = adults_of(school_id=header.school_id, child_id=header.child_id, now=now)
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), review=True,
    )  # fmt: skip
    return ReviewPage(
        header=header, template=found.template, review=found.review, cycle=found.cycle,
        outcomes=found.outcomes, people=found.people, tasks=found.tasks,
        candidates=_candidates(actor, found, adults, now=now), next_review=found.next_review,
        reviewed_already=found.reviewed_already, blocks=found.blocks,
        voices=side_by_side(header, _seen(found, classes), adults, found.voice),
    )  # fmt: skip


def _seen(found: _Found, classes: frozenset[FieldClass]) -> tuple[Line, ...]:
    return render.for_reader(found.template, found.lines, classes)[0]


def meeting_page(actor: Actor, *, plan_id: UUID, now: datetime) -> MeetingPage:
    """Rendered as a family member would see it: whoever walks up to the screen sees nothing they may not.

    Each adult's own words are here only while that adult is in the room, chose to show them, and may have the plan.
    """
    found, frozen, _ = _open(actor, plan_id, now=now)
    if frozen:
        raise NotNow(CLOSED)
    header = found.header
    lines, _ = render.for_reader(found.template, found.lines, FAMILY)
    adults = adults_of(school_id=header.school_id, child_id=header.child_id, now=now)
    welcome = {adult.id: adult for adult in adults if not adult.reason}
    people = tuple(
        p for p in found.people if p.present and (p.carer_id is None or p.carer_id in welcome)
    )
    voices = [welcome[p.carer_id] for p in people if p.carer_id in welcome and p.shows_voice]
    told = render.changes_for_reader(
        found.template, map(change_from, found.changes), FAMILY, shown=lines
    )
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), meeting=True,
    )  # fmt: skip
    # What an absent colleague will do is agreed in the room too; an absent parent's tasks are theirs alone.
    here = {p.id for p in found.people if p.kind is not PersonKind.FAMILY} | {p.id for p in people}
    return MeetingPage(
        header=header, template=found.template, review=found.review, cycle=found.cycle,
        child_voice=_child_voice(header, lines),
        child_page=(page := _for_the_room(found)), child_says=tuple(_verdicts(page, asked_of(lines))),
        outcomes=_shown(found, lines),
        provision=tuple(line for line in lines if line.section == "provision"),
        changes=tuple(change.words for change in told),
        voices=_voices(found, voices) if voices else (), people=people,
        tasks=tuple(task for task in found.tasks if task.person_id in here),
        reviewed_already=found.reviewed_already, blocks=found.blocks, next_review=found.next_review,
    )  # fmt: skip


def _for_the_room(found: _Found) -> VoiceView | None:
    """A page that the child shared with school alone is not for a screen that the family sees."""
    return found.voice if found.voice and shown_to_family(found.voice.sharing) else None


def _open(
    actor: Actor, plan_id: UUID, *, now: datetime
) -> tuple[_Found, bool, frozenset[FieldClass]]:
    row = one_row(OPEN_SQL, [plan_id])
    if row is None:
        raise NotFound("There is no such plan.")
    header = header_from(row)
    standing = access.standing(
        actor, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    classes = standing.require(Action.EDIT_PLAN).classes
    frozen = any(d.kind is DenialKind.SAFEGUARDING_FREEZE for d in standing.facts.denials)
    voice = shared_voice(row[28], is_family=access.is_family(standing.facts))
    return _found(header, row, voice, today=school_day(now)), frozen, classes


def _found(header: PlanHeader, row: Row, voice: VoiceView | None, *, today: date) -> _Found:
    counted = cycles_from(header, row[11:15])
    template_id, lines, changes, review_id = row[15:19]
    held_on, starts_at, minutes, place, sequence, next_review, results, people, tasks = row[19:28]
    template = template_by_id(template_id)
    kept = render.lines_from(lines or ())
    done = [cycle for cycle in counted if cycle.phase is CyclePhase.COMPLETE]
    already = bool(done) and done[-1].version == header.version
    state = ReviewState(review_id, held_on, starts_at, minutes or 60, place or "", sequence or 0)
    return _Found(
        header=header, template=template, lines=kept, changes=tuple(changes or ()), cycle=counted[-1],
        reviewed_already=already, review=state,
        next_review=next_review or _next_review(header.school_id, held_on or today),
        outcomes=_outcomes(rules.outcomes_of(template, kept), results or []),
        people=tuple(map(_person, people or [])),
        tasks=tuple(_task(header, task) for task in tasks or []), voice=voice,
    )  # fmt: skip


def _next_review(school_id: UUID, held_on: date) -> date:
    return rules.next_review(held_on, settings_of(school_id).review_weeks)


def _outcomes(lines: Sequence[Line], results: list[list[Any]]) -> tuple[OutcomeRow, ...]:
    kept = {UUID(result[0]): result for result in results}
    return tuple(_outcome(line, kept.get(line.id)) for line in lines)


def _outcome(line: Line, stored: list[Any] | None) -> OutcomeRow:
    if stored is None:
        return OutcomeRow(line, Judged(line.id))
    _, result, words, step, title, target, ladder, judged_from, by, at, read = stored
    judged = Judged(
        line.id, result, words, step, title, target, "" if ladder is None else str(ladder), judged_from
    )  # fmt: skip
    return OutcomeRow(line, judged, by, datetime.fromisoformat(at), _moment(read))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _person(stored: list[Any]) -> PersonRow:
    found, kind, name, role, user, carer, present, shows = stored
    return PersonRow(
        UUID(found), PersonKind(kind), name, role, UUID(user) if user else None,
        UUID(carer) if carer else None, present, shows,
    )  # fmt: skip


def _task(header: PlanHeader, stored: list[Any]) -> TaskRow:
    found, person_id, person, what, by_when, done, read = stored
    return TaskRow(
        UUID(found), header.id, UUID(person_id), person, what,
        date.fromisoformat(by_when) if by_when else None, _moment(done), _moment(read),
    )  # fmt: skip


def _candidates(
    actor: Actor, found: _Found, adults: Sequence[Recipient], *, now: datetime
) -> tuple[Candidate, ...]:
    """People who may be asked and have not been. An adult to whom the plan may not be shown is not offered."""
    header = found.header
    rows = all_rows(
        COLLEAGUES_SQL,
        {
            "school": header.school_id,
            "child": header.child_id,
            "user": actor.id,
            "day": school_day(now),
        },
    )
    users = {p.user_id for p in found.people if p.kind is PersonKind.STAFF}
    carers = {person.carer_id for person in found.people}
    asked_child = any(p.kind is PersonKind.CHILD for p in found.people)
    staff = {row[0]: Candidate(f"staff:{row[0]}", row[1], PARTS[row[2]]) for row in reversed(rows)}
    return (
        *(() if asked_child else (Candidate("child", header.child_name, "The child"),)),
        *(
            Candidate(f"carer:{adult.id}", adult.name, "Family")
            for adult in adults
            if not adult.reason and adult.id not in carers
        ),
        *(one for user, one in reversed(staff.items()) if user not in users),
    )


def _shown(found: _Found, lines: Sequence[Line]) -> tuple[OutcomeRow, ...]:
    """The outcomes with the family's rendering of each line."""
    kept = {line.id: line for line in lines}
    return tuple(
        OutcomeRow(kept[row.line.id], row.judged, row.judged_by, row.judged_at, row.read_back_at)
        for row in found.outcomes
        if row.line.id in kept
    )


def _child_voice(header: PlanHeader, lines: Sequence[Line]) -> Voice | None:
    words = tuple(x.text("words") for x in lines if x.section == "child_voice" and x.text("words"))
    return Voice(header.child_name, words) if words else None


def _voices(found: _Found, adults: Sequence[Recipient]) -> tuple[Voice, ...]:
    """Side by side, each under their own name, in the order in which they were asked. Nothing is merged."""
    header = found.header
    views = all_rows(VIEWS_SQL, [header.school_id, header.id, header.version])
    spaces = parent_spaces(header)
    asked = asked_of(render.for_reader(found.template, found.lines, FAMILY)[0])
    return tuple(
        Voice(
            adult.name,
            (*_written(found, adult), *_said(views, adult)),
            tuple(_verdicts(spaces.get(adult.user_id) if adult.user_id else None, asked)),
        )
        for adult in adults
    )


def _verdicts(space: VoiceView | None, asked: Sequence[Asked]) -> Iterable[tuple[str, str]]:
    if space:
        yield from ((x.words, said) for x in asked if (said := space.verdict(x.line.id)))


def _written(found: _Found, adult: Recipient) -> tuple[str, ...]:
    owned = {s.code: s.own_words_of for s in found.template.sections if s.own_words_of}
    return tuple(
        line.text("words")
        for line in found.lines
        if line.section in owned
        and line.text(owned[line.section]) in adult.persons
        and line.text("words")
    )


def _said(views: Sequence[Row], adult: Recipient) -> tuple[str, ...]:
    return tuple(
        words
        for words, carer, user in views
        if str(carer) in adult.persons or (user is not None and user == adult.user_id)
    )
