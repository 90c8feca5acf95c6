"""Files become children in a real database: previewed first, applied whole, never over a person's word."""

import json
from datetime import date

import pytest
from tests.factories.access import a_user
from tests.spine.office import NOW, an_office, no_open_constraints
from tests.spine.support import CTF, DATA, make_upn, needs_shared_ctf

from spinney.access.types import Role
from spinney.events.models import Outbox
from spinney.kernel.errors import NotAllowed
from spinney.people.models import Carer, Child
from spinney.people.services import correct_child
from spinney.spine.ingest.records import UnreadableFile
from spinney.spine.ingest.runs import run_faults, runs_of
from spinney.spine.ingest.summary import ImportState, faults_as_csv
from spinney.spine.models import ImportRun

pytestmark = pytest.mark.django_db
WONDE, ARBOR, SIMS = (DATA / f"{name}_like.csv" for name in ("wonde", "arbor", "sims"))
GOOD_CTF = CTF / "8202999_CTF_8204999_001.xml"


@pytest.fixture
def office():
    return an_office()


def changed_copy(tmp_path, source, *swaps):
    text = source.read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / source.name
    path.write_text(text, encoding="utf-8")
    return path


# --- preview ---------------------------------------------------------------------------------------


def test_a_preview_says_what_would_happen_and_writes_no_child(office):
    before = office.snapshot()
    found = office.preview(WONDE)
    assert (found.state, found.counts.added, found.counts.changed) == (ImportState.PREVIEW, 3, 0)
    assert [change.name for change in found.added][:1] == ["Chiamaka Okafor-Lindqvist"]
    assert not found.tripwire
    assert office.snapshot() == before
    assert not office.rows("SELECT 1 FROM spine_importrun")


def test_a_preview_and_the_import_agree(office):
    told = office.preview(ARBOR)
    done = office.apply(ARBOR)
    assert [change.fields for change in told.added] == [change.fields for change in done.added]


def test_a_correction_by_someone_whose_account_is_gone_is_a_colleagues(office):
    office.apply(WONDE)
    with office.inside():
        told = {"year": {"source": "person", "on": "2026-01-01", "by": "nobody"}}
        Child.objects.filter(forename="Chiamaka").update(year="6", provenance=told)
    assert office.preview(WONDE).held[0].held[0].held_by == "a colleague"


def test_only_those_who_may_import_may_preview_or_apply():
    teacher = an_office("8204998", Role.TEACHER)
    for act in (teacher.preview, teacher.apply):
        with pytest.raises(NotAllowed):
            act(WONDE)
    assert not teacher.rows("SELECT 1 FROM spine_importrun")


# --- what lands ------------------------------------------------------------------------------------


@needs_shared_ctf
def test_a_transfer_file_lands_whole(office):
    done = office.apply(GOOD_CTF)
    no_open_constraints()
    assert (done.state, done.counts.added) == (ImportState.APPLIED, 2)
    zoe = office.child("Zoë")
    assert (zoe.surname, zoe.born_on, zoe.year) == ("O'Fiction-Sample", date(2014, 10, 3), "6")
    assert (zoe.sen_provision, zoe.languages, zoe.medical_flag) == ("E", ["BSL", "ENG"], True)
    assert zoe.address_lines == ["12", "Imaginary Road", "Madeupton"]
    assert zoe.provenance["surname"] == {"source": "ctf", "on": "2026-11-24"}
    history = office.rows(
        "SELECT provision, valid_from::text, valid_to::text FROM people_senstatus"
        " WHERE child_id = %s ORDER BY valid_from", zoe.id,
    )  # fmt: skip
    assert history == [("K", "2019-11-04", "2022-05-18"), ("E", "2022-05-19", None)]
    needs = office.rows(
        "SELECT rank, need_type FROM people_senneed WHERE child_id = %s ORDER BY 1", zoe.id
    )
    assert needs == [(1, "HI"), (2, "SLCN")]
    earlier = office.rows(
        "SELECT laestab, valid_to::text FROM people_enrolment WHERE child_id = %s AND laestab <> ''",
        zoe.id,
    )
    assert earlier == [("8202999", "2026-07-17")]
    numbers = office.rows("SELECT value, status FROM people_identifier ORDER BY value")
    assert numbers == [
        ("B820299919002", "valid"), ("M820299919001", "valid"), ("M82029991900B", "former"),
    ]  # fmt: skip
    words = office.rows("SELECT word FROM people_nameword WHERE child_id = %s", zoe.id)
    assert {"zoe", "zo", "ofiction", "sample", "anne"} == {word for (word,) in words}


@needs_shared_ctf
def test_the_five_facts_of_each_adult_stay_apart(office):
    office.apply(GOOD_CTF)
    found = office.rows(
        "SELECT r.forename, k.parental_responsibility, k.lives_with, k.priority,"
        " k.contact_restriction, k.court_order FROM people_contact k"
        " JOIN people_carer r ON r.id = k.carer_id ORDER BY k.priority"
    )
    assert found == [
        ("Ada", True, None, 1, "", None),
        ("Bram", True, None, 2, "", None),
        ("Cleo", False, None, 3, "", None),
    ]


@needs_shared_ctf
@pytest.mark.parametrize(
    "name", json.loads((CTF / "manifest.json").read_text())["valid"] if CTF.exists() else []
)
def test_every_valid_transfer_file_lands(office, name):
    done = office.apply(CTF / name)
    no_open_constraints()
    assert done.state is ImportState.APPLIED
    assert done.counts.refused == done.counts.unsure == 0


@pytest.mark.parametrize("path", [WONDE, ARBOR, SIMS], ids=lambda path: path.stem)
def test_every_shape_of_export_lands(office, path):
    done = office.apply(path)
    no_open_constraints()
    assert done.counts.added == (2 if path is ARBOR else 3)
    groups = office.rows("SELECT kind, name FROM people_group ORDER BY 1, 2")
    assert ("registration", {WONDE: "5 Oak", ARBOR: "8B", SIMS: "6W"}[path]) in groups


def test_a_child_with_one_name_is_called_by_it(office):
    office.apply(WONDE)
    assert office.child("Sukarno").surname == ""


@needs_shared_ctf
def test_good_rows_land_beside_bad_ones_which_are_listed_for_download(office, tmp_path):
    path = changed_copy(tmp_path, GOOD_CTF, ("<DOB>2014-10-03", "<DOB>2014-02-30"))
    done = office.apply(path)
    assert (done.counts.added, done.counts.refused) == (1, 1)
    with office.inside():
        faults = run_faults(office.actor, school_id=office.school_id, run_id=done.run_id)
    assert faults == done.faults
    text = "".join(faults_as_csv(faults))
    assert '26,"pupil 1, UPN ending 001",no,DOB' in text
    assert "2014-02-30" not in text


def test_a_downloaded_cell_never_runs(office, tmp_path):
    path = tmp_path / "pupils.csv"
    path.write_text(f"UPN,Surname,DOB,=cmd|' /C calc'!A0\n{make_upn(1)},A,03/10/2014,x\n")
    text = "".join(faults_as_csv(office.preview(path).faults))
    assert ",=cmd" not in text
    assert ",'=cmd" in text


# --- again -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [WONDE, ARBOR, SIMS, pytest.param(GOOD_CTF, marks=needs_shared_ctf)],
    ids=lambda path: path.stem,
)
def test_the_same_file_twice_changes_nothing(office, path):
    office.apply(path)
    before = office.snapshot()
    again = office.apply(path)
    assert again.changes_nothing
    assert again.counts.left == {ARBOR: 2, GOOD_CTF: 2}.get(path, 3)
    assert office.snapshot() == before


@needs_shared_ctf
def test_a_transfer_file_and_then_an_export_meet_in_one_child(office, tmp_path):
    office.apply(GOOD_CTF)
    path = tmp_path / "pupils.csv"
    path.write_text(
        "UPN,MIS ID,Surname,Forename,DOB,Year,Reg,SEN status\n"
        "M820299919001,77,O'Fiction-Sample,Zoë,03/10/2014,Year 7,7A,E\n"
    )
    found = office.apply(path, confirmed=True)
    assert (found.counts.added, found.counts.changed) == (0, 1)
    assert set(found.changed[0].fields) == {"MIS id", "year group", "registration group"}
    zoe = office.child("Zoë")
    assert (zoe.year, zoe.mis_id, zoe.sen_provision) == ("7", "77", "E")
    assert zoe.address_lines  # a file that is silent on it clears nothing


# --- a person's word -------------------------------------------------------------------------------


def test_a_correction_survives_and_the_file_says_so(office):
    office.apply(WONDE)
    child = office.child("Chiamaka")
    with office.inside():
        correct_child(
            office.actor, school_id=office.school_id, child_id=child.id, now=NOW,
            changes={"preferred_forename": "Chichi"},
        )  # fmt: skip
    done = office.apply(WONDE)
    assert office.child("Chiamaka").preferred_forename == "Chichi"
    (held,) = done.held[0].held
    assert (held.field, held.file_says) == ("preferred_forename", "Chi")
    assert (held.held_by, held.held_on) == ("Office", "2026-11-24")
    assert done.changes_nothing


def test_where_a_child_lives_is_not_among_the_words_of_what_was_held(office, tmp_path):
    path = tmp_path / "pupils.csv"
    head = "UPN,Surname,Forename,DOB,Postcode\n"
    path.write_text(f"{head}{make_upn(61)},Sample,Ada,03/10/2014,ZZ1 1ZZ\n")
    office.apply(path)
    with office.inside():
        correct_child(
            office.actor, school_id=office.school_id, child_id=office.child("Ada").id, now=NOW,
            changes={"postcode": "ZZ9 9ZZ"},
        )  # fmt: skip
    (held,) = office.preview(path).held[0].held
    assert (held.field, held.file_says) == ("postcode", "another value")


# --- who is this? ----------------------------------------------------------------------------------

HEAD = "UPN,MIS ID,Surname,Forename,DOB\n"
A, B = make_upn(61), make_upn(62)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"{A},2,Sample,Ada,03/10/2014", "different children"),
        (f"{A},,Other,Olu,04/11/2013", "another name and another date of birth"),
        (f"{make_upn(63)},,Sample,Ada,03/10/2014", "this name and date of birth"),
        (f"{make_upn(63)},1,Sample,Ada,03/10/2014", "another permanent UPN"),
    ],
)
def test_a_pupil_who_might_be_somebody_else_waits_for_a_person(office, tmp_path, row, words):
    path = tmp_path / "pupils.csv"
    path.write_text(f"{HEAD}{A},1,Sample,Ada,03/10/2014\n{B},2,Other,Ben,04/10/2014\n")
    office.apply(path)
    before = office.snapshot()
    path.write_text(f"{HEAD}{row}\n")
    done = office.apply(path, confirmed=True)
    assert words in done.unsure[0].why
    assert office.snapshot() == before


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (f"{A},1,Married,Ada,03/10/2014", "surname"),
        (f"{A},1,Sample,Ada,03/11/2014", "date of birth"),
        (",1,Sample,Adah,03/10/2014", "forename"),
        (f"{A},9,Sample,Ada,03/10/2014", "MIS id"),
    ],
)  # fmt: skip
def test_one_thing_that_changed_still_finds_the_child(office, tmp_path, row, field):
    path = tmp_path / "pupils.csv"
    path.write_text(f"{HEAD}{A},1,Sample,Ada,03/10/2014\n")
    office.apply(path)
    path.write_text(f"{HEAD}{row}\n")
    done = office.apply(path, confirmed=True)
    assert done.changed[0].fields == (field,)


def test_a_temporary_upn_gives_way_to_the_permanent_one(office, tmp_path):
    path = tmp_path / "pupils.csv"
    path.write_text(f"{HEAD}T82029992500C,1,Sample,Ada,03/10/2014\n")
    office.apply(path)
    path.write_text(f"{HEAD}{A},1,Sample,Ada,03/10/2014\n")
    office.apply(path, confirmed=True)
    numbers = office.rows("SELECT value, status FROM people_identifier ORDER BY status")
    assert numbers == [("T82029992500C", "former"), (A, "valid")]


# --- adults, ties and court orders -----------------------------------------------------------------


def test_a_court_order_nobody_has_read_stands_until_somebody_does(office):
    done = office.apply(WONDE)
    assert done.counts.court_orders == 1
    assert office.rows("SELECT effect, decided_by FROM people_courtorder") == [("unknown", None)]


def give_accounts(office):
    """Both of Chiamaka's parents have accounts; nothing is tied yet."""
    users = {name: a_user(name) for name in ("Ngozi", "Erik")}
    for name, user_id in users.items():
        with office.inside():
            Carer.objects.filter(school_id=office.school_id, forename=name).update(user_id=user_id)
    return users


def test_a_feed_proposes_a_tie_and_never_grants_one(office):
    office.apply(WONDE)
    users = give_accounts(office)
    done = office.apply(WONDE)
    assert done.counts.proposed_ties == 1
    ties = office.rows("SELECT user_id, relation, state FROM access_tie")
    assert ties == [(users["Ngozi"], "parent", "proposed")]
    assert office.apply(WONDE).counts.proposed_ties == 0


def test_an_adult_under_an_unread_court_order_is_shut_out_once_they_have_an_account(office):
    office.apply(WONDE)
    users = give_accounts(office)
    for _ in range(2):
        office.apply(WONDE)
        denials = office.rows("SELECT user_id, kind FROM access_denial")
        assert denials == [(users["Erik"], "court_order")]


def test_a_new_court_order_closes_the_record_to_that_adult_at_once(office, tmp_path):
    quiet = changed_copy(tmp_path, WONDE, ("true,false,2,true", "true,false,2,"))
    office.apply(quiet)
    users = give_accounts(office)
    office.apply(WONDE, confirmed=True)
    denials = office.rows("SELECT user_id, kind FROM access_denial")
    assert denials == [(users["Erik"], "court_order")]


def test_a_file_cannot_lift_a_court_order(office, tmp_path):
    office.apply(WONDE)
    lifted = changed_copy(tmp_path, WONDE, ("true,false,2,true", "true,false,2,false"))
    done = office.apply(lifted)
    assert [held.field for held in done.held[0].held] == ["Erik Lindqvist: court_order"]
    assert office.rows("SELECT count(*) FROM people_contact WHERE court_order") == [(1,)]
    assert office.rows("SELECT effect FROM people_courtorder") == [("unknown",)]


def adults(tmp_path, first, second):
    path = tmp_path / "pupils.csv"
    head = "UPN,Surname,Forename,DOB,Contact 1 Forename,Contact 1 Surname,Contact 1 Mobile\n"
    rows = f"{A},Sample,Ada,03/10/2014,{first}\n{B},Sample,Ben,03/10/2015,{second}\n"
    path.write_text(head + rows)
    return path


def test_siblings_share_a_parent_who_is_reached_alike(office, tmp_path):
    office.apply(adults(tmp_path, "Jo,Sample,07700 900002", "Jo,Sample,(07700) 900002"))
    assert office.rows("SELECT count(*) FROM people_carer") == [(1,)]
    assert office.rows("SELECT count(*) FROM people_contact") == [(2,)]


def test_a_mother_and_grandmother_of_one_name_stay_two(office, tmp_path):
    path = tmp_path / "pupils.csv"
    parts = ("Forename", "Surname", "Relationship", "PR", "Mobile")
    head = ",".join(f"Contact {n} {part}" for n in (1, 2) for part in parts)
    mother, gran = "Jo,Sample,Mother,Yes,07700 900002", "Jo,Sample,Grandmother,No,07700 900002"
    start = f"UPN,Surname,Forename,DOB,{head}\n{A},Sample,Ada,03/10/2014"
    path.write_text(f"{start},{mother},{gran}\n")
    office.apply(path)
    path.write_text(f"{start},{gran},{mother}\n")
    assert office.apply(path).changes_nothing
    facts = office.rows("SELECT relationship, parental_responsibility FROM people_contact")
    assert sorted(facts) == [("FAM", False), ("PAM", True)]


def test_an_adult_whose_name_was_corrected_is_not_doubled(office, tmp_path):
    path = adults(tmp_path, "Jo,Sample,07700 900002", "Al,Other,07700 900009")
    office.apply(path)
    with office.inside():
        told = {"forename": {"source": "person", "on": "2026-11-24", "by": "x"}}
        Carer.objects.filter(forename="Jo").update(forename="Joanne", provenance=told)
    done = office.apply(path)
    assert [held.field for held in done.held[0].held] == ["Jo Sample: forename"]
    assert office.rows("SELECT count(*) FROM people_carer") == [(2,)]


def test_two_adults_of_one_name_stay_two(office, tmp_path):
    office.apply(adults(tmp_path, "Jo,Sample,07700 900002", "Jo,Sample,07700 900003"))
    assert office.rows("SELECT count(*) FROM people_carer") == [(2,)]


# --- mass change -----------------------------------------------------------------------------------


def roll(tmp_path, count, **changes):
    path = tmp_path / "pupils.csv"
    year = changes.get("year", "4")
    rows = "".join(f"{make_upn(100 + n)},S{n},F{n},03/10/2014,{year}\n" for n in range(count))
    path.write_text(f"UPN,Surname,Forename,DOB,Year\n{rows}")
    return path


def test_a_file_that_changes_a_fifth_of_the_school_waits_for_a_person(office, tmp_path):
    assert office.apply(roll(tmp_path, 40)).counts.added == 40
    before = office.snapshot()
    path = roll(tmp_path, 40, year="5")
    held = office.apply(path)
    assert held.state is ImportState.HELD
    assert "40 of the 40 pupils" in held.tripwire
    assert office.snapshot() == before
    assert office.apply(path, confirmed=True).counts.changed == 40
    states = office.rows("SELECT state FROM spine_importrun ORDER BY id")
    assert states == [("applied",), ("held",), ("applied",)]


def test_a_file_that_drops_a_fifth_of_the_school_waits_and_then_drops_nobody(office, tmp_path):
    office.apply(roll(tmp_path, 40))
    held = office.apply(roll(tmp_path, 30))
    assert (held.state, held.counts.missing) == (ImportState.HELD, 10)
    assert held.missing[0].startswith("F3")
    office.apply(roll(tmp_path, 30), confirmed=True)
    assert office.rows("SELECT count(*) FROM people_child WHERE left_on IS NULL") == [(40,)]


# --- the record of it ------------------------------------------------------------------------------


def test_the_run_the_audit_and_the_events_are_written_with_the_children(office):
    done = office.apply(WONDE)
    (run,) = office.rows("SELECT id, state, cardinality(child_ids) FROM spine_importrun")
    assert run == (done.run_id, "applied", 3)
    leaves = office.rows(
        "SELECT cardinality(subject_ids) FROM access_auditleaf WHERE action = 'import_pupils'"
    )
    assert leaves == [(3,)]
    with office.inside():
        types = list(Outbox.objects.order_by("id").values_list("type", flat=True))
        data = json.dumps(list(Outbox.objects.values_list("data", flat=True)))
    assert types == ["spinney.child.imported.v1"] * 3 + ["spinney.import.applied.v1"]
    assert "Okafor" not in data


def test_a_child_whose_record_a_preview_shows_has_been_seen(office, tmp_path):
    office.apply(WONDE)
    path = changed_copy(tmp_path, WONDE, ("5 Oak,", "5 Ash,"))
    office.preview(path)
    leaves = office.rows(
        "SELECT subject_ids FROM access_auditleaf WHERE action = 'view_child' ORDER BY seq"
    )
    assert leaves == [([office.child("Chiamaka").id],)]


@needs_shared_ctf
def test_a_refused_file_leaves_a_record_and_nothing_else(office):
    before = office.snapshot()
    with pytest.raises(UnreadableFile):
        office.apply(CTF / "invalid/hostile_truncated.xml")
    assert office.snapshot() == before
    with office.inside():
        (run,) = runs_of(office.actor, school_id=office.school_id)
    assert (run.state, run.fault_count) == (ImportState.REFUSED, 1)


def test_another_schools_office_sees_no_run(office):
    office.apply(WONDE)
    other = an_office("8204997")
    with other.inside():
        assert runs_of(other.actor, school_id=other.school_id) == ()
        assert ImportRun.objects.count() == 0
