"""What the app role may do to the tables that no school owns: accounts, sessions, second factors."""

from django.db import migrations

GRANTS = """
GRANT SELECT, INSERT, UPDATE ON access_user TO spinney_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO spinney_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_emailaddress, account_emailconfirmation TO spinney_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON mfa_authenticator TO spinney_app;
GRANT SELECT ON django_migrations, django_content_type TO spinney_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_fence"),
        ("account", "__latest__"),
        ("mfa", "__latest__"),
        ("sessions", "__latest__"),
        ("contenttypes", "__latest__"),
    ]
    operations = [migrations.RunSQL(GRANTS, migrations.RunSQL.noop)]
