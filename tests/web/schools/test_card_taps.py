"""The buttons of a class's cards are drawn by hand, so what a person wrote is tried on them by hand."""

from uuid import uuid4

import pytest
from markupsafe import Markup

from spinney.web.schools.card_taps import Shown, Strategy, tap_list

TICK = Markup("<svg></svg>")


def card(text: str, *, used: bool = False) -> Shown:
    return Shown(uuid4(), "Maya", (Strategy("abc", text, used),), (), may_tap=True)


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onclick='x"]
)
def test_a_strategy_can_never_become_a_tag_or_leave_its_place(hostile):
    html = tap_list(card(hostile), 1, TICK)
    assert hostile not in html
    assert "<script" not in html
    assert "<img" not in html


def test_a_tap_says_what_it_does_next_and_what_it_is_about():
    html = tap_list(card("Sit beside Ali", used=True), 7, TICK)
    assert 'aria-pressed="true" aria-describedby="s-7-1"' in html
    assert ':abc:no"' in html
    assert '<span class="sp-taps__text" id="s-7-1">Sit beside Ali</span>' in html
    assert 'aria-pressed="false"' in tap_list(card("Sit beside Ali"), 7, TICK)
