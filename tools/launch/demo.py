"""`./run demo`: from a fresh clone to pages in a browser, with an invented world in them."""

import contextlib
import hashlib
import json
import os
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

from tools.launch import children, env, frontend, setting
from tools.launch.children import Process
from tools.launch.places import PYTHON, ROOT, log_file, stamp_file, stamped
from tools.launch.say import Problem, advice_for, say, table
from tools.launch.setting import Environment, django
from tools.launch.stages import Stages

STAGES = 6
PATIENCE = 60.0
LOOK = 0.1
WATCH = 0.5


def demo(*, host: str, port: int, seed: int) -> int:
    _refuse_taken(host, port)
    stages = Stages(STAGES)
    with contextlib.ExitStack() as held:
        started = _set_up(stages, held, port=port, seed=seed)
        try:
            people = children.start(
                django("personas"),
                output=_fresh("personas"),
                env=started | {"SPINNEY_DB_ROLE": "owner"},
            )
            parts = stages.run("Web and relay", lambda: _serve(started, host, port))
            say()
            say(f"READY http://localhost:{port}")
            say()
            say(_personas(people))
            say()
            say("Everything here is invented. Press Ctrl-C to stop.")
            return _watch(parts)
        finally:
            children.stop_all()


def _set_up(stages: Stages, held: contextlib.ExitStack, *, port: int, seed: int) -> Environment:
    found: Environment = {}

    def packages_and_data() -> None:
        stages.run("Python packages", lambda: env.ready("demo"))
        if not frontend.node_on_path():
            node_is_there.append(True)
        url = stages.run("Database", lambda: held.enter_context(setting.database()))
        found.update(_demo_environment(url, port))
        stages.run("Tables", lambda: migrate(found))
        stages.run("Demo world", lambda: seed_demo(found, seed))

    def pages() -> None:
        while not frontend.node_on_path() and not node_is_there:
            time.sleep(LOOK)
            children.refuse_when_stopping()
        stages.run("Front end", frontend.ready)

    node_is_there: list[bool] = []
    stages.side_by_side([packages_and_data, pages])
    return found


def _demo_environment(url: str, port: int) -> Environment:
    address = os.environ.get("SPINNEY_BASE_URL", f"http://localhost:{port}")
    return setting.environment(url, extra={"SPINNEY_DEMO": "yes", "SPINNEY_BASE_URL": address})


def migrate(environment: Environment) -> None:
    """Skipped when these very migrations were applied to this very cluster; /readyz would notice an error."""
    files = sorted((ROOT / "src").glob("**/migrations/*.py"))
    wanted = _state(files, environment)
    if setting.own_server() and stamped(stamp_file("migrated"), wanted):
        return
    children.run_logged(
        django("migrate", "--no-input", "--verbosity", "1"),
        log=log_file("migrate"),
        what="Making the tables",
        env=environment | {"SPINNEY_DB_ROLE": "owner"},
    )
    stamp_file("migrated").write_text(wanted, encoding="utf-8")


def seed_demo(environment: Environment, seed: int) -> None:
    wanted = f"{seed} {_state([], environment)}"
    if setting.own_server() and stamped(stamp_file("seeded"), wanted):
        return
    children.run_logged(
        django("seed_demo", "--seed", str(seed)),
        log=log_file("seed"),
        what="Making the demo world",
        env=environment | {"SPINNEY_DB_ROLE": "owner"},
    )
    stamp_file("seeded").write_text(wanted, encoding="utf-8")


def _state(files: list[Path], environment: Environment) -> str:
    total = hashlib.sha256(environment["DATABASE_URL"].encode())
    total.update(setting.cluster().identity.encode())
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def web_command(host: str, port: int, *, workers: int = 1) -> list[str | Path]:
    return [
        *(PYTHON, "-m", "granian", "--interface", "wsgi", "--workers", str(workers)),
        *("--blocking-threads", "4", "--host", host, "--port", str(port)),
        *("--no-ws", "--workers-kill-timeout", "5", "--log-level", "warning"),
        "spinney.config.wsgi:application",
    ]


def _serve(environment: Environment, host: str, port: int) -> dict[str, Process]:
    """Started from the main thread, or the tether would end them with the thread."""
    parts = {
        "web": children.start(web_command(host, port), output=_fresh("web"), env=environment),
        "relay": children.start(
            django("relay"), output=_fresh("relay"), env=environment | {"SPINNEY_DB_ROLE": "worker"}
        ),
    }
    deadline = time.monotonic() + PATIENCE
    for path in ("/healthz", "/readyz"):
        while (answer := _ask(host, port, path)) != "ok":
            _refuse_ended(parts)
            if time.monotonic() > deadline:
                raise Problem(
                    f"{path} does not say that all is well: {answer}", f"See {log_file('web')}."
                )
            time.sleep(LOOK)
    return parts


def _fresh(name: str) -> int:
    return os.open(log_file(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)


def _ask(host: str, port: int, path: str) -> str:
    reachable = "127.0.0.1" if host in {"0.0.0.0", "localhost"} else host  # noqa: S104
    # Asked by number, named by name: the server answers only to hosts it knows.
    request = urllib.request.Request(f"http://{_bracketed(reachable)}:{port}{path}")
    request.add_header("Host", f"localhost:{port}")
    try:
        with urllib.request.urlopen(request, timeout=5):  # noqa: S310
            return "ok"
    except urllib.error.HTTPError as error:
        return error.read(500).decode(errors="replace")
    except OSError as error:
        return str(error)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise Problem(
                f"Port {port} cannot be used: {error.strerror}.",
                f"Is a demo running already? Choose another port: ./run demo --port {port + 1}",
            ) from error


def _refuse_ended(parts: dict[str, Process]) -> None:
    for name, process in parts.items():
        if process.poll() is not None:
            written = log_file(name).read_text(encoding="utf-8", errors="replace")
            raise Problem(
                f"The {name} process stopped by itself.\n{children.tail(written)}",
                advice_for(written) or f"The whole output is in {log_file(name)}.",
            )


def _watch(parts: dict[str, Process]) -> int:
    while True:
        _refuse_ended(parts)
        time.sleep(WATCH)


def _personas(process: Process) -> str:
    code = process.wait()
    children.forget(process)
    written = log_file("personas").read_text(encoding="utf-8")
    if code:
        raise Problem(f"The list of personas cannot be read.\n{children.tail(written)}")
    people = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    columns = ("key", "name", "role", "school")
    return table(
        ("persona", "name", "role", "school"),
        [tuple(str(person.get(column) or "") for column in columns) for person in people],
    )
