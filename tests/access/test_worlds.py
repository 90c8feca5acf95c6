"""The page, the list and a second opinion agree about every person, act and child in random worlds."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.access import oracle
from tests.access.detect import disagreements
from tests.access.sample import drawn
from tests.access.worlds import (
    ADULTS,
    QUESTIONS,
    SCHOOLS,
    TODAY,
    put_everyone_on_the_roll,
    worlds,
)

from spinney.access.models import User
from spinney.access.types import Action
from spinney.kernel import tenancy

MODERATE = settings(
    max_examples=500, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
MANY = settings(MODERATE, max_examples=6_000, derandomize=False)


@pytest.fixture
def roll(db):
    User.objects.bulk_create(
        User(id=adult, email=f"{adult}@school.example", display_name="A", password="!")
        for adult in ADULTS
    )
    with tenancy.acting_in(SCHOOLS):
        put_everyone_on_the_roll()


def check(world, action):
    assert disagreements(world, action) == []


# The acts that differ in whom they are open to; the others open to the same people as one of these.
ACTIONS = st.sampled_from(list(Action))


@given(world=worlds, action=ACTIONS)
@MODERATE
def test_page_list_and_second_opinion_agree(roll, world, action):
    check(world, action)


@pytest.mark.slow
@given(world=worlds, action=ACTIONS)
@MANY
def test_page_list_and_second_opinion_agree_in_many_worlds(roll, world, action):
    check(world, action)


def test_the_worlds_reach_every_rule(roll):
    """A generator that never draws a case proves nothing about it: count allowed and refused for each act."""
    seen = {action: {True: 0, False: 0} for action in Action}
    for world in drawn(worlds, 300, seed=random.Random(7)):
        for action in Action:
            for q in QUESTIONS:
                answer = oracle.may(world, q.who, action.value, q.school, q.child, TODAY)
                seen[action][answer] += 1
    thin = {a: counts for a, counts in seen.items() if min(counts.values()) < 50}
    assert thin == {}
