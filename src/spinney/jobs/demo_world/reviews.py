"""The reviews behind the versions: each version after the first follows a review of the one before."""

from collections.abc import Iterator
from datetime import timedelta

from spinney.jobs.demo_world import types as rows
from spinney.plans.services.load_review import PastResult, PastReview
from spinney.plans.types.review import NextStep, Result

BEFORE = timedelta(hours=2)
LATER = "Not judged this time. It was too early to tell."


def reviews_of(plan: rows.Plan) -> Iterator[PastReview]:
    for old, new in zip(plan.versions, plan.versions[1:], strict=False):
        yield PastReview(
            old.number, new.published_at - BEFORE, new.review_due, tuple(_results(old, new))
        )


def _results(old: rows.PlanVersion, new: rows.PlanVersion) -> Iterator[PastResult]:
    ended = {line: (how, why) for line, how, why in new.ended}
    now = {line.id: line for line in new.lines}
    for line in old.lines:
        if line.section != "outcome":
            continue
        title = line.text("title")
        if line.id in ended:
            how, why = ended[line.id]
            yield PastResult(line.id, title, Result(how), why, NextStep.END)
        elif line.id in now and now[line.id].text("achievement") in set(Result):
            result = Result(now[line.id].text("achievement"))
            yield PastResult(line.id, title, result, "", NextStep.KEEP)
        else:
            yield PastResult(line.id, title, Result.NOT_TRIED, LATER, NextStep.KEEP)
