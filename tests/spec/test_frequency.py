"""How often, as people write it: each row of the table by its example, and what must stay unread."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinney.plans.rules.frequency import COMPILED, RULES, sessions_a_week

F = Fraction
READ = {
    "3 times a week": F(3), "3 x a week": F(3), "3x a week": F(3), "3× per week": F(3), "Three times a week": F(3),
    "3 times each week": F(3), "3 sessions a week": F(3), "3 sessions per week": F(3), "twice a week": F(2),
    "Once a week": F(1), "once weekly": F(1), "twice weekly": F(2), "weekly": F(1), "Weekly sessions": F(1),
    "weekly x 2": F(2), "daily": F(5), "Daily.": F(5), "twice daily": F(10), "twice a day": F(10),
    "every day": F(5),
    "each day": F(5), "every school day": F(5), "Each morning": F(5), "every afternoon": F(5),
    "every morning and afternoon": F(10), "twice a fortnight": F(1), "once a fortnight": F(1, 2),
    "fortnightly": F(1, 2), "every other week": F(1, 2), "alternate weeks": F(1, 2), "every 2 weeks": F(1, 2),
    "once every three weeks": F(1, 3), "once a month": F(12, 52), "monthly": F(12, 52),
    "twice a half term": F(12, 38), "twice a half-term": F(12, 38), "half-termly": F(6, 38), "termly": F(3, 38),
    "Mondays": F(1), "on Tuesday": F(1), "every Friday": F(1), "Monday and Thursday": F(2), "Mon, Wed, Fri": F(3),
    "Monday, Wednesday and Friday": F(3), "Mondays and Mondays": F(1), "Tues & Thurs": F(2),
    "3 times a week, before lunch": F(3), "daily in the morning": F(5), "each day at the start of the day": F(5),
    "Mondays after school": F(1), "weekly in class": F(1), "  DAILY  ": F(5),
}  # fmt: skip
UNREAD = [
    "", "as needed", "when needed", "daily when needed", "regularly", "often", "ongoing", "2-3 times a week",
    "2 to 3 times a week", "up to 3 times a week", "at least weekly", "about 3 times a week", "throughout the day",
    "every lesson", "3 times", "3", "0 times a week", "every 0 weeks", "weekly or fortnightly", "when Maya asks",
    "3 times a week if staffing allows", "daily except Friday", "Monday or Tuesday", "a few times a week",
    "-3 times a week",
    "1000 times a week", "3 times a week 4 times a week", "three quarters of a week", "during assembly",
    "<script>3 times a week</script>", "=3 times a week", "٣ times a week",
]  # fmt: skip


@pytest.mark.parametrize(("text", "sessions"), READ.items())
def test_what_people_write_is_read(text, sessions):
    assert sessions_a_week(text) == sessions


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_not_plain_is_not_guessed(text):
    assert sessions_a_week(text) is None


@pytest.mark.parametrize(("number", "example"), [(n, rule[2]) for n, rule in enumerate(RULES)])
def test_every_row_of_the_table_reads_its_own_example_first(number, example):
    plain = example.casefold()
    first = next(n for n, (wording, _) in enumerate(COMPILED) if wording.fullmatch(plain))
    assert first == number


@given(st.text(max_size=60))
def test_any_text_is_read_or_left_without_a_fault(text):
    found = sessions_a_week(text)
    assert found is None or 0 < found < 1000


@given(st.integers(1, 40), st.sampled_from(["a week", "per week", "each week", "every week"]))
def test_any_number_of_times_a_week_is_that_number(count, words):
    assert sessions_a_week(f"{count} times {words}") == count
