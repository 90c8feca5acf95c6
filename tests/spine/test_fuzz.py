"""Whatever happens to a file on its way, reading it ends in pupils, faults or one plain refusal."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.spine.support import CTF, DATA, TODAY, open_file

from spinney.spine.ingest.records import Fault, PupilRecord, UnreadableFile
from spinney.spine.ingest.text import clean, harmless_cell, shape_of

SOURCES = [DATA / "wonde_like.csv", DATA / "arbor_like.csv", DATA / "sims_like.csv"]
SOURCES += [CTF / "8202999_CTF_8204999_001.xml"] if CTF.exists() else []

cuts = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.integers(0, 40),
        st.one_of(st.binary(max_size=12), st.sampled_from(HOSTILE := [
            b'"', b"\x00", b"\r", b"<!DOCTYPE x>", b"&a;", b"<Pupil>", b"]]>", b"\xff\xfe", b",,,,",
            b"<?xml version='1.0' encoding='UTF-7'?>", b"\xe2\x80\xae", b"=cmd|' /C calc'!A0",
        ])),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
@given(cuts=cuts)
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_damaged_file_never_breaks_the_reader(source, cuts, tmp_path):
    content = source.read_bytes()
    for place, length, put in cuts:
        at = place % (len(content) + 1)
        content = content[:at] + put + content[at + length :]
    path = tmp_path / source.name
    path.write_bytes(content)
    refused = None
    try:
        for item in open_file(path):
            assert isinstance(item, Fault | PupilRecord)
            if isinstance(item, PupilRecord):
                assert item.surname or item.forename
                assert date(2000, 1, 1) <= item.born_on <= TODAY
    except UnreadableFile as error:
        refused = error
    assert refused is None or (refused.fault.cause and refused.fault.remedy)


@given(st.binary(max_size=300))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nonsense_is_refused_plainly(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    refused = None
    try:
        list(open_file(path))
    except UnreadableFile as error:
        refused = error
    assert refused is None or refused.fault.remedy


@given(st.text(max_size=60))
def test_clean_text_is_clean_already(text):
    once, _ = clean(text)
    assert clean(once) == (once, False)
    assert once == once.strip()


@given(st.text(min_size=2, max_size=60))
def test_a_shape_has_no_sign_of_its_value_but_those_in_its_own_words(text):
    told = shape_of(text)
    assert not [sign for sign in text if sign in told and not sign.isascii()]
    assert told.split()[0] == "text" or told.split()[0] == str(len(text))


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("A801200005001", "13 characters: letter, 12 digits"),
        ("x" * 34, "text of 34 letters"),
        ("", "empty"),
        ("Mary-Ann Lee", "text of 12 characters"),
        ("03/10/14", "8 characters: 2 digits, slash, 2 digits, slash, 2 digits"),
        ("a1b2c3d4", "8 characters: letters, digits"),
        ("7", "1 character: digit"),
    ],
)
def test_a_shape_says_what_a_value_looks_like(value, shape):
    assert shape_of(value) == shape


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(start):
    assert harmless_cell(f"{start}1+1").startswith("'")
    assert harmless_cell("O'Sample") == "O'Sample"
