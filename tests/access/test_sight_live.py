"""A sight is written with the reader's COMMIT: never lost, never of a page that failed, and nobody waits for it."""

import threading
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from psycopg.pq import TransactionStatus
from tests.factories.access import NOW

from spinney.access import services
from spinney.access.models import AuditLeaf
from spinney.access.types import Action, Actor
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import one_row, run

LONG = 20  # seconds until a reader who waits for another is given up


def look(school, *children):
    services.record_sight(
        Actor(uuid7(), "Sam"), Action.VIEW_PLAN, school_id=school, subjects=children or [uuid7()], now=NOW
    )  # fmt: skip


def leaves(school) -> int:
    with tenancy.acting_in([school]):
        return AuditLeaf.objects.count()


def is_remembered(school) -> bool:
    with tenancy.acting_in([school]):
        look(school)
    idle = connection.connection.info.transaction_status == TransactionStatus.IDLE
    return idle and leaves(school) == 1 and is_sound(school)


def is_sound(school) -> bool:
    with tenancy.acting_in([school]):
        return services.verify_chain(school).sound


def is_forgotten_with_a_page_that_fails(school) -> bool:
    with pytest.raises(ZeroDivisionError):
        _fail(school)
    return leaves(school) == 0


def _fail(school):
    with tenancy.acting_in([school]):
        look(school)
        _ = 1 / 0


def nobody_waits_for_a_slow_page(school) -> bool:
    """One page is still being worked out after its reader's sight was asked for; another reader comes and goes."""
    looked, go_on = threading.Event(), threading.Event()

    def slow():
        with tenancy.acting_in([school]):
            look(school)
            looked.set()
            go_on.wait(LONG)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    try:
        assert looked.wait(LONG)
        with tenancy.acting_in([school]):
            run("SET LOCAL lock_timeout = '300ms'")
            look(school)
    except OperationalError:  # the lock timeout
        return False
    finally:
        go_on.set()
        thread.join(LONG)
    return leaves(school) == 2


def is_kept_by_an_inner_scope(school) -> bool:
    """The outer block reaches another school; the sight was asked for where its own was in reach."""
    other = uuid7()
    with tenancy.acting_in([other]):
        with tenancy.acting_in([school]):
            look(school)
        look(other)
    return (leaves(school), leaves(other)) == (1, 1)


HOLDS = [
    is_remembered,
    is_forgotten_with_a_page_that_fails,
    nobody_waits_for_a_slow_page,
    is_kept_by_an_inner_scope,
]


@pytest.mark.parametrize("holds", HOLDS, ids=lambda rule: rule.__name__)
def test_a_sight(live_database, holds):
    assert holds(uuid7())


def _at_once(text, params):
    run(text, params)


def _never(_text, _params):
    pass


@contextmanager
def _written_whatever_happens(schools, **known):
    """A block that writes its sights in a `finally`, in a transaction of their own."""
    asked = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tenancy, "at_the_end", lambda *statement: asked.append(statement))
        try:
            with ACTING_IN(schools, **known) as scope:
                yield scope
        finally:
            with ACTING_IN(schools, **known):
                for statement in asked:
                    run(*statement)


ACTING_IN = tenancy.acting_in
FAULTS = {
    "at once, with the head held until the page is done": ("at_the_end", _at_once),
    "never": ("at_the_end", _never),
    "of a page that failed": ("acting_in", _written_whatever_happens),
    "after the COMMIT, where a fall between them loses it": ("_commit_with", lambda last: None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_noticed(live_database, monkeypatch, fault):
    monkeypatch.setattr(tenancy, *FAULTS[fault])
    assert not all(_tried(holds) for holds in HOLDS), f"a sight written {fault}: nothing noticed"


def _tried(holds) -> bool:
    try:
        return holds(uuid7())
    except AssertionError:
        return False


def test_a_sight_of_many_children_reaches_the_log_as_it_was_asked(live_database):
    school, children = uuid7(), [uuid7() for _ in range(40)]
    with tenancy.acting_in([school]):
        look(school, *children)
    with tenancy.acting_in([school]):
        assert AuditLeaf.objects.get().subject_ids == children
        assert services.verify_chain(school).sound


def test_a_sight_that_the_database_refuses_is_an_error_and_the_page_is_not_shown(live_database):
    school = uuid7()
    with pytest.raises(OperationalError, match="row-level security"), tenancy.acting_in([uuid7()]):
        look(school)
    assert leaves(school) == 0
    assert one_row("SELECT 1") == (1,)


def test_who_watches_statements_is_told_of_the_last_one(live_database):
    told, school = [], uuid7()

    def watch(execute, sql, params, many, context):
        told.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch), tenancy.acting_in([school]):
        look(school)
    assert [text.split("(")[0] for text in told] == ["SELECT access_append_leaf"]
    assert told[0].endswith("; COMMIT")
