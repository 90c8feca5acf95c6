"""Every file of the shared transfer-file set is read, warned about or refused as its manifest says."""

import json
import shutil
from datetime import date

import pytest
from tests.spine.support import CTF, SCHOOL, TODAY, faults, needs_shared_ctf, open_file, taken

from spinney.kernel.identifiers import Laestab
from spinney.spine.ingest.read import read
from spinney.spine.ingest.records import Fault, SchoolKey, Severity, UnreadableFile

pytestmark = needs_shared_ctf

ERROR, WARNING, REFUSED = Severity.ERROR, Severity.WARNING, "refused"

# file: (what happens, line, field, words of the cause, words of the remedy, pupils taken)
EXPECTED = {
    "8202999_CTF_8204999_101.xml": (ERROR, 22, "UPN", "check letter", "Look the UPN up", 0),
    "8202999_CTF_8204999_102.xml": (ERROR, 80, "SENtypeRank", "without a gap", "comes first", 0),
    "8202999_CTF_8204999_103.xml": (ERROR, 80, "SENtypeRank", "same rank", "comes first", 0),
    "8202999_CTF_8204999_104.xml": (ERROR, 78, "SENtype", "type of need", "SPLD, MLD", 0),
    "8202999_CTF_8204999_105.xml": (ERROR, 72, "SENprovision", "SEN provision", "N, K, E", 0),
    "8202999_CTF_8204999_106.xml": (ERROR, 185, "UPN", "already, on line 21", "which is right", 1),
    "8202999_CTF_8204999_107.xml": (ERROR, 25, "DOB", "not a real date", "export again", 0),
    "8202999_CTF_8204999_108.xml": (WARNING, 66, "SEN history", "date order", "put in order", 1),
    "8202999_CTF_8204999_109.xml": (
        ERROR, 144, "Attendance/YearData", "more than were possible", "correct the attendance", 0,
    ),
    "8202999_CTF_8204999_110.xml": (REFUSED, 17, "DestSchool", "header 8204111", "which is right", 0),
    "8202999_CTF_8204999_111.xml": (
        WARNING, 70, "SEN provision", "no type of need", "Ask the SENCO", 1,
    ),
    "8202999_CTF_8204999_112.xml": (ERROR, 25, "DOB", "in the future", "Correct it", 0),
    "hostile_xxe.xml": (REFUSED, 2, "DOCTYPE", "DOCTYPE", "tell your IT lead", 0),
    "hostile_entity_expansion.xml": (REFUSED, 2, "DOCTYPE", "DOCTYPE", "tell your IT lead", 0),
    "hostile_truncated.xml": (REFUSED, 30, "file", "cut short", "send it whole", 0),
    "hostile_latin1_as_utf8.xml": (REFUSED, 25, "file", "not", "again as UTF-8", 0),
    "hostile_formula.xml": (WARNING, 4, "DocumentName", "not named like", "Keep the name", 1),
    "hostile_bidi.xml": (WARNING, 21, "Surname", "cannot be seen", "Check the spelling", 1),
}  # fmt: skip


def manifest() -> dict:
    return json.loads((CTF / "manifest.json").read_text())


def test_the_table_covers_the_whole_manifest():
    assert {row["file"] for row in manifest()["invalid"]} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_file_is_answered_with_its_line_field_cause_and_remedy(name):
    happens, line, field, cause, remedy, pupils = EXPECTED[name]
    path = CTF / "invalid" / name
    if happens == REFUSED:
        with pytest.raises(UnreadableFile) as caught:
            open_file(path)
        found = [caught.value.fault]
    else:
        assert len(taken(path)) == pupils
        found = faults(path, happens)
    told = [
        (fault.line, fault.field)
        for fault in found
        if cause in fault.cause and remedy in fault.remedy
    ]
    assert told[:1] == [(line, field)]


@pytest.mark.parametrize("name", EXPECTED)
def test_no_fault_shows_the_value_it_complains_of(name):
    secret = ("Fiction", "Zoë", "Placeholder", "Kofi", "2014-", "2031-", "A820299919001", "XYZ")
    try:
        found = faults(CTF / "invalid" / name)
    except UnreadableFile as error:
        found = [error.fault]
    told = " ".join(str(fault) for fault in found)
    assert not [word for word in secret if word in told]


def test_every_valid_file_is_read_without_an_error():
    files = manifest()["valid"] + manifest()["valid_previous_version"]
    counts = {name: len(taken(CTF / name)) for name in files}
    assert not [fault for name in files for fault in faults(CTF / name, ERROR)]
    assert list(counts.values()) == [2, 1, 1, 1, 0, 1]


def test_all_that_a_transfer_file_says_of_a_pupil_is_read():
    zoe, kofi = taken(CTF / "8202999_CTF_8204999_001.xml")
    assert (zoe.forename, zoe.surname, zoe.preferred_forename) == ("Zoë", "O'Fiction-Sample", "Zo")
    assert (zoe.born_on, zoe.sex, zoe.year) == (date(2014, 10, 3), "F", "6")
    assert [(p.start.year, p.provision) for p in zoe.sen_history] == [(2019, "K"), (2022, "E")]
    assert [(n.rank, n.type) for n in zoe.sen_needs] == [(1, "HI"), (2, "SLCN")]
    assert [(lang.code, lang.kind) for lang in zoe.languages] == [("BSL", "F"), ("ENG", "H")]
    assert zoe.address.postcode == "ZZ1 1ZZ"
    assert zoe.medical_flag is True
    assert zoe.looked_after is False
    assert kofi.former_upn == "M82029991900B"
    assert kofi.contacts is None


def test_a_transfer_file_leaves_unknown_what_it_cannot_say_of_an_adult():
    ada, bram, cleo = taken(CTF / "8202999_CTF_8204999_001.xml")[0].contacts
    assert [c.parental_responsibility for c in (ada, bram, cleo)] == [True, True, False]
    assert [c.priority for c in (ada, bram, cleo)] == [1, 2, 3]
    for contact in (ada, bram, cleo):
        assert contact.lives_with is None
        assert contact.court_order is None
        assert contact.contact_restriction is None
    assert (ada.address, ada.address_as_pupil) == (None, True)
    assert bram.address.lines == ("Flat 3", "9 Elsewhere Close")


def test_a_looked_after_child_keeps_the_authority_that_cares_for_them():
    (li,) = taken(CTF / "8202999_CTF_XXXXXXX_002.xml")
    assert (li.looked_after, li.looked_after_by) == (True, "820")


def test_version_23_calls_sex_gender():
    (kofi,) = taken(CTF / "8202999_CTF_8204999_005_v23.xml")
    assert kofi.sex == "M"


def test_a_file_for_another_school_is_refused():
    stranger = SchoolKey("100001", Laestab("820", "4000"))
    with pytest.raises(UnreadableFile, match="addressed to school 8204999"):
        open_file(CTF / "8202999_CTF_8204999_001.xml", school=stranger)


def test_a_file_that_names_no_receiver_is_taken_with_a_warning():
    (fault,) = faults(CTF / "8202999_CTF_MMMMMMM_003.xml")
    assert fault.severity is WARNING
    assert "does not name your school" in fault.cause


def test_hidden_signs_are_taken_out_of_a_name():
    (pupil,) = taken(CTF / "invalid/hostile_bidi.xml")
    assert (pupil.forename, pupil.surname) == ("Ada", "Samelp")


# --- changes made to a good file -------------------------------------------------------------------


@pytest.fixture
def changed(tmp_path):
    """A copy of the good file with one text replaced, read under its proper name."""

    def change(old, new, encoding="utf-8"):
        text = (CTF / "8202999_CTF_8204999_001.xml").read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "8202999_CTF_8204999_001.xml"
        path.write_bytes(text.replace(old, new).encode(encoding))
        return path

    return change


XML_LINE = "<?xml version='1.0' encoding='UTF-8'?>"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<CTFversion>25.0", "<CTFversion>22.0", "oldest that is read"),
        ("<CTFversion>25.0", "<CTFversion>twenty", "CTFversion is not one that is known"),
        ("<CTFversion>25.0</CTFversion>", "", "CTFversion is missing"),
        ("Common Transfer File", "Common Basic File", "DocumentName"),
        ("<LEA>820</LEA>", "<LEA>82O</LEA>", "SourceSchool/LEA"),
        ("CTfile>", "ATfile>", "admissions file"),
        ("CTfile>", "Pupils>", "not a Common Transfer File"),
        ("Header>", "Heading>", "no header"),
        ("</Pupil>", "</Pupils>", "not well-formed"),
        (XML_LINE, f"{XML_LINE}<!DOCTYPE CTfile>", "DOCTYPE"),
        (XML_LINE, f"{XML_LINE}\n<!DOCTYPE CTfile SYSTEM 'http://example.org/x.dtd'>", "DOCTYPE"),
        (XML_LINE, f"{XML_LINE}<!DOCTYPE CTfile [<!ENTITY % x SYSTEM 'file:///x'> %x;]>", "DOCTYPE"),
        (XML_LINE, f"{XML_LINE}<!doctype CTfile>", "not well-formed"),
        ("<Surname>O'", "<Surname>&oops;", "not well-formed"),
        ("<SupplierID>", f"<SupplierID>{'x' * 5_000_000}", "longer than 4 MB"),
    ],
)  # fmt: skip
def test_a_file_that_must_not_be_read_is_refused_whole(changed, old, new, words):
    with pytest.raises(UnreadableFile, match=words):
        list(open_file(changed(old, new)))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_doctype_hidden_in_utf_16_is_found(changed, encoding):
    line = XML_LINE.replace("UTF-8", "UTF-16")
    path = changed(XML_LINE, f"{line}<!DOCTYPE CTfile [<!ENTITY a 'b'>]>", encoding)
    with pytest.raises(UnreadableFile):
        list(open_file(path))


def test_a_transfer_file_in_utf_16_is_read(changed):
    path = changed(XML_LINE, XML_LINE.replace("UTF-8", "UTF-16"), "utf-16")
    assert [pupil.forename for pupil in taken(path)] == ["Zoë", "Kofi"]
    assert open_file(path).facts.encoding == "UTF-16"


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("<UPN>M820299919001</UPN>", "", "UPN", "missing"),
        ("<UPN>M820299919001</UPN>", "<UPN>M820299919001</UPN>" * 2, "UPN", "more than once"),
        ("<DOB>2014-10-03</DOB>", "", "DOB", "missing"),
        ("2014-10-03", "1814-10-03", "DOB", "more than 26 years"),
        ("2014-10-03", "3/10/2014", "DOB", "in the form 2014-10-03"),
        ("<StartDate>2019-11-04", "<StartDate>2029-11-04", "StartDate", "in the future"),
        ("<StartDate>2019-11-04", "<StartDate>2009-11-04", "SEN history", "before the pupil was born"),
        ("<StartDate>2019-11-04</StartDate>", "", "SENhistory/SEN/StartDate", "missing"),
        ("<SENtype>HI</SENtype>", "", "SENhistory/SENneeds/SENneed", "missing"),
        ("<SENtypeRank>1<", "<SENtypeRank>one<", "SENtypeRank", "whole number"),
        ("<Surname>O'Fiction-Sample", f"<Surname>{'x' * 101}", "Surname", "longer than the 100"),
        ("<Surname>Carer</Surname>", "<Surname/>", "", ""),
    ],
)  # fmt: skip
def test_a_fault_in_one_pupil_leaves_the_others_to_land(changed, old, new, field, words):
    path = changed(old, new)
    found = [(f.field, f.cause) for f in faults(path, ERROR)]
    if not field:
        assert not found
        return
    assert {name for name, cause in found if words in cause} == {field}
    assert "Kofi" in [pupil.forename for pupil in taken(path)]
    assert "Zoë" not in [pupil.forename for pupil in taken(path)]


@pytest.mark.parametrize(
    ("old", "new", "field", "kept"),
    [
        ("<Sex>F", "<Sex>Q", "Sex", "sex"),
        ("<NCyearActual>6", "<NCyearActual>66", "BasicDetails/NCyearActual", "year"),
        ("<EnrolStatus>C", "<EnrolStatus>Z", "BasicDetails/EnrolStatus", "enrolment_status"),
    ],
)
def test_a_code_that_is_only_good_to_have_is_left_out_with_a_warning(
    changed, old, new, field, kept
):
    path = changed(old, new)
    assert [fault.field for fault in faults(path, WARNING)][:1] == [field]
    zoe = next(pupil for pupil in taken(path) if pupil.forename == "Zoë")
    assert getattr(zoe, kept) is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<Responsibility>true", "<Responsibility>maybe", "left unknown"),
        ("<Order>1", "<Order>first", "not a priority"),
        ("<Title>Ms", f"<Title>{'Reverend ' * 3}", "longer than the 20"),
        ("<Surname>Carer</Surname>\n          <Forename>Cleo</Forename>", "", "without a name"),
    ],
)
def test_a_slip_about_an_adult_never_keeps_the_child_out(changed, old, new, words):
    path = changed(old, new.strip())
    found = taken(path)
    assert "Zoë" in [pupil.forename for pupil in found]
    assert not faults(path, ERROR)
    assert words in " ".join(fault.cause for fault in faults(path, WARNING))


def test_a_newer_version_is_read_with_a_warning(changed):
    path = changed("<CTFversion>25.0", "<CTFversion>26.0")
    assert len(taken(path)) == 2
    assert "newer than the newest known here" in faults(path, WARNING)[0].cause


def test_a_need_may_name_its_type_before_its_rank(changed):
    old = "<SENtypeRank>1</SENtypeRank>\n            <SENtype>HI</SENtype>"
    path = changed(old, "<SENtype>HI</SENtype><SENtypeRank>1</SENtypeRank>")
    assert [need.type for need in taken(path)[0].sen_needs] == ["HI", "SLCN"]


def test_withdrawn_codes_are_legal_in_old_history_and_warned_of_as_the_last_word(changed):
    old = changed("<SENprovision>K", "<SENprovision>A")
    assert not faults(old)
    last = changed("<SENprovision>E", "<SENprovision>S")
    assert "no longer used" in faults(last, WARNING)[0].cause


def test_a_joiner_is_spelling_in_persian_and_a_disguise_in_english(changed):
    persian = "مه\u200cسا"
    assert taken(changed("Zoë", persian))[0].forename == persian
    assert taken(changed("Zoë", "Zo\u200cë"))[0].forename == "Zoë"


def test_letters_with_loose_accents_are_joined(changed):
    assert taken(changed("Zoë", "Zoe\u0308"))[0].forename == "Zoë"


def test_what_a_supplier_adds_is_never_mistaken_for_a_pupil(changed):
    extra = "<SuppInfo><Pupil><UPN>x</UPN></Pupil></SuppInfo></Pupil>"
    path = changed("</Pupil>", extra)
    assert [pupil.forename for pupil in taken(path)] == ["Zoë", "Kofi"]
    assert not faults(path)


def test_a_comment_inside_a_value_does_not_cut_it(changed):
    assert taken(changed("Zoë", "Zo<!-- x -->ë"))[0].forename == "Zoë"


@pytest.mark.parametrize("name", ["8202999_CTF_8204999_001 (1).xml", "8202999_ctf_8204999_001.XML"])
def test_a_browser_may_add_to_the_name(tmp_path, name):
    path = shutil.copy(CTF / "8202999_CTF_8204999_001.xml", tmp_path / name)
    assert not faults(path)


def test_lines_past_65535_are_still_counted(tmp_path):
    text = (CTF / "8202999_CTF_8204999_001.xml").read_text(encoding="utf-8")
    text = text.replace("<CTFpupilData>", "<CTFpupilData>" + "\n" * 70_000)
    text = text.replace("B820299919002", "C820299919002")
    path = tmp_path / "8202999_CTF_8204999_001.xml"
    path.write_text(text, encoding="utf-8")
    (fault,) = faults(path, ERROR)
    assert fault.line == text[: text.index("C820299919002")].count("\n") + 1


def test_an_own_export_of_the_school_counts_as_its_whole_roll(changed):
    ours = SchoolKey("100002", Laestab("820", "2999"))
    path = changed("<Estab>4999", "<Estab>2999")
    path = path.rename(path.with_name("8202999_CTF_8202999_001.xml"))
    found = read(path, school=ours, today=TODAY)
    assert found.facts.whole_school
    zoe = next(item for item in found if not isinstance(item, Fault))
    assert (zoe.joined_on, zoe.left_on) == (date(2019, 9, 3), date(2026, 7, 17))
    assert not open_file(CTF / "8202999_CTF_8204999_001.xml").facts.whole_school


def test_progress_ends_at_the_size_of_the_file():
    path = CTF / "8202999_CTF_8204999_001.xml"
    steps: list[tuple[int, int]] = []
    found = read(
        path, school=SCHOOL, today=TODAY, progress=lambda done, total: steps.append((done, total))
    )
    list(found)
    assert steps[-1] == (path.stat().st_size, path.stat().st_size)
