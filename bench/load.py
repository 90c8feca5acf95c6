"""What people wait for, on the real server as `./run serve` runs it: clients in threads, each on one connection."""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

EDITORS, SAVES, BETWEEN = 50, 12, (0.7, 1.7)  # a save comes about a second after the last key
GOES = 15


@dataclass(frozen=True)
class Wait:
    """Milliseconds from the question to the last byte of its answer, one list for each go, sorted."""

    name: str
    goes: list[list[float]]
    budget: int

    @property
    def number(self) -> int:
        return sum(map(len, self.goes))

    @property
    def quiet(self) -> list[float]:
        """The quickest go: other work on the machine only adds."""
        return min(self.goes, key=p95)

    @property
    def usual(self) -> list[float]:
        """The go in the middle."""
        return sorted(self.goes, key=p95)[len(self.goes) // 2]

    @property
    def over(self) -> bool:
        return p95(self.quiet) > self.budget


def p95(waits: list[float]) -> float:
    return waits[int(len(waits) * 0.95)]


class Person:
    def __init__(self, base: str, cookie: tuple[str, str]) -> None:
        self.server = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
        self.cookie, self.csrf = cookie

    def ask(self, path: str, body: Any = None) -> float:
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.csrf}
        began = time.perf_counter()
        if body is None:
            self.server.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/json"
            self.server.request("POST", path, json.dumps(body).encode(), headers)
        answer = self.server.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return (time.perf_counter() - began) * 1000


def together(people: list[Callable[[list[float]], None]]) -> list[float]:
    found: list[list[float]] = [[] for _ in people]
    threads = [
        threading.Thread(target=act, args=(waits,))
        for act, waits in zip(people, found, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The first two of each warm their worker.
    return sorted(wait for waits in found for wait in waits[2:])


def measured(base: str, world: Any, cookies: dict[str, tuple[str, str]]) -> list[Wait]:
    return [_readers(base, world, cookies), _lister(base, cookies), _editors(base, world, cookies)]


def _readers(base: str, world: Any, cookies: dict[str, tuple[str, str]]) -> Wait:
    """Four people at once, with no pause between one page and the next. The first go, which warms, is left out."""
    paths = [
        ("senco", f"/plans/{world.plan}"), ("teacher", "/today"), ("senco", "/"),
        ("parent", f"/my/plans/{world.plan}"),
    ]  # fmt: skip

    def person(number: int) -> Callable[[list[float]], None]:
        def act(waits: list[float]) -> None:
            known = {who: Person(base, cookies[who]) for who, _ in paths}
            for turn in range(60):
                who, path = paths[(number + turn) % len(paths)]
                waits.append(known[who].ask(path))

        return act

    goes = [together([person(n) for n in range(4)]) for _ in range(GOES + 1)]
    return Wait("Four people reading, without a pause", goes[1:], budget=60)


def _lister(base: str, cookies: dict[str, tuple[str, str]]) -> Wait:
    def act(waits: list[float]) -> None:
        senco = Person(base, cookies["senco"])
        waits += [senco.ask("/plans?size=400") for _ in range(60)]

    return Wait("The list of 400 plans", [together([act])], budget=200)


def _editors(base: str, world: Any, cookies: dict[str, tuple[str, str]]) -> Wait:
    """Fifty people type in fifty plans; each waits for the word 'Saved'."""

    def editor(plan: str, line: str, rev: int, seed: int) -> Callable[[list[float]], None]:
        def act(waits: list[float]) -> None:
            dice, senco = random.Random(seed), Person(base, cookies["senco"])
            for turn in range(SAVES):
                time.sleep(dice.uniform(*BETWEEN))
                body = {
                    "line": line, "field": "strengths", "value": f"Kind, and patient, {turn}",
                    "base_rev": rev + turn,
                }  # fmt: skip
                waits.append(senco.ask(f"/plans/{plan}/save", body))

        return act

    found = together([editor(*each, seed) for seed, each in enumerate(_drafts(world))])
    return Wait(f"{EDITORS} editors, a save about every second each", [found], budget=150)


def _drafts(world: Any) -> list[tuple[str, str, int]]:
    from spinney.kernel import tenancy
    from spinney.kernel.rows import all_rows

    with tenancy.acting_in([world.school]):
        rows = all_rows(
            "SELECT plan_id, id, (revs ->> 'strengths')::int FROM plans_draft_line"
            " WHERE school_id = %s AND section = 'about' AND plan_id <> %s AND revs ? 'strengths'"
            " ORDER BY plan_id LIMIT %s",
            [world.school, world.plan, EDITORS],
        )
    return [(str(plan), str(line), rev) for plan, line, rev in rows]
