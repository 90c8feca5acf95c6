"""Faults that somebody might build one day into drafts and reviews. The machine must catch each.

A mutant plants its fault; what it does is its name.
"""

from dataclasses import replace

from spinney.plans.models import DraftLine, Review, ReviewResult
from spinney.plans.rules import review as rules
from spinney.plans.services import draft, review, review_draft


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


MUTANTS = [
    the_later_words_take_the_field,
    a_result_is_lost_when_another_outcome_is_judged,
    a_result_is_lost_when_a_version_comes_out_meanwhile,
    an_outcome_that_ends_just_disappears,
    a_cycle_is_counted_again_when_its_version_comes_out,
    a_review_is_finished_twice,
]
