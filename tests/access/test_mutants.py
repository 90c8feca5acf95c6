"""The access tests are worth what they catch: every mutant of the rules must be noticed by at least one of them."""

import random

import pytest
from tests.access.detect import faults_in_table, faults_in_worlds, faults_on_real_rows
from tests.access.mutants import HELD_BY_THE_FENCE, MUTANTS, planted
from tests.access.sample import drawn
from tests.access.table import EXPECTED
from tests.access.test_worlds import roll  # noqa: F401  (a fixture)
from tests.access.worlds import worlds

from spinney.access.types import Role


@pytest.fixture(scope="module")
def some_worlds():
    """The fullest first: they tell the most."""
    found = drawn(worlds, 500, seed=random.Random(11))
    return sorted(found, key=lambda world: -sum(map(len, world.values())))[:160]


def faults(some_worlds) -> list[str]:
    return (
        faults_in_table()
        or faults_on_real_rows(Role.OFFICE)  # one role that may do some things and see some fields
        or faults_in_worlds(some_worlds)
        or [fault for who in EXPECTED for fault in faults_on_real_rows(who)]
    )


def test_the_rules_as_they_are_have_no_fault(roll, some_worlds):  # noqa: F811
    assert faults(some_worlds) == []


@pytest.mark.parametrize("mutant", [pytest.param(m, id=m.name) for m in MUTANTS])
def test_a_planted_fault_in_the_rules_is_caught(roll, some_worlds, mutant):  # noqa: F811
    with planted(mutant):
        assert faults(some_worlds), f"'{mutant.name}' was not noticed by any access test"


@pytest.mark.parametrize("mutant", [pytest.param(m, id=m.name) for m in HELD_BY_THE_FENCE])
def test_some_faults_the_database_holds_by_itself(roll, some_worlds, mutant):  # noqa: F811
    """No access test notices these, and none needs to: row-level security gives the same answer."""
    with planted(mutant):
        assert faults(some_worlds[:20]) == []


def test_there_are_mutants_of_every_part():
    assert len(MUTANTS) >= 40
    assert len({m.name for m in MUTANTS}) == len(MUTANTS)
    assert {m.module.__name__.rsplit(".", 1)[-1] for m in MUTANTS} == {"rules", "queries", "decide"}
