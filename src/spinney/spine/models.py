"""What came in, when, by whom, and what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from spinney.kernel.owned import OwnedModel


class ImportRun(OwnedModel):
    """One file brought to one school. Faults are kept as shapes, never as values."""

    pii = "name of a file, ids of children, shapes of faults; deleted after 3 years"

    at = models.DateTimeField()
    actor_id = models.UUIDField()
    file_name = models.CharField(max_length=255)
    file_hash = models.CharField(max_length=64)  # SHA-256, so that the same file is known again
    format = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=12)  # applied, held, refused
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    child_ids = ArrayField(models.UUIDField(), default=list)

    class Meta:
        indexes = [models.Index(fields=["school_id", "at"], name="import_run_by_school")]
