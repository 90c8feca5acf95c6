"""Open a transaction that can reach only the named schools' rows, on behalf of one person.

The database's row-level security reads the two settings made here. They are `SET LOCAL`, written with literals:
a session `SET` would stay on a pooled connection for the next person, and `set_config()` is lost on Citus.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from psycopg import ClientCursor
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn

from spinney.kernel.rows import run


@dataclass(frozen=True, slots=True)
class Scope:
    schools: frozenset[UUID] = frozenset()
    user_id: UUID | None = None

    def statements(self) -> str:
        # Only UUIDs reach this text, so nothing in it needs quoting or can break out of it.
        schools = ",".join(str(UUID(str(school))) for school in sorted(self.schools))
        user = str(UUID(str(self.user_id))) if self.user_id else ""
        return f"SET LOCAL spinney.schools = '{{{schools}}}'; SET LOCAL spinney.actor = '{user}'"


NOWHERE = Scope()
Statement = tuple[str, Sequence[Any]]
_current: ContextVar[Scope] = ContextVar("spinney_scope", default=NOWHERE)
# What the transaction has been asked to do last; None outside a transaction and in a savepoint of one.
_last: ContextVar[list[Statement] | None] = ContextVar("spinney_last", default=None)


def current() -> Scope:
    return _current.get()


@contextmanager
def acting_in(schools: Iterable[UUID], *, user_id: UUID | None = None) -> Iterator[Scope]:
    """Run a block in one transaction (or savepoint) with exactly these schools in reach."""
    scope, outer = Scope(frozenset(schools), user_id), _current.get()
    nested = connection.in_atomic_block
    last: list[Statement] = []
    token, kept = _current.set(scope), _last.set(None if nested else last)
    try:
        with transaction.atomic():
            _apply(scope)
            yield scope
            if nested:
                # A released savepoint would leave the inner scope in force for the outer block.
                _apply(outer)
            elif last and not connection.needs_rollback:
                _commit_with(last)
    finally:
        _current.reset(token)
        _last.reset(kept)


def at_the_end(text: str, params: Sequence[Any]) -> None:
    """Run a statement as the last of this block's transaction, and not at all when the block fails.

    For what takes a lock that others wait for: the statement and the COMMIT go in one round trip, so that the
    lock is never held while a page is worked out. In a savepoint it runs at once: its school is in reach there.
    """
    last = _last.get()
    if last is None:
        run(text, params)
    else:
        last.append((text, params))


@contextmanager
def reaching(schools: Iterable[UUID]) -> Iterator[Scope]:
    """Widen the scope of the transaction that `acting_in` has just opened, for the rest of it."""
    scope = Scope(frozenset(schools), _current.get().user_id)
    token = _current.set(scope)
    try:
        _apply(scope)
        yield scope
    finally:
        _current.reset(token)


def _apply(scope: Scope) -> None:
    """In one round trip, with the BEGIN that the driver would otherwise send in one of its own.

    By libpq itself: the text differs for each person, so that nothing of it is worth keeping prepared.
    """
    connection.ensure_connection()
    server: PGconn = connection.connection.pgconn
    begun = server.transaction_status != TransactionStatus.IDLE
    _send(scope.statements() if begun else f"BEGIN; {scope.statements()}")


def _commit_with(last: list[Statement]) -> None:
    """Django then finds its transaction ended. What watches statements is told of these as of any other."""
    bound = ClientCursor(connection.connection)
    send: Callable[..., None] = _send
    for wrapper in reversed(connection.execute_wrappers):
        send = partial(wrapper, send)
    texts = [bound.mogrify(text, params) for text, params in last]
    context = {"connection": connection, "cursor": bound}
    send("; ".join([*texts, "COMMIT"]), None, False, context)  # noqa: FBT003  (Django's own order)


def _send(text: str, *_: Any) -> None:
    """By libpq itself; what a cursor would add is of no use here."""
    answer = connection.connection.pgconn.exec_(text.encode())
    if answer.status != ExecStatus.COMMAND_OK:
        raise OperationalError(answer.get_error_message())
