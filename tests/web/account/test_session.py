"""What a session is worth, and when it ends."""

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from tests.web.account.people import (
    ACCOUNT,
    PASSWORD,
    SIGN_IN,
    SIGN_OUT,
    a_parent,
    a_teacher,
    sign_in,
)

pytestmark = pytest.mark.django_db
NEW = "another three plain words"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


def key(client: Client) -> str:
    return client.cookies["sessionid"].value


def test_signing_in_makes_a_new_session_so_a_planted_one_is_worth_nothing(client):
    session = client.session
    session["planted"] = "by someone else"
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client, a_parent())
    assert key(client) != session.session_key
    thief = Client()
    thief.cookies["sessionid"] = session.session_key
    assert thief.get(ACCOUNT).status_code == 302


def test_a_made_up_session_key_is_not_taken_over(client):
    client.cookies["sessionid"] = "a" * 32
    sign_in(client, a_parent())
    assert key(client) != "a" * 32


def test_signing_out_ends_the_session_on_the_server(client):
    sign_in(client, a_parent())
    copied = Client()
    copied.cookies["sessionid"] = key(client)
    assert copied.get(ACCOUNT).status_code == 200
    client.post(SIGN_OUT)
    assert copied.get(ACCOUNT).status_code == 302


def test_a_link_cannot_sign_anyone_out(client):
    sign_in(client, a_parent())
    page = client.get(SIGN_OUT)
    assert b"Sign out?" in page.content
    assert client.get(ACCOUNT).status_code == 200


def test_signing_out_from_another_site_is_refused():
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(a_parent())
    assert careful.post(SIGN_OUT).status_code == 403
    assert careful.get(ACCOUNT).status_code == 200


def test_every_sign_out_button_clears_this_persons_unsent_words(client):
    user = a_parent()
    sign_in(client, user)
    for address in (ACCOUNT, SIGN_OUT, "/my"):
        page = client.get(address).content.decode()
        forms = page.count(f'action="{SIGN_OUT}"')
        assert forms >= 1
        assert page.count(f'data-sign-out data-person="{user.id}"') == forms


def test_after_signing_out_back_shows_nothing(client):
    sign_in(client, a_parent())
    for address in (ACCOUNT, "/my", SIGN_IN, SIGN_OUT):
        assert "no-store" in client.get(address).headers["Cache-Control"], address


def test_a_new_password_ends_every_other_session_and_keeps_this_one(client):
    user = a_parent()
    elsewhere = Client()
    sign_in(elsewhere, user)
    sign_in(client, user)
    done = client.post(
        "/account/password", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert done.headers["Location"] == ACCOUNT
    page = client.get(ACCOUNT)
    assert b"Your password is changed" in page.content
    assert elsewhere.get(ACCOUNT).status_code == 302
    assert sign_in(Client(), user).status_code == 200, "the old password no longer opens"
    assert sign_in(Client(), user, NEW).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("not my password", NEW, NEW, "That is not your password now"),
        (PASSWORD, "short", "short", "at least 12 characters"),
        (PASSWORD, "password123456", "password123456", "too common"),
        (PASSWORD, NEW, "something else now", "same password each time"),
    ],
)
def test_a_password_that_cannot_be_kept_says_why(client, old, new, again, told):
    sign_in(client, a_parent())
    page = client.post(
        "/account/password", {"oldpassword": old, "password1": new, "password2": again}
    )
    assert page.status_code == 200
    assert told in page.content.decode()


def test_a_demo_persona_has_no_password_to_change(client):
    user = a_parent()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get("/account/password").headers["Location"] == ACCOUNT


def test_cookies_are_closed_to_scripts_and_to_other_sites(client):
    sign_in(client, a_parent())
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name


def test_a_session_ends_with_the_browser_or_the_school_day(client):
    sign_in(client, a_parent())
    cookie = client.cookies["sessionid"]
    assert cookie["max-age"] in ("", 0) or int(cookie["max-age"]) <= 8 * 60 * 60
    assert django_settings.SESSION_COOKIE_AGE == 8 * 60 * 60


@pytest.mark.parametrize("secure", [True, False])
def test_over_https_cookies_travel_over_https_only(client, settings, secure):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = secure
    sign_in(client, a_parent())
    assert bool(client.cookies["sessionid"]["secure"]) is secure


def test_a_teacher_of_two_schools_chooses_one_for_this_session(client):
    user = a_teacher(schools=2)
    sign_in(client, user)
    page = client.get("/account/school")
    assert page.content.count(b'type="radio"') == 2
    import re

    second = re.findall(rb'value="([0-9a-f-]{36})"', page.content)[1].decode()
    assert client.post("/account/school", {"school": second}).status_code == 302
    assert client.session["school"] == second


@pytest.mark.parametrize("chosen", ["", "nonsense", "019f0000-0000-7000-8000-000000000000"])
def test_nobody_chooses_a_school_where_they_do_not_work(client, chosen):
    sign_in(client, a_teacher(schools=2))
    assert client.post("/account/school", {"school": chosen}).status_code == 404
    assert "school" not in client.session


def test_the_account_page_says_who_you_are_and_where_you_work(client):
    user = a_teacher()
    sign_in(client, user)
    page = client.get(ACCOUNT).content.decode()
    for words in (user.email, "Mrs Osei", "School 0", "Teacher", "Set up an authenticator app"):
        assert words in page
