"""Signing in with a password: who gets in, what the others are told, and what limits guessing."""

import re

import pytest
from django.core.cache import cache
from tests.web.account.people import ACCOUNT, PASSWORD, SIGN_IN, a_parent, a_teacher, sign_in

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


def test_a_parent_signs_in_and_comes_to_their_childrens_page(client):
    assert sign_in(client, a_parent()).headers["Location"] == "/account/start"
    assert client.get("/account/start").headers["Location"] == "/my"


def test_a_teacher_signs_in_and_comes_to_the_schools_page(client):
    sign_in(client, a_teacher())
    assert client.get("/account/start").headers["Location"] == "/"


def test_someone_to_whom_nothing_is_open_is_told_so_on_their_account(client):
    user = a_parent()
    from spinney.access.models import Tie
    from spinney.kernel import tenancy

    with tenancy.acting_in([], user_id=user.id):
        school = Tie.objects.get(user=user).school_id
    with tenancy.acting_in([school]):
        Tie.objects.filter(user=user).update(state="proposed")
    sign_in(client, user)
    assert client.get("/account/start").headers["Location"] == ACCOUNT
    assert "No child's record is open to you here" in client.get(ACCOUNT).content.decode(
        "utf-8"
    ).replace("&#39;", "'")


def test_an_email_is_the_same_whatever_its_capitals(client):
    user = a_parent()
    user.email = user.email.upper()
    assert sign_in(client, user).status_code == 302


def test_an_unknown_email_and_a_wrong_password_get_the_same_answer(client):
    user = a_parent()
    wrong = client.post(SIGN_IN, {"login": user.email, "password": "not this one at all"})
    unknown = client.post(
        SIGN_IN, {"login": "x" + user.email[1:], "password": "not this one at all"}
    )
    assert wrong.status_code == unknown.status_code == 200
    told = [
        TOKEN.sub(b"", page.content).replace(email.encode(), b"?")
        for page, email in ((wrong, user.email), (unknown, "x" + user.email[1:]))
    ]
    assert told[0] == told[1]
    assert b"do not go together" in wrong.content


def test_guessing_one_account_is_stopped_and_the_guesser_is_told_what_to_do(client):
    user = a_parent()
    pages = [sign_in(client, user, f"a wrong guess number {n}") for n in range(6)]
    assert b"too many tries" in pages[-1].content
    assert sign_in(client, user).status_code == 200, "the right password must wait too"


def test_an_unknown_account_is_limited_just_the_same(client):
    pages = [
        client.post(SIGN_IN, {"login": "no@such.example", "password": f"guess number {n}"})
        for n in range(6)
    ]
    assert b"too many tries" in pages[-1].content


def test_guessing_many_accounts_from_one_place_is_stopped(client):
    pages = [
        client.post(SIGN_IN, {"login": f"p{n}@such.example", "password": "one guess each"})
        for n in range(31)
    ]
    assert pages[-1].status_code == 429
    assert b"Wait five minutes" in pages[-1].content


def test_a_closed_account_does_not_open(client):
    user = a_parent()
    user.is_active = False
    user.save(update_fields=["is_active"])
    answer = sign_in(client, user)
    assert answer.headers["Location"] == "/account/closed"
    assert client.get("/account/closed").status_code == 200
    assert client.get(ACCOUNT).status_code == 302


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_signing_in_never_leads_to_another_site(client, elsewhere):
    user = a_parent()
    answer = client.post(
        f"{SIGN_IN}?next={elsewhere}",
        {"login": user.email, "password": PASSWORD, "next": elsewhere},
    )
    assert answer.headers["Location"] == "/account/start"


@pytest.mark.parametrize(
    "path",
    ["signup", "account/signup", "account/email", "accounts/login", "account/password/reset",
     "account/password/set", "account/confirm-email", "account/login/code"],
)  # fmt: skip
def test_what_spinney_does_not_need_of_allauth_does_not_exist(client, path):
    client.force_login(a_parent())
    for address in (f"/{path}", f"/{path}/"):
        assert client.get(address).status_code == 404


def test_nobody_signs_themselves_up():
    from django.urls import NoReverseMatch, reverse

    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_passwords_are_kept_as_argon2id():
    assert a_parent().password.startswith("argon2$argon2id$")


def test_the_sign_in_page_says_which_field_wants_what(client):
    page = client.post(SIGN_IN, {"login": "ada", "password": ""}).content.decode()
    assert "Type your e-mail address in full" in page
    assert "Type your password." in page
    assert "<title>Error: Sign in" in page
