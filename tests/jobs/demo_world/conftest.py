from datetime import date

import pytest

from spinney.jobs.demo_world import SMALL, World, build

SEED = 7
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def world() -> World:
    return build(SEED, TODAY)


@pytest.fixture(scope="session")
def small() -> World:
    return build(SEED, TODAY, SMALL)
