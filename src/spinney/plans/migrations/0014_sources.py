import django.db.models.deletion
import spinney.kernel.ids
import spinney.kernel.owned
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0013_voices")]

    operations = [
        migrations.CreateModel(
            name="LineSource",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=spinney.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("school_id", models.UUIDField(editable=False)),
                ("line", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "report"),
                            ("observed", "observed"),
                            ("said", "said"),
                            ("test", "test"),
                        ],
                        max_length=8,
                    ),
                ),
                ("who", models.CharField(max_length=120)),
                ("day", models.DateField(null=True)),
                ("page", models.CharField(blank=True, max_length=20)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                (
                    "plan",
                    spinney.kernel.owned.OwnedKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "db_table": "plans_line_source",
                "indexes": [
                    models.Index(fields=["school_id", "plan", "line"], name="source_by_line")
                ],
            },
        ),
        migrations.AlterField(
            "draftchange",
            "kind",
            models.CharField(
                choices=[
                    ("field", "field"),
                    ("added", "added"),
                    ("removed", "removed"),
                    ("ended", "ended"),
                    ("moved", "moved"),
                    ("marked", "marked"),
                    ("sourced", "sourced"),
                    ("kept", "kept"),
                ],
                max_length=8,
            ),
        ),
        spinney.kernel.owned.FenceTable(
            "LineSource", grants="SELECT, INSERT, DELETE", history=True
        ),
    ]
