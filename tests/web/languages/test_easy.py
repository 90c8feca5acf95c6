"""Easy read: the plan's own words, one idea a line, and everything that is left out named."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.web.families.world import two_homes
from tests.web.print.reading import read, smallest_letter

from spinney.web.families import easy, symbols

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Maya sings. She draws.", ("Maya sings.", "She draws.")),
        ("- Wait.\n- Show the card", ("Wait.", "Show the card")),
        ("Mr Bell helps at 10 a.m. on Mondays.", ("Mr Bell helps at 10 a.m. on Mondays.",)),
        ("Ask Mrs. Osei first. Then wait.", ("Ask Mrs. Osei first.", "Then wait.")),
        ("Is it loud? Go out!", ("Is it loud?", "Go out!")),
        ("  \n \n", ()),
    ],
)
def test_each_sentence_stands_on_a_line_of_its_own(text, lines):
    assert easy.sentences(text) == lines


@given(st.text(max_size=200))
def test_no_word_is_lost_or_added(text):
    """But for the sign of a bullet at the start of a line."""
    told = " ".join(easy.sentences(text)).split()
    assert [w for w in told if w.isalnum()] == [w for w in text.split() if w.isalnum()]


@pytest.fixture
def homes():
    return two_homes()


def opened(homes, who, address):
    client = Client()
    client.force_login(homes.user(who))
    return client.get(address)


@pytest.mark.parametrize("who", ["mother", "maya", "father"])
def test_a_family_reads_it_under_short_headings(homes, who):
    shown = opened(homes, who, f"/my/plans/{homes.plan}/easy").content.decode()
    for words in (
        "What is hard",
        "What helps me",
        "Who helps me and when",
        "What happens next",
        "Mr Bell",
    ):
        assert words in shown
    assert "We look at my plan again by" in shown
    assert "This is not the whole plan" in shown


def test_what_it_leaves_out_is_named(homes):
    shown = opened(homes, "mother", f"/my/plans/{homes.plan}/easy").content.decode()
    rest = shown[shown.index("These parts are only in the whole plan") :]
    assert "Outcomes: How we will measure it" in rest
    assert "Mr Bell" not in rest


def test_nothing_is_both_shown_and_called_left_out(homes):
    from tests.factories.access import NOW

    from spinney.plans import queries

    with homes.scope():
        copy = queries.family_copy(
            homes.actor("mother"), plan_id=homes.plan, now=NOW, how="easy read"
        )
    plan = easy.EasyRead(copy, today=NOW.date())
    shown = {line for part in plan.parts for idea in part.ideas for line in idea.lines}
    for section in copy.view.template.sections:
        for spec in section.fields:
            for line in copy.view.section(section.code):
                text = line.text(spec.code)
                if spec.kind == "text" and text:
                    is_there = set(easy.sentences(text)) <= shown
                    assert is_there != (f"{section.title}: {spec.label}" in plan.left_out), (
                        spec.code
                    )


@pytest.mark.parametrize("who", ["senco", "teacher"])
def test_staff_print_it_for_the_child_without_any_adults_own_words(homes, who):
    shown = opened(homes, who, f"/plans/{homes.plan}/easy").content.decode()
    assert "What helps me" in shown
    assert "My own view, from my own home." not in shown


@pytest.mark.parametrize("who", ["office"])
@pytest.mark.parametrize("address", ["easy", "easy.pdf"])
def test_whoever_may_not_read_the_plan_finds_no_such_page(homes, who, address):
    assert opened(homes, who, f"/plans/{homes.plan}/{address}").status_code == 404


@pytest.mark.parametrize(
    ("who", "address"), [("mother", "/my/plans/{}/easy.pdf"), ("senco", "/plans/{}/easy.pdf")]
)
def test_on_paper_it_is_large_and_tagged(homes, who, address):
    answer = opened(homes, who, address.format(homes.plan))
    assert answer.headers["Content-Type"] == "application/pdf"
    found = read(answer.content)
    assert found.says("What happens next")
    assert found.says("This is not the whole plan")
    assert "/H1" in found.headings
    assert smallest_letter(found) >= 12


def test_every_part_has_a_symbol_of_its_own():
    assert {symbol for symbol, _title, _sources in easy.PARTS} | {"next"} == set(symbols.NAMES)
