"""An uploaded file waits for a decision where only its own school finds it, and not for long."""

import stat
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from spinney.kernel.errors import BadInput, NotFound
from spinney.spine.ingest import inbox

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ALDER, BIRCH = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def own_room(settings, tmp_path):
    settings.VAR = tmp_path
    settings.IMPORT_MAX_BYTES = 100


def kept(name="pupils.csv", chunks=(b"UPN,", b"Surname"), now=NOW):
    return inbox.keep(ALDER, name=name, chunks=chunks, now=now)


def test_a_kept_file_is_found_again_by_its_own_school_only():
    token = kept().token
    found = inbox.waiting(ALDER, token)
    assert (found.path.read_bytes(), found.name) == (b"UPN,Surname", "pupils.csv")
    with pytest.raises(NotFound):
        inbox.waiting(BIRCH, token)


def test_nobody_else_on_the_server_may_read_it():
    assert stat.S_IMODE(kept().path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\office\\8202999_CTF_8204999_001.xml", "8202999_CTF_8204999_001.xml"),
    ],
)
def test_a_name_never_says_where_to_write(sent, name, tmp_path):
    found = kept(name=sent)
    assert found.name == name
    assert found.path.is_relative_to(tmp_path / "inbox" / str(ALDER))


def test_a_file_that_is_too_large_is_not_kept(tmp_path):
    with pytest.raises(BadInput, match="larger than"):
        kept(chunks=[b"x" * 60, b"x" * 60])
    assert not list((tmp_path / "inbox" / str(ALDER)).iterdir())


def test_a_discarded_file_is_gone():
    found = kept()
    inbox.discard(ALDER, found.token)
    inbox.discard(ALDER, found.token)
    assert not found.path.exists()


def test_a_forgotten_file_is_gone_after_a_day():
    old = kept(now=NOW - timedelta(days=2))
    fresh = kept(now=NOW - timedelta(hours=2))
    kept()
    assert not old.path.exists()
    assert fresh.path.exists()
