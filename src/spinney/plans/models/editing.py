"""Writing together: how far each section is, every change of a draft, and who has it open."""

from django.db import models

from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.plans.models.plan import Plan
from spinney.plans.types import ChangeKind, SectionState


class SectionMark(OwnedModel):
    """What a person said of a section. No row: its own words show how far it is."""

    pii = "for whom a section of a plan waits; kept as the plan"

    plan = OwnedKey(Plan)
    section = models.CharField(max_length=24)
    state = models.CharField(max_length=12, choices=[(x.value, x.value) for x in SectionState])
    who = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "plans_section_mark"
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "plan", "section"], name="one_mark_a_section"
            )
        ]


class DraftChange(OwnedModel):
    """A change of a draft with what was there before. Never changed: an undo is another change that names it."""

    pii = "a child's support plan; kept as the plan"

    plan = OwnedKey(Plan)
    kind = models.CharField(max_length=8, choices=[(x.value, x.value) for x in ChangeKind])
    section = models.CharField(max_length=24)
    line = models.UUIDField(null=True)
    field = models.CharField(max_length=24, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    undoes = models.UUIDField(null=True)

    class Meta:
        db_table = "plans_draft_change"
        indexes = [
            models.Index(fields=["school_id", "plan", "at"], name="draft_change_by_plan"),
            models.Index(fields=["school_id", "undoes"], name="draft_change_undone"),
        ]


class Presence(OwnedModel):
    """Who has a draft open just now. Gone a minute after their last sign of life; swept a day later."""

    pii = "who has a plan open; deleted after a day"

    plan = OwnedKey(Plan)
    user_id = models.UUIDField()
    name = models.CharField(max_length=200)
    section = models.CharField(max_length=24, blank=True)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "plan", "user_id"], name="present_once")
        ]
