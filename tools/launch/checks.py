"""`./run test`, `check` and `fix`: the same set-up, the lints, the tests, and one line of counts at the end."""

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

from tools.launch import children, env, frontend, setting
from tools.launch.places import PYTHON, log_file, made, var
from tools.launch.postgres import ADMIN
from tools.launch.say import Problem, complain, say
from tools.launch.setting import Environment, django
from tools.launch.stages import Stages

PLACES = ("src", "tests", "tools", "bench", "run")
IMPORTS = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
NO_TESTS = 5
DATABASES = 8
PAGES = "Pages"


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


def lints() -> dict[str, list[str | Path]]:
    return {
        "Lint (ruff)": [PYTHON, "-m", "ruff", "check", *PLACES],
        "Format (ruff)": [PYTHON, "-m", "ruff", "format", "--check", *PLACES],
        "Types (mypy)": [PYTHON, "-m", "mypy"],
        "Import direction": [PYTHON, "-c", IMPORTS],
        "Django check": django("check", "--fail-level", "WARNING"),
        "Migrations complete": django("makemigrations", "--check", "--dry-run"),
    }


def fix() -> int:
    Stages(1).run("Python packages", lambda: env.ready("dev"))
    first = children.shown([PYTHON, "-m", "ruff", "check", "--fix", *PLACES])
    return children.shown([PYTHON, "-m", "ruff", "format", *PLACES]) or first


def check() -> int:
    stages = Stages(2 + len(lints()))
    stages.run("Python packages", lambda: env.ready("dev"))
    with _database(stages) as environment:
        counts = _run_lints(stages, environment)
    return _close(counts)


def test(arguments: Sequence[str]) -> int:
    """With no arguments everything but the slow lane; arguments go straight to pytest, without the lints."""
    whole = not arguments
    lanes, left_out = _lanes() if whole else ({"Tests": list(arguments)}, [])
    stages = Stages(3 + len(lanes) + (len(lints()) if whole else 0))
    stages.run("Python packages", lambda: env.ready("dev"))
    stages.run("Front end", frontend.ready)
    with _database(stages) as environment:
        counts = _run_lints(stages, environment) if whole else Counts()
        if PAGES in lanes:
            pages = Beside(stages, PAGES, lanes.pop(PAGES), environment)
            with pages.running():
                counts += _lane(stages, "Tests", lanes.pop("Tests"), environment)
            counts += pages.counts
        for lane, chosen in lanes.items():
            counts += _lane(stages, lane, chosen, environment)
    for line in left_out:
        say(line)
    return _close(counts)


def _lane(
    stages: Stages,
    name: str,
    chosen: Sequence[str],
    environment: Environment,
    log: Path | None = None,
) -> Counts:
    with _own_test_database() as database:
        given = {**environment, "SPINNEY_TEST_DB": database}
        return stages.run(name, partial(_pytest, chosen, given, log))


@dataclass
class Beside:
    """A lane that runs on the other core with a database of its own. What it says is shown when it has ended."""

    stages: Stages
    name: str
    chosen: Sequence[str]
    environment: Environment
    counts: Counts = field(default_factory=lambda: Counts(failed=1))

    @contextmanager
    def running(self) -> Iterator[None]:
        log = log_file("pages")
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
            self.counts = _lane(self.stages, self.name, self.chosen, self.environment, log)


@contextmanager
def _database(stages: Stages) -> Iterator[Environment]:
    opened = setting.database()
    url = stages.run("Database", opened.__enter__)
    try:
        # The suite plants faults that only an administrator can plant, such as a role that escapes its fence.
        yield setting.environment(setting.cluster().url_of(ADMIN) if setting.own_server() else url)
    finally:
        opened.__exit__(None, None, None)


def _run_lints(stages: Stages, environment: Environment) -> Counts:
    counts = Counts()
    for name, command in lints().items():
        try:
            stages.run(name, partial(_lint, name, command, environment))
            counts.passed += 1
        except Problem as problem:
            complain(str(problem))
            counts.failed += 1
    return counts


def _lint(name: str, command: Sequence[str | Path], environment: Environment) -> None:
    log = log_file("check")
    log.write_bytes(b"")
    process_environment = {**environment, "NO_COLOR": "1"}
    try:
        children.run_logged(command, log=log, what=name, env=process_environment)
    except Problem as problem:
        # A lint's findings are what the reader came for: all of them, not the last lines.
        raise Problem(log.read_text(encoding="utf-8", errors="replace").strip()) from problem


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


def _lanes() -> tuple[dict[str, list[str]], list[str]]:
    """What to run, and a line for each lane that is left out.

    The browser's lane is a process of its own: its driver keeps an event loop in the thread that the other
    tests query the database from.
    """
    usual = ["-m", "not slow and not journey"]
    lanes = {"Tests": [*usual, "--ignore=tests/web"], PAGES: [*usual, "tests/web"]}
    left_out = ["Left out: the slow lane. Run it with ./run test -m slow"]
    if any(shutil.which(name) for name in CHROMIUM):
        lanes["Journeys"] = ["-m", "journey and not slow"]
    else:
        left_out.append(
            "Left out: the browser journeys, for want of Chromium. As root: apt install chromium"
        )
    return lanes, left_out


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


def _close(counts: Counts) -> int:
    say()
    say(str(counts))
    return 1 if counts.failed else 0
