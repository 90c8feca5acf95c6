"""Small real servers of the tests' own, apart from the suite's database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.launch import keeper
from tools.launch.backups import physical
from tools.launch.postgres import DATABASE, OWNER, Cluster

TABLES = f"""
SET ROLE {OWNER};
CREATE TABLE plans_line (school_id uuid, id uuid, body text, PRIMARY KEY (school_id, id));
CREATE TABLE access_audithead (id uuid, school_id uuid PRIMARY KEY, size bigint, hash bytea);
CREATE TABLE access_auditleaf (id uuid, school_id uuid, seq bigint, chain_hash bytea);
"""
SCHOOL = "00000000-0000-7000-8000-000000000001"


@pytest.fixture(scope="session", autouse=True)
def _files_lie_beside_the_server():
    """The suite keeps its files elsewhere; a backup of these servers takes their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FILES_URL", raising=False)
        yield


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped server under a path with a space in it, and a backup of five lines and a scanned letter.

    Three more lines were written after the backup. Made once: each test works on copies.
    """
    folder = tmp_path_factory.mktemp("pristine")
    var = folder / "a school's var"
    (var / "files").mkdir(parents=True)
    (var / "files" / "letter.pdf").write_bytes(b"a scanned letter")
    (var / "secret-key").write_text("only the school knows", encoding="utf-8")
    with keeper.in_use(Cluster(var)) as cluster:
        cluster.sql(TABLES, database=DATABASE)
        write_lines(cluster, 5, of="before")
        physical.backup(cluster, folder / "kept")
        write_lines(cluster, 3, of="after")
    return folder


@pytest.fixture
def server(pristine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    monkeypatch.delenv("SPINNEY_WAL_ARCHIVE", raising=False)
    var = tmp_path / "a school's var"
    shutil.copytree(pristine / "a school's var", var)
    with keeper.in_use(Cluster(var)) as cluster:
        yield cluster
    shutil.rmtree(var)


@pytest.fixture
def kept(pristine: Path, tmp_path: Path) -> Path:
    shutil.copytree(pristine / "kept", tmp_path / "kept")
    return next((tmp_path / "kept").iterdir())


def write_lines(cluster: Cluster, count: int, *, of: str) -> None:
    """Lines of plans, each with its audit leaf, as the service writes them."""
    for _ in range(count):
        cluster.sql(
            f"""
            BEGIN;
            INSERT INTO plans_line VALUES ('{SCHOOL}', gen_random_uuid(), '{of}');
            INSERT INTO access_audithead VALUES ('{SCHOOL}', '{SCHOOL}', 1, sha256('{of}'))
            ON CONFLICT (school_id) DO UPDATE
              SET size = access_audithead.size + 1, hash = sha256(access_audithead.hash || '{of}');
            INSERT INTO access_auditleaf
              SELECT gen_random_uuid(), school_id, size - 1, hash FROM access_audithead;
            COMMIT
            """,
            database=DATABASE,
        )


def lines(cluster: Cluster) -> int:
    return int(cluster.sql("SELECT count(*) FROM plans_line", database=DATABASE))
