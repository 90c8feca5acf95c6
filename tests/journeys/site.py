"""The world that journeys happen in: the demo's small trust, a few children who come by file, the real server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from tests.browser import build_static
from tests.journeys.files import MIS_LIST, newcomers
from tests.live import environment, manage, own_database, served

PRIMARY, SECONDARY = "999001", "999002"  # URNs of the demo's schools


@dataclass(frozen=True)
class Place:
    """A running site, its database and its folder."""

    base: str
    url: str
    var: Path

    def rows(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        """Read as the owner, in every school: for finding an example, never for judging a page."""
        with psycopg.connect(self.url) as owner:
            schools = [row[0] for row in owner.execute("SELECT id FROM people_school").fetchall()]
            scope = "{" + ",".join(map(str, schools)) + "}"
            owner.execute("SELECT set_config('spinney.schools', %s, true)", [scope])
            return owner.execute(sql, params).fetchall()

    def one(self, sql: str, *params: Any) -> Any:
        found = self.rows(sql, *params)
        assert found, f"nothing in the demo world fits: {sql} {params}"
        return found[0][0]

    def child(self, forename: str, surname: str) -> Any:
        return self.one(
            "SELECT id FROM people_child WHERE forename = %s AND surname = %s", forename, surname
        )

    def run(self, *words: str) -> None:
        manage(environment(self.url, self.var, role="owner"), *words)


@contextmanager
def a_place(var: Path) -> Iterator[Place]:
    build_static(var / "static")
    name = f"{os.environ.get('SPINNEY_TEST_DB', 'test_spinney')}_journeys"
    with own_database(os.environ["DATABASE_URL"], name) as url:
        owner = environment(url, var, role="owner")
        manage(owner, "migrate", "--verbosity", "0")
        manage(owner, "seed_demo", "--scale", "small")
        mis_list = var / MIS_LIST
        mis_list.write_text(newcomers(), encoding="utf-8")
        manage(owner, "import_file", str(mis_list), "--school", PRIMARY, "--yes")
        with served(url, var, log=var / "server.log") as running:
            yield Place(running.base, url, var)
