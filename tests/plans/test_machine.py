"""Two people write, publish, pause, end, reopen and review one plan in any order: all is as a plain model says.

The models know nothing of the database; they are in plan_machine.py and review_machine.py.
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.plans.plan_machine import PlanMachine
from tests.plans.review_machine import ReviewMachine
from tests.plans.review_mutants import MUTANTS

FEW = settings(
    max_examples=8, stateful_step_count=20, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
MANY = settings(FEW, max_examples=60, stateful_step_count=30, derandomize=False)
MACHINES = [PlanMachine, ReviewMachine]


@pytest.mark.parametrize("machine", MACHINES)
def test_a_plan_in_two_hands_is_always_what_a_plain_model_says(db, machine):
    run_state_machine_as_test(machine, settings=FEW)


@pytest.mark.slow
@pytest.mark.parametrize("machine", MACHINES)
def test_a_plan_in_two_hands_is_always_what_a_plain_model_says_in_many_lives(db, machine):
    run_state_machine_as_test(machine, settings=MANY)


def live(steps):
    """One life by hand: after every step what must hold is asked, as in the lives that are made up."""
    machine = ReviewMachine()
    try:
        for name, *given in steps:
            getattr(machine, name)(*given)
            for held in machine.invariants:
                held.function(machine)
    finally:
        machine.teardown()


@pytest.mark.parametrize(("fault", "steps"), MUTANTS)
def test_the_machine_catches_a_planted_fault(db, monkeypatch, fault, steps):
    live(steps)
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        live(steps)
