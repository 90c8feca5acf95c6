"""The command line says the same as the page, and refuses in the same words."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from tests.spine.office import an_office
from tests.spine.support import CTF, DATA, make_upn, needs_shared_ctf

from spinney.access.types import COMMAND_LINE
from spinney.spine.management.commands import import_file

pytestmark = pytest.mark.django_db
WONDE = DATA / "wonde_like.csv"


@pytest.fixture
def office():
    return an_office()


def run(path, office, **options) -> str:
    out = io.StringIO()
    call_command("import_file", str(path), school=office.urn, stdout=out, **options)
    return out.getvalue()


def test_a_preview_says_would_and_writes_nothing(office):
    assert "Would be: 3 added, 0 changed, 0 left as they are." in run(WONDE, office, preview=True)
    assert office.rows("SELECT count(*) FROM people_child") == [(0,)]


def test_an_import_says_were_and_names_the_command_line_in_the_audit(office):
    assert "Were: 3 added" in run(WONDE, office)
    actors = office.rows(
        "SELECT DISTINCT actor_id FROM access_auditleaf WHERE action LIKE 'import%%'"
    )
    assert actors == [(COMMAND_LINE,)]


def test_what_is_printed_names_no_child(office):
    said = run(WONDE, office)
    assert not re.search("Okafor|Nguyen|Sukarno|Lindqvist", said)


def test_a_mass_change_asks_for_yes(office, tmp_path):
    path = tmp_path / "pupils.csv"
    for year, options in ((4, {}), (5, {}), (5, {"yes": True})):
        rows = "".join(f"{make_upn(n)},S,F{n},03/10/2014,{year}\n" for n in range(100, 140))
        path.write_text(f"UPN,Surname,Forename,DOB,Year\n{rows}")
        if (year, options) == (5, {}):
            with pytest.raises(CommandError, match="--yes"):
                run(path, office)
        else:
            run(path, office, **options)
    assert office.rows("SELECT DISTINCT year FROM people_child") == [("5",)]


@needs_shared_ctf
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("invalid/hostile_xxe.xml", "Line 2, DOCTYPE"),
        ("invalid/hostile_truncated.xml", "nothing was taken. Line 30"),
        ("invalid/none.xml", "There is no file"),
    ],
)
def test_a_refusal_says_where_and_what_to_do(office, name, words):
    with pytest.raises(CommandError, match=words):
        run(CTF / name, office)


def test_an_unknown_school_is_named(office):
    with pytest.raises(CommandError, match="No school here has the URN 999999"):
        call_command("import_file", str(WONDE), school="999999")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_grows_on_a_terminal_and_nowhere_else(office, monkeypatch):
    for stream, bars in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(import_file.sys, "stderr", stream)
        run(WONDE, office, stderr=stream, preview=True)
        assert ("100%" in stream.getvalue()) is bars
