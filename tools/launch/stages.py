"""Stages of a command, shown with their times: `[2/7] Database … 1.4 s`. Independent ones run side by side."""

import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import TypeVar

from tools.launch import children
from tools.launch.say import say

T = TypeVar("T")
LOOK = 0.5


class Stages:
    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._busy: dict[str, float] = {}
        self._lock = threading.Lock()
        self._live = sys.stdout.isatty()

    def run(self, name: str, act: Callable[[], T]) -> T:
        began = time.monotonic()
        with self._lock:
            self._busy[name] = began
        try:
            result = act()
        except BaseException:
            self._end(name, began, failed=True)
            raise
        self._end(name, began, failed=False)
        return result

    def side_by_side(self, chains: Sequence[Callable[[], object]]) -> None:
        """Run chains of stages at once. The first that fails stops the others, and its problem is raised."""
        with ThreadPoolExecutor(len(chains)) as pool:
            futures = [pool.submit(chain) for chain in chains]
            try:
                waiting = set(futures)
                while waiting:
                    finished, waiting = wait(waiting, LOOK, FIRST_EXCEPTION)
                    for future in finished:
                        future.result()
                    self._show_busy()
            except BaseException:
                self._clear()
                children.stop_all()
                raise

    def _end(self, name: str, began: float, *, failed: bool) -> None:
        took = time.monotonic() - began
        with self._lock:
            self._busy.pop(name, None)
            self._done += 1
            self._clear()
            mark = "failed after " if failed else ""
            say(f"[{self._done}/{self._total}] {name} … {mark}{took:.1f} s")

    def _show_busy(self) -> None:
        if not self._live:
            return
        with self._lock:
            now = time.monotonic()
            working = ", ".join(
                f"{name} ({now - began:.0f} s)" for name, began in self._busy.items()
            )
            if working:
                print(f"\r\033[K      working: {working}"[:110], end="", flush=True)

    def _clear(self) -> None:
        if self._live:
            print("\r\033[K", end="", flush=True)
