"""A school that files come to, its office, and what the database holds of it afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

from django.db import connection
from tests.factories.access import a_membership, a_user, the_actor
from tests.factories.database import as_owner

from spinney.access.types import Actor, Role
from spinney.kernel import tenancy
from spinney.kernel.rows import all_rows
from spinney.people.models import Child, School
from spinney.spine.ingest.apply import apply
from spinney.spine.ingest.preview import preview
from spinney.spine.ingest.summary import ImportSummary

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_urns = count(700_000)
OWNED = (
    "people_child", "people_identifier", "people_nameword", "people_enrolment",
    "people_senstatus", "people_senneed", "people_carer", "people_contact", "people_courtorder",
    "people_group", "people_groupchild", "access_history", "access_subject",
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    school_id: UUID
    urn: str
    actor: Actor

    def preview(self, path: Path) -> ImportSummary:
        return preview(self.actor, school_id=self.school_id, path=path, name=path.name, now=NOW)

    def apply(self, path: Path, *, confirmed: bool = False) -> ImportSummary:
        return apply(
            self.actor, school_id=self.school_id, path=path, name=path.name, now=NOW,
            confirmed=confirmed,
        )  # fmt: skip

    @contextmanager
    def inside(self) -> Iterator[None]:
        with tenancy.acting_in([self.school_id], user_id=self.actor.id):
            yield

    def rows(self, sql: str, *params) -> list[tuple]:
        with self.inside():
            return all_rows(sql, list(params))

    def child(self, forename: str) -> Child:
        with self.inside():
            return Child.objects.get(school_id=self.school_id, forename=forename)

    def counts(self) -> dict[str, int]:
        return {table: self.rows(f"SELECT count(*) FROM {table}")[0][0] for table in OWNED}

    def snapshot(self) -> dict[str, list]:
        """Every row of every table an import may write, as text, in order."""
        return {table: self.rows(f"SELECT t::text FROM {table} t ORDER BY id") for table in OWNED}


def a_school_row(laestab: str) -> tuple[UUID, str]:
    urn = str(next(_urns))
    with as_owner():
        made = School.objects.create(
            urn=urn, laestab=laestab, name="Fictional Academy", phase="secondary"
        )
    return made.id, urn


def an_office(laestab: str = "8204999", role: Role = Role.OFFICE) -> Office:
    school_id, urn = a_school_row(laestab)
    user_id = a_user("Office")
    with tenancy.acting_in([school_id]):
        a_membership(user_id, school_id, role)
    return Office(school_id, urn, the_actor(user_id, "Office"))


def no_open_constraints() -> None:
    """Deferred references are checked now rather than at a commit that a test never makes."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
