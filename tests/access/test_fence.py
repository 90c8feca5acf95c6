"""The second fence, tried as the app role: row-level security, composite keys, and what the role may not do."""

import pytest
from django.apps import apps
from django.db import Error, IntegrityError, ProgrammingError, transaction
from psycopg.types.json import Jsonb
from tests.factories.access import a_membership, a_subject, a_tie, a_user
from tests.factories.database import as_worker
from tests.personas import small_world

from spinney.access.models import AuditLeaf, Membership, Subject, Tie
from spinney.access.types import Relation, Role
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.kernel.rows import all_rows, one_row, run

pytestmark = pytest.mark.django_db
DENIED = r"permission denied|must be (owner|superuser)|(?i:privileges?)"
OWNED = [model for model in apps.get_models() if issubclass(model, OwnedModel)]
TABLES = [model._meta.db_table for model in OWNED]
REFERENCES = [
    (model._meta.db_table, field.column, field.related_model._meta.db_table)
    for model in OWNED
    for field in model._meta.local_fields
    if isinstance(field, OwnedKey)
]


@pytest.fixture
def world():
    return small_world()


def count(table: str) -> int:
    return one_row(f'SELECT count(*) FROM "{table}"')[0]


def refused(sql: str, params=()) -> bool:
    """Whether the database refuses the statement, at once or when its constraints are looked at."""
    try:
        with transaction.atomic():
            run(sql, params)
            run("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        return True
    except ProgrammingError as error:
        # Any other fault of the statement would prove nothing.
        return "row-level security" in str(error) or "permission denied" in str(error)
    return False


def touched(sql: str, params=()) -> int:
    """How many rows a statement changed; none when the role may not run it at all. Undone afterwards."""
    before = transaction.savepoint()
    try:
        return run(sql, params)
    except ProgrammingError as error:
        if "permission denied" not in str(error):
            raise
        return 0
    finally:
        transaction.savepoint_rollback(before)


def test_the_suite_itself_runs_as_the_fenced_role():
    assert one_row("SELECT current_user")[0] == "spinney_app"
    assert one_row(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ) == (False,)


def test_no_scope_shows_no_rows(world):
    assert {table for table in TABLES if count(table)} == set()


def test_the_world_fills_most_tables(world):
    """So that an empty answer below means 'fenced', not 'there was nothing'."""
    with tenancy.acting_in([world.alder]):
        empty = {table for table in TABLES if not count(table)}
    assert len(TABLES) - len(empty) >= 18, empty


def test_another_school_reads_changes_and_deletes_nothing(world):
    with tenancy.acting_in([uuid7()]):
        for table in TABLES:
            assert count(table) == 0, table
            for statement in (
                "UPDATE {} SET id = id WHERE school_id = %s",
                "DELETE FROM {} WHERE school_id = %s",
            ):
                assert touched(statement.format(f'"{table}"'), [world.alder]) == 0, table


def test_the_same_statements_do_reach_the_schools_own_rows(world):
    """The test above could pass because its statements are wrong. They are not."""
    with tenancy.acting_in([world.alder]):
        reached = {
            t
            for t in TABLES
            if touched(f'UPDATE "{t}" SET id = id WHERE school_id = %s', [world.alder])
        }
    assert len(reached) >= 14, reached


def test_no_row_can_be_written_into_another_school(world):
    """A copy of a real row of Alder, addressed to Birch, is refused while only Alder is in scope."""
    with tenancy.acting_in([world.alder]):
        for table in TABLES:
            row = one_row(f'SELECT to_jsonb(t) FROM "{table}" t LIMIT 1')
            copy = {**(row[0] if row else {}), "id": str(uuid7()), "school_id": str(world.birch)}
            assert refused(
                f'INSERT INTO "{table}" SELECT * FROM jsonb_populate_record(NULL::"{table}", %s)',
                [Jsonb(copy)],
            ), table


def test_no_row_can_be_moved_to_another_school(world):
    with tenancy.acting_in([world.alder]):
        for table in filter(count, TABLES):
            assert refused(f'UPDATE "{table}" SET school_id = %s', [world.birch]), table


def test_no_row_can_point_into_another_school(world):
    """Even with both schools in scope (a parent of two): the key itself carries the school."""
    tried = 0
    with tenancy.acting_in([world.alder, world.birch]):
        for table, column, target in REFERENCES:
            mine = one_row(f'SELECT id FROM "{table}" WHERE school_id = %s', [world.alder])
            if mine is None:
                continue
            stranger = one_row(f'SELECT id FROM "{target}" WHERE school_id = %s', [world.birch])
            value = stranger[0] if stranger else uuid7()
            assert refused(
                f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s', [value, mine[0]]
            ), (table, column)
            tried += 1
    assert tried >= 15


def test_an_account_sees_its_own_ties_in_any_school_and_nobody_elses():
    alder, birch, me, other = uuid7(), uuid7(), a_user(), a_user()
    with tenancy.acting_in([alder, birch]):
        for school in (alder, birch):
            child = a_subject(school)
            for user in (me, other):
                a_membership(user, school, Role.TEACHER)
                a_tie(user, school, child, Relation.TEACHES)
    with tenancy.acting_in((), user_id=me):
        assert {m.user_id for m in Membership.objects.all()} == {me}
        assert Membership.objects.count() == Tie.objects.count() == 2
        assert Subject.objects.count() == 0


def test_an_account_cannot_change_its_own_ties_from_outside_the_school():
    """own_rows is for reading: nobody promotes themselves."""
    alder, me = uuid7(), a_user()
    with tenancy.acting_in([alder]):
        a_membership(me, alder, Role.TEACHER)
        a_tie(me, alder, a_subject(alder), Relation.PARENT)
    with tenancy.acting_in((), user_id=me):
        assert run("UPDATE access_membership SET role = 'senco'") == 0
        assert run("UPDATE access_tie SET state = 'confirmed'") == 0
        assert run("DELETE FROM access_tie") == 0
        assert refused(
            "INSERT INTO access_membership (id, school_id, user_id, role, valid_from, source)"
            " VALUES (%s, %s, %s, 'senco', '2020-01-01', 'me')",
            [uuid7(), alder, me],
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_auditleaf SET action = 'nothing'",
        "DELETE FROM access_auditleaf",
        "TRUNCATE access_auditleaf",
        "DELETE FROM access_audithead",
        "UPDATE access_history SET before = '{}'",
        "DELETE FROM access_history",
        "UPDATE plans_version SET why = ''",
        "DELETE FROM plans_version",
        "TRUNCATE plans_plan",
        "UPDATE access_subject SET id = id",
        "DELETE FROM access_user",
        "UPDATE people_school SET name = ''",
        "INSERT INTO people_trust (id, name) VALUES (gen_random_uuid(), 'x')",
        "UPDATE plans_templateversion SET version = 9",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE people_child DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_child NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE access_auditleaf DISABLE TRIGGER append_only",
        "DROP POLICY in_scope ON people_child",
        "CREATE POLICY mine ON people_child USING (true)",
        "SET session_replication_role = replica",
        "COPY people_child TO PROGRAM 'true'",
        "DELETE FROM django_migrations",
    ],
)
def test_the_app_role_may_not(statement):
    with pytest.raises(Error, match=DENIED), transaction.atomic():
        run(statement)


def test_the_worker_sees_waiting_events_of_every_school_and_no_child(world):
    with as_worker():
        assert count("events_outbox") > 0
        for table in ("people_child", "plans_plan", "plans_version", "access_auditleaf"):
            assert count(table) == 0


def test_history_keeps_the_old_words_whoever_changes_them(world):
    with tenancy.acting_in([world.alder], user_id=world.users["senco"]):
        run("UPDATE people_child SET forename = 'Maia' WHERE id = %s", [world.maya])
        kept = all_rows(
            "SELECT actor_id, act, before FROM access_history WHERE row_id = %s", [world.maya]
        )
    assert kept == [(world.users["senco"], "update", {"forename": "Maya"})]


def test_nobody_rewrites_history_of_the_log(world):
    with tenancy.acting_in([world.alder]):
        assert AuditLeaf.objects.exists()
        with pytest.raises(Error), transaction.atomic():
            AuditLeaf.objects.update(action="nothing")
