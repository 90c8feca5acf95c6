"""Draw examples of a strategy outside a test."""

import random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy


def drawn(strategy: SearchStrategy[Any], number: int, *, seed: random.Random) -> list[Any]:
    kept: list[Any] = []

    @given(strategy)
    @_seeded(seed.randrange(2**32))
    @settings(
        max_examples=number, database=None, phases=[Phase.generate], deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def keep(example):
        kept.append(example)

    keep()
    return kept


def _seeded(number: int):
    return seed(number)
