"""`./run test`, `check` and `fix`: the same set-up, the lints, the tests, and one line of counts at the end."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tools.launch import children, env, frontend, lanes, setting
from tools.launch.lanes import Counts, Lane
from tools.launch.places import PYTHON, log_file
from tools.launch.postgres import ADMIN
from tools.launch.say import Problem, complain, say
from tools.launch.setting import Environment, django
from tools.launch.stages import Stages

PLACES = ("src", "tests", "tools", "bench", "run")
IMPORTS = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"


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
    """With no arguments everything but the slow lane, with --all that too; others go straight to pytest."""
    slow = list(arguments) == ["--all"]
    whole = slow or not arguments
    chosen, left_out = lanes.chosen(slow=slow) if whole else ([Lane("Tests", tuple(arguments))], [])
    stages = Stages(3 + len(chosen) + (len(lints()) if whole else 0))
    stages.run("Python packages", lambda: env.ready("dev"))
    stages.run("Front end", frontend.ready)
    with _database(stages) as environment:
        counts = _run_lints(stages, environment) if whole else Counts()
        counts += lanes.run(chosen, stages, environment)
    for line in left_out:
        say(line)
    return _close(counts)


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


def _close(counts: Counts) -> int:
    say()
    say(str(counts))
    return 1 if counts.failed else 0
