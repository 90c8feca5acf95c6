"""Count the cycles of a plan, and say what a review needs before it is recorded. Plain values in and out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from spinney.kernel.clock import school_day
from spinney.plans.types import Achievement, Lifecycle, Line, Template
from spinney.plans.types.review import (
    Cycle,
    CyclePhase,
    Held,
    Judged,
    Meeting,
    NextStep,
    OutcomeRow,
    Published,
    Result,
)

OUTCOME = "outcome"
MOST_WORDS = 2000  # of what people saw, in characters
RESULT_WORDS = {
    Result.MET: "met", Result.PARTLY: "partly met", Result.NOT_MET: "not met",
    Result.NOT_TRIED: "not tried",
}  # fmt: skip
# What usually follows; the person who reviews may choose otherwise.
USUAL_STEP = {
    Result.MET: NextStep.END, Result.PARTLY: NextStep.KEEP, Result.NOT_MET: NextStep.KEEP,
    Result.NOT_TRIED: NextStep.KEEP,
}  # fmt: skip
# An outcome ends as met, partly met or not met; one that nobody tried was not met, and its words say why.
ACHIEVED = {
    Result.MET: Achievement.MET, Result.PARTLY: Achievement.PARTLY,
    Result.NOT_MET: Achievement.NOT_MET, Result.NOT_TRIED: Achievement.NOT_MET,
}  # fmt: skip


def cycles(
    opened_on: date,
    versions: Sequence[Published],
    reviews: Sequence[Held],
    *,
    lifecycle: Lifecycle,
    review_due: date | None,
    reviewing: bool,
) -> tuple[Cycle, ...]:
    """Every cycle, the last one being where the plan stands now. A cycle begins when the plan opens or a version is
    published, and completes when a review of it is recorded.

    SEND Code of Practice 2015, 6.44-6.56: the graduated approach is a four-part cycle that is revisited.
    """
    found: list[Cycle] = []
    began: date | None = opened_on
    version = 0
    for moment, what in _in_order(versions, reviews):
        if isinstance(what, Published):
            began = began or school_day(moment)
            version = what.number
        elif version:
            done = CyclePhase.COMPLETE
            found.append(Cycle(len(found) + 1, began, version, done, None, what.held_on, what.id))
            began, version = None, 0
    if lifecycle is Lifecycle.ENDED and found and not version:
        return tuple(found)
    phase = CyclePhase.PLAN
    if version:
        phase = CyclePhase.REVIEW if reviewing else CyclePhase.DO
    due = review_due if version else None
    return (*found, Cycle(len(found) + 1, began, version, phase, due))


def _in_order(
    versions: Sequence[Published], reviews: Sequence[Held]
) -> list[tuple[datetime, Published | Held]]:
    moments: list[tuple[datetime, Published | Held]] = [(v.at, v) for v in versions]
    moments += [(r.recorded_at, r) for r in reviews]
    # A version and the review of it may share a moment: the version was first.
    return sorted(moments, key=lambda m: (m[0], isinstance(m[1], Held)))


def outcomes_of(template: Template, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that a review judges; none where the form has no such list."""
    if template.section(OUTCOME) is None:
        return ()
    return tuple(line for line in lines if line.section == OUTCOME)


def next_review(held_on: date, weeks: int) -> date:
    """By the school's own interval, and never on a Saturday or Sunday."""
    due = held_on + timedelta(weeks=weeks)
    return due + timedelta(days=(7 - due.weekday()) % 7 if due.weekday() >= 5 else 0)


def step_of(judged: Judged) -> NextStep:
    """What was chosen, else what usually follows from the result."""
    if judged.next_step:
        return NextStep(judged.next_step)
    return USUAL_STEP[Result(judged.result)] if judged.result else NextStep.KEEP


def meeting_of(sent: Judged, stands: Judged, *, own: bool) -> Meeting:
    """`own`: what stands was written by the same person, on another page or in an answer that got lost."""
    if not sent.seen or sent == stands or sent.seen == stands.mark:
        return Meeting.WRITE
    if sent.seen == sent.mark:
        return Meeting.LEAVE
    return Meeting.WRITE if own else Meeting.ASK


def told_meanwhile(stands: Judged, by: str) -> str:
    """For someone who wrote about an outcome while another person did."""
    after = "Your own words are still here. Change them if you need to, then save again."
    if stands == Judged(stands.line_id):
        return f"Someone took back what stood here while your page was open. {after}"
    how = RESULT_WORDS[Result(stands.result)] if stands.result else "no result yet"
    words = f" They wrote: '{stands.words[:300]}'." if stands.words else ""
    return f"{by} judged this while your page was open: {how}.{words} {after}"


def missing_of(row: OutcomeRow) -> str:
    """What this outcome still needs, in words; empty when it can be recorded."""
    name = row.line.text("title") or "(no words yet)"
    if not row.judged.result:
        return f"Say how it went: '{name}'."
    if row.judged.result == Result.NOT_TRIED and not row.judged.words:
        return f"Say why this was not tried: '{name}'."
    changes = row.judged.next_step == NextStep.CHANGE
    if changes and not (row.judged.title or row.judged.target):
        return f"Write the new words for '{name}', or keep it as it is."
    return ""


def reasons_not_to_record(rows: Sequence[OutcomeRow]) -> tuple[str, ...]:
    return tuple(words for row in rows if (words := missing_of(row)))


def why_ended(judged: Judged, held_on: date) -> str:
    """The sentence that the family reads beside an outcome that ended."""
    if judged.words:
        lead = "Not tried: " if judged.result == Result.NOT_TRIED else ""
        return lead + judged.words
    return f"Agreed at the review on {held_on.day} {held_on:%B %Y}."
