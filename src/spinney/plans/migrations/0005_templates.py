"""Version 2 of the template, forms of schools, moves between forms, and what a school has settled for its plans.

The template tables never change: the app role may not, and a trigger tells the owner so too.
"""

import json
from pathlib import Path
from uuid import UUID

import django.db.models.deletion
import spinney.kernel.ids
import spinney.kernel.owned
from django.db import migrations, models

ID = UUID("01900000-0000-7000-8000-000000000002")
FILE = Path(__file__).resolve().parents[1] / "data" / "isp-2.json"
UNCHANGED = """
CREATE FUNCTION plans_template_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A template version never changes, as plans were written on it. Add a new version.';
END $$;
CREATE TRIGGER template_stays BEFORE UPDATE OR DELETE ON plans_templateversion
  FOR EACH ROW EXECUTE FUNCTION plans_template_stays();
"""
CHANGEABLE = (
    "DROP TRIGGER template_stays ON plans_templateversion; DROP FUNCTION plans_template_stays()"
)


def load(apps, schema_editor):
    body = json.loads(FILE.read_text(encoding="utf-8"))
    apps.get_model("plans", "TemplateVersion").objects.create(
        id=ID, code=body["code"], version=body["version"], body=body
    )


def owned(table):
    """What FenceTable makes for a new table's references, for a column added to an old one."""
    name = f"{table}_form_id_owned"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (school_id, form_id)"
        " REFERENCES plans_school_form (school_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def default(table, column, value):
    """For the writers that name every column of a row themselves."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {value}", migrations.RunSQL.noop
    )


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0004_plan_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="draftline",
            name="kept",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="version",
            name="family_asked",
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name="SchoolForm",
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
                ("number", models.PositiveIntegerField()),
                ("body", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
                ("made_by_name", models.CharField(max_length=200)),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.templateversion",
                    ),
                ),
            ],
            options={
                "db_table": "plans_school_form",
            },
        ),
        spinney.kernel.owned.FenceTable("SchoolForm", grants="SELECT, INSERT"),
        migrations.CreateModel(
            name="FormMove",
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
                ("version", models.PositiveIntegerField()),
                ("draft_changed_at", models.DateTimeField(null=True)),
                ("takes_back", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                (
                    "from_template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.templateversion",
                    ),
                ),
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
                    "to_template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.templateversion",
                    ),
                ),
                (
                    "from_form",
                    spinney.kernel.owned.OwnedKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.schoolform",
                    ),
                ),
                (
                    "to_form",
                    spinney.kernel.owned.OwnedKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.schoolform",
                    ),
                ),
            ],
            options={
                "db_table": "plans_form_move",
            },
        ),
        migrations.AddField(
            model_name="plan",
            name="form",
            field=spinney.kernel.owned.OwnedKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plans.schoolform",
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="form",
            field=spinney.kernel.owned.OwnedKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plans.schoolform",
            ),
        ),
        migrations.CreateModel(
            name="SchoolSettings",
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
                ("review_weeks", models.PositiveSmallIntegerField()),
                (
                    "sign_off",
                    models.CharField(
                        choices=[("none", "none"), ("asked", "asked"), ("answered", "answered")],
                        max_length=8,
                    ),
                ),
                (
                    "sign_off_status",
                    models.CharField(
                        choices=[
                            ("in_force", "in_force"),
                            ("statutory_guidance", "statutory_guidance"),
                            ("proposal", "proposal"),
                            ("local", "local"),
                        ],
                        max_length=20,
                    ),
                ),
                ("deadline_weeks", models.PositiveSmallIntegerField(null=True)),
                (
                    "deadline_status",
                    models.CharField(
                        choices=[
                            ("in_force", "in_force"),
                            ("statutory_guidance", "statutory_guidance"),
                            ("proposal", "proposal"),
                            ("local", "local"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.templateversion",
                    ),
                ),
            ],
            options={
                "db_table": "plans_school_settings",
            },
        ),
        migrations.AddConstraint(
            model_name="schoolform",
            constraint=models.UniqueConstraint(fields=("school_id", "number"), name="form_once"),
        ),
        migrations.AddIndex(
            model_name="formmove",
            index=models.Index(fields=["school_id", "plan"], name="form_move_by_plan"),
        ),
        migrations.AddConstraint(
            model_name="schoolsettings",
            constraint=models.UniqueConstraint(fields=("school_id",), name="settings_once"),
        ),
        spinney.kernel.owned.FenceTable("FormMove", grants="SELECT, INSERT"),
        spinney.kernel.owned.FenceTable(
            "SchoolSettings", grants="SELECT, INSERT, UPDATE", history=True
        ),
        owned("plans_plan"),
        owned("plans_version"),
        default("plans_draft_line", "kept", "'{}'"),
        default("plans_version", "family_asked", "''"),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(UNCHANGED, CHANGEABLE),
    ]
