"""A family's own reading: their children, the plan as each of them may see it, and what it asks of them.

Every function asks for ANSWER_PLAN, which only a parent or the young person holds, and renders with the classes
of that grant alone: someone who is also staff sees here what any parent sees. Nothing of another adult is read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to
from spinney.access.types import Action, Actor, FieldClass
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.answers import COLUMNS, answer_from
from spinney.plans.queries.plan import (
    PLAN_SQL,
    change_from,
    header_from,
    remember_reading,
    view_from,
)
from spinney.plans.queries.translations import languages_of
from spinney.plans.queries.voices import SHARED_WITH_FAMILY, shared_voice
from spinney.plans.rules import render
from spinney.plans.templates import template_by_id
from spinney.plans.types import (
    AnswerView,
    Change,
    FamilyChild,
    Lifecycle,
    Line,
    PlanView,
)
from spinney.plans.types.languages import Language
from spinney.plans.types.unmet import REASON_WORDS, UnmetReason
from spinney.plans.types.voices import VoiceView

# A reply counts as unread until its reader has opened the plan again.
HOME_SQL = """
SELECT c.id, c.school_id, s.name,
       trim(coalesce(nullif(c.preferred_forename, ''), c.forename) || ' '
            || coalesce(nullif(c.preferred_surname, ''), c.surname)) AS child_name,
       coalesce(nullif(c.preferred_forename, ''), c.forename),
       EXISTS (SELECT 1 FROM access_tie t WHERE t.school_id = c.school_id AND t.subject_id = c.id
               AND t.user_id = %(f_user)s AND t.state = 'confirmed' AND t.relation = 'self'),
       p.id, p.lifecycle, coalesce(p.version, 0), p.published_at, p.review_due,
       coalesce((SELECT r.read_version FROM plans_reading r WHERE r.school_id = p.school_id
                 AND r.plan_id = p.id AND r.user_id = %(f_user)s), 0),
       (SELECT count(*) FROM plans_answer a WHERE a.school_id = p.school_id AND a.plan_id = p.id
         AND a.from_user = %(f_user)s AND a.replied_at > coalesce(
           (SELECT max(l.at) FROM access_auditleaf l WHERE l.school_id = p.school_id
             AND l.subject_ids @> ARRAY[c.id] AND l.actor_id = %(f_user)s AND l.action = 'view_plan'),
           '-infinity')),
       EXISTS (SELECT 1 FROM plans_answer a WHERE a.school_id = p.school_id AND a.plan_id = p.id
               AND a.from_user = %(f_user)s AND a.version = p.version)
  FROM people_child c
  JOIN people_school s ON s.id = c.school_id
  LEFT JOIN LATERAL (SELECT * FROM plans_plan x WHERE x.school_id = c.school_id AND x.child_id = c.id
                      ORDER BY (x.version = 0), (x.lifecycle = 'ended'), x.opened_on DESC LIMIT 1) p ON true
 WHERE {allowed} ORDER BY child_name, s.name, c.id
"""

ABOUT_SQL = f"""
SELECT s.name, coalesce((SELECT r.read_version FROM plans_reading r WHERE r.school_id = %(school)s
                         AND r.plan_id = %(plan)s AND r.user_id = %(user)s), 0),
       EXISTS (SELECT 1 FROM access_tie t WHERE t.school_id = %(school)s AND t.subject_id = %(child)s
               AND t.user_id = %(user)s AND t.state = 'confirmed' AND t.relation = 'self'),
       {SHARED_WITH_FAMILY},
       ARRAY(SELECT DISTINCT t.language FROM plans_translation t WHERE t.school_id = %(school)s
              AND t.plan_id = %(plan)s AND t.released_at IS NOT NULL),
       (SELECT jsonb_agg(jsonb_build_array(n.missing, n.since, n.reason) ORDER BY n.since, n.id)
          FROM plans_unmet_need n WHERE n.school_id = %(school)s AND n.child_id = %(child)s
           AND n.closed_at IS NULL)
  FROM people_school s LEFT JOIN plans_plan p ON p.school_id = s.id AND p.id = %(plan)s
 WHERE s.id = %(school)s
"""

NEWS_SQL = """
SELECT number, published_at, published_by_name, why, changes, coalesce(form_id, template_id) FROM plans_version
 WHERE school_id = %(school)s AND plan_id = %(plan)s AND number > %(since)s AND number <= %(version)s
 ORDER BY number DESC
"""


@dataclass(frozen=True, slots=True)
class News:
    """What one version changed, as this reader may know it."""

    version: int
    published_at: datetime
    by: str
    why: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class GoesWithout:
    """Something the child needs and does not get at present. How staff know of it is not said here."""

    missing: str
    since: date
    why: str


@dataclass(frozen=True, slots=True)
class FamilyPlan:
    """A plan on a family's page. `news` begins with the newest version and ends where they last read."""

    view: PlanView
    school_name: str
    about_me: bool  # the reader is the young person
    read_before: int  # the version they had read before this visit; 0: none
    news: tuple[News, ...]
    answers: tuple[AnswerView, ...]
    voice: VoiceView | None = None  # what the child has shared with the family
    languages: tuple[Language, ...] = ()  # in which a person's translation stands beside it
    goes_without: tuple[GoesWithout, ...] = ()


def family_children(actor: Actor, *, now: datetime) -> tuple[FamilyChild, ...]:
    """The children of this parent, or the young person, at every school that confirmed the tie."""
    allowed = children_open_to(actor, Action.ANSWER_PLAN, now=now, column="id")
    rows = all_rows(HOME_SQL.format(allowed=allowed.sql), allowed.params)
    found = tuple(map(_family_child, rows))
    for school_id in sorted({child.school_id for child in found}):
        here = [child.id for child in found if child.school_id == school_id]
        access.record_sight(
            actor, Action.VIEW_CHILD, school_id=school_id, subjects=here, now=now, list=True
        )
    return found


def _family_child(row: Row) -> FamilyChild:
    child, school, school_name, name, known_as, is_me, plan, lifecycle, *rest = row
    version, published_at, due, read, replies, answered = rest
    return FamilyChild(
        child,
        school,
        school_name,
        name,
        known_as,
        is_me,
        plan,
        Lifecycle(lifecycle) if lifecycle else None,
        version,
        published_at,
        due,
        read,
        replies,
        answered,
    )


def family_plan(actor: Actor, *, plan_id: UUID, now: datetime) -> FamilyPlan:
    """The plan as this family member may see it; that they looked, and read this version, is recorded."""
    view, classes = _rendered(actor, plan_id=plan_id, now=now)
    header = view.header
    params: dict[str, Any] = {
        "school": header.school_id, "plan": header.id, "child": header.child_id, "user": actor.id,
        "version": header.version,
    }  # fmt: skip
    about = one_row(ABOUT_SQL, params) or ("", 0, False, None, [], None)
    read = int(about[1])
    since = read if 0 < read < header.version else header.version - 1
    news = tuple(
        _news(view, classes, row) for row in all_rows(NEWS_SQL, {**params, "since": since})
    )
    answers = _own_answers(actor, view)
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), version=header.version,
    )  # fmt: skip
    remember_reading(actor, header, now=now, read=read)
    voice, languages = shared_voice(about[3], is_family=True), languages_of(about[4])
    without = tuple(
        GoesWithout(missing, date.fromisoformat(since), REASON_WORDS[UnmetReason(reason)])
        for missing, since, reason in about[5] or ()
        if FieldClass.PLAN in classes
    )
    return FamilyPlan(view, about[0], about[2], read, news, answers, voice, languages, without)


def family_line(
    actor: Actor, *, plan_id: UUID, line_id: UUID, now: datetime
) -> tuple[PlanView, Line | None]:
    """The line a question is about. None when it is not on the plan, or not on this reader's copy of it."""
    view, _ = _rendered(actor, plan_id=plan_id, now=now)
    line = next((line for line in view.lines if line.id == line_id), None)
    if line is not None:
        access.record_sight(
            actor, Action.VIEW_PLAN, school_id=view.header.school_id,
            subjects=[view.header.child_id], now=now, line=str(line_id),
        )  # fmt: skip
    return view, line


def family_answer(
    actor: Actor, *, plan_id: UUID, answer_id: UUID, now: datetime
) -> tuple[PlanView, AnswerView]:
    """One of this person's own answers. Another person's is not there."""
    view, _ = _rendered(actor, plan_id=plan_id, now=now)
    found = next((a for a in _own_answers(actor, view) if a.id == answer_id), None)
    if found is None:
        raise NotFound("You have sent no such answer.")
    return view, found


def _rendered(
    actor: Actor, *, plan_id: UUID, now: datetime
) -> tuple[PlanView, frozenset[FieldClass]]:
    row = one_row(PLAN_SQL, {"plan": plan_id, "user": actor.id, "number": None})
    if row is None:
        raise NotFound("There is no such plan, or it has not been published.")
    header = header_from(row)
    decision = access.require(
        actor, Action.ANSWER_PLAN, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    view = view_from(header, row[11:16], decision.classes, not_needed=row[19], beside=row[20:22])
    return view, decision.classes


def _news(view: PlanView, classes: frozenset[FieldClass], row: Row) -> News:
    number, published_at, by, why, changes, written_on = row
    told = render.changes_for_reader(
        template_by_id(written_on), map(change_from, changes), classes, shown=view.lines
    )
    return News(number, published_at, by, why, told)


def _own_answers(actor: Actor, view: PlanView) -> tuple[AnswerView, ...]:
    rows = all_rows(
        f"SELECT {COLUMNS} FROM plans_answer WHERE school_id = %s AND plan_id = %s AND from_user = %s"
        " ORDER BY at DESC, id DESC",
        [view.header.school_id, view.header.id, actor.id],
    )
    return tuple(map(answer_from, rows))
