"""Plans: a draft made of lines, and immutable versions of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from spinney.kernel.ids import uuid7
from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.people.models import Child
from spinney.plans.types import AnswerKind, Channel, Layer, Lifecycle, StepKind


class TemplateVersion(models.Model):
    """A version of the plan's form, as data: the law is not settled. Shared by all schools."""

    pii = "none"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    body = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="template_version_once")
        ]


class SchoolForm(OwnedModel):
    """A template with what the school added to it. Never changed: another addition is another number."""

    pii = "which member of staff made a form; kept as long as a plan is written on it"

    base = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "plans_school_form"
        constraints = [models.UniqueConstraint(fields=["school_id", "number"], name="form_once")]


class Plan(OwnedModel):
    pii = "a child's support plan; kept until 25 (31 with an EHCP), then deleted"

    child = OwnedKey(Child)
    template = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    form = OwnedKey(SchoolForm, null=True)  # none: the template as it is
    layer = models.CharField(max_length=16, choices=[(x.value, x.value) for x in Layer])
    lifecycle = models.CharField(max_length=10, choices=[(x.value, x.value) for x in Lifecycle])
    version = models.PositiveIntegerField(default=0)
    opened_on = models.DateField()
    published_at = models.DateTimeField(null=True)
    review_due = models.DateField(null=True)
    draft_changed_at = models.DateTimeField(null=True)  # later than published_at: unpublished words
    ended_on = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    # The areas of need of the published version, for lists. No index: behind row-level security PostgreSQL may not
    # use one for arrays, and a school's plans are few.
    areas = ArrayField(models.CharField(max_length=24), default=list)

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "child"], name="plan_by_child"),
            models.Index(fields=["school_id", "review_due"], name="plan_by_review"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "child"], name="one_open_plan_a_child",
                condition=~models.Q(lifecycle="ended"),
            ),
            models.CheckConstraint(
                name="ended_with_a_reason",
                condition=models.Q(lifecycle="ended", ended_on__isnull=False) & ~models.Q(end_reason="")
                | ~models.Q(lifecycle="ended") & models.Q(ended_on__isnull=True, end_reason=""),
            ),
        ]  # fmt: skip


class DraftLine(OwnedModel):
    """One line of the draft. `revs` counts the saves of each field, so that two editors merge by field."""

    pii = "a child's support plan; kept as the plan"

    plan = OwnedKey(Plan)
    section = models.CharField(max_length=24)
    position = models.PositiveSmallIntegerField()
    values = models.JSONField(default=dict)
    revs = models.JSONField(default=dict)
    # Values that the plan's form has no place for, by the form they were written on.
    kept = models.JSONField(default=dict)
    ended = models.JSONField(
        null=True
    )  # {"achievement", "why", "on"}: an outcome never just disappears
    origin = models.JSONField(null=True)  # the entry of the bank that this line was begun from
    # Set when a version is published or a plan is copied, and by "Still right"; typing never writes here.
    carried = models.JSONField(null=True)
    belongs = models.JSONField(null=True)  # to which sections of the EHCP, and to which packages

    class Meta:
        db_table = "plans_draft_line"
        indexes = [
            models.Index(fields=["school_id", "plan"], name="draft_line_by_plan"),
            models.Index(
                fields=["school_id", "plan"], name="draft_line_from_bank",
                condition=models.Q(origin__isnull=False),
            ),
        ]  # fmt: skip


class Clash(OwnedModel):
    """Two people wrote the same field at once. Both texts are kept until one of them decides."""

    pii = "a child's support plan; kept as the plan"

    plan = OwnedKey(Plan)
    line = models.UUIDField()
    field = models.CharField(max_length=24)
    other = models.TextField()
    other_by = models.UUIDField()
    other_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school_id", "plan"], name="clash_by_plan")]


class Version(OwnedModel):
    """A published version. Never changed: the app role may only add and read."""

    pii = "a child's support plan; kept as the plan"

    plan = OwnedKey(Plan)
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField()
    published_by_name = models.CharField(max_length=200)
    layer = models.CharField(max_length=16)
    template = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    form = OwnedKey(SchoolForm, null=True)
    lines = models.JSONField()
    # By line id, beside the lines and not in them: families read the lines, and their hash is of the words alone.
    origins = models.JSONField(null=True)
    carried = models.JSONField(null=True)  # the lines that nobody looked at again for this version
    belongs = models.JSONField(null=True)  # with the names that the packages had on that day
    changes = models.JSONField()
    why = models.TextField(blank=True)
    family_asked = models.TextField(blank=True)  # how, or why it could not wait for their answer
    review_due = models.DateField(null=True)
    content_hash = models.CharField(max_length=64)
    # Section to the reason why it is left out; rows written before, or by others, have none.
    not_needed = models.JSONField(default=dict, db_default={})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "plan", "number"], name="version_once")
        ]
        indexes = [
            models.Index(
                fields=["school_id", "plan"], name="version_from_bank",
                condition=models.Q(origins__isnull=False),
            )
        ]  # fmt: skip


class Step(OwnedModel):
    """A plan was held, taken up again, ended, reopened or moved to another layer: when, why and by whom."""

    pii = "why a plan was paused or ended; kept as the plan"

    plan = OwnedKey(Plan)
    kind = models.CharField(
        max_length=5, choices=[(x.value, x.value) for x in StepKind], default=StepKind.LIFE
    )
    to = models.CharField(max_length=16)  # a Lifecycle, or a Layer
    why = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["school_id", "plan"], name="step_by_plan")]


class Card(OwnedModel):
    """What the classroom shows of a child's newest version. Made in the transaction that publishes it."""

    pii = "strategies and safety lines of a child; deleted with the plan"

    child = OwnedKey(Child)
    plan = OwnedKey(Plan)
    version = models.PositiveIntegerField()
    layer = models.CharField(max_length=16)
    strategies = ArrayField(models.TextField(), default=list)
    safety = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "child"], name="one_card_a_child")
        ]


class Reading(OwnedModel):
    """Someone should read, and has or has not read, a version. Asked by event, answered by opening it."""

    pii = "who has read a plan; kept as the plan"

    plan = OwnedKey(Plan)
    user_id = models.UUIDField()
    asked_version = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    read_version = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "plan", "user_id"], name="reading_once")
        ]


class Answer(OwnedModel):
    """What a parent or young person said of a version: agree, a question on a line, or their views."""

    pii = "a family's words about a plan; kept as the plan"

    plan = OwnedKey(Plan)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=[(x.value, x.value) for x in AnswerKind])
    line = models.UUIDField(null=True)
    words = models.TextField(blank=True)
    from_user = models.UUIDField(null=True)
    from_carer = models.UUIDField(null=True)
    from_name = models.CharField(max_length=200)
    channel = models.CharField(max_length=6, choices=[(x.value, x.value) for x in Channel])
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    reply = models.TextField(blank=True)
    replied_by = models.UUIDField(null=True)
    replied_by_name = models.CharField(max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True)
    # Of a question: by when the school answers, and when the asker was content. `reply` is the newest one; a
    # question that is opened again has none, and what was replied before stands in its steps.
    due_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school_id", "plan"], name="answer_by_plan")]
        constraints = [
            models.CheckConstraint(
                name="entered_for_them_says_by_whom",
                condition=models.Q(channel="screen", entered_by__isnull=True)
                | ~models.Q(channel="screen") & models.Q(entered_by__isnull=False),
            )
        ]


class PaperForm(OwnedModel):
    """A printed answer form: a short code that says whose answer it is and about which version."""

    pii = "which adult was sent a form; deleted a year after it expires"

    plan = OwnedKey(Plan)
    version = models.PositiveIntegerField()
    carer = models.UUIDField(null=True)
    user_id = models.UUIDField(null=True)
    recipient_name = models.CharField(max_length=200)
    code = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "code"], name="paper_code_once")
        ]
