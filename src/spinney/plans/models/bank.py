"""What one school has of the bank beside the entries that come with Spinney."""

from django.db import models

from spinney.kernel.owned import OwnedModel
from spinney.plans.types.bank import BankKind


class BankEntry(OwnedModel):
    """An entry of this school's own, its own words for a shipped one, or the note that a shipped one is hidden.

    `body` is null where only the hiding is the school's. The history table keeps every earlier wording.
    """

    pii = "which member of staff wrote an entry of the bank; kept while the entry is"

    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=[(x.value, x.value) for x in BankKind])
    version = models.PositiveIntegerField(default=0)
    body = models.JSONField(null=True)
    hidden = models.BooleanField(default=False)
    came_from = models.JSONField(null=True)  # {"whose", "code", "version"}
    changed_by = models.UUIDField()
    changed_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "plans_bank_entry"
        constraints = [
            models.UniqueConstraint(fields=["school_id", "code"], name="bank_code_once"),
            models.CheckConstraint(
                name="bank_words_have_a_version",
                condition=models.Q(body__isnull=True, version=0)
                | models.Q(body__isnull=False, version__gte=1),
            ),
        ]
