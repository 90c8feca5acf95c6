"""Dates, counts and colours as people meet them."""

from datetime import UTC, date, datetime

import pytest

from spinney.web.design import words
from spinney.web.design.tokens import TOKENS, contrast

WINTER = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
SUMMER = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("say", "when", "said"),
    [
        (words.day, date(2026, 11, 4), "4 November 2026"),
        (words.day, SUMMER, "1 July 2026"),
        (words.day, None, "not set"),
        (words.day_short, date(2026, 11, 24), "24 Nov"),
        (words.day_short, None, "not set"),
        (words.clock, WINTER, "10:42"),
        (words.clock, SUMMER, "00:30"),
        (words.clock, None, "not set"),
    ],
)
def test_a_moment_is_told_in_london_time(say, when, said):
    assert say(when) == said


@pytest.mark.parametrize(
    ("count", "forms", "said"),
    [
        (0, ("plan",), "0 plans"),
        (1, ("plan",), "1 plan"),
        (1050, ("child", "children"), "1,050 children"),
        (1, ("child", "children"), "1 child"),
    ],
)
def test_a_count_agrees_with_its_noun(count, forms, said):
    assert words.plural(count, *forms) == said


@pytest.mark.parametrize(
    ("on", "state", "said"),
    [
        (date(2026, 11, 23), "overdue", "Overdue by 1 day"),
        (date(2026, 11, 1), "overdue", "Overdue by 23 days"),
        (date(2026, 11, 24), "soon", "Due today"),
        (date(2026, 12, 8), "soon", "Due in 14 days"),
        (date(2026, 12, 9), "ok", "Due 9 December 2026"),
        (None, "none", "No date set"),
    ],
)
def test_what_is_due_is_said_in_words_and_not_only_in_colour(on, state, said):
    assert words.due_words(on, date(2026, 11, 24)) == (state, said)


@pytest.mark.parametrize("pair", TOKENS.pairs, ids=lambda p: f"{p.text.name} on {p.ground.name}")
def test_text_can_be_read_on_its_ground(pair):
    assert pair.contrast >= 4.5


@pytest.mark.parametrize("ground", ["#ffffff", "#faf8f3", "#e6f1ea"])
def test_the_edge_of_a_form_control_shows_on_every_ground(ground):
    edge = next(colour.value for colour in TOKENS.colours if colour.name == "edge")
    assert contrast(edge, ground) >= 3


def test_black_on_white_is_21_to_1():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
