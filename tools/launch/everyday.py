"""The short verbs: each sets the stage and hands over to one program."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.launch import children, demo, env, frontend, setting
from tools.launch.places import LOCKS, PYTHON, ROOT, VENV, log_file, private_home
from tools.launch.say import Problem, say
from tools.launch.setting import django
from tools.launch.stages import Stages

PYTHON_VERSION = "3.11"


def migrate() -> int:
    return _with_database(django("migrate", "--no-input"), role="owner")


def seed(number: int) -> int:
    stages = Stages(4)
    stages.run("Python packages", lambda: env.ready("demo"))
    with setting.database() as url:
        given = setting.environment(url, extra={"SPINNEY_DEMO": "yes"})
        stages.run("Database", lambda: None)
        stages.run("Tables", lambda: demo.migrate(given))
        stages.run("Demo world", lambda: demo.seed_demo(given, number))
    return 0


def bring_in(file: Path, school: str, rest: Sequence[str]) -> int:
    if not file.is_file():
        raise Problem(f"There is no file {file}.", "Check the name, and run the command again.")
    return _with_database(django("import_file", file.resolve(), "--school", school, *rest))


def shell() -> int:
    return _with_database(django("shell"))


def manage(words: Sequence[str]) -> int:
    return _with_database(django(*words), role="owner")


def docs() -> int:
    # The list of tables is read from the database, so the tables are brought up to date first.
    return migrate() or _with_database(django("write_reference"), lock="dev")


def bench(rest: Sequence[str]) -> int:
    frontend_first = Stages(2)
    frontend_first.run("Python packages", lambda: env.ready("dev"))
    frontend_first.run("Front end", frontend.ready)
    return _with_database([PYTHON, "-m", "bench", *rest], lock="dev", role="owner")


def serve(host: str, port: int, workers: int) -> int:
    _needs_a_server()
    env.ready("demo")
    frontend.ready()
    command = demo.web_command(host, port, workers=workers)
    return children.shown(command, env=setting.environment(os.environ["DATABASE_URL"]))


def relay() -> int:
    _needs_a_server()
    env.ready("demo")
    given = setting.environment(os.environ["DATABASE_URL"], role="worker")
    return children.shown(django("relay"), env=given)


def _needs_a_server() -> None:
    if setting.own_server():
        raise Problem(
            "DATABASE_URL is not set. This verb is for production, which has a server of its own.",
            "Set DATABASE_URL, or use ./run demo. See docs/guides/production.md.",
        )


def _with_database(command: Sequence[str | Path], *, role: str = "app", lock: str = "demo") -> int:
    env.ready(lock)
    with setting.database() as url:
        return children.foreground(command, env=setting.environment(url, role=role))


def lock() -> int:
    """Newer versions come in only by `pyproject.toml` or by deleting a lock: what is locked stays."""
    env.ready("dev")
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        env.put_uv_in_place()
    groups = {"dev": ["--group", "demo", "--group", "dev"], "demo": ["--group", "demo"], "base": []}
    for name, chosen in groups.items():
        within = [] if name == "dev" else ["-c", "requirements/dev.txt"]
        _compile(uv, ["pyproject.toml", *chosen, *within], LOCKS / f"{name}.txt")
    say(
        "Wrote requirements/base.txt, demo.txt and dev.txt. Read the difference before you commit it."
    )
    return 0


def _compile(uv: Path, sources: Sequence[str], target: Path) -> None:
    done = subprocess.run(
        [
            *(str(uv), "pip", "compile", "-q", *sources),
            *("--python-version", PYTHON_VERSION, "--generate-hashes", "--no-emit-index-url"),
            *("--no-annotate", "--custom-compile-command", "./run lock", "-o", str(target)),
        ],
        cwd=ROOT,
        env=private_home(dict(os.environ)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        log = log_file("lock")
        log.write_text(done.stderr, encoding="utf-8")
        raise Problem(
            f"{target.name} was not written.\n{children.tail(done.stderr)}",
            children.remedy_for(done.stderr, log),
        )
