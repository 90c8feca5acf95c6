"""The real, migrated database has none of the seven leaks; each is planted once and must be found."""

import pytest
from tests.architecture import catalogue
from tests.architecture.catalogue import ROUTES, SHARED
from tests.conftest import ROOT
from tests.factories.database import as_owner, undone

from spinney.kernel.rows import all_rows, run

pytestmark = pytest.mark.django_db

FENCED = (
    "CREATE TABLE planted (id uuid NOT NULL, school_id uuid NOT NULL, user_id uuid, PRIMARY KEY (school_id, id));"
    "ALTER TABLE planted ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
    "CREATE POLICY in_scope ON planted USING (school_id = ANY"
    " ((SELECT nullif(current_setting('spinney.schools', true), ''))::uuid[]))"
    " WITH CHECK (school_id = ANY ((SELECT nullif(current_setting('spinney.schools', true), ''))::uuid[]));"
)
PLANTED = [
    ("plain views", "CREATE VIEW planted AS SELECT * FROM people_child", "view planted"),
    ("plain views", "CREATE VIEW planted WITH (security_barrier) AS SELECT 1", "view planted"),
    ("materialised views", "CREATE MATERIALIZED VIEW planted AS SELECT 1", "planted"),
    (
        "definer functions",
        "CREATE FUNCTION planted() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
        " AS 'SELECT count(*) FROM people_child'",
        "planted",
    ),
    ("tables without their fence", "CREATE TABLE planted (id uuid PRIMARY KEY)", "is off"),
    (
        "tables without their fence",
        FENCED + "ALTER TABLE planted NO FORCE ROW LEVEL SECURITY",
        "FORCE",
    ),
    (
        "tables without their fence",
        FENCED + "ALTER TABLE planted DISABLE ROW LEVEL SECURITY",
        "is off",
    ),
    (
        "tables without their fence",
        FENCED + "ALTER TABLE planted OWNER TO spinney_app",
        "belongs to",
    ),
    ("tables without their fence", FENCED + "DROP POLICY in_scope ON planted", "no policy"),
    (
        "tables without their fence",
        FENCED + "CREATE POLICY wide ON planted USING (true)",
        "other than",
    ),
    (
        "tables without their fence",
        FENCED + "CREATE POLICY own_rows ON planted USING (user_id IS NOT NULL)",
        "other than",
    ),
    (
        "tables without their fence",
        FENCED + "CREATE POLICY wide ON planted TO spinney_app USING (true)",
        "not on the list",
    ),
    (
        "tables without their fence",
        FENCED + "ALTER TABLE planted DROP CONSTRAINT planted_pkey, ADD PRIMARY KEY (id)",
        "its key is",
    ),
    (
        "unique keys that span schools",
        "CREATE UNIQUE INDEX planted ON people_identifier (scheme, value)",
        "planted",
    ),
    (
        "foreign keys that span schools",
        "CREATE UNIQUE INDEX planted_id ON people_child (id);"
        "CREATE TABLE planted (id uuid PRIMARY KEY, child uuid REFERENCES people_child (id))",
        "planted",
    ),
    (
        "foreign keys that span schools",
        FENCED
        + "ALTER TABLE planted ADD child uuid, ADD CONSTRAINT crossed FOREIGN KEY (id, child)"
        " REFERENCES people_child (school_id, id)",
        "FOREIGN KEY (id, child)",
    ),
    ("roles and lasting settings", "ALTER ROLE spinney_app BYPASSRLS", "BYPASSRLS"),
    ("roles and lasting settings", "ALTER ROLE spinney_worker CREATEROLE", "make roles"),
    ("roles and lasting settings", "GRANT pg_read_all_data TO spinney_app", "pg_read_all_data"),
    ("roles and lasting settings", "ALTER ROLE spinney_app SET spinney.schools = '{}'", "lasting"),
    ("roles and lasting settings", "GRANT SELECT ON people_child TO PUBLIC", "open to PUBLIC"),
]


@pytest.mark.parametrize("route", ROUTES)
def test_the_database_has_no_such_leak(route):
    assert ROUTES[route]() == []


@pytest.mark.parametrize(
    ("route", "sql", "told"), [pytest.param(*p, id=f"{p[0]}-{n}") for n, p in enumerate(PLANTED)]
)
def test_a_planted_leak_is_found(route, sql, told):
    with undone(), as_owner():
        for statement in filter(None, sql.split(";")):
            run(statement)
        found = ROUTES[route]()
        assert any(told in fault for fault in found), found


def test_every_route_has_a_planted_leak():
    assert {route for route, *_ in PLANTED} == set(ROUTES)


def test_a_properly_fenced_table_is_found_fine():
    """So that the plants above are found for their fault and not for being new."""
    with undone(), as_owner():
        for statement in filter(None, FENCED.split(";")):
            run(statement)
        assert ROUTES["tables without their fence"]() == []


def test_every_shared_table_exists_and_says_why_it_is_shared():
    there = {row[0] for row in all_rows("SELECT relname FROM pg_class WHERE relkind = 'r'")}
    assert set(SHARED) <= there
    assert all(len(why) > 15 for why in SHARED.values())


def test_the_code_leaves_no_setting_on_a_connection():
    assert catalogue.session_settings(ROOT / "src") == []


@pytest.mark.parametrize(
    "line",
    [
        "cursor.execute(\"SET SESSION spinney.schools = '{}'\")",
        "cursor.execute(\"SET spinney.schools = '{}'\")",
        "cursor.execute(\"SELECT set_config('spinney.schools', %s, false)\", [x])",
        'cursor.execute("SET ROLE spinney_app")',
    ],
)
def test_a_lasting_setting_in_the_code_is_found(tmp_path, line):
    (tmp_path / "planted.py").write_text(line, encoding="utf-8")
    assert len(catalogue.session_settings(tmp_path)) == 1
