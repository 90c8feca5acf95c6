"""Who may open a child's page, what a question may become, and by when it is answered: as tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinney.kernel.errors import BadInput
from spinney.kernel.ids import uuid7
from spinney.plans.rules import questions, voices
from spinney.plans.types import Line
from spinney.plans.types.voices import QuestionState, Said, Sharing, StepOf, Told

TODAY, YESTERDAY = date(2026, 11, 23), date(2026, 11, 22)
CHILD, HELPER, OTHER = "child", "helper", "other"


@pytest.mark.parametrize(
    ("own_account", "by", "reader", "sitting", "opens"),
    [
        pytest.param(True, CHILD, CHILD, TODAY, True, id="a child opens their own"),
        pytest.param(True, CHILD, CHILD, YESTERDAY, True, id="on any later day too"),
        pytest.param(True, CHILD, OTHER, TODAY, False, id="nobody else opens it"),
        pytest.param(False, HELPER, HELPER, TODAY, True, id="a helper in the sitting"),
        pytest.param(False, HELPER, HELPER, YESTERDAY, False, id="a helper, the day after"),
        pytest.param(False, HELPER, OTHER, TODAY, False, id="another adult, the same day"),
        pytest.param(False, HELPER, CHILD, TODAY, False, id="another account"),
    ],
)
def test_who_opens_what_is_not_shared(own_account, by, reader, sitting, opens):
    held = voices.Held(own_account, by, sitting, Sharing.NOBODY, used=False)
    assert voices.may_open(held, reader=reader, today=TODAY) is opens
    assert voices.may_change(held, reader=reader, today=TODAY) is opens


def test_what_a_review_has_heard_is_changed_by_nobody():
    held = voices.Held(True, CHILD, TODAY, Sharing.SCHOOL, used=True)
    assert not voices.may_change(held, reader=CHILD, today=TODAY)


@pytest.mark.parametrize(
    ("sharing", "school", "family"),
    [(Sharing.NOBODY, False, False), (Sharing.SCHOOL, True, False), (Sharing.FAMILY, True, True)],
)
def test_who_reads_what_is_shared(sharing, school, family):
    assert voices.shown_to_school(sharing) is school
    assert voices.shown_to_family(sharing) is family


def test_a_child_is_asked_of_strategies_first_and_never_of_needs():
    lines = [
        Line(uuid7(), section, 0, {code: words})
        for section, code, words in (
            ("need", "title", "Words"), ("provision", "what", "Games"), ("outcome", "title", "Asks"),
            ("adjustment", "text", "Wait ten seconds"), ("adjustment", "text", "  "),
        )
    ]  # fmt: skip
    assert [a.words for a in voices.asked_of(lines)] == ["Wait ten seconds", "Games"]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Told(verdicts={str(uuid7()): "helps"}), "verdict-"),
        (Told({"hard": Said("x", "delighted")}), "face-hard"),
        (Told({"hard": Said("x" * 2001)}), "words-hard"),
        (Told({"secret": Said("x")}), ""),
    ],
)
def test_what_the_page_does_not_ask_is_refused(told, field):
    with pytest.raises(BadInput) as refused:
        voices.cleaned(told, ())
    assert refused.value.field.startswith(field)


def test_a_verdict_is_one_of_three():
    line = Line(uuid7(), "adjustment", 0, {"text": "Wait"})
    with pytest.raises(BadInput, match="one of the three"):
        voices.cleaned(Told(verdicts={str(line.id): "loves"}), voices.asked_of([line]))


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        pytest.param(date(2026, 11, 24), 5, date(2026, 12, 1), id="a week later"),
        pytest.param(date(2026, 11, 27), 1, date(2026, 11, 30), id="over a weekend"),
        pytest.param(date(2026, 11, 28), 5, date(2026, 12, 4), id="asked on a Saturday"),
    ],
)
def test_by_when_the_school_answers(asked, days, due):
    assert questions.answer_due(asked, days) == due


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 20))
def test_an_answer_is_never_due_at_a_weekend_and_never_sooner_than_its_days(asked, days):
    due = questions.answer_due(asked, days)
    assert due.isoweekday() <= 5
    assert (due - asked).days >= days
    assert questions.answer_due(asked, days - 1) < due


Q, S = QuestionState, StepOf
MAY = {
    (Q.OPEN, S.NOTE), (Q.OPEN, S.REPLY), (Q.OPEN, S.MORE), (Q.OPEN, S.CLOSED),
    (Q.ANSWERED, S.CLOSED), (Q.ANSWERED, S.REOPENED), (Q.CLOSED, S.REOPENED),
}  # fmt: skip


@pytest.mark.parametrize("state", list(Q))
@pytest.mark.parametrize("step", list(S))
def test_what_may_follow_what(state, step):
    assert (questions.reason_not_to(state, step) == "") is ((state, step) in MAY)


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [(Q.OPEN, YESTERDAY, True), (Q.OPEN, TODAY, False), (Q.ANSWERED, YESTERDAY, False)],
)
def test_only_what_waits_can_be_late(state, due, late):
    assert questions.is_overdue(state, due, TODAY) is late
