"""The verbs of `./run`, and what each says under --help."""

import argparse
import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tools.launch import checks, children, demo, everyday
from tools.launch.backups import command as backups
from tools.launch.children import Stopped
from tools.launch.say import Problem, advice_for, complain, say

Arguments = argparse.Namespace
if TYPE_CHECKING:
    Verbs: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
Act = Callable[[Arguments], int]
INTERRUPTED = 130
SEED = 2026
HELP = {"-h", "--help"}
PASS_ON = {"import", "bench"}
HANDED_ON: dict[str, Callable[[Sequence[str]], int]] = {
    "test": checks.test,
    "manage": everyday.manage,
}


def main(words: Sequence[str]) -> int:
    parser = build_parser()
    if not words:
        parser.print_help()
        return 0
    if words[0] in HANDED_ON and not HELP & set(words[1:2]):
        # Everything after the verb is another program's; argparse would claim some of it.
        return _carry_out(lambda: HANDED_ON[words[0]](words[1:]))
    arguments, rest = parser.parse_known_args(words)
    arguments.rest = rest
    if rest and words[0] not in PASS_ON:
        parser.error(f"{words[0]} does not know {' '.join(rest)}")
    return _carry_out(lambda: int(arguments.act(arguments)))


def _carry_out(act: Callable[[], int]) -> int:
    children.stop_on_signals()
    try:
        return act()
    except Stopped:
        with contextlib.suppress(OSError):  # the terminal may be gone
            say("\nStopped.")
        return INTERRUPTED
    except Problem as problem:
        complain(f"\n{problem}")
    except OSError as error:
        complain(f"\n{error.strerror}: {error.filename or ''}\n{advice_for(str(error))}")
    finally:
        children.stop_all()
    return 1


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run",
        description="Spinney's commands. Begin with: ./run demo",
        epilog="With DATABASE_URL set, the verbs use that PostgreSQL. Without it they start one under var/.",
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for add in (_demo, _checks, _data, _backup, _restore, _upkeep, _server):
        add(verbs)
    return parser


def _verb(
    verbs: "Verbs", name: str, act: Act, words: str, more: str = ""
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=words, description=f"{words} {more}".strip())
    parser.set_defaults(act=act)
    return parser


def _demo(verbs: "Verbs") -> None:
    parser = _verb(
        verbs,
        "demo",
        lambda given: demo.demo(host=given.host, port=given.port, seed=given.seed),
        "Start Spinney with an invented world in it.",
        "Installs what it needs into .venv and var/ first. Ctrl-C stops everything it started.",
    )
    _address(parser)
    _seed_number(parser)


def _checks(verbs: "Verbs") -> None:
    test = _verb(
        verbs,
        "test",
        lambda given: checks.test(given.pytest),
        "Run the lints and the tests, less the slow ones (./run test --all: with them).",
        "With arguments it runs pytest with them and nothing else: ./run test tests/plans -k review",
    )
    test.add_argument("pytest", nargs="*", metavar="PYTEST_ARGUMENT", help="passed on to pytest")
    _verb(
        verbs,
        "check",
        lambda _: checks.check(),
        "Run the lints alone: style, types, imports, migrations.",
    )
    _verb(verbs, "fix", lambda _: checks.fix(), "Mend what ruff can mend, and format the code.")


def _data(verbs: "Verbs") -> None:
    _verb(verbs, "migrate", lambda _: everyday.migrate(), "Bring the database's tables up to date.")
    seed = _verb(
        verbs,
        "seed",
        lambda given: everyday.seed(given.seed),
        "Make the demo world in the database, without starting the pages.",
        "The same number makes the same world. A world that is there is left alone.",
    )
    _seed_number(seed)
    parser = _verb(
        verbs,
        "import",
        lambda given: everyday.bring_in(given.file, given.school, given.rest),
        "Read a CTF or CSV export into a school.",
        "Shows what the file would change. Further options go to the import command.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a CTF (XML) or a MIS export (CSV)")
    parser.add_argument("--school", required=True, metavar="URN", help="the school's six-digit URN")


def _backup(verbs: "Verbs") -> None:
    parser = _verb(
        verbs,
        "backup",
        lambda given: backups.backup(given.to, with_keys=given.with_keys),
        "Back up the database and the files, and verify the copy.",
        "Keys are left out: keep them elsewhere, or a thief of the backup has both.",
    )
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="where backups are kept (var/backups)"
    )
    parser.add_argument(
        "--with-keys", action="store_true", help="put the secret key into the backup too"
    )


def _restore(verbs: "Verbs") -> None:
    parser = _verb(
        verbs,
        "restore",
        lambda given: backups.restore(
            given.backup, given.into, to_time=given.to_time, wal=given.wal
        ),
        "Restore a backup into an empty place, and prove that it is whole.",
        "Try the result with SPINNEY_VAR=DIR ./run demo. See docs/runbooks/restore.md.",
    )
    parser.add_argument("backup", type=Path, metavar="BACKUP", help="a folder made by ./run backup")
    parser.add_argument(
        "--into",
        required=True,
        metavar="DIR",
        help="an empty or new folder; or the address of an empty database",
    )
    parser.add_argument(
        "--to-time",
        metavar="ISO",
        help="go on from the backup to this moment, such as 2026-11-24T10:42:00Z; 'latest' for all there is",
    )
    parser.add_argument(
        "--wal",
        type=Path,
        metavar="DIR",
        help="the folder of archived log segments (var/wal-archive)",
    )


def _upkeep(verbs: "Verbs") -> None:
    _verb(
        verbs,
        "shell",
        lambda _: everyday.shell(),
        "Open a Python shell on the database, as the app role.",
    )
    manage = _verb(
        verbs,
        "manage",
        lambda given: everyday.manage(given.words),
        "Run a management command as the database's owner: add_school, add_account, end_account, set_password.",
        "Such as: ./run manage add_account --help   See docs/guides/production.md.",
    )
    manage.add_argument("words", nargs="*", metavar="WORD", help="the command and its options")
    _verb(verbs, "docs", lambda _: everyday.docs(), "Write docs/reference anew from the code.")
    _verb(
        verbs,
        "lock",
        lambda _: everyday.lock(),
        "Write requirements/*.txt anew from pyproject.toml.",
    )
    _verb(
        verbs,
        "bench",
        lambda given: everyday.bench(given.rest),
        "Measure the pages: medians and query counts.",
        "Further arguments go to the bench.",
    )


def _server(verbs: "Verbs") -> None:
    serve = _verb(
        verbs,
        "serve",
        lambda given: everyday.serve(given.host, given.port, given.workers),
        "Serve the pages in production, and nothing else. See docs/guides/production.md.",
    )
    _address(serve)
    serve.add_argument("--workers", type=int, default=2, help="web processes (2)")
    _verb(
        verbs, "relay", lambda _: everyday.relay(), "Relay events in production, and nothing else."
    )


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")


def _seed_number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=SEED, help=f"the world's number ({SEED})")
