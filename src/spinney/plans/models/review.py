"""Reviews of a plan: who took part, what was decided of each outcome, and the tasks that came out of it."""

from django.db import models

from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.plans.models.plan import Plan
from spinney.plans.types.review import NextStep, PersonKind, Result


class Review(OwnedModel):
    """One review of one version: open while people decide, then recorded once. Cycles are counted from these."""

    pii = "when a child's plan was reviewed and by whom; kept as the plan"

    plan = OwnedKey(Plan)
    version = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    held_on = models.DateField(null=True)
    starts_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    next_review = models.DateField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "plan", "version"], name="one_review_a_version"
            ),
            models.UniqueConstraint(
                fields=["school_id", "plan"], name="one_open_review_a_plan",
                condition=models.Q(recorded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="recorded_with_a_day",
                condition=models.Q(recorded_at__isnull=True)
                | models.Q(held_on__isnull=False, next_review__isnull=False,
                           recorded_by__isnull=False),
            ),
        ]  # fmt: skip


class ReviewResult(OwnedModel):
    """What was decided of one outcome. `title` is what it was called when it was judged."""

    pii = "how a child got on; kept as the plan"

    review = OwnedKey(Review)
    line = models.UUIDField()
    title = models.TextField(blank=True)
    # Empty while only words are written: they are kept, and the review waits for a result.
    result = models.CharField(
        max_length=9, blank=True, choices=[(x.value, x.value) for x in Result]
    )
    words = models.TextField(blank=True)
    next_step = models.CharField(
        max_length=6, blank=True, choices=[(x.value, x.value) for x in NextStep]
    )
    new_title = models.TextField(blank=True)
    new_target = models.TextField(blank=True)
    ladder = models.SmallIntegerField(null=True)
    judged_from = models.CharField(max_length=200, blank=True)
    judged_by = models.UUIDField()
    judged_by_name = models.CharField(max_length=200)
    judged_at = models.DateTimeField()
    read_back_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "plans_review_result"
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "review", "line"], name="one_result_an_outcome"
            ),
            models.CheckConstraint(
                name="ladder_of_five",
                condition=models.Q(ladder__isnull=True)
                | models.Q(ladder__gte=-2) & models.Q(ladder__lte=2),
            ),
        ]  # fmt: skip


class ReviewPerson(OwnedModel):
    """Someone who was asked to a review. `shows_voice`: they chose to put their own words on the shared screen."""

    pii = "who was asked to a child's review; kept as the plan"

    review = OwnedKey(Review)
    kind = models.CharField(max_length=12, choices=[(x.value, x.value) for x in PersonKind])
    user_id = models.UUIDField(null=True)
    carer = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=120, blank=True)
    present = models.BooleanField(default=True)
    shows_voice = models.BooleanField(default=False)

    class Meta:
        db_table = "plans_review_person"
        indexes = [
            models.Index(fields=["school_id", "review"], name="review_person_by_review"),
            models.Index(fields=["school_id", "user_id"], name="review_person_by_user"),
        ]


class ReviewTask(OwnedModel):
    """What one person took on at a review, and by when."""

    pii = "what someone will do for a child; kept as the plan"

    review = OwnedKey(Review)
    plan = OwnedKey(Plan)
    person = OwnedKey(ReviewPerson)
    what = models.TextField()
    by_when = models.DateField(null=True)
    made_at = models.DateTimeField()
    read_back_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        db_table = "plans_review_task"
        indexes = [
            models.Index(fields=["school_id", "person"], name="review_task_by_person"),
            models.Index(fields=["school_id", "by_when"], name="review_task_by_day"),
        ]
