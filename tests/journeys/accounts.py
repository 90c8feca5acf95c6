"""Accounts with a password, which personas do not have, made by the server's own code."""

import re

import pyotp
from tests.journeys.site import Place

PASSWORD = "three-quiet-words-in-a-row"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SAFE = re.compile(r"[\w.@-]+")

MAKE = """
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from spinney.access.models import User
user = User.objects.get(email={email!r})
user.set_password({password!r})
user.save()
if {secret!r}:
    TOTP.activate(user, {secret!r})
    RecoveryCodes.activate(user)
"""


ALSO_SENCO = """
from spinney.access.models import Membership, User
from spinney.kernel import tenancy
from spinney.kernel.clock import now, school_day
from spinney.people.queries import school_by_urn
school = school_by_urn({urn!r})
with tenancy.acting_in([school.id]):
    user = User.objects.get(display_name={name!r})
    Membership.objects.create(
        school_id=school.id, user_id=user.id, role="senco", source="test",
        valid_from=school_day(now()),
    )
"""


def make_senco_too(place: Place, name: str, *, urn: str) -> None:
    place.run("shell", "-c", ALSO_SENCO.format(name=name, urn=urn))


def give_password(place: Place, email: str, *, secret: str = "") -> None:
    """With `secret`, an authenticator app as well."""
    assert SAFE.fullmatch(email)
    place.run("shell", "-c", MAKE.format(email=email, password=PASSWORD, secret=secret))


def email_of(place: Place, name: str) -> str:
    return place.one("SELECT email FROM access_user WHERE display_name = %s", name)


def code_now(secret: str) -> str:
    return pyotp.TOTP(secret).now()


def sign_in_with_password(page, email: str, password: str = PASSWORD) -> None:
    page.goto("/account/sign-in")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Your password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
