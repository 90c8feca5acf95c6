"""Translations of a plan by people."""

from django.db import models

from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.plans.models.plan import Plan
from spinney.plans.types.languages import TranslatorRole


class Translation(OwnedModel):
    """A plan's family text in another language. Once released it is never changed: a correction is a new edition.

    `words` is line to field to {"of": the English, "is": the translation}: the English it was made from stands
    beside it, so that a changed line is known without looking for the old version.
    """

    pii = "a child's support plan in the family's language, and who translated it; kept as the plan"

    plan = OwnedKey(Plan)
    language = models.CharField(max_length=8)
    edition = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    words = models.JSONField(default=dict)
    translator_name = models.CharField(max_length=200, blank=True)
    translator_role = models.CharField(
        max_length=12, blank=True, choices=[(x.value, x.value) for x in TranslatorRole]
    )
    translated_on = models.DateField(null=True)
    rev = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.UUIDField()
    saved_by_name = models.CharField(max_length=200)
    released_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    released_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "plan", "language", "edition"], name="translation_edition_once"
            ),
            models.UniqueConstraint(
                fields=["school_id", "plan", "language"], name="one_open_translation",
                condition=models.Q(released_at__isnull=True),
            ),
            models.CheckConstraint(
                name="released_with_translator",
                condition=models.Q(released_at__isnull=True)
                | models.Q(released_by__isnull=False, translated_on__isnull=False)
                & ~models.Q(translator_name="") & ~models.Q(translator_role=""),
            ),
        ]  # fmt: skip
