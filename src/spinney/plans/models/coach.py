"""What the coach found and what was set aside."""

from django.db import models

from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.plans.models.plan import Plan


class SetAside(OwnedModel):
    """Somebody looked at a finding and left it, with a reason. `mark` is of the words: new words, new finding."""

    pii = "why advice on a child's plan was left; kept as the plan"

    plan = OwnedKey(Plan)
    rule = models.CharField(max_length=40)
    line = models.UUIDField(null=True)  # none: about the plan as a whole
    field = models.CharField(max_length=40, blank=True)
    mark = models.CharField(max_length=32)
    why = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "plans_setaside"
        indexes = [models.Index(fields=["school_id", "plan"], name="setaside_by_plan")]
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "plan", "rule", "line", "field", "mark"], name="set_aside_once",
                condition=models.Q(undone_at__isnull=True), nulls_distinct=False,
            ),
        ]  # fmt: skip


class Quality(OwnedModel):
    """How many findings of each rule a published version had. Counts only: made once, when it is published."""

    pii = "how many notes of each kind the coach had on a plan; kept as the plan"

    plan = OwnedKey(Plan)
    version = models.PositiveIntegerField()
    edition = models.PositiveSmallIntegerField()  # of the rules that counted
    counts = models.JSONField(default=dict)  # rule -> findings that stood
    aside = models.JSONField(default=dict)  # rule -> findings that were set aside

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "plan", "version"], name="quality_once")
        ]
