"""A GET writes nothing but that someone looked: every page is driven, and every statement watched."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import HttpResponse
from tests.architecture.routes import example, routes
from tests.personas import small_world

from spinney.access.models import User
from spinney.kernel import clock
from spinney.kernel.reading import only_reads
from spinney.web.routes import Audience, fenced, only_looks

PEOPLE = ("senco", "head", "dsl", "office", "teacher", "mother", "young_person", "it_lead")
# Requests may also keep the session and its messages: those are about the visitor, not about a child.
BESIDE = ("django_session", "account_", "mfa_", "access_user")


@pytest.fixture
def world(db):
    return small_world()


class Watcher:
    """Notes every statement that changes something, except looks and the visitor's own session."""

    def __init__(self):
        self.writes: list[str] = []
        self.fine = only_reads(
            but=("SELECT access_append_leaf", "INSERT INTO plans_reading", "SET CONSTRAINTS")
        )

    def __call__(self, execute, sql, params, many, context):
        try:
            self.fine(lambda *_: None, sql, params, many, context)
        except RuntimeError:
            if not any(f'"{name}' in str(sql) for name in BESIDE):
                self.writes.append(str(sql)[:90])
        return execute(sql, params, many, context)


def drive(client, addresses) -> tuple[list[str], dict[str, int]]:
    watcher, answers = Watcher(), {}
    with connection.execute_wrapper(watcher):
        for address in addresses:
            answers[address] = client.get(address).status_code
    return watcher.writes, answers


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_writes_when_it_is_only_looked_at(client, world, who):
    client.force_login(User.objects.get(id=world.users[who]))
    found = [r for r in routes() if r.name not in {"account_logout"}]
    writes, answers = drive(client, [example(route, world) for route in found])
    assert writes == []
    assert {a: s for a, s in answers.items() if s >= 500} == {}


def test_pages_do_open_for_those_who_may(client, world):
    """A drive past closed doors proves nothing."""
    client.force_login(User.objects.get(id=world.users["senco"]))
    _, answers = drive(client, [example(route, world) for route in routes()])
    assert sum(status == 200 for status in answers.values()) >= 8, answers


def test_a_page_that_writes_is_stopped(rf, world):
    def writes(request):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE people_child SET forename = 'x'")
        return HttpResponse()

    request = rf.get("/planted")
    request.user = User.objects.get(id=world.users["senco"])
    request.who = SimpleNamespace(actor=world.actor("senco"), now=clock.now())
    with pytest.raises(RuntimeError, match="a GET tried to write: UPDATE people_child"):
        fenced(writes, Audience.STAFF)(request)


def test_a_page_that_writes_is_noticed_by_the_watcher(db):
    watcher = Watcher()
    with connection.execute_wrapper(watcher), connection.cursor() as cursor:
        cursor.execute("UPDATE people_child SET forename = 'x'")
        cursor.execute("SELECT 1")
    assert watcher.writes == ["UPDATE people_child SET forename = 'x'"]


REFUSED = [
    "UPDATE x SET y = 1",
    " \n delete from x",
    "WITH gone AS (DELETE FROM x RETURNING 1) SELECT 1",
    "WITH line AS (UPDATE x SET y = 1) SELECT 1",
    "SELECT 1 FROM x FOR UPDATE",
    "SELECT 1; DROP TABLE x",
    "SELECT nextval('x')",
    "INSERT INTO plans_plan VALUES (1)",
    "COPY x TO STDOUT",
    "DO $$ BEGIN END $$",
    "SET SESSION spinney.schools = ''",
    "TRUNCATE x",
]
ALLOWED = [
    "SELECT updated_at, deleted FROM x",
    "WITH a AS (SELECT 1) SELECT * FROM a",
    "SELECT access_append_leaf(%s)",
    "INSERT INTO plans_reading (id) VALUES (%s) ON CONFLICT DO UPDATE SET x = 1",
    "SAVEPOINT s1",
    "RELEASE SAVEPOINT s1",
    "ROLLBACK TO SAVEPOINT s1",
    "SET LOCAL spinney.schools = '{}'",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_a_statement_that_changes_something_is_refused(sql):
    with pytest.raises(RuntimeError, match="a GET tried to write"):
        only_looks(lambda *_: None, sql, None, False, {})


@pytest.mark.parametrize("sql", ALLOWED)
def test_a_statement_that_looks_is_let_through(sql):
    assert only_looks(lambda *_: "done", sql, None, False, {}) == "done"
