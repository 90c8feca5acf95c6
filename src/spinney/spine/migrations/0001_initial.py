import django.contrib.postgres.fields
import spinney.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ImportRun",
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
                ("at", models.DateTimeField()),
                ("actor_id", models.UUIDField()),
                ("file_name", models.CharField(max_length=255)),
                ("file_hash", models.CharField(max_length=64)),
                ("format", models.CharField(blank=True, max_length=12)),
                ("source", models.CharField(blank=True, max_length=255)),
                ("state", models.CharField(max_length=12)),
                ("counts", models.JSONField(default=dict)),
                ("faults", models.JSONField(default=list)),
                (
                    "child_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["school_id", "at"], name="import_run_by_school")],
            },
        ),
    ]
