"""One live site and one browser for all journeys; a browser profile of their own for each person in each test."""

import os
from pathlib import Path

import pytest
from tests.browser import chromium
from tests.journeys.accounts import SECRET, code_now, email_of, give_password, sign_in_with_password
from tests.journeys.site import a_place
from tests.journeys.visitors import Visitors

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "var/screenshots"


@pytest.fixture(scope="session")
def browser():
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="session")
def place(browser, tmp_path_factory):
    with a_place(tmp_path_factory.mktemp("journeys")) as made:
        yield made


@pytest.fixture(scope="session")
def cookies():
    """Sessions by persona, kept for the whole run."""
    return {}


@pytest.fixture
def visitors(browser, place, cookies):
    people = Visitors(browser, place.base, cookies)
    log = place.var / "server.log"
    before = log.stat().st_size
    yield people
    people.leave()
    said = log.read_text(encoding="utf-8", errors="replace")[before:]
    if "Traceback" in said:
        people.troubles.append(f"the server failed:\n{said[-3000:]}")
    assert not people.troubles, "\n".join(people.troubles)


@pytest.fixture
def visit(visitors):
    """`visit("primary-senco", "/plans", size=PHONE, script=False)` gives a page."""
    return visitors.visit


@pytest.fixture
def photograph():
    """With SPINNEY_SCREENSHOTS=yes, keeps a picture for people to judge."""
    wanted = os.environ.get("SPINNEY_SCREENSHOTS") == "yes"
    if wanted:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def take(page, name, *, full=True):
        if wanted:
            page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=full)

    return take


@pytest.fixture(scope="session")
def with_passwords(browser, place):
    """The cookies of two members of staff who signed in by password, one of them with a code as well."""
    found = {}
    for who, name, secret in (
        ("keeper", "Gareth Pilling", SECRET),
        ("beginner", "Yvonne Campbell", ""),
    ):
        email = email_of(place, name)
        give_password(place, email, secret=secret)
        context = browser.new_context(base_url=place.base)
        page = context.new_page()
        sign_in_with_password(page, email)
        if secret:
            page.get_by_label("Your code").fill(code_now(secret))
            page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda address: "/account/" not in address)
        found[who] = context.cookies()
        context.close()
    return found
