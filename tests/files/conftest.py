import pytest


@pytest.fixture(autouse=True)
def _own_store(kept):
    """Every test of this room has one."""
