"""What a child and each parent say for themselves, and the steps of a question."""

from django.db import models

from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.plans.models.plan import Answer, Plan
from spinney.plans.types.voices import Sharing, Speaker, StepOf


class Voice(OwnedModel):
    """One child's or parent's own page on a plan. Kept without history: what a child wipes out is gone.

    `by` is the account that it was written in: the speaker's own, or that of the adult who helped the child
    (`helper_name` says so; of a parent's space, who typed it in from paper). Only `may_open` decides who reads what
    a child has not shared.
    """

    pii = "a child's or parent's own words about their support; kept as the plan"

    plan = OwnedKey(Plan)
    speaker = models.CharField(max_length=6, choices=[(x.value, x.value) for x in Speaker])
    version = models.PositiveIntegerField()
    by = models.UUIDField()
    name = models.CharField(max_length=200)
    helper_name = models.CharField(max_length=200, blank=True)
    says = models.JSONField(default=dict)  # prompt -> {"words", "face"}
    verdicts = models.JSONField(default=dict)  # line id -> helps, sort_of, doesnt
    sitting = models.DateField()
    changed_at = models.DateTimeField()
    sharing = models.CharField(
        max_length=6, choices=[(x.value, x.value) for x in Sharing], default=Sharing.NOBODY
    )
    shared_at = models.DateTimeField(null=True)
    review = models.UUIDField(null=True)
    used_at = models.DateTimeField(null=True)  # heard at a review: stays as it was

    class Meta:
        indexes = [models.Index(fields=["school_id", "plan"], name="voice_by_plan")]
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "plan", "by"], name="one_space_a_parent",
                condition=models.Q(speaker="parent"),
            ),
            models.CheckConstraint(
                name="shared_since_when",
                condition=models.Q(sharing="nobody", shared_at__isnull=True)
                | ~models.Q(sharing="nobody") & models.Q(shared_at__isnull=False),
            ),
        ]  # fmt: skip


class QuestionStep(OwnedModel):
    """What followed a question: a note, a reply, more words, an end, a new beginning. Never changed."""

    pii = "a family's words about a plan, and the school's to them; kept as the plan"

    answer = OwnedKey(Answer)
    plan = OwnedKey(Plan)
    kind = models.CharField(max_length=8, choices=[(x.value, x.value) for x in StepOf])
    words = models.TextField(blank=True)
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    by_family = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "plans_question_step"
        indexes = [models.Index(fields=["school_id", "answer"], name="question_step_by_answer")]
