"""Sign-in as it is outside the demo: a password, then a code from an authenticator app set up by its secret."""

import re

import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.journeys.accounts import (
    PASSWORD,
    code_now,
    email_of,
    give_password,
    sign_in_with_password,
)
from tests.live import served

pytestmark = pytest.mark.journey

NAME = "Bindu Kurian"


@pytest.fixture
def strict(place, tmp_path):
    """A second server on the same database, not a demo: no personas, and staff must give a code."""
    school = {"SPINNEY_DEMO": "no", "SPINNEY_STAFF_MFA": "yes"}
    with served(place.url, place.var, log=tmp_path / "strict.log", **school) as running:
        yield running.base


def test_a_member_of_staff_sets_up_their_app_and_is_asked_for_a_code_ever_after(
    browser, place, strict, photograph
):
    email = email_of(place, NAME)
    give_password(place, email)
    context = browser.new_context(base_url=strict)
    page = context.new_page()
    assert page.goto("/demo/sign-in").status == 404
    page.goto("/account/sign-in")
    expect(page.get_by_text("Choose someone to be")).to_have_count(0)
    sign_in_with_password(page, email, "not the password at all")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.title().startswith("Error: ")
    assert_usable_by_all(page)
    photograph(page, "sign-in-wrong")
    sign_in_with_password(page, email)
    set_up_the_app(page, photograph)
    page.goto("/today")
    expect(page).to_have_title(re.compile("cards"))
    context.close()
    asked_for_a_code(browser, strict, email)


def set_up_the_app(page, photograph):
    expect(page.locator("main img, main svg").first).to_be_visible()  # the QR code
    assert_usable_by_all(page)
    photograph(page, "second-factor")
    page.get_by_text("You cannot scan the square").click()
    secret = page.locator(".sp-key").inner_text().replace(" ", "")
    page.get_by_label("Your code").fill(code_now(secret))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(lambda address: "set-up" not in address)


def asked_for_a_code(browser, base, email):
    context = browser.new_context(base_url=base)
    page = context.new_page()
    sign_in_with_password(page, email, PASSWORD)
    expect(page.get_by_role("heading", name="Type your code")).to_be_visible()
    assert_usable_by_all(page)
    page.goto("/today")
    expect(page).to_have_title(re.compile("^Type your code"))  # a password alone opens nothing
    page.get_by_label("Your code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("That code is not right").first).to_be_visible()
    context.close()
