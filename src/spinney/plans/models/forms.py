"""What a school has settled for its plans, and the moves of plans from one form to another."""

from django.db import models

from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.plans.models.plan import Plan, SchoolForm, TemplateVersion
from spinney.plans.types import LegalStatus
from spinney.plans.types.forms import SignOff

STATUSES = [(x.value, x.value) for x in LegalStatus]


class SchoolSettings(OwnedModel):
    """One row a school; a school without one has the defaults."""

    pii = "none"

    template = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    review_weeks = models.PositiveSmallIntegerField()
    sign_off = models.CharField(max_length=8, choices=[(x.value, x.value) for x in SignOff])
    sign_off_status = models.CharField(max_length=20, choices=STATUSES)
    deadline_weeks = models.PositiveSmallIntegerField(null=True)
    deadline_status = models.CharField(max_length=20, choices=STATUSES)
    # Working days from a family's question to the school's answer.
    answer_days = models.PositiveSmallIntegerField(default=5, db_default=5)

    class Meta:
        db_table = "plans_school_settings"
        constraints = [models.UniqueConstraint(fields=["school_id"], name="settings_once")]


class FormMove(OwnedModel):
    """A plan was moved to another form, or such a move was taken back. Never changed."""

    pii = "which form a plan is written on and who moved it; kept as the plan"

    plan = OwnedKey(Plan)
    from_template = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    from_form = OwnedKey(SchoolForm, null=True)
    to_template = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    to_form = OwnedKey(SchoolForm, null=True)
    version = models.PositiveIntegerField()  # the newest published version at the time
    draft_changed_at = models.DateTimeField(null=True)  # of the plan, before the move
    takes_back = models.UUIDField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "plans_form_move"
        indexes = [models.Index(fields=["school_id", "plan"], name="form_move_by_plan")]
