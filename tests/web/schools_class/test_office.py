"""The office brings pupils in: looks first, decides, and can always say what was not taken."""

import csv
import io
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import ROOT

from spinney.kernel import tenancy
from spinney.people.models import Child
from spinney.spine.models import ImportRun

pytestmark = pytest.mark.django_db
HEAD = "MIS ID,Legal forename,Legal surname,Date of birth,Sex,Year group,Registration group\n"
GOOD = "P1,Nia,Vale,03/10/2014,F,6,6A\nP2,Tom,Moss,04/11/2014,M,6,6A\n"
BAD = '=cmd|x,"=HYPERLINK(1)",Fern,31/02/2014,F,6,6A\n'


@pytest.fixture(autouse=True)
def _own_inbox(settings, tmp_path):
    settings.VAR = tmp_path


def a_file(text: str | bytes, name: str = "export.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def children(world) -> set[str]:
    with tenancy.acting_in([world.alder]):
        return set(Child.objects.filter(school_id=world.alder).values_list("forename", flat=True))


def apply_address(page: str) -> str:
    return page.split('method="post" action="', 1)[1].split('"', 1)[0]


def bring_in(client, text: str, **data):
    page = client.post("/office/import", {"file": a_file(text)}).content.decode()
    return client.post(apply_address(page), data)


def test_looking_changes_nothing(world, as_):
    answer = as_("office").post("/office/import", {"file": a_file(HEAD + GOOD)})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Nothing is changed yet" in page
    assert "Nia Vale" in page
    assert "Nia" not in children(world)


def test_what_was_looked_at_is_brought_in_when_confirmed(world, as_):
    client = as_("office")
    answer = bring_in(client, HEAD + GOOD)
    assert answer.status_code == 302
    assert {"Nia", "Tom"} <= children(world)
    page = client.get(answer["Location"]).content.decode()
    assert "What this file did" in page
    assert "No faults" in page
    assert "export.csv" in client.get("/office/import").content.decode()


def test_the_same_file_twice_changes_nothing(world, as_):
    client = as_("office")
    bring_in(client, HEAD + GOOD)
    page = client.post("/office/import", {"file": a_file(HEAD + GOOD)}).content.decode()
    assert "changes nothing" in page


def test_a_bad_row_is_told_by_line_field_shape_cause_and_remedy_and_never_by_value(world, as_):
    page = (
        as_("office").post("/office/import", {"file": a_file(HEAD + GOOD + BAD)}).content.decode()
    )
    assert "Line 4" in page
    assert "31/02/2014" not in page
    for label in ("Looks like", "Why", "What to do"):
        assert label in page


def test_what_was_not_taken_can_be_downloaded_and_runs_in_no_spreadsheet(world, as_):
    client = as_("office")
    answer = bring_in(client, HEAD + GOOD + BAD)
    page = client.get(answer["Location"]).content.decode()
    assert "Download" in page
    got = client.get(f"{answer['Location']}/not-taken.csv")
    assert got["Content-Type"].startswith("text/csv")
    assert "attachment" in got["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(got.content.decode("utf-8-sig"))))
    assert rows[0][0] == "Line"
    assert rows[1][0] == "4"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)


def test_a_thrown_away_file_is_gone(world, as_):
    client = as_("office")
    page = client.post("/office/import", {"file": a_file(HEAD + GOOD)}).content.decode()
    address = apply_address(page)
    assert client.post(address.replace("/apply", "/discard")).status_code == 302
    assert "no longer here" in client.post(address).content.decode()
    assert "Nia" not in children(world)


def test_a_file_is_confirmed_once(world, as_):
    client = as_("office")
    page = client.post("/office/import", {"file": a_file(HEAD + GOOD)}).content.decode()
    client.post(apply_address(page))
    again = client.post(apply_address(page))
    assert again.status_code == 422
    assert "Choose it again" in again.content.decode()


def test_a_file_that_would_change_a_fifth_of_the_school_waits_for_a_tick(world, as_):
    client = as_("office")
    many = HEAD + "".join(f"M{n},Kit,Name{n},03/10/2014,F,6,6A\n" for n in range(30))
    bring_in(client, many)
    renamed = HEAD + "".join(f"M{n},Kit,Name{n},03/10/2014,F,5,5B\n" for n in range(30))
    page = client.post("/office/import", {"file": a_file(renamed)}).content.decode()
    assert "Stop and look" in page
    held = client.post(apply_address(page))
    assert held.status_code == 422
    with tenancy.acting_in([world.alder]):
        assert Child.objects.filter(year="5").count() == 0
    done = client.post(apply_address(held.content.decode()), {"sure": "yes"})
    assert done.status_code == 302
    with tenancy.acting_in([world.alder]):
        assert Child.objects.filter(year="5").count() == 30


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE CTfile [<!ENTITY a "b">]><CTfile>&a;</CTfile>'
REFUSED = {
    "a DOCTYPE": (DOCTYPE, "DOCTYPE"),
    "a workbook": (b"PK\x03\x04rest", "workbook"),
    "a PDF": (b"%PDF-1.7", "PDF"),
    "a web page": (b"<!DOCTYPE html><html></html>", "web page"),
    "an empty file": (b"   ", "empty"),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_of_the_wrong_kind_is_refused_with_what_to_do(world, as_, content, words):
    answer = as_("office").post("/office/import", {"file": a_file(content, "x.xml")})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_file_that_is_too_large_is_refused_and_nothing_of_it_is_kept(
    world, as_, settings, tmp_path
):
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    answer = as_("office").post("/office/import", {"file": a_file(b"a" * (1024 * 1024 + 1))})
    assert answer.status_code == 422
    assert "larger than 1 MB" in answer.content.decode()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_no_file_at_all_is_asked_for(world, as_):
    answer = as_("office").post("/office/import", {})
    assert answer.status_code == 422
    assert "Choose a file first" in answer.content.decode()


def test_a_file_that_waits_is_not_anothers_to_confirm(world, as_):
    page = as_("office").post("/office/import", {"file": a_file(HEAD + GOOD)}).content.decode()
    answer = as_("birch_senco").post(apply_address(page))
    assert "no longer here" in answer.content.decode()
    assert "Nia" not in children(world)


@pytest.mark.parametrize(
    "who",
    ["teacher", "assistant", "head", "dsl", "mother", "young_person", "charlie"],
)
def test_only_the_office_the_senco_and_no_other_brings_pupils_in(world, as_, who):
    client = as_(who)
    run = UUID(int=1)
    for address in (
        "/office/import",
        f"/office/import/runs/{run}",
        f"/office/import/runs/{run}/not-taken.csv",
    ):
        assert client.get(address).status_code == 404
    assert client.post("/office/import", {"file": a_file(HEAD + GOOD)}).status_code == 404
    assert client.post(f"/office/import/{run}/apply").status_code == 404
    assert client.post(f"/office/import/{run}/discard").status_code == 404
    assert "Nia" not in children(world)


def test_a_stranger_is_sent_to_sign_in(world, client):
    assert client.get("/office/import").status_code == 302


def test_another_schools_run_is_not_there(world, as_):
    client = as_("office")
    answer = bring_in(client, HEAD + GOOD)
    assert as_("birch_senco").get(answer["Location"]).status_code == 404


def test_a_transfer_file_of_our_own_school_is_previewed(world, as_, shared):
    """The file is addressed to another school, and the page says so instead of taking it."""
    path = shared / "ctf" / "8202999_CTF_8204999_001.xml"
    answer = as_("office").post("/office/import", {"file": a_file(path.read_bytes(), path.name)})
    assert answer.status_code == 422
    assert "refused" in answer.content.decode()
    with tenancy.acting_in([world.alder]):
        assert ImportRun.objects.count() == 0


def test_the_accepted_file_kinds_are_those_of_the_guide():
    guide = (ROOT / "docs/guides/import.md").read_text("utf-8")
    assert "`.csv`" in guide
    assert "`.xml`" in guide
