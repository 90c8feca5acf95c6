"""The people of a review, its time and place, the tasks that come out of it, and reading back what was agreed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor, DenialKind
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.rows import one_row
from spinney.plans.events import ReviewTaskMoved
from spinney.plans.models import Review, ReviewPerson, ReviewResult, ReviewTask
from spinney.plans.rules.invitation import names_someone
from spinney.plans.rules.template import clean
from spinney.plans.services.held import HeldPlan, hold
from spinney.plans.services.recipients import hold_recipient
from spinney.plans.services.review import open_review, tell
from spinney.plans.types import FieldKind, FieldSpec
from spinney.plans.types.review import PersonKind

NAME = FieldSpec("name", "Name", FieldKind.SHORT, most=200)
ROLE = FieldSpec("role", "Their part", FieldKind.SHORT, most=120)
PLACE = FieldSpec("place", "Place", FieldKind.SHORT, most=200)
WHAT = FieldSpec("what", "What will be done", FieldKind.TEXT, most=600)
MOST_PEOPLE, MOST_TASKS = 40, 100
CLOSED = "This record is closed to everyone outside the school for now. Ask the DSL before you show it to anyone."
NO_TASK = "There is no such task."


@dataclass(frozen=True, slots=True)
class NewPerson:
    """`ref` names someone the school knows: staff:<account>, carer:<record> or child. Else a name is typed."""

    ref: str = ""
    name: str = ""
    role: str = ""


def add_person(actor: Actor, *, plan_id: UUID, person: NewPerson, now: datetime) -> UUID:
    """Ask someone to the review. An adult to whom the plan may not be shown is refused, with the reason."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    review = open_review(plan, now=now)
    made = _person(plan, person, now=now)
    mine = ReviewPerson.objects.filter(school_id=plan.school_id, review_id=review.id)
    same = mine.filter(
        kind=made.kind, user_id=made.user_id, carer=made.carer, name=made.name
    ).first()
    if same:
        return same.id
    if mine.count() >= MOST_PEOPLE:
        raise NotNow(f"A review holds at most {MOST_PEOPLE} people.")
    made.school_id, made.review_id = plan.school_id, review.id
    made.save(force_insert=True)
    tell(actor, plan, now=now, review=str(review.id), person=str(made.id))
    return made.id


def _person(plan: HeldPlan, person: NewPerson, *, now: datetime) -> ReviewPerson:
    kind, _, ref = person.ref.partition(":")
    role = clean(ROLE, person.role) or ""
    if kind == PersonKind.STAFF:
        return _colleague(plan, _uuid(ref), role, now=now)
    if kind == "carer":
        adult = hold_recipient(
            school_id=plan.school_id, child_id=plan.child_id, carer_id=_uuid(ref), now=now
        )
        return ReviewPerson(
            kind=PersonKind.FAMILY, user_id=adult.user_id, carer=adult.id, name=adult.name,
            role=role or "Family",
        )  # fmt: skip
    if kind == PersonKind.CHILD:
        return ReviewPerson(
            kind=kind, name=_names(plan)[0], role="", user_id=_own_account(plan, now)
        )
    name = clean(NAME, person.name)
    if not name:
        raise BadInput("Choose someone, or write a name.", field="name")
    return ReviewPerson(kind=PersonKind.PROFESSIONAL, name=name, role=role)


COLLEAGUE_SQL = """
SELECT u.display_name FROM access_user u
 WHERE u.id = %(user)s AND EXISTS (
   SELECT 1 FROM access_membership m WHERE m.school_id = %(school)s AND m.user_id = u.id
      AND m.valid_from <= %(day)s AND (m.valid_to IS NULL OR m.valid_to >= %(day)s))
"""


def _colleague(plan: HeldPlan, user_id: UUID, role: str, *, now: datetime) -> ReviewPerson:
    row = one_row(
        COLLEAGUE_SQL, {"user": user_id, "school": plan.school_id, "day": school_day(now)}
    )
    if row is None:
        raise NotFound("There is no such member of staff.")
    return ReviewPerson(kind=PersonKind.STAFF, user_id=user_id, name=row[0], role=role or "School")


OWN_ACCOUNT_SQL = """
SELECT user_id FROM access_tie WHERE school_id = %s AND subject_id = %s AND relation = 'self'
   AND state = 'confirmed' AND valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s) LIMIT 1
"""


def _own_account(plan: HeldPlan, now: datetime) -> UUID | None:
    day = school_day(now)
    row = one_row(OWN_ACCOUNT_SQL, [plan.school_id, plan.child_id, day, day])
    return row[0] if row else None


def _names(plan: HeldPlan) -> tuple[str, ...]:
    """What the child is called every day, then every name in the record."""
    row = one_row(
        "SELECT trim(coalesce(nullif(preferred_forename, ''), forename) || ' ' ||"
        " coalesce(nullif(preferred_surname, ''), surname)), forename, surname FROM people_child"
        " WHERE school_id = %s AND id = %s",
        [plan.school_id, plan.child_id],
    )
    return tuple(row) if row else ("",)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadInput("Choose someone from the list.", field="ref") from None


def set_people(
    actor: Actor,
    *,
    plan_id: UUID,
    present: frozenset[UUID],
    voices: frozenset[UUID],
    now: datetime,
) -> None:
    """Who is in the room, and which of them chose to show their own words on the screen."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    review = open_review(plan, now=now)
    mine = ReviewPerson.objects.filter(school_id=plan.school_id, review_id=review.id)
    changed = 0
    for person in mine:
        here = person.id in present
        # Words are shown only while the person who said them is in the room.
        shows = here and person.kind == PersonKind.FAMILY and person.id in voices
        if (person.present, person.shows_voice) != (here, shows):
            changed += mine.filter(id=person.id).update(present=here, shows_voice=shows)
    if changed:
        tell(actor, plan, now=now, review=str(review.id), people=changed)


def remove_person(actor: Actor, *, plan_id: UUID, person_id: UUID, now: datetime) -> None:
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    review = open_review(plan, now=now)
    if ReviewTask.objects.filter(school_id=plan.school_id, person_id=person_id).exists():
        raise NotNow("This person has a task. Give the task to someone else first.")
    done, _ = ReviewPerson.objects.filter(
        school_id=plan.school_id, review_id=review.id, id=person_id
    ).delete()
    if done:
        tell(actor, plan, now=now, review=str(review.id), removed=str(person_id))


def set_meeting(
    actor: Actor, *, plan_id: UUID, starts_at: datetime, minutes: int, place: str, now: datetime
) -> None:
    """When and where. It goes into calendars, so the place may not name the child."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    review = open_review(plan, now=now)
    where = clean(PLACE, place) or ""
    if names_someone(where, _names(plan)):
        raise BadInput(
            "Leave the child’s name out of the place: calendars are read by many people.",
            field="place",
        )
    if not 5 <= minutes <= 480:
        raise BadInput("A meeting lasts from 5 minutes to 8 hours.", field="minutes")
    if not now - timedelta(days=366) <= starts_at <= now + timedelta(days=731):
        raise BadInput("Check the day of the meeting.", field="starts")
    mine = Review.objects.filter(school_id=plan.school_id, id=review.id)
    mine.update(
        starts_at=starts_at, minutes=minutes, place=where,
        sequence=review.sequence + (1 if review.starts_at else 0),
    )  # fmt: skip
    tell(actor, plan, now=now, review=str(review.id), meeting=True)


def add_task(
    actor: Actor, *, plan_id: UUID, person_id: UUID, what: str, by_when: date | None, now: datetime
) -> UUID:
    """Give a task to someone who was asked to the review."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    review = open_review(plan, now=now)
    words = clean(WHAT, what)
    if not words:
        raise BadInput("Say what will be done.", field="what")
    if by_when and not school_day(now) <= by_when <= school_day(now) + timedelta(days=731):
        raise BadInput("Choose a day from today on, within two years.", field="by_when")
    mine = {"school_id": plan.school_id, "review_id": review.id}
    if not ReviewPerson.objects.filter(**mine, id=person_id).exists():
        raise BadInput("Choose one of the people of this review.", field="person")
    if ReviewTask.objects.filter(**mine).count() >= MOST_TASKS:
        raise NotNow(f"A review holds at most {MOST_TASKS} tasks.")
    task = ReviewTask.objects.create(
        **mine, plan_id=plan.id, person_id=person_id, what=words, by_when=by_when, made_at=now
    )
    _moved(actor, plan, review.id, task.id, "given", now=now)
    return task.id


def remove_task(actor: Actor, *, plan_id: UUID, task_id: UUID, now: datetime) -> None:
    """Take back a task while the review is open. Once it is recorded a task is done, not deleted."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    review = open_review(plan, now=now)
    done, _ = ReviewTask.objects.filter(
        school_id=plan.school_id, review_id=review.id, id=task_id
    ).delete()
    if done:
        _moved(actor, plan, review.id, task_id, "taken_back", now=now)


TASK_SQL = """
SELECT t.plan_id, t.school_id, p.child_id, t.review_id, coalesce(r.user_id, c.user_id), t.done_at
  FROM plans_review_task t
  JOIN plans_plan p ON p.school_id = t.school_id AND p.id = t.plan_id
  JOIN plans_review_person r ON r.school_id = t.school_id AND r.id = t.person_id
  LEFT JOIN people_carer c ON c.school_id = r.school_id AND c.id = r.carer
 WHERE t.id = %s FOR UPDATE OF t
"""


def finish_task(actor: Actor, *, task_id: UUID, done: bool, now: datetime) -> None:
    """By whoever took it on, for as long as the plan is open to them, or by whoever leads the plan."""
    row = one_row(TASK_SQL, [task_id])
    if row is None:
        raise NotFound(NO_TASK)
    plan_id, school_id, child_id, review_id, user_id, done_at = row
    standing = access.standing(actor, school_id=school_id, subject_id=child_id, now=now)
    own = user_id == actor.id and standing.decide(Action.VIEW_PLAN).allowed
    if not (own or standing.decide(Action.EDIT_PLAN).allowed):
        raise NotAllowed("not_their_task")
    if (done_at is not None) == done:
        return
    ReviewTask.objects.filter(school_id=school_id, id=task_id).update(
        done_at=now if done else None, done_by=actor.id if done else None
    )
    access.record(
        actor, Action.VIEW_PLAN if own else Action.EDIT_PLAN, school_id=school_id,
        subjects=[child_id], now=now, task=str(task_id), finished=done,
    )  # fmt: skip
    emit(
        ReviewTaskMoved(
            school_id=school_id, subject_id=plan_id, child_id=child_id, review_id=review_id,
            task_id=task_id, to="done" if done else "open",
        ),
        now=now,
    )  # fmt: skip


def read_back(actor: Actor, *, plan_id: UUID, items: frozenset[UUID], now: datetime) -> int:
    """These agreed words (by outcome) and tasks were read aloud in the room just now."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    must_not_be_frozen(actor, plan, now=now)
    review = open_review(plan, now=now)
    mine = {"school_id": plan.school_id, "review_id": review.id, "read_back_at__isnull": True}
    read = ReviewResult.objects.filter(**mine, line__in=items).update(read_back_at=now)
    read += ReviewTask.objects.filter(**mine, id__in=items).update(read_back_at=now)
    if read:
        tell(actor, plan, now=now, review=str(review.id), read_back=read)
    return read


def must_not_be_frozen(actor: Actor, plan: HeldPlan, *, now: datetime) -> None:
    """A record that is closed to the family is not shown on a screen that the family looks at."""
    standing = access.standing(actor, school_id=plan.school_id, subject_id=plan.child_id, now=now)
    if any(d.kind is DenialKind.SAFEGUARDING_FREEZE for d in standing.facts.denials):
        raise NotNow(CLOSED)


def _moved(
    actor: Actor, plan: HeldPlan, review_id: UUID, task_id: UUID, to: str, *, now: datetime
) -> None:
    tell(actor, plan, now=now, review=str(review_id), task=str(task_id), to=to)
    emit(
        ReviewTaskMoved(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            review_id=review_id, task_id=task_id, to=to,
        ),
        now=now,
    )  # fmt: skip
