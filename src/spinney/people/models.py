"""Schools, children, the adults around them, the groups they are taught in and when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from spinney.access.models import Subject, User
from spinney.kernel.ids import uuid7
from spinney.kernel.owned import OwnedKey, OwnedModel
from spinney.people.types import GroupKind, GroupStaffRole, Phase

CURRENT = models.Q(valid_to__isnull=True)


class Trust(models.Model):
    pii = "none"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)


class School(models.Model):
    """A public fact (GIAS): shared by all. `id` is the school_id on every owned row."""

    pii = "none"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    urn = models.CharField(max_length=6, unique=True)
    laestab = models.CharField(max_length=7)
    name = models.CharField(max_length=200)
    phase = models.CharField(max_length=12, choices=[(p.value, p.value) for p in Phase])
    trust = models.ForeignKey(Trust, models.PROTECT, null=True, related_name="+")
    review_interval_weeks = models.PositiveSmallIntegerField(default=16)


class Child(OwnedModel):
    """A child on one school's roll. Shares its key with `access.Subject`.

    `provenance` says for each field where its value came from: {"surname": {"source": "ctf", "on": "2026-09-01"}}.
    A field whose source is "person" was corrected by hand; a feed may not overwrite it silently.
    """

    pii = "identity of a child; kept until 25 (31 with an EHCP), then deleted"

    forename = models.CharField(max_length=100)
    surname = models.CharField(max_length=100, blank=True)
    preferred_forename = models.CharField(max_length=100, blank=True)
    preferred_surname = models.CharField(max_length=100, blank=True)
    middle_names = models.CharField(max_length=150, blank=True)
    born_on = models.DateField()
    sex = models.CharField(max_length=1, blank=True)
    year = models.CharField(max_length=2, blank=True)
    registration_group = models.CharField(max_length=40, blank=True)
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    looked_after_by = models.CharField(max_length=3, blank=True)
    sen_provision = models.CharField(max_length=1, default="N")
    mis_id = models.CharField(max_length=100, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list)
    address_lines = ArrayField(models.CharField(max_length=100), default=list)
    postcode = models.CharField(max_length=10, blank=True)
    medical_flag = models.BooleanField(null=True)
    provenance = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "registration_group"], name="child_by_class"),
            models.Index(fields=["school_id", "mis_id"], name="child_by_mis_id"),
        ]


class Identifier(OwnedModel):
    """A number by which another system knows the child. Never a key, never in a URL, shown on need only."""

    pii = "identifiers of a child; deleted with the child"

    child = OwnedKey(Child)
    scheme = models.CharField(max_length=40)  # upn, uln, mis:<vendor>
    value = models.CharField(max_length=80)
    status = models.CharField(max_length=12)  # valid, temporary, former, unverified
    source = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school_id", "child"], name="identifier_by_child")]
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "scheme", "value"], name="identifier_once_a_school"
            )
        ]


class NameWord(OwnedModel):
    """Each word of a child's names, folded to plain letters, so that two typed letters find the child."""

    pii = "names of a child; deleted with the child"

    child = OwnedKey(Child)
    # Byte order, so that a prefix is a range. LIKE cannot use an index behind row-level security (it is not
    # 'leakproof'), and 20,000 words would be read for every letter typed.
    word = models.TextField(db_collation="C")

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "word"], name="name_word_prefix"),
            models.Index(fields=["school_id", "child"], name="name_word_by_child"),
        ]  # fmt: skip


class Enrolment(OwnedModel):
    pii = "where a child was at school; deleted with the child"

    child = OwnedKey(Child)
    status = models.CharField(max_length=1, default="C")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    school_name = models.CharField(max_length=200, blank=True)  # set for earlier schools
    laestab = models.CharField(max_length=7, blank=True)
    source = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["school_id", "child"], name="enrolment_by_child")]


class SenStatus(OwnedModel):
    pii = "that a child has SEN, and since when; deleted with the child"

    child = OwnedKey(Child)
    provision = models.CharField(max_length=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["school_id", "child"], name="sen_status_by_child")]


class SenNeed(OwnedModel):
    pii = "a child's type of need; deleted with the child"

    child = OwnedKey(Child)
    need_type = models.CharField(max_length=5)
    rank = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["school_id", "child"], name="sen_need_by_child")]


class Carer(OwnedModel):
    """An adult around one or more children of this school."""

    pii = "identity and address of an adult; deleted with the last child they are tied to"

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=20, blank=True)
    forename = models.CharField(max_length=100, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phones = ArrayField(models.CharField(max_length=40), default=list)
    address_lines = ArrayField(models.CharField(max_length=100), default=list)
    postcode = models.CharField(max_length=10, blank=True)
    provenance = models.JSONField(default=dict)


class Contact(OwnedModel):
    """The tie between one adult and one child, as five separate facts, each with its source in `provenance`."""

    pii = "who is what to a child; deleted with the child"

    child = OwnedKey(Child)
    carer = OwnedKey(Carer)
    relationship = models.CharField(max_length=3, blank=True)
    parental_responsibility = models.BooleanField(null=True)
    lives_with = models.BooleanField(null=True)
    priority = models.PositiveSmallIntegerField(null=True)
    contact_restriction = models.TextField(blank=True)
    court_order = models.BooleanField(null=True)
    provenance = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["school_id", "child"], name="contact_by_child")]
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "child", "carer"], name="contact_once_a_pair"
            )
        ]


class CourtOrder(OwnedModel):
    """What a court ordered. Until a person has read it (`effect` unknown) nothing is shared with the adult."""

    pii = "a court order about a child; deleted with the child"

    child = OwnedKey(Child)
    carer = OwnedKey(Carer)
    effect = models.CharField(max_length=20, default="unknown")  # unknown, no_contact, shared
    summary = models.TextField(blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    review_on = models.DateField(null=True)
    source = models.TextField()
    decided_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school_id", "child"], name="court_order_by_child")]


class Staff(OwnedModel):
    pii = "identity of a member of staff; deleted 6 years after leaving"

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=20, blank=True)
    forename = models.CharField(max_length=100)
    surname = models.CharField(max_length=100)
    job = models.CharField(max_length=100, blank=True)
    mis_id = models.CharField(max_length=100, blank=True)
    left_on = models.DateField(null=True)


class Group(OwnedModel):
    """A class, set, tutor group or year."""

    pii = "none; deleted after 7 years"

    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in GroupKind])
    name = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True)
    year = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "kind", "name"], name="group_once_a_name")
        ]


class GroupChild(OwnedModel):
    pii = "which child is in which class; deleted with the child"

    group = OwnedKey(Group)
    child = OwnedKey(Child)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "group"], name="group_child_by_group"),
            models.Index(fields=["school_id", "child"], name="group_child_by_child"),
        ]


class GroupStaff(OwnedModel):
    pii = "who teaches what; deleted after 7 years"

    group = OwnedKey(Group)
    staff = OwnedKey(Staff)
    role = models.CharField(max_length=8, choices=[(r.value, r.value) for r in GroupStaffRole])
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school_id", "staff"], name="group_staff_by_staff")]


class Lesson(OwnedModel):
    """One slot of the weekly timetable. `weekday` as ISO: Monday is 1."""

    pii = "who teaches where and when; deleted after 7 years"

    group = OwnedKey(Group)
    staff = OwnedKey(Staff)
    weekday = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=20)
    starts = models.TimeField()
    ends = models.TimeField()
    room = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school_id", "staff", "weekday"], name="lesson_by_staff")]


SUBJECT_TABLE = Subject._meta.db_table
