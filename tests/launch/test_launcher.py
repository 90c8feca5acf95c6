"""The commands a newcomer meets first: what they say, what they refuse, what they leave behind."""

import ast
import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tools.launch import children, demo, env, everyday, lanes, pipconf, setting, verbs
from tools.launch.lanes import Counts
from tools.launch.places import ROOT
from tools.launch.say import Problem, advice_for, table
from tools.launch.stages import Stages

RUN = ROOT / "run"
VERBS = "demo test check fix migrate seed import backup restore shell manage docs lock bench serve relay"


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, RUN, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "120", **environment},
        stdin=subprocess.DEVNULL,
    )


def test_run_alone_lists_its_verbs():
    done = run()
    assert done.returncode == 0
    listed = {line.split()[0] for line in done.stdout.splitlines() if line.startswith("    ")}
    assert set(VERBS.split()) <= listed


@pytest.mark.parametrize("verb", VERBS.split())
def test_every_verb_explains_itself(verb):
    done = run(verb, "--help")
    assert done.returncode == 0
    assert f"usage: ./run {verb}" in done.stdout
    assert len(done.stdout.split()) > 10


def test_an_unknown_verb_is_refused_with_the_list():
    done = run("deploy")
    assert done.returncode == 2
    assert "demo" in done.stderr


def test_the_launcher_needs_nothing_but_the_standard_library():
    allowed = sys.stdlib_module_names | {"tools"}
    for file in [RUN, *(ROOT / "tools").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= allowed, file


def test_a_taken_port_is_told_before_anything_is_started():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("demo", "--port", str(port))
    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert f"./run demo --port {port + 1}" in done.stderr


def test_production_verbs_ask_for_a_server(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    done = run("serve")
    assert done.returncode == 1
    assert "docs/guides/production.md" in done.stderr


def test_manage_hands_every_word_on_and_runs_as_the_owner(monkeypatch):
    given = []
    monkeypatch.setattr(
        everyday, "_with_database", lambda command, *, role: given.append((command, role)) or 0
    )
    monkeypatch.setattr(verbs, "_carry_out", lambda act: act())
    words = ["add_account", "--email", "a@b.example", "--parent", "-v", "0"]
    assert verbs.main(["manage", *words]) == 0
    assert given == [(setting.django(*words), "owner")]


def test_a_file_that_is_not_there_is_told(tmp_path):
    done = run("import", str(tmp_path / "none.csv"), "--school", "100001")
    assert done.returncode == 1
    assert "There is no file" in done.stderr


@pytest.mark.parametrize(
    ("output", "remedy"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("npm error code ENOTFOUND", "cannot be reached"),
        ("error: Failed to fetch: dns error: failed to lookup", "cannot be reached"),
        ("THESE PACKAGES DO NOT MATCH; do not match the hashes", "differs from the one we locked"),
        ("EACCES: permission denied", "another user"),
        ("something new", ""),
    ],
)
def test_a_known_failure_comes_with_its_remedy(output, remedy):
    assert remedy in advice_for(output)
    assert bool(advice_for(output)) == bool(remedy)


def test_a_failed_stage_shows_its_last_lines_and_where_the_rest_is(tmp_path):
    log = tmp_path / "stage.log"
    with pytest.raises(Problem) as problem:
        children.run_logged(
            ["sh", "-c", "echo broken pipe in the cellar; exit 3"], log=log, what="Plumbing"
        )
    assert "Plumbing failed." in str(problem.value)
    assert "broken pipe in the cellar" in str(problem.value)
    assert str(log) in str(problem.value)


def test_stages_are_shown_with_their_times(capsys):
    stages = Stages(2)
    stages.run("Database", lambda: None)
    with pytest.raises(Problem):
        stages.run("Tables", refuse)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("[1/2] Database … 0.")
    assert said[1].startswith("[2/2] Tables … failed after 0.")


def refuse() -> None:
    raise Problem("No.")


def test_the_key_is_made_once_and_read_by_its_owner_only(tmp_path):
    first = setting.secret_key(tmp_path / "var/secret-key")
    assert setting.secret_key(tmp_path / "var/secret-key") == first
    assert len(first) >= 50
    assert (tmp_path / "var/secret-key").stat().st_mode & 0o077 == 0


def test_a_child_ends_when_its_parent_is_killed(tmp_path):
    mark = tmp_path / "pid"
    code = (
        "import subprocess, sys, os\n"
        "from tools.launch import children\n"
        "c = children.start(['sleep', '300'], output=subprocess.DEVNULL)\n"
        "print(c.pid, flush=True)\n"
        "sys.stdin.readline()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    child = int(parent.stdout.readline())
    wait_until(lambda: Path(f"/proc/{child}/comm").read_text(encoding="utf-8") == "sleep\n")
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    wait_until(lambda: gone(child))
    assert not mark.exists()


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] == "Z"
    except OSError:
        return True


def wait_until(true) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_pips_mirror_is_handed_on_to_uv(tmp_path):
    conf = tmp_path / ".config/pip/pip.conf"
    conf.parent.mkdir(parents=True)
    conf.write_text(
        "[global]\nindex-url = https://mirror.example/simple\ncert = /ca.pem\n", encoding="utf-8"
    )
    given = {"HOME": str(tmp_path), "XDG_CONFIG_DIRS": str(tmp_path), "SSL_CERT_FILE": "/own.pem"}
    found = pipconf.as_uv(given)
    assert found["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert "SSL_CERT_FILE" not in found, "what is set already wins"
    given["PIP_INDEX_URL"] = "https://other.example/simple"
    assert pipconf.as_uv(given)["UV_DEFAULT_INDEX"] == "https://other.example/simple"


def test_the_demo_lock_is_part_of_the_dev_lock():
    dev = pinned("dev")
    for lock in ("base", "demo"):
        assert pinned(lock) <= dev
    assert pinned("base") <= pinned("demo")


def pinned(lock: str) -> set[str]:
    lines = (env.LOCKS / f"{lock}.txt").read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if "==" in line}


@pytest.mark.parametrize(
    ("xml", "code", "counts"),
    [
        ('<testsuite tests="5" failures="1" errors="1" skipped="1"/>', 1, Counts(2, 2, 1)),
        ('<testsuite tests="3" failures="0" errors="0" skipped="0"/>', 0, Counts(3, 0, 0)),
        pytest.param('<testsuite tests="3"/>', 2, Counts(3, 1, 0), id="interrupted"),
        pytest.param('<testsuite tests="0"/>', 5, Counts(0, 1, 0), id="no test ran"),
    ],
)
def test_what_pytest_counted_is_what_is_said(tmp_path, xml, code, counts):
    results = tmp_path / "results.xml"
    results.write_text(f"<testsuites>{xml}</testsuites>", encoding="utf-8")
    assert lanes._counted(results, code) == counts


def test_a_run_without_results_is_a_failure(tmp_path):
    assert lanes._counted(tmp_path / "none.xml", 0).failed == 1


def test_lanes_that_are_left_out_are_named(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    chosen, said = lanes.chosen(slow=False)
    assert chosen == [lanes.TESTS, lanes.PAGES]
    assert "Chromium" in " ".join(said)
    assert "slow" in " ".join(said)


def test_a_whole_run_begins_with_its_longest_lane(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    chosen, said = lanes.chosen(slow=True)
    assert (chosen[0], set(chosen), said) == (lanes.SLOW, set(EVERY_LANE), [])


EVERY_LANE = (
    lanes.SLOW, lanes.TESTS, lanes.PAGES, lanes.PARTS, lanes.SIGHTS, lanes.JOURNEYS,
)  # fmt: skip
FOLDERS = ("tests/plans/test_x.py", "tests/web/test_x.py", "tests/journeys/test_x.py",
           lanes.EVERY_PAGE)  # fmt: skip


def takes(lane: lanes.Lane, file: str, marks: dict[str, bool]) -> bool:
    """As pytest reads a lane: its expression of marks, the paths it names, and those it leaves out."""
    _, marked, *words = lane.chosen
    without = [word.removeprefix("--ignore=") for word in words if word.startswith("--")]
    within = [word for word in words if not word.startswith("--")]
    return (
        eval(marked, {}, marks)  # noqa: S307  (our own expressions)
        and not any(file.startswith(path) for path in without)
        and (not within or any(file.startswith(path) for path in within))
    )


def test_every_test_is_in_one_lane_and_one_lane_alone():
    for slow, journey, file in itertools.product([True, False], [True, False], FOLDERS):
        marks = {"slow": slow, "journey": journey}
        assert sum(takes(lane, file, marks) for lane in EVERY_LANE) == 1, (marks, file)


def test_two_cores_share_the_lanes_and_count_them_together(monkeypatch):
    both, ran = threading.Barrier(2, timeout=10), []

    def one(stages, lane, environment, log=None):
        ran.append(lane)
        if len(ran) <= 2:
            both.wait()  # so that each core has one
        return Counts(passed=1)

    monkeypatch.setattr(lanes, "_run", one)
    counts = lanes.run([lanes.TESTS, lanes.JOURNEYS, lanes.SLOW], stages=None, environment={})
    assert (counts, len(ran)) == (Counts(3, 0, 0), 3)


def test_a_lane_that_cannot_run_is_a_failure_and_the_others_run(monkeypatch):
    def one(stages, lane, environment, log=None):
        if lane is lanes.TESTS:
            raise Problem("There is no database.", "Look at the log.")
        return Counts(passed=1)

    monkeypatch.setattr(lanes, "_run", one)
    counts = lanes.run([lanes.TESTS, lanes.PAGES, lanes.SLOW], stages=None, environment={})
    assert counts == Counts(2, 1, 0)


def test_a_process_of_the_demo_that_ends_by_itself_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("SPINNEY_VAR", str(tmp_path))
    demo.log_file("web").write_text("it fell over\n", encoding="utf-8")
    ended = subprocess.Popen(["true"])
    ended.wait()
    with pytest.raises(Problem, match="it fell over"):
        demo._refuse_ended({"web": ended})


def test_a_table_lines_up():
    assert table(("a", "bb"), [("ccc", "d")]) == "a    bb\n---  --\nccc  d"
