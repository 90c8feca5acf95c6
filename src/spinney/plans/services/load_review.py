"""Take over the reviews of a past: results, who held them, and what goes on the log and the feed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from spinney.access.services.bulk import PastAct
from spinney.access.types import Action, Actor
from spinney.events.types import Event
from spinney.kernel.clock import school_day
from spinney.kernel.ids import uuid7
from spinney.plans.events import PlanReviewed
from spinney.plans.types.review import NextStep, PersonKind, Result

REVIEW_TABLES = ("plans_review", "plans_review_person", "plans_review_result")


@dataclass(frozen=True, slots=True)
class PastResult:
    line: UUID
    title: str
    result: Result
    words: str
    next_step: NextStep


@dataclass(frozen=True, slots=True)
class PastReview:
    """A recorded review of one version, in order of time: the first completes the first cycle."""

    version: int
    at: datetime
    next_review: date
    results: tuple[PastResult, ...]


@dataclass(frozen=True, slots=True)
class ReviewedPlan:
    id: UUID
    school_id: UUID
    child_id: UUID
    author: Actor


def add_reviews(
    rows: Mapping[str, list[dict[str, Any]]], plan: ReviewedPlan, reviews: tuple[PastReview, ...]
) -> Iterator[tuple[PastAct, datetime, Event]]:
    """Adds their rows, and gives the leaf and the event of each."""
    for cycle, review in enumerate(reviews, start=1):
        review_id, by = uuid7(), plan.author
        owned = {"school_id": plan.school_id, "review_id": review_id}
        rows["plans_review"].append(_review_row(plan, review, review_id))
        rows["plans_review_person"].append(
            {
                "id": uuid7(), **owned, "kind": PersonKind.STAFF, "user_id": by.id, "carer": None,
                "name": by.display_name, "role": "Leads the plan", "present": True,
                "shows_voice": False,
            }
        )  # fmt: skip
        rows["plans_review_result"] += [_result_row(by, review, x, owned) for x in review.results]
        yield (
            PastAct(
                plan.school_id, review.at, by.id, Action.EDIT_PLAN.value, (plan.child_id,),
                detail={"review": str(review_id), "cycle": cycle},
            ),
            review.at,
            PlanReviewed(
                school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
                review_id=review_id, version=review.version, cycle=cycle,
                next_review=review.next_review,
            ),
        )  # fmt: skip


def _review_row(plan: ReviewedPlan, review: PastReview, review_id: UUID) -> dict[str, Any]:
    return {
        "id": review_id, "school_id": plan.school_id, "plan_id": plan.id, "version": review.version,
        "opened_at": review.at, "held_on": school_day(review.at), "starts_at": None, "minutes": 60,
        "place": "", "sequence": 0, "next_review": review.next_review, "recorded_at": review.at,
        "recorded_by": plan.author.id, "recorded_by_name": plan.author.display_name,
    }  # fmt: skip


def _result_row(
    by: Actor, review: PastReview, result: PastResult, owned: dict[str, Any]
) -> dict[str, Any]:
    return {
        "id": uuid7(), **owned, "line": result.line, "title": result.title, "result": result.result,
        "words": result.words, "next_step": result.next_step, "new_title": "", "new_target": "",
        "ladder": None, "judged_from": "", "judged_by": by.id, "judged_by_name": by.display_name,
        "judged_at": review.at, "read_back_at": None,
    }  # fmt: skip
