"""What the commands for accounts share: refusals in words, one transaction in one school, a password shown once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError, OutputWrapper

from spinney.access.types import Actor, at_command_line
from spinney.kernel import tenancy
from spinney.kernel.errors import RefusedError
from spinney.people.queries import school_by_urn
from spinney.people.types import SchoolSummary


@contextmanager
def refusals_told() -> Iterator[None]:
    try:
        yield
    except RefusedError as error:
        raise CommandError(str(error)) from None


@contextmanager
def at_school(urn: str) -> Iterator[tuple[SchoolSummary, Actor]]:
    with refusals_told():
        school = school_by_urn(urn)
        actor = at_command_line(school.id)
        with tenancy.acting_in([school.id], user_id=actor.id):
            yield school, actor


def show_password(out: OutputWrapper, password: str) -> None:
    out.write(f"One-time password: {password}")
    out.write(
        "It is shown only now. Hand it over in person or by telephone, not by e-mail."
        " Nothing opens until its owner has changed it."
    )
