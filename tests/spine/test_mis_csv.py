"""Exports of every shape are read forgivingly, and never by guessing who a child is."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.spine.support import DATA, faults, make_upn, open_file, taken

from spinney.spine.ingest import csv_words as words
from spinney.spine.ingest.csv_headers import CONTACT_COLUMNS, PUPIL_COLUMNS, _place
from spinney.spine.ingest.records import Severity, UnreadableFile

ERROR, WARNING = Severity.ERROR, Severity.WARNING
UPN = make_upn(31)
GOOD = {"UPN": UPN, "Surname": "Sample", "Forename": "Ada", "Date of birth": "03/10/2014"}


@pytest.fixture
def export(tmp_path):
    """Writes an export with one good pupil, changed as asked, and a second who is always good."""

    def write(separator=",", encoding="utf-8", other=True, **changes):
        row = {**GOOD, **{key.replace("_", " "): value for key, value in changes.items()}}
        text = io.StringIO()
        out = csv.DictWriter(text, list(row), delimiter=separator, restval="")
        out.writeheader()
        out.writerow(row)
        if other:
            out.writerow({**GOOD, "UPN": make_upn(32), "Forename": "Ben"})
        path = tmp_path / "pupils.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def raw(tmp_path):
    def write(content: bytes):
        path = tmp_path / "pupils.csv"
        path.write_bytes(content)
        return path

    return write


def names(path) -> list[str]:
    return [pupil.forename or "" for pupil in taken(path)]


# --- the three shapes ------------------------------------------------------------------------------


def test_an_export_like_wondes_is_read():
    chi, bao, sukarno = taken(DATA / "wonde_like.csv")
    assert (chi.surname, chi.preferred_surname) == ("Okafor-Lindqvist", "Okafor")
    assert chi.teaching_groups == ("5 Oak Maths", "5 Oak Reading")
    assert [c.court_order for c in chi.contacts] == [False, True]
    assert [c.lives_with for c in chi.contacts] == [True, False]
    assert (bao.sen_provision, bao.looked_after_by) == ("E", "820")
    assert [lang.code for lang in bao.languages] == ["VIE"]
    assert (sukarno.upn, sukarno.mis_id, sukarno.forename) == (None, "1003", None)
    assert not faults(DATA / "wonde_like.csv", ERROR)


def test_an_export_like_arbors_brings_a_pupils_adults_together_from_their_rows():
    pupils = {pupil.forename: pupil for pupil in taken(DATA / "arbor_like.csv")}
    assert set(pupils) == {"Imogen", "Yusuf"}
    carys, tomos = pupils["Imogen"].contacts
    assert (carys.parental_responsibility, carys.court_order) == (True, False)
    assert (tomos.parental_responsibility, tomos.court_order) == (False, True)
    assert tomos.contact_restriction == "Not to collect from school"
    assert carys.address.lines == ("4 Invented Lane", "Nowhere")
    assert [need.type for need in pupils["Imogen"].sen_needs] == ["SLCN", "ASD"]
    assert pupils["Imogen"].sen_since == date(2024, 9, 12)
    assert pupils["Imogen"].medical_flag is True
    (hana,) = pupils["Yusuf"].contacts
    assert hana.court_order is None


def test_an_export_like_sims_is_read_below_its_title_and_in_its_old_encoding():
    found = open_file(DATA / "sims_like.csv")
    assert found.facts.encoding == "Windows-1252"
    assert "Windows-1252" in found.facts.faults[0].cause
    zoe, jorg, ana = taken(DATA / "sims_like.csv")
    assert (zoe.forename, zoe.mis_id, zoe.year) == ("Zoë", "004711", "6")
    assert [need.type for need in zoe.sen_needs] == ["SPLD", "MLD"]
    assert (jorg.forename, jorg.sen_provision) == ("Jörg", "E")
    assert ana.contacts[0].relationship == "OTH"


# --- bytes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_separator_and_encoding_is_found(export, separator, encoding):
    path = export(separator=separator, encoding=encoding, Forename="Zoë")
    assert names(path) == ["Zoë", "Ben"]


@pytest.mark.parametrize(
    ("content", "words_told"),
    [
        (b"", "empty"),
        (b"  \r\n \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04rest", "workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0....", "old Excel"),
        (b"<!doctype html><p>sign in", "web page"),
        (b"UPN,Surname,DOB\n\x00\x00x,y,z\n", "zero bytes"),
        (b"UPN,Surname,DOB\nx,\x81\x8d,z\n", "no encoding"),
        (b"\xff\xfeU", "no encoding"),
        (b"Ada,Sample,03/10/2014\nBen,Sample,04/10/2014\n", "no column for UPN"),
        (b"Surname,DOB\nSample,03/10/2014\n", "no column for UPN or MIS ID"),
        (b"UPN,Sirname,DOB\nx,Sample,03/10/2014\n", "no column for Surname"),
        (b"UPN,Surname,Surname,DOB\n1,2,3,4\n", "2 times"),
        (b"UPN,Surname,DOB" + b",x" * 10_000 + b"\n", "10003 columns"),
        (b'UPN,Surname,DOB\n1,"Sample,03/10/2014\n2,Other,04/10/2014\n', "never closed"),
        (b'UPN,Surname,DOB\n1,"' + b"x" * 40_000 + b'",03/10/2014\n', "never closed"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_a_remedy(raw, content, words_told):
    with pytest.raises(UnreadableFile) as caught:
        list(open_file(raw(content)))
    assert words_told in caught.value.fault.cause
    assert caught.value.fault.remedy


def test_a_first_line_of_data_is_never_shown_as_headers(raw):
    with pytest.raises(UnreadableFile) as caught:
        open_file(raw(b"Ada,Sample,03/10/2014,A999999926031\n"))
    assert "Sample" not in str(caught.value.fault)
    assert "none that are known" in caught.value.fault.cause


def test_a_slip_in_a_header_is_guessed_at_in_words(raw):
    with pytest.raises(UnreadableFile) as caught:
        open_file(raw(b"UPN,Sirname,DOB\n"))
    assert "Is 'Sirname' meant to be 'Surname'?" in caught.value.fault.remedy


def test_headers_alone_are_a_file_with_no_pupils(raw):
    assert not list(open_file(raw(b"UPN,Surname,Forename,DOB\r\n")))


def test_excels_own_first_line_and_blank_rows_are_passed_over(raw):
    text = f"sep=,\r\nUPN,Surname,DOB\r\n,,\r\n{UPN},Sample,03/10/2014\r\n\r\n"
    assert [p.line for p in taken(raw(text.encode()))] == [4]


def test_an_unknown_column_is_named_and_left_alone(export):
    (fault,) = faults(export(Shoe_size="31"))
    assert (fault.field, fault.severity, fault.line) == ("Shoe size", WARNING, 1)


# --- rows ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "words_told"),
    [
        (f"{UPN},Sample", "2 cells, the header 3"),
        (f"{UPN},Sample,03/10/2014,extra", "4 cells, the header 3"),
        (f'{UPN},"Sam"ple,03/10/2014', "do not pair up"),
    ],
)
def test_a_row_that_has_slipped_is_refused_and_the_next_is_read(raw, row, words_told):
    path = raw(f"UPN,Surname,DOB\n{row}\n{make_upn(32)},Other,04/10/2014\n".encode())
    (fault,) = faults(path)
    assert words_told in fault.cause
    assert fault.line == 2
    assert [pupil.surname for pupil in taken(path)] == ["Other"]


def test_empty_cells_to_the_right_do_no_harm(raw):
    path = raw(f"UPN,Surname,DOB\n{UPN},Sample,03/10/2014,,,\n".encode())
    assert [pupil.surname for pupil in taken(path)] == ["Sample"]


def test_a_quoted_address_over_two_lines_keeps_the_count_of_lines(raw):
    text = f'UPN,Surname,DOB,Address\n{UPN},A,03/10/2014,"1 Road\nTown"\nbad,B,03/10/2014,\n'
    (fault,) = faults(raw(text.encode()))
    assert fault.line == 4


@pytest.mark.parametrize(
    ("column", "value", "words_told"),
    [
        ("UPN", "A999999926031", "check letter"),
        ("UPN", "12345", "13 characters"),
        ("Date of birth", "30/02/2014", "not a real date"),
        ("Date of birth", "03/10/14", "two figures"),
        ("Date of birth", "3-Oct-14", "two figures"),
        ("Date of birth", "41915", "spreadsheet's number"),
        ("Date of birth", "October", "in the form"),
        ("Date of birth", "", "Date of birth is missing"),
        ("Date of birth", "03/10/2030", "in the future"),
        ("Date of birth", "03/10/1980", "more than 26 years"),
        ("SEN status", "Z", "SEN provision"),
        ("SEN need 1", "Tall", "type of need"),
        ("SEN start date", "03/10/2030", "in the future"),
        ("SEN start date", "03/10/2004", "before the pupil was born"),
        ("Admission date", "03/10/2034", "two years ahead"),
        ("Surname", "x" * 101, "longer than the 100"),
    ],
)
def test_a_fault_that_matters_keeps_the_pupil_out_and_lets_the_next_in(
    export, column, value, words_told
):
    path = export(**{column.replace(" ", "_"): value})
    (fault,) = faults(path, ERROR)
    assert words_told in fault.cause
    assert not value or value not in str(fault)
    assert names(path) == ["Ben"]


@pytest.mark.parametrize(
    ("column", "value", "attribute"),
    [
        ("Gender", "Other", "sex"),
        ("Year group", "Foundation unit", "year"),
        ("Enrolment status", "Somewhere", "enrolment_status"),
        ("First language", "Elvish", "languages"),
        ("ULN", "9276308687", "uln"),
        ("Care authority", "Kent", "looked_after_by"),
    ],
)
def test_a_value_that_is_only_good_to_have_is_left_out_with_a_warning(
    export, column, value, attribute
):
    path = export(In_care="Yes", **{column.replace(" ", "_"): value})
    (fault,) = faults(path)
    assert fault.severity is WARNING
    assert getattr(taken(path)[0], attribute) is None


def test_a_pupil_who_left_before_joining_is_kept_out(export):
    path = export(Admission_date="04/09/2020", Leaving_date="04/09/2019")
    assert "left before they joined" in faults(path, ERROR)[0].cause


def test_a_pupil_without_any_number_is_kept_out(export):
    assert "UPN is missing" in faults(export(UPN=""), ERROR)[0].cause


def test_the_same_upn_twice_keeps_the_second_out(export):
    path = export(UPN=make_upn(32))
    assert "on line 2" in faults(path, ERROR)[0].cause
    assert names(path) == ["Ada"]


def test_the_same_mis_id_twice_keeps_the_second_out(raw):
    rows = f"UPN,MIS ID,Surname,DOB\n{UPN},7,A,03/10/2014\n{make_upn(32)},7,B,03/10/2014\n"
    path = raw(rows.encode())
    assert "MIS ID stands in the file already" in faults(path, ERROR)[0].cause


def test_month_first_dates_spoil_the_whole_file_before_a_pupil_is_taken(raw):
    text = "".join(f"{make_upn(n)},A,{m}/25/2014\n" for n, m in ((41, 3), (42, 4), (43, 5)))
    with pytest.raises(UnreadableFile, match="month first") as caught:
        open_file(raw(f"UPN,Surname,DOB\n{make_upn(40)},A,03/04/2014\n{text}".encode()))
    assert caught.value.fault.line == 3


def test_adults_of_two_children_who_share_an_id_are_tied_to_neither(raw):
    head = "UPN,Surname,Forename,DOB,Contact Surname\n"
    rows = f"{UPN},Sample,Ada,03/10/2014,Mum\n{UPN},Other,Ben,03/10/2015,Dad\n"
    path = raw((head + rows).encode())
    assert not taken(path)
    assert "differ in name or date of birth" in faults(path, ERROR)[0].cause


# --- the five facts about an adult -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "fact", "read_as"),
    [
        ("Parental responsibility", "Yes", "parental_responsibility", True),
        ("Parental responsibility", "N", "parental_responsibility", False),
        ("Parental responsibility", "shared?", "parental_responsibility", None),
        ("Parental responsibility", "", "parental_responsibility", None),
        ("Lives with pupil", "1", "lives_with", True),
        ("Priority", "02", "priority", 2),
        ("Priority", "first", "priority", None),
        ("Court order", "No", "court_order", False),
        ("Court order", "", "court_order", None),
        ("Court order", "true", "court_order", True),
        ("Court order", "Non-molestation order 2024", "court_order", True),
        ("Contact restriction", "None", "contact_restriction", None),
        ("Contact restriction", "No letters home", "contact_restriction", "No letters home"),
    ],
)
def test_each_fact_about_an_adult_is_read_alone(export, column, value, fact, read_as):
    path = export(**{"Contact_1_Surname": "Adult", f"Contact_1_{column.replace(' ', '_')}": value})
    (adult,) = taken(path)[0].contacts
    assert getattr(adult, fact) == read_as
    others = {"parental_responsibility", "lives_with", "priority", "court_order"} - {fact}
    assert all(getattr(adult, other) is None for other in others)


def test_an_adult_without_a_name_is_left_out_and_said(export):
    path = export(Contact_1_Surname="", Contact_1_Email="a@example.org")
    assert taken(path)[0].contacts is None
    assert "without a name" in faults(path)[0].cause


def test_up_to_nine_adults_stand_in_one_row(export):
    path = export(**{f"Contact_{n}_Surname": f"Adult{n}" for n in range(1, 10)})
    assert [c.surname for c in taken(path)[0].contacts] == [f"Adult{n}" for n in range(1, 10)]


# --- words and dates -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "table", "code"),
    [
        ("Year 4", words.YEAR, "4"), ("04", words.YEAR, "4"), ("Y10", words.YEAR, "10"),
        ("Reception", words.YEAR, "R"), ("Yr R", words.YEAR, "R"), ("N2", words.YEAR, "N2"),
        ("Year 15", words.YEAR, None), ("SEN Support", words.PROVISION, "K"),
        ("EHCP", words.PROVISION, "E"), ("SEN Support (K)", words.PROVISION, "K"),
        ("E - Education, Health and Care Plan", words.PROVISION, "E"),
        ("No SEN", words.PROVISION, "N"), ("S", words.PROVISION, None),
        ("SpLD", words.NEED, "SPLD"), ("Autistic Spectrum Disorder", words.NEED, "ASD"),
        ("SEMH: Social, emotional and mental health", words.NEED, "SEMH"),
        ("Step Mother", words.RELATIONSHIP, "STP"), ("boy", words.SEX, "M"),
    ],
)  # fmt: skip
def test_the_words_of_exports_are_read_as_codes(text, table, code):
    assert words.code_of(text, table) == code


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_a_date_is_read_alike_in_every_way_it_may_be_written(day):
    ways = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d-%B-%Y", "%Y/%m/%d")
    assert {words.date_of(day.strftime(way)) for way in ways} == {day}
    assert words.date_of(f"{day.isoformat()} 00:00:00") == day
    assert words.date_of(f"{day.day}/{day.month}/{day.year}") == day


@given(st.text(max_size=15))
def test_no_text_breaks_the_reading_of_dates(text):
    assert isinstance(words.date_of(text), date | str)
    words.month_first(text)


def test_every_documented_header_is_read_as_its_own_column():
    for column, aliases in PUPIL_COLUMNS.items():
        for alias in aliases:
            assert _place(words.fold(alias))[2] == column, alias
    for column, aliases in CONTACT_COLUMNS.items():
        for alias in aliases:
            for header in (
                f"Contact 1 {alias}",
                f"Parent 12 {alias}",
                f"Priority 1 Contact {alias}",
            ):
                assert _place(words.fold(header))[2] == column, header
            assert _place(words.fold(f"Contact {alias}"))[1:3] == (0, column), alias
