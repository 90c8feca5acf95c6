"""What word processors paste: lists stay lists, the rest of the looks goes, and no word of a person's is lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinney.plans.rules.words import BULLETS, lines_of, one_line


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("•\tReads\n•\tWrites", "- Reads\n- Writes"),
        ("\uf0b7\tReads", "- Reads"),
        ("o\tReads", "- Reads"),
        ("§\tReads", "- Reads"),
        ("–\tReads", "- Reads"),
        ("  ▪ Reads", "- Reads"),
        ("Can:\n   • read\n   • write", "Can:\n   - read\n   - write"),
        ("1.\tReads\n2)\tWrites\na.\tSings", "1. Reads\n2) Writes\na. Sings"),
        ("“Don’t,” she said – twice", "“Don’t,” she said – twice"),
        ("o clock", "o clock"),
        ("a\u00a0b\u202fc", "a b c"),
        ("one\u2028two\u2029three\vfour", "one\ntwo\nthree\nfour"),
        ("one  \ntwo\t\n", "one\ntwo"),
        ("one\n\n\n\n\ntwo", "one\n\ntwo"),
        ("\u200b• hidden first", "- hidden first"),
        ("nul\x00 and \u202ebidi", "nul and bidi"),
        ("- already", "- already"),
        ("2.5 times a day", "2.5 times a day"),
        ("", ""),
    ],
)
def test_a_list_from_a_word_processor_stays_a_list(pasted, kept):
    assert lines_of(pasted) == kept


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [("•\tReads aloud", "Reads aloud"), (" two\nlines ", "two lines"), ("“Ali’s”", "“Ali’s”"), ("•", "")],
)  # fmt: skip
def test_a_field_of_one_line_is_no_list(pasted, kept):
    assert one_line(pasted) == kept


PASTED = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(list(BULLETS + "\uf0b7\uf0a7o§–-·1a.) \t\n\r\v\u00a0\u200b\u0301“”‘’")),
    )
)


@given(PASTED)
def test_what_is_kept_is_kept_as_it_is_the_next_time(text):
    assert lines_of(lines_of(text)) == lines_of(text)
    assert one_line(one_line(text)) == one_line(text)


@given(PASTED)
def test_nothing_hidden_and_no_strange_space_is_kept(text):
    for kept in (lines_of(text), one_line(text)):
        kinds = {unicodedata.category(c) for c in kept if c not in "\n\t\u200c\u200d"}
        assert not kinds & {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
        assert not any(unicodedata.category(c) == "Zs" and c != " " for c in kept)
    assert "\n" not in one_line(text)


@given(PASTED)
def test_no_letter_or_quotation_mark_is_lost(text):
    """Apart from the letter o before a tab at the start of a line, which is a hollow bullet."""
    calm = text.replace("\t", " ")
    want = sorted(c for c in unicodedata.normalize("NFC", calm) if c.isalnum() or c in "“”‘’")
    assert sorted(c for c in lines_of(calm) if c.isalnum() or c in "“”‘’") == want


@given(
    st.lists(st.from_regex(r"[A-Za-z][a-z ]{0,20}[a-z]", fullmatch=True), min_size=1, max_size=8)
)
def test_every_item_of_a_list_is_a_line_of_its_own(items):
    pasted = "\r\n".join(f"•\u00a0\t{item}" for item in items)
    assert lines_of(pasted).split("\n") == [f"- {item.strip()}" for item in items]
