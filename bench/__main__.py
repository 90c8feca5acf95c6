"""`./run bench`: build one big school in a database of its own and measure the hot pages."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from bench.load import GOES, p95

REPORT = Path(__file__).resolve().parents[1] / "docs" / "reference" / "performance.md"
FLOOR = "An empty answer"
COACH = "Coach on a full plan"  # the rules alone, on the words of one plan: no request
BANK = "Search in a bank of 684"  # the rule alone: shipped entries and 500 of a school's own
PEER_PLAN, PEER_LIST = "Bare Django, a plan", "Bare Django, 200 plans"
PEERS = {"List of 200 plans": PEER_LIST, "Plan page": PEER_PLAN}
BUDGETS = {
    COACH: 5,
    BANK: 5,
    "Plan page": 8,
    "List of 200 plans": 8,
    "An audited save": 6,
    "Search": 4,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--pupils", type=int, default=10_000)
    parser.add_argument("--plans", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=600)
    parser.add_argument("--editor", action="store_true", help="only typing in a draft, in Chromium")
    parser.add_argument("--write", action="store_true", help="write docs/reference/performance.md")
    chosen = parser.parse_args()
    _own_database()
    import django

    django.setup()
    from django.core.management import call_command

    from bench import world as worlds
    from bench.editor import put_in, report, typed
    from bench.load import measured
    from bench.measure import session_cookie
    from bench.server import serving
    from spinney.config.database import database_settings

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    world = worlds.build(pupils=chosen.pupils, plans=chosen.plans)
    print(
        f"{chosen.pupils:,} pupils and {chosen.plans:,} plans built in {time.perf_counter() - began:.1f} s"
    )
    from django.db import connection

    _become(connection, database_settings(os.environ["DATABASE_URL"], role="app"))
    cookies = {
        name: session_cookie(getattr(world, name)) for name in ("senco", "teacher", "parent")
    }
    if chosen.editor:
        with serving() as base:
            told = report(typed(base, world, cookies["senco"]))
        print(told)
        if chosen.write:
            REPORT.write_text(put_in(REPORT.read_text(encoding="utf-8"), told), encoding="utf-8")
        return 0
    figures = _pages(world, cookies, laps=max(1, chosen.rounds // 20))
    for found in figures:
        lap = found.quiet
        split = f"{lap.app_ms:.1f} + {lap.database_ms:.1f}"
        print(
            f"{found.name:28} {found.status} {lap.server_ms:5.1f} ms ({split}), {found.queries} queries"
        )
    with serving() as base:
        waits = measured(base, world, cookies)
        told = report(typed(base, world, cookies["senco"]))
    text = put_in(_table(figures, waits, chosen), told)
    print(text)
    if chosen.write:
        REPORT.write_text(text, encoding="utf-8")
    return 0 if all(f.status in {200, 302} and f.queries <= 12 for f in figures) else 1


def _own_database() -> None:
    """A database beside the demo's, made anew each time, so that figures do not depend on what was there."""
    import psycopg

    url = os.environ["DATABASE_URL"]
    base, _, query = url.partition("?")
    name = base.rsplit("/", 1)[1] + "_bench"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
    os.environ["DATABASE_URL"] = f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    # The second factor is asked once a session, at sign-in; a request after it costs the same without.
    os.environ |= {"SPINNEY_DB_ROLE": "owner", "SPINNEY_STAFF_MFA": "no"}


def _become(connection, wanted) -> None:  # type: ignore[no-untyped-def]
    connection.close()
    for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS"):
        connection.settings_dict[key] = wanted[key]


def _pages(world, cookies, *, laps):  # type: ignore[no-untyped-def]
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.peer"
    from bench.measure import Row, call, figures
    from spinney.config.wsgi import application

    def get(who: str, path: str):  # type: ignore[no-untyped-def]
        return lambda _n: call(application, cookies[who][0], path)

    def save(number: int) -> tuple[int, bytes]:
        body = {
            "line": str(world.draft_line),
            "field": "strengths",
            "value": f"Kind, {number}",
            "base_rev": number + 1,
        }
        return call(application, *cookies["senco"][:1], f"/plans/{world.plan}/save",
                    json.dumps(body).encode(), cookies["senco"][1])  # fmt: skip

    asked = {
        FLOOR: get("senco", "/healthz"),
        PEER_PLAN: get("senco", f"/peer/plans/{world.plan}"),
        PEER_LIST: get("senco", "/peer/plans"),
        "Pupil page": get("senco", f"/pupils/{world.child}"),
        "Plan page": get("senco", f"/plans/{world.plan}"),
        "Plan page, parent": get("parent", f"/my/plans/{world.plan}"),
        "Class card (30 children)": get("teacher", "/today"),
        "SENCO home": get("senco", "/"),
        "List of 200 plans": get("senco", "/plans?size=200"),
        "List of 400 plans": get("senco", "/plans?size=400"),
        "List by name, narrowed": get("senco", "/plans?sort=name&area=CI&year=9"),
        "Provision map, 2,000 plans": get("senco", "/provision"),
        "Search": get("senco", "/search?q=ash&partial=1"),
        "An audited save": save,
        COACH: coach(world),
        BANK: bank(),
    }
    return figures([Row(name, ask) for name, ask in asked.items()], laps=laps)


def coach(world):  # type: ignore[no-untyped-def]
    """Every rule over a published plan, as after each autosave."""
    from spinney.kernel import tenancy
    from spinney.plans.models import Version
    from spinney.plans.rules.coach import Sheet, find
    from spinney.plans.rules.render import lines_from
    from spinney.plans.templates import template_by_id

    found: list = []

    def ask(_number: int) -> tuple[int, bytes]:
        if not found:
            with tenancy.acting_in([world.school]):
                row = Version.objects.filter(plan_id=world.plan).values_list(
                    "template_id", "lines"
                )[0]
                found.extend((template_by_id(row[0]), lines_from(row[1])))
        notes = find(Sheet(found[0], found[1], date.today()))
        return 200, str(len(notes)).encode()

    return ask


def bank() -> Callable[[int], tuple[int, bytes]]:
    """As somebody types, a letter more each time."""
    from dataclasses import replace

    from spinney.plans.rules.bank_find import find
    from spinney.plans.rules.bank_shipped import shipped
    from spinney.plans.types.bank import BankFilter, BankItem, Fit

    entries = shipped()
    items = [BankItem(entry, original=entry) for entry in entries]
    own = [replace(entries[0], code=f"own-{n}", title=f"Idea {n}") for n in range(500)]
    items += [BankItem(entry, own=True) for entry in own]
    typed, fit = ("p", "ph", "phon", "calm corner", "idea 4"), Fit(frozenset({"CI"}), "primary")

    def ask(number: int) -> tuple[int, bytes]:
        found = find(items, BankFilter(words=typed[number % len(typed)]), fit=fit)
        return 200, str(len(found)).encode()

    return ask


HEAD = """# Performance

Measured on {day} with `./run bench --write`: one school of {pupils:,} pupils and {plans:,} plans, {cores} cores,
Python {python}. {laps} laps; in each lap every page is asked 20 times in a row.

Each request goes through the whole WSGI stack as the app role, under row-level security, with its audit leaf
committed to disk. Server CPU is the web process (median of the lap) and the database's backend (mean of the lap)
together. Queries do not count `BEGIN`, `COMMIT`, savepoints and `SET LOCAL`.

The machine's speed changes by the minute (one fixed loop took 0.34 s and 0.66 s within ten minutes), so two figures
stand beside each other: the quietest lap, since other work can only add, and the middle lap. Budgets are for the
quietest. "Times bare Django" is the middle lap against the same page written plainly in the same run
(`bench/peer.py`: models, Django's templates, no permission, no audit, no design).

| Page | server CPU ms, quietest lap | web | database | middle lap | queries | kB | budget ms | times empty | times bare Django |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
"""  # noqa: E501  (a table's head cannot be folded)
TAIL = """
What people wait for, in milliseconds, on the real server (granian, two processes, as `./run serve` starts it)
with the clients on the same two cores. The four readers go {goes} times, after a go that warms the server; as with
the pages, the quickest go and the middle one stand beside each other:

| Who asks | answers | middle go, median | middle go, p95 | quickest go, median | quickest go, p95 | budget, p95 |
|---|--:|--:|--:|--:|--:|--:|
{waits}

Over budget in this run: {over}.

For scale, the best-known open school system was measured at 34 ms for a pupil page and 26 to 32 ms for its list of
children with SEN.
"""


def _table(figures, waits, chosen) -> str:  # type: ignore[no-untyped-def]
    usual = {f.name: f.usual.server_ms for f in figures}
    rows = "".join(
        f"| {f.name} | {f.quiet.server_ms:.1f} | {f.quiet.app_ms:.1f} | {f.quiet.database_ms:.1f}"
        f" | {usual[f.name]:.1f} | {f.queries} | {f.kilobytes:.0f} | {BUDGETS.get(f.name, '')}"
        f" | {usual[f.name] / usual[FLOOR]:.0f}"
        f" | {format(usual[f.name] / usual[PEERS[f.name]], '.2f') if f.name in PEERS else ''} |\n"
        for f in figures
    )
    head = HEAD.format(
        day=f"{date.today():%-d %B %Y}", pupils=chosen.pupils, plans=chosen.plans,
        cores=os.cpu_count(), python=sys.version.split()[0], laps=max(1, chosen.rounds // 20),
    )  # fmt: skip
    over = [f.name for f in figures if f.quiet.server_ms > BUDGETS.get(f.name, f.quiet.server_ms)]
    over += [f"p95 of {wait.name}" for wait in waits if wait.over]
    told = "\n".join(
        f"| {w.name} | {w.number} | {median(w.usual):.0f} | {p95(w.usual):.0f}"
        f" | {median(w.quiet):.0f} | {p95(w.quiet):.0f} | {w.budget} |"
        for w in waits
    )
    over_told = ", ".join(over).lower() or "nothing"
    return head + rows + TAIL.format(waits=told, goes=GOES, over=over_told)


if __name__ == "__main__":
    sys.exit(main())
