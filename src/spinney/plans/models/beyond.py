"""What lies beyond the plan's own words: the child's EHCP, and what the child needs and does not get."""

from django.db import models

from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.people.models import Child
from spinney.plans.models.plan import Plan
from spinney.plans.types.unmet import UnmetClosing, UnmetReason


class EhcpItem(OwnedModel):
    """One item of a section of the child's EHCP, as the council's document says it. Ended, never deleted: what a
    version was joined to can always be read."""

    pii = "what a child's EHCP says; kept as the plan"

    child = OwnedKey(Child)
    section = models.CharField(max_length=2)
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField()
    added_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "plans_ehcp_item"
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "child", "section", "number"], name="ehcp_item_once"
            )
        ]


class UnmetNeed(OwnedModel):
    """Something a child needs and does not get. It stands until a person records that it is met, or that the need
    ended: no change of a plan, a line or a timetable touches it. `line` is no reference: the line may go."""

    pii = "what a child needs and does not get; kept as the plan"

    child = OwnedKey(Child)
    plan = OwnedKey(Plan)
    line = models.UUIDField(null=True)
    about = models.TextField(blank=True)  # what the line was called when this was recorded
    missing = models.TextField()
    since = models.DateField()
    reason = models.CharField(max_length=12, choices=[(x.value, x.value) for x in UnmetReason])
    known_from = models.TextField()  # staff only
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=200)
    closing = models.CharField(
        max_length=5, blank=True, choices=[(x.value, x.value) for x in UnmetClosing]
    )
    closed_on = models.DateField(null=True)
    closed_how = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "plans_unmet_need"
        indexes = [
            models.Index(fields=["school_id", "child"], name="unmet_by_child"),
            models.Index(
                fields=["school_id", "reason"],
                name="unmet_open",
                condition=models.Q(closed_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="closed_by_saying_how",
                condition=models.Q(
                    closing="", closed_on=None, closed_at=None, closed_by=None, closed_how=""
                )
                | ~models.Q(closing="")
                & ~models.Q(closed_how="")
                & models.Q(
                    closed_on__isnull=False, closed_at__isnull=False, closed_by__isnull=False
                ),
            )
        ]  # fmt: skip


class UnmetStep(OwnedModel):
    """What was done about an unmet need, and who was told. Never changed."""

    pii = "what was done about a child's unmet need, and who was told; kept as the plan"

    unmet = OwnedKey(UnmetNeed)
    on = models.DateField()
    what = models.TextField()
    told = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "plans_unmet_step"
        indexes = [models.Index(fields=["school_id", "unmet"], name="unmet_step_by_unmet")]
