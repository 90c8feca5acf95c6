"""A file of 50 MB is read, and brought into a database, in flat memory."""

import pytest
from tests.spine.big_files import big_csv, big_ctf, import_apart, read_apart
from tests.spine.office import a_school_row
from tests.spine.support import needs_shared_ctf

MOST_MB = 300


@needs_shared_ctf
def test_a_transfer_file_of_50_mb_is_read_in_less_than_300_mb(tmp_path):
    path = tmp_path / "8202999_CTF_8204999_001.xml"
    count = big_ctf(path, 50)
    read, peak = read_apart(path)
    assert read == count
    assert peak < MOST_MB


@pytest.mark.slow
def test_an_export_of_50_mb_is_read_in_less_than_300_mb(tmp_path):
    path = tmp_path / "pupils.csv"
    count = big_csv(path, 50)
    read, peak = read_apart(path)
    assert read == count
    assert peak < MOST_MB


@needs_shared_ctf
@pytest.mark.slow
def test_a_transfer_file_of_50_mb_is_imported_in_less_than_300_mb(tmp_path, live_database):
    path = tmp_path / "8202999_CTF_8204999_001.xml"
    count = big_ctf(path, 50)
    _, urn = a_school_row("8204999")
    said, peak = import_apart(path, urn=urn, database=live_database)
    assert said.startswith(f"Were: {count} added")
    assert peak < MOST_MB
