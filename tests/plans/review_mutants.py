"""Faults that somebody might build one day into drafts and reviews. The machine must catch each.

A mutant plants its fault; what it does is its name.
"""

from dataclasses import replace

from spinney.kernel.ids import uuid7
from spinney.plans.models import DraftLine, Review, ReviewResult
from spinney.plans.rules import review as rules
from spinney.plans.services import draft, review, review_draft
from spinney.plans.types.review import Judged, Meeting


def the_later_words_take_the_field(monkeypatch) -> None:
    def keep_both(actor, plan, line_id, spec, *, standing, other, now):
        line = DraftLine.objects.get(id=line_id)
        line.values[spec.code] = other
        line.save(update_fields=["values"])

    monkeypatch.setattr(draft, "keep_both", keep_both)


def a_result_is_lost_when_another_outcome_is_judged(monkeypatch) -> None:
    real = review.keep_result

    def keep_result(actor, found, judged, line, **when):
        ReviewResult.objects.filter(review_id=found.id).exclude(line=judged.line_id).delete()
        return real(actor, found, judged, line, **when)

    monkeypatch.setattr(review, "keep_result", keep_result)


def a_result_is_lost_when_a_version_comes_out_meanwhile(monkeypatch) -> None:
    real = review.open_review

    def open_review(plan, **when):
        ReviewResult.objects.filter(
            review__plan_id=plan.id, review__recorded_at=None, review__version__lt=plan.version
        ).delete()
        return real(plan, **when)

    monkeypatch.setattr(review, "open_review", open_review)


def an_outcome_that_ends_just_disappears(monkeypatch) -> None:
    def end(plan, row, held_on):
        return DraftLine.objects.filter(plan_id=plan.id, id=row.line.id).delete()[0]

    monkeypatch.setattr(review_draft, "_end", end)


def an_old_page_takes_away_what_another_wrote(monkeypatch) -> None:
    monkeypatch.setattr(rules, "meeting_of", lambda *sent, own: Meeting.WRITE)


def the_second_writer_is_dropped_and_not_told(monkeypatch) -> None:
    real = rules.meeting_of

    def meeting_of(*sent, own):
        met = real(*sent, own=own)
        return Meeting.LEAVE if met is Meeting.ASK else met

    monkeypatch.setattr(rules, "meeting_of", meeting_of)


def a_cycle_is_counted_again_when_its_version_comes_out(monkeypatch) -> None:
    real = rules.cycles

    def cycles(opened_on, versions, reviews, **where):
        again = [
            replace(held, version=version.number, recorded_at=version.at)
            for held in reviews
            for version in versions
            if version.number == held.version + 1
        ]
        return real(opened_on, versions, [*reviews, *again], **where)

    monkeypatch.setattr(rules, "cycles", cycles)


def a_review_is_finished_twice(monkeypatch) -> None:
    real = review.open_review

    def open_review(plan, **when):
        mine = Review.objects.filter(plan_id=plan.id, version=plan.version)
        return mine.filter(recorded_at__isnull=False).first() or real(plan, **when)

    monkeypatch.setattr(review, "open_review", open_review)


DAY = "2027-03-15"
MET, PARTLY = Judged(uuid7(), "met"), Judged(uuid7(), "partly")  # of whichever outcome is named
ONE = ("judge", "ann", 0, MET, False)
# Each fault with the shortest life that shows it: the rules of the machine, in order.
MUTANTS = [
    (an_old_page_takes_away_what_another_wrote, [ONE, ("judge", "bea", 1, PARTLY, True)]),
    (the_second_writer_is_dropped_and_not_told, [ONE, ("judge", "bea", 0, PARTLY, False)]),
    (the_later_words_take_the_field,
     [("write", "ann", 0, "Show the card."), ("write", "bea", 0, "Ask again.")]),
    (a_result_is_lost_when_another_outcome_is_judged, [ONE, ("judge", "ann", 1, PARTLY, False)]),
    (a_result_is_lost_when_a_version_comes_out_meanwhile,
     [ONE, ("write", "ann", 0, "Ask again."), ("publish", "ann"), ("judge", "ann", 1, PARTLY, False)]),
    (an_outcome_that_ends_just_disappears, [("review_all", "ann", "met", DAY)]),
    (a_cycle_is_counted_again_when_its_version_comes_out,
     [("review_all", "ann", "partly", DAY), ("publish", "ann")]),
    (a_review_is_finished_twice, [("review_all", "ann", "partly", DAY), ("record", "bea", DAY)]),
]  # fmt: skip
