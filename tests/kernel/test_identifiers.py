import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinney.kernel import identifiers as ids

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SPINNEY_SHARED", ROOT.parent / "shared"))
VECTORS = SHARED / "data/identifiers/vectors.json"

upn_bodies = st.from_regex(rf"[0-9]{{11}}[0-9{ids.UPN_LETTERS}]", fullmatch=True)
stems = st.from_regex(r"[1-9][0-9]{8}", fullmatch=True).filter(
    lambda stem: stem.isascii() and ids.uln_check_digit(stem) is not None
)


def vectors() -> dict[str, list]:
    if not VECTORS.exists():
        pytest.skip("shared/data/identifiers/vectors.json is not here; set SPINNEY_SHARED")
    return json.loads(VECTORS.read_text())


def test_every_published_upn_is_read_with_its_kind():
    for row in vectors()["upn"]:
        kind = ids.UpnKind.TEMPORARY if row["temporary"] else ids.UpnKind.PERMANENT
        assert ids.upn_kind(row["upn"]) is kind, row["note"]
        assert ids.upn_check_letter(row["upn"][1:]) == row["check"]


def test_every_published_bad_upn_is_refused():
    for row in vectors()["upn_invalid"]:
        assert ids.upn_fault(row["upn"]) is not None, row["why"]
        assert ids.upn_kind(row["upn"]) is None


def test_ulns_and_nhs_numbers_are_told_apart():
    for uln in vectors()["uln"]:
        assert ids.is_uln(uln)
        assert ids.classify_ten_digits(uln) is ids.TenDigits.ULN
        assert ids.uln_check_digit(uln[:9]) == uln[9]
    for row in vectors()["nhs"]:
        assert ids.is_nhs_number(row["nhs"])
        assert ids.classify_ten_digits(row["nhs"]) is ids.TenDigits.NHS


def test_bad_ulns_and_nhs_numbers_are_neither():
    for row in vectors()["uln_invalid"]:
        assert not ids.is_uln(row["uln"]), row["why"]
    for row in vectors()["nhs_invalid"]:
        assert not ids.is_nhs_number(row["nhs"]), row["why"]


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("9999999999", ids.TenDigits.PLACEHOLDER),
        ("943 476 5919", ids.TenDigits.NHS),
        ("1234567890", ids.TenDigits.NEITHER),
        ("９４３４７６５９１９", ids.TenDigits.NEITHER),
        ("", ids.TenDigits.NEITHER),
        ("0276308686", ids.TenDigits.NEITHER),
    ],
)
def test_a_pasted_number_is_classified(typed, what):
    assert ids.classify_ten_digits(typed) is what


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("B80120000500", ids.UpnFault.LENGTH),
        ("I801200005001", ids.UpnFault.SHAPE),
        ("B80120000500S", ids.UpnFault.SHAPE),
        ("b801200005001", ids.UpnFault.SHAPE),
        ("B8012000050٠1", ids.UpnFault.SHAPE),
        ("A801200005001", ids.UpnFault.CHECK_LETTER),
        ("B801200005001", None),
    ],
)
def test_a_upn_fault_says_which_rule_it_breaks(value, fault):
    assert ids.upn_fault(value) is fault


def test_a_typed_upn_is_forgiven_its_spaces_and_small_letters():
    assert ids.tidy_upn(" b8012 0000 5001\n") == "B801200005001"


@pytest.mark.parametrize("body", ["", "80120000500", "8012000050012", "80120000500I"])
def test_a_check_letter_is_only_made_for_a_proper_body(body):
    with pytest.raises(ValueError, match="body"):
        ids.upn_check_letter(body)


def test_a_shown_upn_is_blind():
    assert ids.blind("B801200005001") == "…001"
    assert ids.blind("B801") == "…"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("8204999", "820/4999"),
        ("820/4999", "820/4999"),
        (" 820-4999 ", "820/4999"),
        ("820 4999", "820/4999"),
        ("82O4999", None),
        ("820499", None),
        ("820LLLL", None),
        ("٨٢٠4999", None),
    ],
)
def test_a_dfe_number_is_read_in_each_way_people_write_it(value, shown):
    found = ids.parse_laestab(value)
    assert (str(found) if found else None) == shown
    assert found is None or found.plain == shown.replace("/", "")


@pytest.mark.parametrize(
    ("value", "is_one"),
    [("100006", True), ("000006", False), ("10000", False), ("1000061", False), ("10000a", False)],
)
def test_a_urn_is_six_digits(value, is_one):
    assert ids.is_urn(value) is is_one


@given(upn_bodies)
def test_a_made_upn_is_valid_and_its_check_letter_round_trips(body):
    upn = ids.upn_check_letter(body) + body
    assert ids.upn_fault(upn) is None
    assert upn[0] == ids.upn_check_letter(upn[1:])


@given(upn_bodies, st.integers(0, 10), st.integers(1, 9))
def test_every_single_wrong_digit_in_a_upn_is_caught(body, place, step):
    # 23 is prime and larger than every place (2 to 13) and digit, so no single change can hide.
    wrong = body[:place] + str((int(body[place]) + step) % 10) + body[place + 1 :]
    assert ids.upn_fault(ids.upn_check_letter(body) + wrong) is ids.UpnFault.CHECK_LETTER


@given(upn_bodies, st.integers(0, 9))
def test_every_swap_of_two_neighbouring_digits_in_a_upn_is_caught(body, place):
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    caught = ids.upn_fault(ids.upn_check_letter(body) + swapped) is not None
    assert caught is (body[place] != body[place + 1])


@given(stems, st.integers(0, 8), st.integers(1, 9))
def test_every_single_wrong_digit_in_a_uln_is_caught(stem, place, step):
    wrong = stem[:place] + str((int(stem[place]) + step) % 10) + stem[place + 1 :]
    assert not ids.is_uln(wrong + str(ids.uln_check_digit(stem)))


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_no_number_is_both_a_uln_and_an_nhs_number(digits):
    assert not (ids.is_uln(digits) and ids.is_nhs_number(digits))


@given(st.text(max_size=20))
def test_nonsense_is_refused_and_never_raises(text):
    assert ids.upn_kind(text) is None or ids.upn_fault(text) is None
    ids.classify_ten_digits(text)
    ids.parse_laestab(text)
    ids.is_urn(text)
