"""Separated parents never see one another's answers, names or existence: 200 pairs of worlds, 0 differing bytes."""

import os
import random
from collections.abc import Iterator

import pytest
from tests.factories.access import NOW
from tests.web.families import mutants
from tests.web.families.twins import as_if, differ, her_answer, her_pages
from tests.web.families.world import two_homes

from spinney.kernel import clock
from spinney.plans import services
from spinney.plans.models import Answer
from spinney.plans.types import AnswerKind

pytestmark = pytest.mark.django_db
WORLDS = int(os.environ.get("SPINNEY_TWIN_WORLDS", "200"))
# Enough for each planted fault: every kind of change is in at least one of them.
WORLDS_FOR_A_MUTANT = 24


@pytest.fixture
def homes(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    made = two_homes()
    with made.scope():
        services.answer_plan(
            made.actor("mother"), plan_id=made.plan, version=1, kind=AnswerKind.QUESTION,
            words="How often?", now=NOW, line_id=made.lines["provision"],
        )  # fmt: skip
    return made


def differences(client, homes, worlds: int) -> Iterator[str]:
    """The pages that differ from the world in which he did nothing, with the changes that showed."""
    client.force_login(homes.user("mother"))
    answer = her_answer(homes)
    first = {}
    for silent in (False, True):
        with as_if():
            _she_has_not_answered(homes, silent=silent)
            first[silent] = her_pages(client, homes, answer)
    for seed in range(worlds):
        with as_if():
            _she_has_not_answered(homes, silent=bool(seed % 2))
            done = differ(homes, random.Random(seed))
            seen = her_pages(client, homes, answer)
        expected = first[bool(seed % 2)]
        yield from (f"{page} after {done}" for page in expected if seen[page] != expected[page])


def _she_has_not_answered(homes, *, silent: bool) -> None:
    """Her home page asks for an answer only then, and his must not count as hers."""
    if silent:
        with homes.scope():
            Answer.objects.filter(from_user=homes.users["mother"]).delete()


def test_nothing_of_the_other_parent_changes_a_byte_of_her_pages(client, homes):
    assert list(differences(client, homes, WORLDS)) == []


@pytest.mark.parametrize("plant", mutants.ALL, ids=lambda plant: plant.__name__)
def test_a_planted_leak_is_caught(client, homes, monkeypatch, plant):
    plant(monkeypatch)
    caught = next(differences(client, homes, WORLDS_FOR_A_MUTANT), "")
    assert caught, f"{plant.__doc__}: nobody noticed"
