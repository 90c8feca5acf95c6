"""Play another database role for the length of a block; the suite itself runs as the fenced app role."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

OWNER = "NONE"  # the login itself, which owns the tables


@contextmanager
def as_role(role: str) -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, session_user")
            before, login = cursor.fetchone()
            cursor.execute(f"SET LOCAL ROLE {role}")
        yield
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {OWNER if before == login else before}")


def as_owner():
    return as_role(OWNER)


def as_worker():
    return as_role("spinney_worker")


@contextmanager
def undone() -> Iterator[None]:
    """Leave no row behind: quicker than deleting, and the history trigger stays out of it."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
