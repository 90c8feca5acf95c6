"""Chance and ids that are the same for the same seed, on every machine and every Python.

Python promises that `random.Random(n).random()` stays the same between releases; it does not promise that of
`choice`, `sample` or `shuffle`. So everything here is made from `random()` alone.
"""

import hashlib
import random
from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")
# 1 September 2024 in milliseconds. The first id's time; each id after it is a millisecond later.
ID_EPOCH_MS = 1_725_148_800_000


class Dice:
    """One stream of chance. Give each thing its own path, so that a new family does not reshuffle every plan."""

    def __init__(self, seed: int, *path: str | int) -> None:
        text = "/".join(str(part) for part in (seed, *path))
        start = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        self.unit = random.Random(start).random  # noqa: S311  (invented people, not secrets)

    def chance(self, share: float) -> bool:
        return self.unit() < share

    def between(self, least: int, most: int) -> int:
        """A whole number; both ends included."""
        return least + int(self.unit() * (most - least + 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.unit() * len(options))]

    def shuffled(self, options: Iterable[T]) -> list[T]:
        rest = list(options)
        for last in range(len(rest) - 1, 0, -1):
            other = self.between(0, last)
            rest[last], rest[other] = rest[other], rest[last]
        return rest

    def some(self, options: Iterable[T], most: int) -> list[T]:
        """Up to `most` different ones, in random order."""
        return self.shuffled(options)[:most]

    def weighted(self, options: Sequence[tuple[T, float]]) -> T:
        left = self.unit() * sum(weight for _, weight in options)
        for option, weight in options:
            left -= weight
            if left < 0:
                return option
        return options[-1][0]


class Ids:
    """UUIDv7-shaped ids from the seed and a counter: they sort in the order they were made."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._count = 0

    def next(self) -> UUID:
        self._count += 1
        digest = hashlib.sha256(f"{self._seed}:{self._count}".encode()).digest()
        tail = int.from_bytes(digest[:8]) & (2**62 - 1) | 2**63
        extra = int.from_bytes(digest[8:10]) & 0xFFF
        head = (ID_EPOCH_MS + self._count) << 16 | 0x7000 | extra
        return UUID(int=head << 64 | tail)
