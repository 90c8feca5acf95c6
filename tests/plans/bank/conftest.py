"""Maya's school, as in tests/plans."""

import pytest
from tests.personas import small_world

from spinney.kernel import tenancy


@pytest.fixture
def world(db):
    world = small_world()
    with tenancy.acting_in([world.alder, world.birch]):
        yield world


@pytest.fixture
def senco(world):
    return world.actor("senco")
