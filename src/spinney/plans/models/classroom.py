"""In class: a cover teacher's link, what was used in a lesson, and what each teacher says they will do."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.people.models import Child, Group
from spinney.plans.models.plan import Plan


class CoverCard(OwnedModel):
    """A link to one class's cards for one lesson, for someone without an account. Holds no child's words.

    What it shows is read from the cards at each opening, so that a safety line written meanwhile is there.
    """

    pii = "who made a cover link; deleted after 7 years"

    group = OwnedKey(Group)
    lesson = models.UUIDField()  # a slot of the timetable, which may be made anew; not a reference
    day = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()  # the bell
    token_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    kept = ArrayField(models.CharField(max_length=64), default=list)  # strategies kept by the maker
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    openings = models.PositiveIntegerField(default=0)  # counted with each leaf of the log
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "plans_cover_card"
        indexes = [models.Index(fields=["school_id", "day"], name="cover_card_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["school_id", "token_hash"], name="cover_token_once"),
            models.UniqueConstraint(
                fields=["school_id", "lesson", "day"], name="one_live_cover_a_lesson",
                condition=models.Q(ended_at=None),
            ),
        ]  # fmt: skip


class StrategyUse(OwnedModel):
    """A strategy of the card was used in a lesson. Evidence for the child's normal way of working.

    `used_by` is kept so that a person can take their own tap back. Nothing reads it for any other purpose: it is
    never counted, listed or exported.
    """

    pii = "what helped a child in which lesson; kept as the plan"

    child = OwnedKey(Child)
    plan = OwnedKey(Plan)
    version = models.PositiveIntegerField()
    line = models.UUIDField()
    text_hash = models.CharField(max_length=64)
    group = OwnedKey(Group)
    day = models.DateField()
    starts = models.TimeField(
        null=True
    )  # the lesson's; empty where the class was opened by its name
    used_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "plans_strategy_use"
        indexes = [models.Index(fields=["school_id", "plan"], name="strategy_use_by_plan")]
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "child", "text_hash", "group", "day", "starts", "used_by"],
                name="strategy_used_once", nulls_distinct=False,
            )
        ]  # fmt: skip


class TeacherConfirmation(OwnedModel):
    """What one teacher said of the card's strategies, once for each version: `answers` as
    [{"key", "can", "why"}]. Never changed, and never for appraisal."""

    pii = "what a teacher will do for a child; kept as the plan"

    plan = OwnedKey(Plan)
    version = models.PositiveIntegerField()
    user_id = models.UUIDField()
    user_name = models.CharField(max_length=200)
    answers = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        db_table = "plans_teacher_confirmation"
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "plan", "version", "user_id"], name="confirmed_once_a_version"
            )
        ]
