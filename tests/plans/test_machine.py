"""Two people write, publish, pause, end, reopen and review one plan in any order: all is as a plain model says.

The models know nothing of the database; they are in plan_machine.py and review_machine.py.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.plans.plan_machine import PlanMachine
from tests.plans.review_machine import ReviewMachine
from tests.plans.review_mutants import MUTANTS

FEW = settings(
    max_examples=8, stateful_step_count=20, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
MANY = settings(FEW, max_examples=60, stateful_step_count=30, derandomize=False)
# Until the first life that shows the fault, and no search for a shorter one.
UNTIL_CAUGHT = settings(FEW, max_examples=40, phases=[Phase.generate], report_multiple_bugs=False)
MACHINES = [PlanMachine, ReviewMachine]


@pytest.mark.parametrize("machine", MACHINES)
def test_a_plan_in_two_hands_is_always_what_a_plain_model_says(db, machine):
    run_state_machine_as_test(machine, settings=FEW)


@pytest.mark.slow
@pytest.mark.parametrize("machine", MACHINES)
def test_a_plan_in_two_hands_is_always_what_a_plain_model_says_in_many_lives(db, machine):
    run_state_machine_as_test(machine, settings=MANY)


@pytest.mark.parametrize("fault", MUTANTS)
def test_the_machine_catches_a_planted_fault(db, monkeypatch, fault):
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(ReviewMachine, settings=UNTIL_CAUGHT)
