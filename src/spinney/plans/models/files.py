"""Files on a plan: what a line of it rests on, and what a child said aloud."""

from django.db import models

from spinney.files.types import MediaType
from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.plans.models.plan import Plan
from spinney.plans.models.voices import Voice

KINDS = [(x.value, x.value) for x in MediaType]


class Attachment(OwnedModel):
    """A file that lines of a plan rest on. The row stays for as long as the plan: versions cite it.

    `section` is where it was added, which says who may see it before any version cites it. Taken away, it is
    offered to no new line. Versions that cite it keep it.
    """

    pii = "a report, picture or recording about a child; kept as the plan"

    plan = OwnedKey(Plan)
    section = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=20, choices=KINDS)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.UUIDField(
        null=True
    )  # where the bytes lie; taken away before any version cited it: nowhere
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    gone_at = models.DateTimeField(null=True)
    gone_by_name = models.CharField(max_length=200, blank=True)
    gone_why = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "plans_attachment"
        indexes = [models.Index(fields=["school_id", "plan"], name="attachment_by_plan")]


class Recording(OwnedModel):
    """What a child said aloud on their own page, one a page. Kept without history: what a child wipes is gone."""

    pii = "a child's own voice; kept as their words, until they take it off before a review"

    plan = OwnedKey(Plan)
    voice = OwnedKey(Voice)
    media_type = models.CharField(max_length=20, choices=KINDS)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.UUIDField()  # where the bytes lie
    at = models.DateTimeField()

    class Meta:
        db_table = "plans_recording"
        constraints = [
            models.UniqueConstraint(fields=["school_id", "voice"], name="one_recording_a_page")
        ]
