"""Two people review a plan while they write it, beside a plain model of results, cycles and what is told.

The model knows of a review what its readers would say: every outcome of the version in force gets one result, a
version is reviewed once, a recorded review completes one cycle, and no outcome goes without saying how it went.
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from tests.plans.plan_machine import WRITERS, PlanMachine

from spinney.plans import queries, services
from spinney.plans.models import DraftChange, DraftLine, ReviewResult, Version
from spinney.plans.types import Lifecycle
from spinney.plans.types.review import Judged

RESULTS = st.sampled_from(["met", "partly", "not_met", "not_tried"])
ENDS_AS = {"met": "met", "partly": "partly", "not_met": "not_met", "not_tried": "not_met"}
SAYS = {"met": "met", "partly": "partly met", "not_met": "not met"}
JUDGED = st.builds(
    Judged,
    line_id=st.none(),
    result=st.sampled_from(["", "met", "partly", "not_met", "not_tried"]),
    words=st.sampled_from(["", "Twice this week."]),
    next_step=st.sampled_from(["", "keep", "change", "end"]),
    title=st.sampled_from(["", "She asks by herself."]),
)
DAYS = st.sampled_from(["2027-03-15", "2027-05-04"])


class ReviewMachine(PlanMachine):
    """Begins with a plan in force that promises two outcomes."""

    def __init__(self) -> None:
        self.outcomes: list[set[Any]] = []  # by version
        self.finished: list[dict[Any, str]] = []  # by version: what it told had ended, and how
        self.achieved: dict[Any, str] = {}
        self.next_review = "2027-02-01"
        self.judged: dict[Any, Judged] = {}
        self.judged_by: dict[Any, str] = {}
        self.pages: dict[str, dict[Any, Judged]] = {"ann": {}, "bea": {}}  # what each has open
        self.recorded: dict[int, dict[Any, Judged]] = {}  # by the version that was reviewed
        super().__init__()
        for number, words in enumerate(["She asks for help.", "He stays all day."]):
            self.add("ann", "outcome")
            self.write("ann", number, words)
        self.publish("ann")
        for who in self.pages:
            self.open_page(who)

    # The model.

    def live(self) -> dict[Any, Any]:
        told = {("achieved", key): self.achieved.get(key, "") for key in super().live()}
        return {**super().live(), **told, "next review": self.next_review}

    def under_review(self) -> set[Any]:
        return self.outcomes[-1]

    def closed(self) -> bool:
        return self.stands is not Lifecycle.ACTIVE or len(self.versions) in self.recorded

    def wants(self, key: Any) -> bool:
        """Whether the review still waits for something of this outcome."""
        judged = self.judged.get(key)
        if judged is None or not judged.result:
            return True
        untold = judged.result == "not_tried" and not judged.words
        return untold or (judged.next_step == "change" and not judged.title)

    def may_replace(self, who: str, sent: Judged, seen: Judged) -> bool | None:
        """Whether this goes in; None where the writer must be told of another's words first."""
        stands = self.stood(sent.line_id)
        if stands in (sent, seen):
            return True
        if sent == seen:
            return False
        return True if self.judged_by.get(sent.line_id) == who else None

    def stood(self, key: Any) -> Judged:
        return self.judged.get(key, Judged(key))

    def keep(self, who: str, judged: Judged) -> None:
        if judged != self.stood(judged.line_id):
            self.judged_by[judged.line_id] = who
        if judged == Judged(judged.line_id):
            self.judged.pop(judged.line_id, None)
            self.judged_by.pop(judged.line_id, None)
        else:
            self.judged[judged.line_id] = judged

    def carry(self, key: Any, judged: Judged) -> None:
        """What a recorded result does to the draft."""
        kept = self.lines[key]
        step = judged.next_step or ("end" if judged.result == "met" else "keep")
        if step == "end":
            kept.ended, kept.how = True, ENDS_AS[judged.result]
        elif step == "change":
            kept.words, kept.rev, kept.ended = judged.title, kept.rev + 1, False
            self.achieved[key] = "not_reviewed"
        elif judged.result != "not_tried":
            kept.ended = False
            self.achieved[key] = judged.result

    # What people do.

    @rule(who=WRITERS)
    def publish(self, who: str) -> None:
        outcomes = {
            key for key, kept in self.lines.items() if kept.section == "outcome" and not kept.ended
        }
        finished = {key: kept.how for key, kept in self.lines.items() if kept.ended}
        before = len(self.versions)
        super().publish(who)
        if len(self.versions) > before:
            self.outcomes.append(outcomes)
            self.finished.append(finished)

    @rule(who=WRITERS)
    def open_page(self, who: str) -> None:
        """From now on this writer has seen every result that stands."""
        self.pages[who] = {key: self.stood(key) for key in self.under_review()}

    def send(self, who: str, sent: list[Judged]) -> bool:
        """From the page this writer has open, as it was when they opened it."""
        page = self.pages[who]
        off = any(x.line_id not in self.under_review() for x in sent)
        wins = [off or self.may_replace(who, x, page[x.line_id]) for x in sent]
        marked = tuple(
            replace(x, seen=page[x.line_id].mark if x.line_id in page else "") for x in sent
        )
        refused = self.refused(
            lambda: services.save_results(
                self.people[who], plan_id=self.plan, judged=marked, now=self.now
            ),
            expected=self.closed() or off or None in wins,
        )
        for judged, goes_in in () if refused else zip(sent, wins, strict=True):
            if goes_in:
                self.keep(who, judged)
                page[judged.line_id] = judged
        return not refused

    @rule(who=WRITERS, number=st.integers(0, 9), judged=JUDGED, whole=st.booleans())
    def judge(self, who: str, number: int, judged: Judged, whole: bool) -> None:
        """One outcome, which may have left the plan or not be on it yet. Without script the whole page is sent."""
        known = sorted({*set().union(*self.outcomes), *self.draft_outcomes()})
        key, page = known[number % len(known)], self.pages[who]
        if key not in page and key in self.under_review():
            return
        mine = replace(judged, line_id=key)
        rest = [standing for other, standing in sorted(page.items()) if other != key]
        if self.send(who, [mine, *rest] if whole else [mine]) and whole:
            self.open_page(who)

    def draft_outcomes(self) -> set[Any]:
        return {key for key, kept in self.lines.items() if kept.section == "outcome"}

    @rule(who=WRITERS, result=RESULTS)
    def judge_all(self, who: str, result: str) -> None:
        self.open_page(who)
        keys = sorted(self.under_review())
        self.send(who, [Judged(key, result, "As we saw.") for key in keys])

    @rule(who=WRITERS, day=DAYS)
    def record(self, who: str, day: str) -> None:
        expected = self.closed() or any(self.wants(key) for key in self.under_review())
        refused = self.refused(
            lambda: services.record_review(
                self.people[who], plan_id=self.plan, now=self.now,
                next_review=date.fromisoformat(day),
            ),
            expected=expected,
        )  # fmt: skip
        if refused:
            return
        kept = {key: self.judged[key] for key in self.under_review()}
        words = {(key, self.lines[key].words) for key in kept}
        for key, judged in kept.items():
            self.carry(key, judged)
        self.recorded[len(self.versions)], self.judged, self.judged_by = kept, {}, {}
        self.next_review = day
        replaced = {(key, was) for key, was in words if was and self.lines[key].words != was}
        history = DraftChange.objects.filter(plan_id=self.plan, field="title")
        assert replaced <= set(history.values_list("line", "before"))

    @rule(who=WRITERS, result=RESULTS, day=DAYS)
    def review_all(self, who: str, result: str, day: str) -> None:
        """As in the grid: one result for all, and the review is held."""
        self.judge_all(who, result)
        self.record(who, day)

    # What must hold whatever was done.

    @invariant()
    def every_result_is_kept_and_nothing_else_is(self) -> None:
        rows = ReviewResult.objects.filter(review__plan_id=self.plan).select_related("review")
        found = {
            (row.review.version if row.review.recorded_at else "open", row.line): (
                row.result, row.words, row.next_step, row.new_title,
            )
            for row in rows
        }  # fmt: skip
        told = {**self.recorded, "open": self.judged}
        assert found == {
            (review, key): (judged.result, judged.words, judged.next_step, judged.title)
            for review, results in told.items()
            for key, judged in results.items()
        }

    @invariant()
    def the_draft_has_the_results_and_the_next_day(self) -> None:
        rows = DraftLine.objects.filter(plan_id=self.plan, section="outcome")
        assert {row.id: row.values.get("achievement", "") for row in rows} == {
            key: self.achieved.get(key, "") for key in self.draft_outcomes()
        }
        (day,) = DraftLine.objects.filter(plan_id=self.plan, section="review")
        assert day.values["next_review"] == self.next_review

    @invariant()
    def no_outcome_leaves_the_plan_without_saying_how_it_went(self) -> None:
        rows = Version.objects.filter(plan_id=self.plan).order_by("number")
        found = [
            {
                UUID(change["line_id"]): change["words"].split(":")[0]
                for change in row.changes
                if change["section"] == "outcome" and change["kind"] in ("finished", "removed")
            }
            for row in rows
        ]
        assert found == [
            {key: f"Finished outcome, {SAYS[how]}" for key, how in told.items()}
            for told in self.finished
        ]
        gone = [was - now for was, now in zip(self.outcomes, self.outcomes[1:], strict=False)]
        assert [set(told) for told in self.finished[1:]] == gone

    @invariant()
    def each_recorded_review_is_one_cycle(self) -> None:
        found = queries.cycles_of_plan(self.people["ann"], plan_id=self.plan, now=self.now)
        told = [(n, version, "complete") for n, version in enumerate(self.recorded, start=1)]
        newest = len(self.versions)
        over = newest in self.recorded
        if not (over and self.stands is Lifecycle.ENDED):
            phase = "plan" if over else "review" if self.judged else "do"
            told.append((len(told) + 1, 0 if over else newest, phase))
        assert [(x.number, x.version, x.phase.value) for x in found] == told
