"""What a cover card may say and when: tables of words, names and hours, and the faults that each would catch."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spinney.plans.rules import cover as rules

FAST = settings(max_examples=200, deadline=None, database=None, derandomize=True)
MAYA = rules.names_of(("Maya", ""), ("Okafor-Green", ""))


@pytest.mark.parametrize(
    "text",
    [
        "Because of his autism, warn him.", "AUTISTIC pupils need warning", "For his Asperger’s: be plain.",
        "She has ADHD", "her ADD means breaks", "ASD: warn before change", "dyslexia-friendly font",
        "Maya’s Down’s syndrome", "cerebral  palsy", "cerebral-palsy", "an epileptic fit", "type 1 diabetes",
        "au\u00adtism", "dys\u200blexia", "ＡＤＨＤ", "an eating disorder", "EHCP section F", "his PDA profile",
        "self-harm", "Tourette's", "developmental-language disorder",
    ],
)  # fmt: skip
def test_a_diagnosis_is_found_and_is_not_shown(text):
    assert rules.names_a_diagnosis(text)
    shown = rules.said(text, MAYA)
    assert not rules.names_a_diagnosis(shown)
    assert rules.MASK in shown


@pytest.mark.parametrize(
    "text",
    [
        "Add the first word for her.", "It may look odd: wait.", "Seat him by the door.", "Send him with a friend.",
        "Use a wide spectrum of colours.", "If her lips turn blue, call 999.", "Read it aloud.", "Give the EpiPen.",
        "No nuts in the room.", "He has a rash after sun.", "A sensory break at ten.", "Take the ascent slowly.",
    ],
)  # fmt: skip
def test_everyday_words_are_left_alone(text):
    assert not rules.names_a_diagnosis(text)
    assert rules.said(text, MAYA) == text


@given(
    st.lists(
        st.one_of(st.sampled_from(rules.DIAGNOSES + rules.CAPITALS), st.text(max_size=12)),
        max_size=6,
    )
)
@FAST
def test_whatever_is_written_nothing_in_the_table_comes_through(parts):
    assert not rules.names_a_diagnosis(rules.said(" ".join(parts), MAYA))


@pytest.mark.parametrize("word", rules.DIAGNOSES + rules.CAPITALS)
def test_every_word_of_the_table_is_found_in_a_sentence(word):
    assert rules.names_a_diagnosis(f"Because of {word}, wait.")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Give Maya Okafor-Green time.", "Give Maya time."),
        ("Give Maya Okafor time.", "Give Maya time."),
        ("OKAFOR-GREEN sits alone.", "O. sits alone."),
        ("Okafor-Green, M: quiet seat", "O., M: quiet seat"),
        ("Not beside Ben Carter.", "Not beside Ben."),
        ("Show the carter and the cart.", "Show the carter and the cart."),
    ],
)
def test_no_surname_is_said(written, shown):
    ben = rules.names_of(("Ben",), ("Carter",))
    assert rules.said(written, MAYA, [ben]) == shown


def test_a_surname_that_is_a_first_name_too_is_left():
    assert rules.said("Help James.", rules.names_of(("James",), ("James",))) == "Help James."


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"a": ("Maya", "Okafor"), "b": ("Ben", "Carter")}, {"a": "Maya", "b": "Ben"}),
        ({"a": ("Maya", "Okafor"), "b": ("maya", "Patel")}, {"a": "Maya O", "b": "maya P"}),
        ({"a": ("Maya", "Patel"), "b": ("Maya", "Price")}, {"a": "Maya Pa", "b": "Maya Pr"}),
        ({"a": ("Li", "Wu"), "b": ("Li", "Wong")}, {"a": "Li W", "b": "Li Wo"}),
        ({"a": ("Zoë", ""), "b": ("Zoe\u0308", "Lee")}, {"a": "Zoë", "b": "Zoe\u0308 L"}),
    ],
)
def test_first_names_with_as_much_as_tells_two_apart(names, shown):
    assert rules.first_names(names) == shown


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=2),
        st.tuples(st.sampled_from(["Al", "Bo"]), st.text("abcd", min_size=2, max_size=6)),
    )
)
@FAST
def test_a_whole_surname_is_never_a_name(children):
    for child, shown in rules.first_names(children).items():
        first, last = children[child]
        assert shown.startswith(first)
        assert last not in shown.removeprefix(first)


def test_today_and_the_next_five_school_days():
    friday = date(2026, 11, 27)
    assert [d.day for d in rules.days_to_cover(friday)] == [27, 30, 1, 2, 3, 4]
    assert [d.day for d in rules.days_to_cover(date(2026, 11, 28))] == [28, 30, 1, 2, 3, 4]


def test_it_opens_ten_minutes_before():
    assert rules.hours_of(date(2026, 11, 23), time(9), time(10)) == (
        datetime(2026, 11, 23, 8, 50, tzinfo=UTC),
        datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
    )


def test_the_bell_rings_by_the_clock_on_the_wall_in_summer_too():
    _, closes = rules.hours_of(date(2026, 6, 23), time(9), time(10))
    assert closes == datetime(2026, 6, 23, 9, 0, tzinfo=UTC)
