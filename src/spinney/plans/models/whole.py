"""The whole school at once: provision lines that can be added up, and steps taken for many plans together."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.people.models import Child
from spinney.plans.models.plan import Plan


class ProvisionLine(OwnedModel):
    """One promise of a plan's newest version, read into numbers. Made in the transaction that publishes it.

    `kind` is what lines of one sort share. What could not be read is null, and is never guessed.
    """

    pii = "what support a child is promised; deleted with the plan"

    plan = OwnedKey(Plan)
    child = OwnedKey(Child)
    line = models.UUIDField()
    version = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    # Byte order: totals sort ten thousand of these, and a language's order would be most of the cost.
    kind = models.TextField(db_collation="C")
    what = models.TextField(blank=True, db_collation="C")
    who = models.TextField(blank=True, db_collation="C")
    place = models.TextField(blank=True, db_collation="C")
    how_often = models.TextField(blank=True)
    staffed = models.BooleanField()
    sessions = models.DecimalField(max_digits=8, decimal_places=4, null=True)  # a week
    minutes = models.PositiveIntegerField(null=True)  # each time
    group_size = models.PositiveSmallIntegerField(null=True)
    areas = ArrayField(models.CharField(max_length=24), default=list)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "plan"], name="provision_by_plan"),
            models.Index(fields=["school_id", "kind"], name="provision_by_kind"),
        ]


class Batch(OwnedModel):
    """One step taken for many plans: what, when, by whom, and whether it was undone."""

    pii = "that many plans were changed together, and why; kept as the plans"

    act = models.CharField(max_length=10)
    review_on = models.DateField(null=True)
    layer = models.CharField(max_length=16, blank=True)
    why = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school_id", "at"], name="batch_by_time")]


class BatchStep(OwnedModel):
    """What a batch did to one plan, or why not; and what undoing did, or why not.

    `before` and `after` hold version, layer, lifecycle and review date: enough to see whether anyone has changed
    the plan since, and to put it back.
    """

    pii = "what was changed in a child's plan; kept as the plan"

    batch = OwnedKey(Batch)
    plan = OwnedKey(Plan)
    done = models.BooleanField()
    why_not = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone = models.BooleanField(default=False)
    not_undone_why = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["school_id", "batch"], name="batch_step_by_batch")]
