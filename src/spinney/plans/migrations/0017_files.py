import django.db.models.deletion
import spinney.kernel.ids
import spinney.kernel.owned
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0016_packages"),
    ]

    operations = [
        migrations.AddField(
            model_name="linesource",
            name="file_says",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.CreateModel(
            name="Attachment",
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
                ("section", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                (
                    "media_type",
                    models.CharField(
                        choices=[
                            ("application/pdf", "application/pdf"),
                            ("image/jpeg", "image/jpeg"),
                            ("image/png", "image/png"),
                            ("image/webp", "image/webp"),
                            ("audio/mpeg", "audio/mpeg"),
                            ("audio/mp4", "audio/mp4"),
                            ("audio/ogg", "audio/ogg"),
                            ("audio/wav", "audio/wav"),
                        ],
                        max_length=20,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("stored", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                ("gone_at", models.DateTimeField(null=True)),
                ("gone_by_name", models.CharField(blank=True, max_length=200)),
                ("gone_why", models.CharField(blank=True, max_length=200)),
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
                "db_table": "plans_attachment",
            },
        ),
        migrations.AddField(
            model_name="linesource",
            name="file",
            field=spinney.kernel.owned.OwnedKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plans.attachment",
            ),
        ),
        migrations.CreateModel(
            name="Recording",
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
                (
                    "media_type",
                    models.CharField(
                        choices=[
                            ("application/pdf", "application/pdf"),
                            ("image/jpeg", "image/jpeg"),
                            ("image/png", "image/png"),
                            ("image/webp", "image/webp"),
                            ("audio/mpeg", "audio/mpeg"),
                            ("audio/mp4", "audio/mp4"),
                            ("audio/ogg", "audio/ogg"),
                            ("audio/wav", "audio/wav"),
                        ],
                        max_length=20,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("stored", models.UUIDField()),
                ("at", models.DateTimeField()),
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
                (
                    "voice",
                    spinney.kernel.owned.OwnedKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.voice",
                    ),
                ),
            ],
            options={
                "db_table": "plans_recording",
            },
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["school_id", "plan"], name="attachment_by_plan"),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.UniqueConstraint(
                fields=("school_id", "voice"), name="one_recording_a_page"
            ),
        ),
        spinney.kernel.owned.FenceTable(
            "Attachment", grants="SELECT, INSERT, UPDATE", history=True
        ),
        spinney.kernel.owned.FenceTable("Recording", grants="SELECT, INSERT, DELETE"),
        migrations.RunSQL(
            "ALTER TABLE plans_line_source ADD CONSTRAINT plans_line_source_file_id_owned"
            " FOREIGN KEY (school_id, file_id) REFERENCES plans_attachment (school_id, id)"
            " DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE plans_line_source DROP CONSTRAINT plans_line_source_file_id_owned",
        ),
    ]
