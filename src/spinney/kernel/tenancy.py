"""Open a transaction that can reach only the named schools' rows, on behalf of one person.

The database's row-level security reads the two settings made here. They are `SET LOCAL`, written with literals:
a session `SET` would stay on a pooled connection for the next person, and `set_config()` is lost on Citus.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import OperationalError, connection, transaction
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn


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
_current: ContextVar[Scope] = ContextVar("spinney_scope", default=NOWHERE)


def current() -> Scope:
    return _current.get()


@contextmanager
def acting_in(schools: Iterable[UUID], *, user_id: UUID | None = None) -> Iterator[Scope]:
    """Run a block in one transaction (or savepoint) with exactly these schools in reach."""
    scope, outer = Scope(frozenset(schools), user_id), _current.get()
    nested = connection.in_atomic_block
    token = _current.set(scope)
    try:
        with transaction.atomic():
            _apply(scope)
            yield scope
            if nested:
                # A released savepoint would leave the inner scope in force for the outer block.
                _apply(outer)
    finally:
        _current.reset(token)


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
    text = scope.statements() if begun else f"BEGIN; {scope.statements()}"
    answer = server.exec_(text.encode())
    if answer.status != ExecStatus.COMMAND_OK:
        raise OperationalError(answer.get_error_message())
