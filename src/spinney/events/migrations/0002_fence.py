from django.db import migrations

from spinney.kernel.owned import FenceTable

# The roles belong to the whole server, not to this database, so they are made only when missing.
ROLES = """
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'spinney_app') THEN
    CREATE ROLE spinney_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'spinney_worker') THEN
    CREATE ROLE spinney_worker NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    GRANT spinney_app TO spinney_worker;
  END IF;
  EXECUTE format('GRANT spinney_app, spinney_worker TO %I', current_user);
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- another database on this server made them at the same moment
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO spinney_app;
"""

WORKER = """
CREATE POLICY relay ON events_outbox TO spinney_worker USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
        FenceTable("Outbox"),
        FenceTable("Handled", grants="SELECT, INSERT"),
        migrations.RunSQL(WORKER, migrations.RunSQL.noop),
    ]
