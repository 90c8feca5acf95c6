"""Which tests run beside which, each lane with a database of its own, and what they counted together."""

import contextlib
import fcntl
import os
import shutil
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tools.launch import children
from tools.launch.places import PYTHON, log_file, made, var
from tools.launch.say import Problem, complain, say
from tools.launch.setting import Environment
from tools.launch.stages import Stages

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
NO_TESTS = 5
DATABASES = 8


@dataclass
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass(frozen=True)
class Lane:
    name: str
    chosen: tuple[str, ...]  # arguments of pytest


TESTS = Lane("Tests", ("-m", "not slow and not journey", "--ignore=tests/web"))
PAGES = Lane("Pages", ("-m", "not slow and not journey", "tests/web"))
JOURNEYS = Lane("Journeys", ("-m", "journey and not slow"))
SLOW = Lane("Slow", ("-m", "slow"))


def turns(*, slow: bool) -> tuple[list[list[Lane]], list[str]]:
    """The lanes of each turn run side by side, one to a core. And a line for each lane that is left out.

    The browser's lane is a process of its own: its driver keeps an event loop in the thread that the other
    tests query the database from.
    """
    second, left_out = [], []
    if any(shutil.which(name) for name in CHROMIUM):
        second.append(JOURNEYS)
    else:
        left_out.append(
            "Left out: the browser journeys, for want of Chromium. As root: apt install chromium"
        )
    if slow:
        second.append(SLOW)
    else:
        left_out.append("Left out: the slow lane. Run it with ./run test -m slow")
    return [turn for turn in ([TESTS, PAGES], second) if turn], left_out


def run(turn: Sequence[Lane], stages: Stages, environment: Environment) -> Counts:
    """The first lane of a turn is shown as it runs, a second one when it has ended."""
    first, *others = turn
    beside = [Beside(stages, lane, environment) for lane in others]
    with contextlib.ExitStack() as stack:
        for lane in beside:
            stack.enter_context(lane.running())
        counts = _run(stages, first, environment)
    return sum((lane.counts for lane in beside), counts)


def _run(stages: Stages, lane: Lane, environment: Environment, log: Path | None = None) -> Counts:
    with _own_test_database() as database:
        files = f"file://{var() / 'test-files'}"  # what a test keeps is never beside what a person keeps
        given = {**environment, "SPINNEY_TEST_DB": database, "FILES_URL": files}
        return stages.run(lane.name, partial(_pytest, lane.chosen, given, log))


@dataclass
class Beside:
    """A lane that runs on the other core with a database of its own. What it says is shown when it has ended."""

    stages: Stages
    lane: Lane
    environment: Environment
    counts: Counts = field(default_factory=lambda: Counts(failed=1))

    @contextmanager
    def running(self) -> Iterator[None]:
        log = log_file(self.lane.name.lower())
        log.write_bytes(b"")
        thread = threading.Thread(target=self._run, args=(log,))
        thread.start()
        try:
            yield
        except BaseException:
            children.stop_all()  # or we would wait for the other lane to run to its end
            raise
        finally:
            thread.join()
            say(log.read_text(encoding="utf-8", errors="replace"))

    def _run(self, log: Path) -> None:
        with contextlib.suppress(Problem):
            self.counts = _run(self.stages, self.lane, self.environment, log)


def _pytest(chosen: Sequence[str], environment: Environment, log: Path | None = None) -> Counts:
    results = made(var() / "test-results") / f"{os.getpid()}-{threading.get_ident()}.xml"
    command: list[str | Path] = [PYTHON, "-m", "pytest", f"--junit-xml={results}", *chosen]
    code = children.shown(command, env=environment, log=log)
    try:
        return _counted(results, code)
    finally:
        results.unlink(missing_ok=True)


def _counted(results: Path, code: int) -> Counts:
    if not results.exists() or code == NO_TESTS:
        complain("pytest ran no test. Read what it says above.")
        return Counts(failed=1)
    counts = Counts()
    for suite in ET.parse(results).getroot().iter("testsuite"):  # noqa: S314  (pytest wrote it just now)
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        counts += Counts(max(0, int(suite.get("tests", 0)) - failed - skipped), failed, skipped)
    if code and not counts.failed:
        counts.failed = 1  # interrupted, or it broke outside a test
    return counts


@contextmanager
def _own_test_database() -> Iterator[str]:
    """A name that no other test run uses now. Names are few, so what a killed run left is used up again."""
    for number in range(DATABASES):
        with (made(var() / "run") / f"test-{number}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield os.environ.get("SPINNEY_TEST_DB", f"test_spinney_{number}")
            return
    raise Problem(f"{DATABASES} test runs are under way.", "Wait for one of them to end.")
