"""How we know: what the lines of a draft rest on."""

from django.db import models

from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.plans.models.files import Attachment
from spinney.plans.models.plan import Plan
from spinney.plans.types import SourceKind


class LineSource(OwnedModel):
    """A source of one line of a draft. It stays when its line is removed, for the line may come back by undo."""

    pii = "where a statement about a child comes from; kept as the plan"

    plan = OwnedKey(Plan)
    line = models.UUIDField()
    kind = models.CharField(max_length=8, choices=[(x.value, x.value) for x in SourceKind])
    who = models.CharField(max_length=120)
    day = models.DateField(null=True)
    page = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)
    file = OwnedKey(Attachment, null=True)
    file_says = models.CharField(max_length=40, blank=True, default="", db_default="")
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "plans_line_source"
        indexes = [models.Index(fields=["school_id", "plan", "line"], name="source_by_line")]
