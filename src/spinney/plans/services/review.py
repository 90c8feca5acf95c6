"""Review one plan: keep what is decided of each outcome, then record the review and carry it into the draft."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotNow
from spinney.plans.events import PlanReviewed
from spinney.plans.models import Plan, Review, ReviewResult
from spinney.plans.rules import review as rules
from spinney.plans.rules.template import clean
from spinney.plans.services.held import HeldPlan, hold
from spinney.plans.services.publish import published_lines
from spinney.plans.services.review_draft import carry_over
from spinney.plans.services.voices import hear_voices
from spinney.plans.templates import settings_of
from spinney.plans.types import FieldKind, FieldSpec, Lifecycle, Line
from spinney.plans.types.review import Judged, Meeting, NextStep, OutcomeRow, Recorded, Result

WORDS = FieldSpec("words", "What you saw", FieldKind.TEXT, most=rules.MOST_WORDS)
TITLE = FieldSpec("title", "New words for the outcome", FieldKind.SHORT, most=300)
TARGET = FieldSpec("target", "New target", FieldKind.TEXT, most=2000)
FROM = FieldSpec("judged_from", "What this rests on", FieldKind.SHORT, most=200)
LADDER = ("-2", "-1", "0", "1", "2")
NOT_PUBLISHED = "This plan has not been published yet, so there is nothing to review."
NOT_ACTIVE = "Only a plan that is active can be reviewed. Reload the page to see where it stands."
ALREADY = (
    "This version has been reviewed. Publish the next version: the next review completes its cycle."
)
UNKNOWN = "That outcome is not on the plan as it stands. Reload the page."


class MeanwhileError(BadInput):
    """Another person judged the same outcome. The writer sees that before it is replaced."""


def save_results(
    actor: Actor, *, plan_id: UUID, judged: tuple[Judged, ...], now: datetime
) -> dict[UUID, str]:
    """Keep what has been decided so far. Nothing reaches the draft before the review is recorded.

    Returns the mark of what now stands, by outcome. One that only another person touched is left as they wrote it.
    """
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    review = open_review(plan, now=now)
    known = outcomes_under_review(plan)
    cleaned = [clean_judged(each, known) for each in judged]
    written = [each for each in cleaned if _wins(actor, plan, each)]
    changed = sum(
        keep_result(actor, review, each, known[each.line_id], now=now) for each in written
    )
    if changed:
        tell(actor, plan, now=now, review=str(review.id), results=changed)
    return {each.line_id: each.mark for each in written}


def _wins(actor: Actor, plan: HeldPlan, sent: Judged) -> bool:
    row = kept_row(plan, sent.line_id)
    return is_to_be_written(actor, sent, row, judged_from_row(row, sent.line_id))


def kept_row(plan: HeldPlan, line_id: UUID) -> ReviewResult | None:
    """What the open review has of this outcome."""
    return ReviewResult.objects.filter(
        school_id=plan.school_id, review__plan_id=plan.id, review__recorded_at__isnull=True,
        line=line_id,
    ).first()  # fmt: skip


def is_to_be_written(actor: Actor, sent: Judged, row: ReviewResult | None, stands: Judged) -> bool:
    """A page that was opened before another person judged takes nothing of theirs away."""
    met = rules.meeting_of(sent, stands, own=row is not None and row.judged_by == actor.id)
    if met is Meeting.ASK:
        by = row.judged_by_name if row else ""
        raise MeanwhileError(rules.told_meanwhile(stands, by), field=f"result-{sent.line_id}")
    return met is Meeting.WRITE


def open_review(plan: HeldPlan, *, now: datetime) -> Review:
    """The review of the version in force, begun now if nobody has begun it. The plan is locked by the caller."""
    if plan.version == 0:
        raise NotNow(NOT_PUBLISHED)
    if plan.lifecycle is not Lifecycle.ACTIVE:
        raise NotNow(NOT_ACTIVE)
    mine = Review.objects.filter(school_id=plan.school_id, plan_id=plan.id)
    if mine.filter(version=plan.version, recorded_at__isnull=False).exists():
        raise NotNow(ALREADY)
    found = mine.filter(recorded_at__isnull=True).first()
    if found is None:
        return Review.objects.create(
            school_id=plan.school_id, plan_id=plan.id, version=plan.version, opened_at=now
        )
    if found.version != plan.version:
        # A version came out while the review was open: it goes on with the newer one.
        mine.filter(id=found.id).update(version=plan.version)
        found.version = plan.version
    return found


def outcomes_under_review(plan: HeldPlan) -> dict[UUID, Line]:
    return {line.id: line for line in rules.outcomes_of(plan.template, published_lines(plan))}


def clean_judged(judged: Judged, known: dict[UUID, Line]) -> Judged:
    """The judgement as it will be kept, or BadInput naming the field of this line."""
    if judged.line_id not in known:
        raise BadInput(UNKNOWN, field=f"result-{judged.line_id}")
    if judged.result not in {"", *Result}:
        raise BadInput("Choose one of the listed results.", field=f"result-{judged.line_id}")
    if judged.next_step not in {"", *NextStep}:
        raise BadInput("Choose to keep, change or end.", field=f"next_step-{judged.line_id}")
    if judged.ladder not in {"", *LADDER}:
        raise BadInput("Choose a step from -2 to +2.", field=f"ladder-{judged.line_id}")
    line = judged.line_id
    return replace(
        judged,
        words=_text(WORDS, judged.words, line),
        title=_text(TITLE, judged.title, line),
        target=_text(TARGET, judged.target, line),
        judged_from=_text(FROM, judged.judged_from, line),
    )


def _text(spec: FieldSpec, value: str, line_id: UUID) -> str:
    try:
        return clean(spec, value) or ""
    except BadInput as error:
        raise BadInput(str(error), field=f"{spec.code}-{line_id}") from None


def keep_result(actor: Actor, review: Review, judged: Judged, line: Line, *, now: datetime) -> bool:
    """Whether anything changed. The same again changes nothing, and what was read back stays read back."""
    mine = ReviewResult.objects.filter(
        school_id=review.school_id, review_id=review.id, line=judged.line_id
    )
    old = mine.first()
    if judged == Judged(judged.line_id):
        return bool(mine.delete()[0]) if old else False
    values: dict[str, Any] = {
        "title": line.text("title"), "result": judged.result, "words": judged.words,
        "next_step": judged.next_step, "new_title": judged.title, "new_target": judged.target,
        "ladder": int(judged.ladder) if judged.ladder else None, "judged_from": judged.judged_from,
    }  # fmt: skip
    if old and all(getattr(old, name) == value for name, value in values.items()):
        return False
    values |= {
        "judged_by": actor.id, "judged_by_name": actor.display_name, "judged_at": now,
        "read_back_at": None,
    }  # fmt: skip
    if old:
        mine.update(**values)
    else:
        ReviewResult.objects.create(
            school_id=review.school_id, review_id=review.id, line=judged.line_id, **values
        )
    return True


def rows_of(plan: HeldPlan, review: Review) -> tuple[OutcomeRow, ...]:
    """Every outcome of the version in force, with what was decided."""
    kept = {
        result.line: result
        for result in ReviewResult.objects.filter(school_id=review.school_id, review_id=review.id)
    }
    return tuple(
        OutcomeRow(line, judged_from_row(kept.get(line.id), line.id))
        for line in outcomes_under_review(plan).values()
    )


def judged_from_row(row: ReviewResult | None, line_id: UUID) -> Judged:
    if row is None:
        return Judged(line_id)
    ladder = "" if row.ladder is None else str(row.ladder)
    return Judged(
        line_id, row.result, row.words, row.next_step, row.new_title, row.new_target, ladder,
        row.judged_from,
    )  # fmt: skip


def record_review(
    actor: Actor,
    *,
    plan_id: UUID,
    now: datetime,
    held_on: date | None = None,
    next_review: date | None = None,
) -> Recorded:
    """Complete the cycle: the results become the draft's ended outcomes, results and new words."""
    plan = hold(actor, Action.EDIT_PLAN, plan_id=plan_id, now=now)
    review = open_review(plan, now=now)
    rows = rows_of(plan, review)
    if missing := rules.reasons_not_to_record(rows):
        raise NotNow(" ".join(missing))
    day = _day_held(held_on or review.held_on, today=school_day(now))
    due = (
        next_review
        or review.next_review
        or rules.next_review(day, settings_of(plan.school_id).review_weeks)
    )
    _next_must_make_sense(day, due)
    ended, changed = carry_over(actor, plan, rows, held_on=day, next_review=due, now=now)
    _drop_stale(review, rows)
    _store(actor, plan, review, day, due, now=now)
    hear_voices(plan, review.id, now=now)
    number = Review.objects.filter(
        school_id=plan.school_id, plan_id=plan.id, recorded_at__isnull=False
    ).count()
    tell(actor, plan, now=now, review=str(review.id), cycle=number)
    emit(
        PlanReviewed(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            review_id=review.id, version=plan.version, cycle=number, next_review=due,
        ),
        now=now,
    )  # fmt: skip
    return Recorded(review.id, number, ended, changed, due)


def _store(
    actor: Actor, plan: HeldPlan, review: Review, day: date, due: date, *, now: datetime
) -> None:
    Review.objects.filter(school_id=plan.school_id, id=review.id).update(
        held_on=day, next_review=due, recorded_at=now, recorded_by=actor.id,
        recorded_by_name=actor.display_name,
    )  # fmt: skip
    # The review has been held, so from now on the next one is what falls due, published or not.
    Plan.objects.filter(school_id=plan.school_id, id=plan.id).update(
        review_due=due, draft_changed_at=now
    )


def _drop_stale(review: Review, rows: tuple[OutcomeRow, ...]) -> None:
    """Results of outcomes that a newer version has taken off meanwhile: they ended with a result there."""
    ReviewResult.objects.filter(school_id=review.school_id, review_id=review.id).exclude(
        line__in=[row.line.id for row in rows]
    ).delete()


def _day_held(given: date | None, *, today: date) -> date:
    day = given or today
    if day > today:
        raise BadInput("A review that has not been held yet cannot be recorded.", field="held_on")
    if day.year < 2015:
        raise BadInput("Check the year of the review.", field="held_on")
    return day


def _next_must_make_sense(held_on: date, due: date) -> None:
    if due <= held_on:
        raise BadInput("The next review must be after this one.", field="next_review")
    if (due - held_on).days > 370:
        raise BadInput(
            "The next review is more than a year away. Choose an earlier day.", field="next_review"
        )


def tell(actor: Actor, plan: HeldPlan, *, now: datetime, **detail: Any) -> None:
    access.record(
        actor, Action.EDIT_PLAN, school_id=plan.school_id, subjects=[plan.child_id], now=now, **detail
    )  # fmt: skip
