"""Back up, go on writing, lose everything, restore: the same rows, the same audit head, or a plain refusal."""

import json
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from tests.launch.conftest import SCHOOL, lines, write_lines
from tools.launch import keeper
from tools.launch.backups import manifest, physical, restoring
from tools.launch.backups.restoring import Report, Wish
from tools.launch.postgres import DATABASE, Cluster
from tools.launch.say import Problem

pytestmark = pytest.mark.durability


def lose_everything(server: Cluster) -> None:
    """The disk dies. What was archived elsewhere is left."""
    physical.await_archived(server, finish_segment(server))
    server.stop(mode="immediate")
    shutil.rmtree(server.data)


def finish_segment(server: Cluster) -> str:
    segment = server.sql("SELECT pg_walfile_name(pg_create_restore_point('end of segment'))")
    server.sql("SELECT pg_switch_wal()")
    return segment


def passed(report: Report) -> set[str]:
    return {name for mark, name, _ in report.lines if mark == "pass"}


def failure(report: Report) -> str:
    return "; ".join(f"{name}: {detail}" for mark, name, detail in report.lines if mark == "FAIL")


def test_a_school_gets_back_exactly_what_it_had_when_the_backup_was_made(server, kept, tmp_path):
    lose_everything(server)
    report = restoring.restore(Wish(kept, tmp_path / "new", archive=server.archive))
    assert failure(report) == ""
    assert passed(report) >= {"Row counts", "Table hashes", "Audit heads", "Files", "Base copy"}
    with keeper.in_use(Cluster(tmp_path / "new")) as restored:
        assert lines(restored) == 5
    assert (tmp_path / "new/files/letter.pdf").read_bytes() == b"a scanned letter"


def test_a_school_gets_back_a_later_moment_to_the_line(server, kept, tmp_path):
    moment = server.sql("SELECT to_char(now(), 'YYYY-MM-DD\"T\"HH24:MI:SS.USOF')") + ":00"
    write_lines(server, 4, of="a mistake")
    lose_everything(server)
    report = restoring.restore(Wish(kept, tmp_path / "new", moment, server.archive))
    assert failure(report) == ""
    assert "Audit chain" in passed(report)
    with keeper.in_use(Cluster(tmp_path / "new")) as restored:
        assert lines(restored) == 8
        assert restored.sql("SELECT size FROM access_audithead", database=DATABASE) == "8"


def test_all_that_was_archived_comes_back(server, kept, tmp_path):
    write_lines(server, 4, of="the last morning")
    lose_everything(server)
    report = restoring.restore(Wish(kept, tmp_path / "new", restoring.LATEST, server.archive))
    assert failure(report) == ""
    with keeper.in_use(Cluster(tmp_path / "new")) as restored:
        assert lines(restored) == 12


def test_a_restored_place_can_be_worked_in_and_backed_up_again(server, kept, tmp_path):
    restoring.restore(Wish(kept, tmp_path / "new"))
    with keeper.in_use(Cluster(tmp_path / "new")) as restored:
        write_lines(restored, 1, of="the next day")
        again = physical.backup(restored, tmp_path / "kept")
    report = restoring.restore(Wish(again, tmp_path / "newer"))
    assert failure(report) == ""
    assert manifest.read(again).census.heads[SCHOOL].size == 6


def test_the_census_is_exact_while_others_write(server, tmp_path):
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            write_lines(server, 1, of="a busy day")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = physical.backup(server, tmp_path / "kept")
    finally:
        done.set()
        writer.join()
    assert failure(restoring.restore(Wish(made, tmp_path / "new"))) == ""


def test_keys_are_left_out_unless_asked_for(server, kept, tmp_path):
    assert not manifest.read(kept).keys_included
    assert "only the school knows" not in contents(kept)
    with_keys = physical.backup(server, tmp_path / "kept", with_keys=True)
    assert (with_keys / "keys/secret-key").read_text(encoding="utf-8") == "only the school knows"
    restoring.restore(Wish(with_keys, tmp_path / "new"))
    assert (tmp_path / "new/secret-key").stat().st_mode & 0o077 == 0


def contents(folder: Path) -> str:
    return "\n".join(file.read_bytes().decode("latin-1") for file in manifest.walk(folder))


@pytest.mark.parametrize("victim", ["base/global/pg_control", "files/letter.pdf", "wal/*.gz"])
def test_a_flipped_byte_in_a_backup_is_found_before_anything_is_restored(kept, tmp_path, victim):
    file = sorted(kept.glob(victim))[0]
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 1
    file.write_bytes(held)
    report = restoring.restore(Wish(kept, tmp_path / "new"))
    assert not report.well
    assert f"{file.relative_to(kept)} was changed" in failure(report)
    assert not (tmp_path / "new/postgres").exists()


def test_a_backup_whose_hashes_were_rewritten_still_fails_the_base_check(kept, tmp_path):
    (kept / "base/PG_VERSION").write_text("18 \n", encoding="ascii")
    reseal(kept)
    report = restoring.restore(Wish(kept, tmp_path / "new"))
    assert "Base copy" in failure(report)


def test_a_count_that_differs_is_told(kept, tmp_path):
    reseal(kept, rows=("public.plans_line", 6))
    report = restoring.restore(Wish(kept, tmp_path / "new"))
    assert "public.plans_line: 5 rows, 6 in the backup" in failure(report)


def test_an_audit_log_without_the_backups_head_is_told(server, kept, tmp_path):
    finish = finish_segment(server)
    physical.await_archived(server, finish)
    reseal(kept, head="00" * 32)
    report = restoring.restore(Wish(kept, tmp_path / "new", restoring.LATEST, server.archive))
    assert "does not hold the backup's head" in failure(report)


def reseal(folder: Path, *, rows: tuple[str, int] | None = None, head: str = "") -> None:
    """Forge the manifest, as one who can write to the backup could."""
    held = json.loads((folder / manifest.NAME).read_text(encoding="utf-8"))
    if rows:
        held["census"]["tables"][rows[0]]["rows"] = rows[1]
    if head:
        held["census"]["heads"][SCHOOL]["hash"] = head
    census = manifest.census_from(held.pop("census"))
    held["files"] = manifest.hashes(folder)
    manifest.Manifest(**held, census=census).write(folder)


def test_a_missing_log_segment_is_named(server, kept, tmp_path):
    for _ in range(3):
        write_lines(server, 1, of="after")
        physical.await_archived(server, finish_segment(server))
    lose_everything(server)
    last = manifest.read(kept).last_segment
    later = sorted(server.archive.glob("*.gz"))
    gap = next(file for file in later if file.name.removesuffix(".gz") > last)
    gap.unlink()
    report = restoring.restore(Wish(kept, tmp_path / "new", restoring.LATEST, server.archive))
    assert f"{gap.name.removesuffix('.gz')} is missing" in failure(report)


def test_a_moment_the_archive_does_not_reach_is_refused(server, kept, tmp_path):
    lose_everything(server)
    report = restoring.restore(Wish(kept, tmp_path / "new", "2099-01-01T00:00:00Z", server.archive))
    assert "Recovered" in failure(report)
    assert "recovery ended before configured recovery target was reached" in failure(report)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        pytest.param("2001-01-01T00:00:00Z", "Use an earlier backup", id="before the backup"),
        pytest.param("2026-11-24T10:42:00", "the zone", id="no time zone"),
        pytest.param("yesterday", "not a moment", id="not a moment"),
    ],
)
def test_a_moment_that_cannot_be_restored_is_refused(kept, tmp_path, moment, said):
    with pytest.raises(Problem, match=said):
        restoring.restore(Wish(kept, tmp_path / "new", moment))


def test_a_restore_never_writes_over_anything(kept, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new/someone's work").touch()
    with pytest.raises(Problem, match="not empty"):
        restoring.restore(Wish(kept, tmp_path / "new"))


def test_a_backup_that_was_cut_short_is_no_backup(kept, tmp_path):
    (kept / manifest.NAME).unlink()
    with pytest.raises(Problem, match="not a whole backup"):
        restoring.restore(Wish(kept, tmp_path / "new"))


def test_a_forged_manifest_without_its_seal_is_refused(kept, tmp_path):
    file = kept / manifest.NAME
    file.write_text(file.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(Problem, match="was changed"):
        restoring.restore(Wish(kept, tmp_path / "new"))


def test_the_archive_never_overwrites_a_segment_with_another(tmp_path):
    script = Path(physical.__file__).parents[1] / "archive_wal.sh"
    segment, target = tmp_path / "segment", tmp_path / "kept segment"
    segment.write_bytes(b"the first")
    assert subprocess.run(["sh", script, segment, target], check=False).returncode == 0
    assert subprocess.run(["sh", script, segment, target], check=False).returncode == 0
    segment.write_bytes(b"another")
    assert subprocess.run(["sh", script, segment, target], check=False).returncode != 0


def test_who_was_told_to_wait_is_not_why_a_recovery_stopped():
    log = "x\nFATAL:  recovery ended before the target\nFATAL:  the database system is in recovery mode\n"
    assert restoring.why_it_stopped(log) == "FATAL:  recovery ended before the target"
    assert restoring.why_it_stopped("LOG:  fine\n") == "the server stopped"
