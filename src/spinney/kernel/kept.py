"""Keep for a little while, in this process, what changes once in weeks and is asked for on every page."""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

V = TypeVar("V")
A_MINUTE = 60.0
MOST = 4096


class Kept(Generic[V]):
    """Every process learns of a change within `seconds`. For public facts and names of lists, never for what
    decides who may see what."""

    def __init__(self, seconds: float = A_MINUTE) -> None:
        self._seconds = seconds
        self._kept: dict[Hashable, tuple[float, V]] = {}

    def get(self, key: Hashable, read: Callable[[], V]) -> V:
        found = self._kept.get(key)
        if found is not None and monotonic() - found[0] < self._seconds:
            return found[1]
        if len(self._kept) >= MOST:
            self._kept.clear()
        value = read()
        self._kept[key] = (monotonic(), value)
        return value
