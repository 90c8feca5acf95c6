from django.db import models

from spinney.kernel.owned import OwnedModel


class Outbox(OwnedModel):
    """One row an event, written in the transaction of the fact it tells. Ids and dates only."""

    pii = "ids only; deleted 30 days after relay"

    type = models.TextField()
    subject_id = models.UUIDField()
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    relayed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_fault = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="outbox_waiting", condition=models.Q(relayed_at__isnull=True)
            ),
        ]


class Handled(OwnedModel):
    """A consumer has dealt with an event. Makes every consumer idempotent."""

    pii = "none; deleted with the event"

    consumer = models.TextField()
    event_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "consumer", "event_id"], name="handled_once"
            )
        ]
