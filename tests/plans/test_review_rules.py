"""Cycles are counted and never typed; a review needs a result for each outcome; a calendar names nobody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinney.kernel.ids import uuid7
from spinney.plans.rules import invitation
from spinney.plans.rules import review as rules
from spinney.plans.types import Lifecycle, Line
from spinney.plans.types.review import (
    CyclePhase,
    Held,
    Invitation,
    Judged,
    NextStep,
    OutcomeRow,
    Published,
    Result,
)

OPENED = date(2026, 1, 5)
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
P = CyclePhase


def counted(acts: str, **more):
    """`acts` by letter, a week apart: v publishes a version, r records a review of the newest one."""
    versions, reviews, number = [], [], 0
    for week, act in enumerate(acts, start=1):
        at = START + timedelta(weeks=week)
        if act == "v":
            number += 1
            versions.append(Published(number, at))
        else:
            reviews.append(Held(uuid7(), number, at, at.date()))
    given_ = {"lifecycle": Lifecycle.ACTIVE, "review_due": None, "reviewing": False, **more}
    return rules.cycles(OPENED, versions, reviews, **given_)


@pytest.mark.parametrize(
    ("acts", "phases"),
    [
        ("", [P.PLAN]),
        ("v", [P.DO]),
        ("vv", [P.DO]),
        ("vr", [P.COMPLETE, P.PLAN]),
        ("vrv", [P.COMPLETE, P.DO]),
        ("vvrvr", [P.COMPLETE, P.COMPLETE, P.PLAN]),
        ("r", [P.PLAN]),
        ("vrr", [P.COMPLETE, P.PLAN]),
    ],
)
def test_a_cycle_begins_with_a_version_and_completes_with_a_review(acts, phases):
    found = counted(acts)
    assert [cycle.phase for cycle in found] == phases
    assert [cycle.number for cycle in found] == list(range(1, len(phases) + 1))


def test_the_first_cycle_begins_when_the_plan_opens_and_the_next_when_its_version_comes_out():
    first, second = counted("vrv")
    assert first.began == OPENED
    assert second.began == (START + timedelta(weeks=3)).date()
    assert counted("vr")[-1].began is None


def test_a_review_under_way_shows_and_so_does_the_day_it_is_due():
    due = date(2026, 5, 14)
    assert counted("vrv", reviewing=True)[-1].phase is P.REVIEW
    assert counted("vrv", review_due=due)[-1].review_due == due
    assert counted("vr", review_due=due)[-1].review_due is None


def test_an_ended_plan_that_was_reviewed_has_no_cycle_to_come():
    assert [c.phase for c in counted("vr", lifecycle=Lifecycle.ENDED)] == [P.COMPLETE]
    assert [c.phase for c in counted("v", lifecycle=Lifecycle.ENDED)] == [P.DO]


@given(st.text(alphabet="vr", max_size=30))
def test_completed_cycles_are_never_more_than_versions_or_reviews(acts):
    found = counted(acts)
    done = [cycle for cycle in found if cycle.phase is P.COMPLETE]
    assert len(done) <= min(acts.count("v"), acts.count("r"))
    assert len(found) - len(done) == 1
    assert [cycle.number for cycle in found] == list(range(1, len(found) + 1))
    # A plain count beside it: a review completes a cycle exactly when a version came since the last one.
    plain, fresh = 0, False
    for act in acts:
        if act == "v":
            fresh = True
        elif fresh:
            plain, fresh = plain + 1, False
    assert len(done) == plain


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 52))
def test_the_next_review_is_on_a_school_day_of_the_week_and_not_before_the_interval(day, weeks):
    due = rules.next_review(day, weeks)
    assert due.weekday() < 5
    assert 0 <= (due - day).days - weeks * 7 <= 2


def row(result="", words="", **more):
    line = Line(uuid7(), "outcome", 0, {"title": "Asks for help"})
    return OutcomeRow(line, Judged(line.id, result, words, **more))


@pytest.mark.parametrize(
    ("given_", "asks"),
    [
        (row(), "Say how it went"),
        (row("not_tried"), "why this was not tried"),
        (row("met", next_step="change"), "Write the new words"),
        (row("met"), ""),
        (row("not_tried", "Long stay in hospital"), ""),
        (row("partly", next_step="change", target="Four lessons of five"), ""),
    ],
)
def test_what_an_outcome_needs_before_it_is_recorded(given_, asks):
    found = rules.reasons_not_to_record([given_])
    assert len(found) == bool(asks)
    assert asks in " ".join(found)


@pytest.mark.parametrize("result", list(Result))
def test_what_was_chosen_beats_what_usually_follows(result):
    assert rules.step_of(Judged(uuid7(), result)) is rules.USUAL_STEP[result]
    assert rules.step_of(Judged(uuid7(), result, next_step="change")) is NextStep.CHANGE
    assert result in rules.ACHIEVED
    assert result in rules.RESULT_WORDS


MEETING = Invitation(
    uuid7(), datetime(2027, 6, 1, 13, 30, tzinfo=UTC), 45, "Room 4; upstairs, left\\right",
    "https://school.example/", START, 2,
)  # fmt: skip


def test_a_calendar_file_is_as_the_standard_says():
    text = invitation.calendar(MEETING)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in ("DTSTART:20270601T133000Z", "DTEND:20270601T141500Z", "METHOD:PUBLISH", "SEQUENCE:2",
                 f"UID:{MEETING.uid}", "LOCATION:Room 4\\; upstairs\\, left\\\\right"):  # fmt: skip
        assert f"{line}\r\n" in text


def test_a_time_in_summer_is_written_in_utc():
    from dataclasses import replace
    from zoneinfo import ZoneInfo

    summer = datetime(2027, 6, 1, 14, 30, tzinfo=ZoneInfo("Europe/London"))
    assert "DTSTART:20270601T133000Z" in invitation.calendar(replace(MEETING, starts=summer))


@given(st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))
def test_folding_keeps_every_line_within_75_octets_and_unfolds_to_the_same(text):
    folded = invitation.folded(text)
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == text


@given(st.text(max_size=80))
def test_no_text_can_begin_a_line_of_its_own_in_a_calendar(text):
    line = f"LOCATION:{invitation.escaped(text)}"
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize(
    ("place", "names", "found"),
    [
        ("Maya's room", ("Maya Okafor",), True),
        ("Room 4 (OKAFOR)", ("Maya Okafor",), True),
        ("Library", ("Maya Okafor", "Maya", "Okafor"), False),
        ("The Mayan temple", ("Maya Okafor",), False),
    ],
)
def test_a_place_that_names_the_child_is_found(place, names, found):
    assert invitation.names_someone(place, names) is found
