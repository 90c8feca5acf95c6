"""A dump of a server elsewhere: whole and proved, or refused. Never a part that looks like the whole."""

from pathlib import Path
from urllib.parse import quote

import pytest
from tests.launch.conftest import write_lines
from tools.launch.backups import logical, manifest
from tools.launch.postgres import ADMIN, DATABASE, Cluster
from tools.launch.say import Problem

pytestmark = pytest.mark.durability


def url(cluster: Cluster, database: str, *, user: str = ADMIN) -> str:
    return f"postgresql://{user}@/{database}?host={quote(str(cluster.sockets))}"


@pytest.fixture
def dump(server: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPINNEY_VAR", str(server.var))
    made = logical.backup(url(server, DATABASE), tmp_path / "dumps")
    write_lines(server, 2, of="after the dump")
    server.sql("CREATE DATABASE empty")
    return made


def test_a_dump_comes_back_exactly(server, dump):
    report = logical.restore(dump, url(server, "empty"))
    assert report.well, report.lines
    assert [name for _, name, _ in report.lines][-3:] == [
        "Row counts",
        "Table hashes",
        "Audit heads",
    ]
    assert server.sql("SELECT count(*) FROM plans_line", database="empty") == "8"


def test_a_login_that_cannot_see_every_row_is_refused(server, tmp_path, monkeypatch):
    monkeypatch.setenv("SPINNEY_VAR", str(server.var))
    fence = "ALTER TABLE plans_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
    server.sql(fence, database=DATABASE)
    with pytest.raises(Problem, match="DATABASE_BACKUP_URL"):
        logical.backup(url(server, DATABASE, user="spinney"), tmp_path / "dumps")


def test_a_flipped_byte_in_a_dump_is_found_before_anything_is_loaded(server, dump):
    file = dump / "database.dump"
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 1
    file.write_bytes(held)
    report = logical.restore(dump, url(server, "empty"))
    assert [(mark, detail) for mark, _, detail in report.lines] == [
        ("FAIL", "database.dump was changed")
    ]
    assert (
        server.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", database="empty")
        == "0"
    )


def test_a_dump_is_never_loaded_over_a_database_in_use(server, dump):
    with pytest.raises(Problem, match="not empty"):
        logical.restore(dump, url(server, DATABASE))


def test_a_copy_of_our_own_server_is_not_taken_for_a_dump(server, kept):
    with pytest.raises(Problem, match="own server's folder"):
        logical.restore(kept, url(server, DATABASE))
    assert manifest.read(kept).kind == "physical"
