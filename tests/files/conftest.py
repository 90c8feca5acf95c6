import pytest


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    """A store of this test's own, and no scanner by a decision in so many words."""
    settings.FILES_URL = f"file://{tmp_path / 'files'}"
    settings.FILES_SCAN = "none"
    settings.CLAMD_URL = ""
    return tmp_path / "files"
