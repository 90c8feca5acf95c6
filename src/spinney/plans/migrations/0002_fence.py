from django.db import migrations

from spinney.kernel.owned import FenceTable


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("people", "0002_fence")]
    operations = [
        FenceTable("Plan", history=True),
        FenceTable("DraftLine", history=True),
        FenceTable("Clash", history=True),
        FenceTable("Version", grants="SELECT, INSERT"),
        FenceTable("Card", grants="SELECT, INSERT, UPDATE, DELETE"),
        FenceTable("Reading"),
        FenceTable("Answer", history=True),
        FenceTable("PaperForm", history=True),
        migrations.RunSQL(
            "GRANT SELECT ON plans_templateversion TO spinney_app", migrations.RunSQL.noop
        ),
    ]
