import django.db.models.deletion
from django.db import migrations, models

import spinney.kernel.ids
import spinney.kernel.owned

ID = models.UUIDField(
    default=spinney.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
)


def owned(to: str) -> spinney.kernel.owned.OwnedKey:
    return spinney.kernel.owned.OwnedKey(
        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT,
        related_name="+", to=to,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("plans", "0012_layer_steps")]

    operations = [
        migrations.AddField("answer", "due_on", models.DateField(null=True)),
        migrations.AddField("answer", "closed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "schoolsettings",
            "answer_days",
            models.PositiveSmallIntegerField(db_default=5, default=5),
        ),
        migrations.CreateModel(
            "Voice",
            fields=[
                ("id", ID.clone()),
                ("school_id", models.UUIDField(editable=False)),
                ("plan", owned("plans.plan")),
                (
                    "speaker",
                    models.CharField(
                        choices=[("child", "child"), ("parent", "parent")], max_length=6
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("by", models.UUIDField()),
                ("name", models.CharField(max_length=200)),
                ("helper_name", models.CharField(blank=True, max_length=200)),
                ("says", models.JSONField(default=dict)),
                ("verdicts", models.JSONField(default=dict)),
                ("sitting", models.DateField()),
                ("changed_at", models.DateTimeField()),
                (
                    "sharing",
                    models.CharField(
                        choices=[("nobody", "nobody"), ("school", "school"), ("family", "family")],
                        default="nobody",
                        max_length=6,
                    ),
                ),
                ("shared_at", models.DateTimeField(null=True)),
                ("review", models.UUIDField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["school_id", "plan"], name="voice_by_plan")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("speaker", "parent")),
                        fields=("school_id", "plan", "by"),
                        name="one_space_a_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shared_at__isnull", True), ("sharing", "nobody")),
                            models.Q(
                                models.Q(("sharing", "nobody"), _negated=True),
                                ("shared_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="shared_since_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("speaker", "child"), ("helper_name", ""), _connector="OR"
                        ),
                        name="only_a_child_is_helped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "QuestionStep",
            fields=[
                ("id", ID.clone()),
                ("school_id", models.UUIDField(editable=False)),
                ("answer", owned("plans.answer")),
                ("plan", owned("plans.plan")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "note"),
                            ("reply", "reply"),
                            ("more", "more"),
                            ("closed", "closed"),
                            ("reopened", "reopened"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                ("by_family", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "plans_question_step",
                "indexes": [
                    models.Index(fields=["school_id", "answer"], name="question_step_by_answer")
                ],
            },
        ),
        spinney.kernel.owned.FenceTable("Voice"),
        spinney.kernel.owned.FenceTable("QuestionStep", grants="SELECT, INSERT"),
    ]
