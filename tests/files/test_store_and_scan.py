"""Bytes lie under a random id, whole and private; a scanner is asked first, and silence is a refusal."""

import os
import stat
import time
from uuid import uuid4

import pytest
from tests.files import clamd, makers
from tools.launch.backups import physical

from spinney.files import scan
from spinney.files.checks import files_are_set_up, files_can_be_added
from spinney.files.receive import receive, sha256_of
from spinney.files.store import BadStoreError, Folder, folder_of, store
from spinney.kernel.errors import BadInput, NotNow


class TestTheStore:
    def test_a_file_lies_whole_under_a_random_id_for_its_owner_alone(self, kept, tmp_path):
        source = tmp_path / "report of Maya.pdf"
        source.write_bytes(b"x" * 3_000_000)
        stored = store().put(source)
        assert stored.version == 4
        (path,) = (x for x in kept.rglob("*") if x.is_file())
        assert path.name == stored.hex
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert sha256_of(path) == sha256_of(source)
        assert [x for x, _ in store().ids()] == [stored]

    def test_a_copy_cut_short_is_no_file(self, kept, tmp_path, monkeypatch):
        source = tmp_path / "x"
        source.write_bytes(b"x")

        def full(_):
            raise OSError("disk full")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="full"):
            store().put(source)
        assert list(store().ids()) == []

    @pytest.mark.parametrize("odd", ["../../etc/passwd", "/etc/passwd", "..", "", "x\0y"])
    def test_no_id_leads_out_of_the_folder(self, kept, odd):
        with pytest.raises(ValueError, match="hexadecimal"):
            Folder(kept).open(odd)

    def test_what_is_not_there_is_said_to_be_gone(self):
        with pytest.raises(FileNotFoundError):
            store().open(uuid4())
        store().remove(uuid4())

    @pytest.mark.parametrize(
        "url", ["s3://bucket/x", "file://host/x", "file:x", "/srv/files", "", "http://x/y"]
    )
    def test_a_store_that_is_not_built_is_refused_at_the_start(self, settings, url):
        with pytest.raises(BadStoreError, match="FILES_URL must be a folder"):
            folder_of(url)
        settings.FILES_URL = url
        assert [x.id for x in files_are_set_up()] == ["files.E001"]


class TestTheScanner:
    @pytest.mark.parametrize("way", ["tcp", "unix"])
    def test_the_whole_file_as_it_came_is_scanned(self, settings, tmp_path, way):
        body = makers.wav(seconds=20)
        with clamd.answering(unix=tmp_path / "s" if way == "unix" else None) as (url, heard):
            settings.CLAMD_URL = url
            receive([body])
        assert heard == [len(body)]

    def test_what_is_found_is_refused_and_nothing_is_kept(self, settings, kept):
        with clamd.answering() as (url, _):
            settings.CLAMD_URL = url
            for body in (makers.EICAR, makers.wav() + makers.EICAR):
                with pytest.raises(BadInput, match="something harmful"):
                    receive([body])
        assert not kept.exists()

    @pytest.mark.parametrize(
        "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"stream: OKAY\0"]
    )
    def test_any_other_answer_is_a_refusal(self, settings, kept, answer):
        with clamd.answering(answer) as (url, _):
            settings.CLAMD_URL = url
            with pytest.raises(NotNow, match="Try again"):
                receive([makers.wav()])
        assert not kept.exists()

    def test_a_scanner_that_is_down_or_silent_is_a_refusal(
        self, settings, kept, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(scan, "SECONDS", 0.2)
        for url in ("tcp://127.0.0.1:9", f"unix://{tmp_path}/none", "tcp://127.0.0.1:x"):
            settings.CLAMD_URL = url
            with pytest.raises(NotNow, match="Nothing was kept"):
                receive([makers.wav()])
        monkeypatch.setattr(clamd.Peer, "handle", lambda self: time.sleep(0.5))
        with clamd.answering() as (url, _):
            settings.CLAMD_URL = url
            with pytest.raises(NotNow, match="Nothing was kept"):
                receive([makers.wav()])
        assert not kept.exists()

    def test_without_a_scanner_nobody_adds_a_file_unless_someone_has_said_so(self, settings):
        assert scan.state() == "not scanned: no scanner"
        receive([makers.wav()])
        settings.FILES_SCAN = ""
        assert scan.state() == "off: no scanner"
        with pytest.raises(NotNow, match="no scanner"):
            receive([makers.wav()])
        assert [x.id for x in files_can_be_added()] == ["files.I001"]
        assert files_are_set_up() == []
        settings.CLAMD_URL = "http://x"
        assert [x.id for x in files_are_set_up()] == ["files.E002"]
        settings.CLAMD_URL, settings.FILES_SCAN = "tcp://scanner:3310", "off"
        assert [x.id for x in files_are_set_up()] == ["files.E003"]
        assert scan.state() == "scanned"
        assert files_can_be_added() == []

    def test_a_scanner_that_passes_everything_would_be_noticed(self, settings, monkeypatch):
        monkeypatch.setattr(scan, "check", lambda _: None)
        with clamd.answering() as (url, _):
            settings.CLAMD_URL = url
            with pytest.raises(BadInput) as refused:
                receive([makers.EICAR])
            assert str(refused.value) != scan.FOUND


def test_a_backup_takes_the_folder_that_files_url_names_without_what_is_half_written(
    monkeypatch, kept, tmp_path
):
    (tmp_path / "report").write_bytes(b"x")
    stored = store().put(tmp_path / "report")
    (kept / stored.hex[:2] / "half.part").write_bytes(b"x")
    monkeypatch.setenv("FILES_URL", f"file://{kept}")
    physical.copy_files(tmp_path / "var", tmp_path / "backup")
    found = [x.name for x in (tmp_path / "backup").rglob("*") if x.is_file()]
    assert found == [stored.hex]
    monkeypatch.delenv("FILES_URL")
    physical.copy_files(tmp_path, tmp_path / "other")
    assert (tmp_path / "other/files" / stored.hex[:2] / stored.hex).exists()
