"""Which tests run beside which, each lane with a database of its own, and what they counted together."""

import contextlib
import fcntl
import os
import queue
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


BROWSER = "journey and not slow"
EVERY_PAGE = "tests/journeys/test_pages.py"
SLOW = Lane("Slow", ("-m", "slow"))
TESTS = Lane("Tests", ("-m", "not slow and not journey", "--ignore=tests/web"))
PAGES = Lane("Pages", ("-m", "not slow and not journey", "tests/web"))
# Browser tests are processes of their own: the browser's driver keeps an event loop in the thread that other tests
# query the database from. They are the longest, so they are three.
PARTS = Lane("Parts in a browser", ("-m", BROWSER, "--ignore=tests/journeys"))
SIGHTS = Lane("Every page in a browser", ("-m", BROWSER, EVERY_PAGE))
JOURNEYS = Lane("Journeys", ("-m", BROWSER, "tests/journeys", f"--ignore={EVERY_PAGE}"))
CORES = 2
SLOWEST = ("--durations=12", "--durations-min=4")  # a lane says at its end what took its time


def chosen(*, slow: bool) -> tuple[list[Lane], list[str]]:
    """The lanes of a whole run, the longest first so that the cores end together; a line for each left out."""
    lanes, left_out = [TESTS, PAGES], []
    if any(shutil.which(name) for name in CHROMIUM):
        lanes += [PARTS, SIGHTS, JOURNEYS]
    else:
        left_out.append(
            "Left out: the browser journeys, for want of Chromium. As root: apt install chromium"
        )
    if slow:
        lanes.insert(0, SLOW)
    else:
        left_out.append("Left out: the slow lane. Run it with ./run test -m slow")
    return lanes, left_out


def run(lanes: Sequence[Lane], stages: Stages, environment: Environment) -> Counts:
    """A lane to a core, each with a database of its own; a core that is done takes the next that waits."""
    left = queue.SimpleQueue[Lane]()
    for lane in lanes:
        left.put(lane)
    others = [Beside(stages, left, environment) for _ in lanes[1:CORES]]
    with contextlib.ExitStack() as stack:
        for other in others:
            stack.enter_context(other.running())
        counts = Counts()
        for lane in _waiting(left):
            counts += _counts(stages, lane, environment)
    return sum((other.counts for other in others), counts)


def _waiting(left: queue.SimpleQueue[Lane]) -> Iterator[Lane]:
    with contextlib.suppress(queue.Empty):
        while True:
            yield left.get_nowait()


def _counts(
    stages: Stages, lane: Lane, environment: Environment, log: Path | None = None
) -> Counts:
    """A lane that could not run is a failure, and no reason to leave out the others."""
    try:
        return _run(stages, lane, environment, log)
    except Problem as problem:
        complain(str(problem))
        return Counts(failed=1)


def _run(stages: Stages, lane: Lane, environment: Environment, log: Path | None = None) -> Counts:
    with _own_test_database() as database:
        files = f"file://{var() / 'test-files'}"  # what a test keeps is never beside what a person keeps
        given = {**environment, "SPINNEY_TEST_DB": database, "FILES_URL": files}
        return stages.run(lane.name, partial(_pytest, lane.chosen, given, log))


@dataclass
class Beside:
    """A second core. What its lanes say is shown when all have ended; the first core's are shown as they run."""

    stages: Stages
    left: queue.SimpleQueue[Lane]
    environment: Environment
    counts: Counts = field(default_factory=Counts)
    logs: list[Path] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[None]:
        thread = threading.Thread(target=self._run)
        thread.start()
        try:
            yield
        except BaseException:
            children.stop_all()  # or we would wait for the other core to run to its end
            raise
        finally:
            thread.join()
            for log in self.logs:
                say(log.read_text(encoding="utf-8", errors="replace"))

    def _run(self) -> None:
        for lane in _waiting(self.left):
            log = log_file(lane.name.lower().replace(" ", "-"))
            log.write_bytes(b"")
            self.logs.append(log)
            self.counts += _counts(self.stages, lane, self.environment, log)


def _pytest(chosen: Sequence[str], environment: Environment, log: Path | None = None) -> Counts:
    results = made(var() / "test-results") / f"{os.getpid()}-{threading.get_ident()}.xml"
    told = (f"--junit-xml={results}", *SLOWEST)
    command: list[str | Path] = [PYTHON, "-m", "pytest", *told, *chosen]
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
