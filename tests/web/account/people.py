"""Accounts that can really sign in."""

from uuid import UUID

import pyotp
from django.test import Client
from tests.factories.access import a_membership, a_tie, a_user
from tests.factories.people import a_child, a_school

from spinney.access.models import User
from spinney.access.types import Relation, Role
from spinney.kernel import tenancy

PASSWORD = "three plain words"
SIGN_IN, SIGN_OUT, ACCOUNT = "/account/sign-in", "/account/sign-out", "/account"
SET_UP, CODE = "/account/second-factor/set-up", "/account/second-factor/code"


def with_password(user_id: UUID, password: str = PASSWORD) -> User:
    user = User.objects.get(id=user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def a_parent() -> User:
    school = a_school()
    user = with_password(a_user("Ada Okafor"))
    with tenancy.acting_in([school]):
        a_tie(user.id, school, a_child(school), Relation.PARENT)
    return user


def a_teacher(*, schools: int = 1) -> User:
    user = with_password(a_user("Mrs Osei"))
    for number in range(schools):
        school = a_school(f"School {number}")
        with tenancy.acting_in([school]):
            a_membership(user.id, school, Role.TEACHER)
    return user


def sign_in(client: Client, user: User, password: str = PASSWORD):
    return client.post(SIGN_IN, {"login": user.email, "password": password})


def set_up_app(client: Client) -> pyotp.TOTP:
    """Read the key off the page as a person would, and answer with the code."""
    page = client.get(SET_UP)
    totp = pyotp.TOTP(page.context_data["form"].secret)
    done = client.post(SET_UP, {"code": totp.now()})
    assert done.status_code == 302, done.content.decode()[:3000]
    return totp
