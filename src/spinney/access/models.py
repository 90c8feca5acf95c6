"""Accounts, what ties them to schools and children, denials, and the log of who did what."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from spinney.access.types import DenialKind, Relation, Role, TieState
from spinney.kernel.ids import uuid7
from spinney.kernel.owned import OwnedKey, OwnedModel


def choices(enum: type[Role | Relation | DenialKind | TieState]) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in enum]


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person's account. Belongs to no school: what it may reach hangs on memberships and ties."""

    pii = "name and e-mail; deleted a year after the last membership or tie has ended"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254)
    display_name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    # Set with a one-time password; until it is off, nothing but the change of password opens.
    must_change_password = models.BooleanField(default=False, db_default=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_an_email")]


class Subject(OwnedModel):
    """A child as a thing that permission is about. `people.Child` shares its key."""

    pii = "ids only; kept as long as the child's record"


class Dated(OwnedModel):
    """Something that holds from one day to another, and where it was learned."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.TextField()

    class Meta:
        abstract = True


class Membership(Dated):
    pii = "who works in which role; kept 6 years after it ends"

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=choices(Role))


class Tie(Dated):
    pii = "who is what to which child; kept as long as the child's record"

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    subject = OwnedKey(Subject)
    relation = models.CharField(max_length=20, choices=choices(Relation))
    state = models.CharField(max_length=12, choices=choices(TieState))
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school_id", "subject"], name="tie_by_subject")]


class Denial(Dated):
    pii = "that a court order, shield or freeze exists; kept as long as the child's record"

    subject = OwnedKey(Subject)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=24, choices=choices(DenialKind))
    reason = models.TextField(default="")
    decided_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school_id", "subject"], name="denial_by_subject")]


class AuditHead(OwnedModel):
    """The newest link of a school's audit chain. Its row lock puts the school's leaves in order."""

    pii = "none; kept for ever"

    size = models.BigIntegerField(default=0)
    hash = models.BinaryField()


class AuditLeaf(OwnedModel):
    """One act or one look. `leaf` is the exact bytes that were hashed, as RFC 6962 hashes a leaf.

    `seq` counts from 0 without gaps, so the full Merkle tree can be built over the same rows later.
    """

    pii = "who saw or changed whose record, in ids; kept 25 years from the child's birth"

    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    action = models.TextField()
    subject_ids = ArrayField(models.UUIDField())
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()
    chain_hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "seq"], name="audit_leaf_in_order")
        ]


class History(OwnedModel):
    """The old values of a changed row, kept by a trigger, so that raw SQL is caught too."""

    pii = "earlier values of any field; kept as long as the row they belong to"

    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    table_name = models.TextField()
    row_id = models.UUIDField()
    act = models.CharField(max_length=6)
    before = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["school_id", "row_id", "at"], name="history_of_a_row")]
