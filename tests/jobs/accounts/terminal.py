"""Run a command as an administrator would, and read what it says."""

import re
from io import StringIO

from django.core.management import call_command
from tests.factories.people import a_school

from spinney.access.models import AuditLeaf
from spinney.access.types import COMMAND_LINE
from spinney.kernel import tenancy
from spinney.people.models import School

PASSWORD = re.compile(r"One-time password: (\S+)")
EMAIL = "ada.okafor@home.example"


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def add_staff(urn: str, *, email: str = "sam@school.example", role: str = "senco") -> str:
    return said(
        "add_account", "--email", email, "--name", "Sam Bright", "--school", urn, "--role", role
    )


def add_parent(urn: str, *, email: str = EMAIL) -> str:
    return said(
        "add_account", "--email", email, "--name", "Ada Okafor", "--school", urn, "--parent"
    )


def password_in(text: str) -> str:
    return PASSWORD.findall(text)[0]


def a_school_and_urn(name: str = "Alder Primary"):
    school = a_school(name)
    return school, School.objects.get(id=school).urn


def told_in_log(school) -> list[str]:
    """The acts of the command line at this school, in order."""
    with tenancy.acting_in([school]):
        leaves = AuditLeaf.objects.filter(school_id=school, actor_id=COMMAND_LINE).order_by("seq")
        return list(leaves.values_list("action", flat=True))
