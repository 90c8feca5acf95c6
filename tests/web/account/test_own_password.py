"""A one-time password has been seen by someone else: nothing opens until its owner has chosen their own."""

import pytest
from django.core.cache import cache
from django.test import Client
from tests.architecture.routes import example, routes
from tests.personas import small_world
from tests.web.account.people import (
    ACCOUNT,
    CODE,
    PASSWORD,
    SET_UP,
    SIGN_OUT,
    a_parent,
    a_teacher,
    set_up_app,
    sign_in,
    with_password,
)

from spinney.access.models import User
from spinney.web.routes import AUDIENCES, Audience

pytestmark = pytest.mark.django_db
CHANGE, START = "/account/password", "/account/start"
OWN = "another three plain words"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


def given_a_password(user: User) -> User:
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    return user


def choose(client: Client, new: str = OWN):
    return client.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})


def test_a_parent_is_led_to_choose_their_own_password_and_then_to_their_children(client):
    user = given_a_password(a_parent())
    assert sign_in(client, user).headers["Location"] == START
    assert client.get(START).headers["Location"] == CHANGE
    page = client.get(CHANGE).content.decode()
    assert "Choose your own password" in page
    assert "works only once more, here" in page
    assert choose(client).headers["Location"] == START
    assert client.get(START).headers["Location"] == "/my"
    assert not User.objects.get(id=user.id).must_change_password
    assert sign_in(Client(), user).status_code == 200, "the one-time password opens nothing now"


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_other_page_opens_before(client, method):
    world = small_world()
    user = given_a_password(with_password(world.users["senco"]))
    sign_in(client, user)
    tried = 0
    for route in routes():
        if AUDIENCES.get(route.name) in {Audience.PUBLIC, Audience.DEMO}:
            continue
        if route.name == "account_change_password":
            continue
        answer = getattr(client, method)(example(route, world))
        assert (answer.status_code, answer.headers.get("Location")) == (302, CHANGE), route.name
        tried += 1
    assert tried > 30


def test_they_may_sign_out_instead(client):
    sign_in(client, given_a_password(a_parent()))
    client.post(SIGN_OUT)
    assert client.get(ACCOUNT).headers["Location"].startswith("/account/sign-in")


@pytest.mark.parametrize(
    ("new", "words"),
    [(PASSWORD, "That is your password now. Choose another one."), ("short", "12 characters")],
)
def test_a_password_that_cannot_be_kept_leaves_the_door_shut(client, new, words):
    sign_in(client, given_a_password(a_parent()))
    assert words in choose(client, new).content.decode()
    assert client.get("/my").headers["Location"] == CHANGE


class TestStaff:
    """The password comes first: the authenticator app belongs to whoever chose it."""

    @pytest.fixture(autouse=True)
    def _as_in_production(self, settings):
        settings.STAFF_MFA = True

    def test_a_new_teacher_chooses_a_password_and_then_sets_up_the_app(self, client):
        sign_in(client, given_a_password(a_teacher()))
        for address in ("/my", SET_UP):
            assert client.get(address).headers["Location"] == CHANGE
        choose(client)
        assert client.get("/my").headers["Location"] == SET_UP
        set_up_app(client)
        assert client.get("/my").status_code == 404, "no longer led anywhere"

    def test_a_teacher_who_forgot_gives_the_code_and_then_chooses(self, client):
        user = a_teacher()
        sign_in(client, user)
        totp = set_up_app(client)
        given_a_password(user)
        cache.clear()  # a code works once: the next half minute
        again = Client()
        assert sign_in(again, user).headers["Location"] == CODE
        assert again.get(CHANGE).headers["Location"].startswith("/account/sign-in")
        again.post(CODE, {"code": totp.now()})
        assert again.get("/my").headers["Location"] == CHANGE
        choose(again)
        assert again.get("/my").status_code == 404

    def test_a_new_password_ends_a_sign_in_that_waits_for_its_code(self, client):
        from tests.jobs.accounts.terminal import said

        user = a_teacher()
        sign_in(client, user)
        totp = set_up_app(client)
        cache.clear()
        waiting = Client()
        assert sign_in(waiting, user).headers["Location"] == CODE
        said("set_password", "--email", user.email)
        waiting.post(CODE, {"code": totp.now()})
        assert waiting.get(ACCOUNT).headers["Location"].startswith("/account/sign-in")
