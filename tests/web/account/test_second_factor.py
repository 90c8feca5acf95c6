"""Staff prove themselves twice before any child's record opens; families may."""

import pyotp
import pytest
from django.core.cache import cache
from django.test import Client
from tests.web.account.people import ACCOUNT, CODE, SET_UP, a_parent, a_teacher, set_up_app, sign_in

pytestmark = pytest.mark.django_db
CONFIRM, CODES = "/account/second-factor/confirm", "/account/second-factor/recovery-codes"


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.STAFF_MFA = True
    cache.clear()


def later(seconds: int = 60) -> None:
    """A code is used once: forget the used ones, as the next half minute would."""
    cache.clear()


def test_a_teacher_without_an_app_is_led_to_set_one_up_before_any_record(client):
    sign_in(client, a_teacher())
    for address in ("/account/start", "/"):
        answer = client.get(address, follow=False)
        if address == "/account/start":
            assert answer.headers["Location"] == "/"
    answer = client.get("/my")
    assert answer.headers["Location"] == SET_UP


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "address",
    [
        "/my/plans/019f0000-0000-7000-8000-000000000000",
        "/my/children/019f0000-0000-7000-8000-000000000000/who-looked",
    ],
)
def test_no_page_about_a_child_answers_staff_without_a_code(client, address, method):
    sign_in(client, a_teacher())
    assert getattr(client, method)(address).headers["Location"] == SET_UP


def test_the_setting_off_lets_staff_in_by_password_alone(client, settings):
    settings.STAFF_MFA = False
    sign_in(client, a_teacher())
    assert client.get("/my").status_code == 404


def test_a_parent_needs_no_app(client):
    sign_in(client, a_parent())
    assert client.get("/my").status_code == 200


def test_the_square_code_is_a_picture_from_our_own_server_and_the_key_is_also_written(client):
    sign_in(client, a_teacher())
    page = client.get(SET_UP)
    shown = page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in shown
    assert "<span>" + page.context_data["form"].secret[:4] + "</span>" in shown


def test_setting_up_gives_recovery_codes_and_opens_the_school(client):
    sign_in(client, a_teacher())
    set_up_app(client)
    assert client.get(CODES).content.count(b"<li>") >= 10
    assert client.get("/my").status_code == 404, "no longer led to the set-up"


def test_a_wrong_code_sets_nothing_up_and_says_what_to_do(client):
    sign_in(client, a_teacher())
    client.get(SET_UP)
    page = client.post(SET_UP, {"code": "000000"})
    assert b"type the newest one" in page.content
    assert client.get("/my").headers["Location"] == SET_UP


def test_next_time_the_password_alone_signs_nobody_in(client):
    user = a_teacher()
    sign_in(client, user)
    totp = set_up_app(client)
    client.post("/account/sign-out")
    assert sign_in(client, user).headers["Location"] == CODE
    assert client.get(ACCOUNT).status_code == 302, "half signed in is not signed in"
    later()
    assert client.post(CODE, {"code": totp.now()}).headers["Location"] == "/account/start"
    assert client.get("/my").status_code == 404


def test_a_code_works_once(client):
    user = a_teacher()
    sign_in(client, user)
    totp = set_up_app(client)
    later()
    code = totp.now()
    for expected in (302, 200):
        other = Client()
        sign_in(other, user)
        assert other.post(CODE, {"code": code}).status_code == expected


def test_guessing_codes_is_stopped(client):
    user = a_teacher()
    sign_in(client, user)
    totp = set_up_app(client)
    later()
    other = Client()
    sign_in(other, user)
    for _ in range(6):
        page = other.post(CODE, {"code": "000000"})
    assert b"too many tries" in page.content
    assert other.post(CODE, {"code": totp.now()}).status_code == 200


def test_a_recovery_code_signs_in_once(client):
    user = a_teacher()
    sign_in(client, user)
    set_up_app(client)
    code = client.get(CODES).context_data["unused_codes"][0]
    for expected in (302, 200):
        other = Client()
        sign_in(other, user)
        assert other.post(CODE, {"code": code}).status_code == expected


def test_a_session_from_before_the_app_is_asked_for_a_code(client):
    """Set up on the phone, while the classroom computer was already signed in by password."""
    user = a_teacher()
    old = Client()
    sign_in(old, user)
    sign_in(client, user)
    totp = set_up_app(client)
    answer = old.get("/my")
    assert answer.headers["Location"] == f"{CONFIRM}?next=%2Fmy"
    later()
    done = old.post(f"{CONFIRM}?next=/my", {"code": totp.now()})
    assert done.headers["Location"] == "/my"
    assert old.get("/my").status_code == 404


def test_another_persons_record_of_a_code_does_not_count(client, settings):
    """On a shared computer, one teacher's code must not open the school for the next."""
    first, second = a_teacher(), a_teacher()
    sign_in(client, first)
    set_up_app(client)
    client.force_login(second)
    assert client.get("/my").headers["Location"] == SET_UP


def test_an_app_can_be_taken_off_only_by_someone_who_has_just_proved_themselves(client, settings):
    user = a_teacher()
    sign_in(client, user)
    set_up_app(client)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    answer = client.post("/account/second-factor/remove")
    assert answer.headers["Location"].startswith("/account/confirm-password")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    assert client.post("/account/second-factor/remove").status_code == 302
    client.post("/account/sign-out")
    sign_in(client, user)
    assert client.get("/my").headers["Location"] == SET_UP


def test_the_password_is_asked_again_when_signing_in_was_a_while_ago(client, settings):
    sign_in(client, a_parent())
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    answer = client.get(SET_UP)
    assert answer.headers["Location"].startswith("/account/confirm-password?next=")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    page = client.post(answer.headers["Location"], {"password": "not this one at all"})
    assert b"That is not your password" in page.content


def test_typing_the_password_again_leads_back(client, settings):
    sign_in(client, a_parent())
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    asked = client.get(SET_UP).headers["Location"]
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    from tests.web.account.people import PASSWORD

    assert client.post(asked, {"password": PASSWORD}).headers["Location"] == SET_UP


def test_the_key_names_spinney_and_the_account(client):
    user = a_teacher()
    sign_in(client, user)
    url = client.get(SET_UP).context_data["totp_url"]
    found = pyotp.parse_uri(url)
    assert (found.issuer, found.name) == ("Spinney", user.email)
