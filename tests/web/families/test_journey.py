"""A mother with a phone and no JavaScript, and one with a keyboard only: from sign-in to a sent answer."""

import os
import re

import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.browser import chromium, fits
from tests.live import demo_site

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def site(tmp_path_factory, demo_world):
    world = demo_world("small")
    with demo_site(world, tmp_path_factory.mktemp("var"), "families") as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    with chromium() as launched:
        yield launched


@pytest.fixture
def visit(browser, site):
    """Open the site as a persona: `visit('parent-separated-1', script=False, size=PHONE)`."""
    opened = []

    def enter(persona, *, script=True, size=DESK):
        context = browser.new_context(base_url=site.base, viewport=size, java_script_enabled=script)
        opened.append(context)
        context.set_default_timeout(8000)
        page = context.new_page()
        page.goto("/demo/sign-in")
        page.locator(f'button[name=persona][value="{persona}"]').click()
        return page

    yield enter
    for context in opened:
        context.close()


def photograph(page, name: str) -> None:
    folder = os.environ.get("SPINNEY_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_mother_with_a_phone_and_no_script_reads_and_agrees(visit):
    page = visit("parent-separated-1", script=False, size=PHONE)
    _open_plan(page)
    expect(page.get_by_role("heading", name="What the school will do")).to_be_visible()
    photograph(page, "plan-phone")
    page.get_by_role("button", name="I agree with this plan").click()
    expect(page.get_by_role("heading", name="The school has your answer")).to_be_visible()
    page.get_by_role("link", name="Back to the plan").click()
    expect(page.get_by_text("You agreed with this version")).to_be_visible()


def test_a_question_is_asked_from_a_line_without_script(visit):
    page = visit("parent-two-schools", script=False, size=PHONE)
    _open_plan(page)
    page.get_by_role("link", name=re.compile("^Ask about this")).first.click()
    page.get_by_label("Your question").fill("")
    page.get_by_role("button", name="Send to the school").click()
    assert page.title().startswith("Error: ")
    page.get_by_label("Your question").fill("Who does this when she is away?")
    page.get_by_role("button", name="Send to the school").click()
    expect(page.get_by_text("Who does this when she is away?", exact=True)).to_be_visible()


def test_with_the_keyboard_alone_a_father_signs_in_and_finds_who_has_looked(visit):
    page = visit("parent-separated-2")
    page.get_by_role("heading", name="Your family").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Who has looked"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Who has looked").wait_for()


def test_the_father_under_a_court_order_finds_nothing_to_read(visit):
    page = visit("parent-court-order")
    expect(page.get_by_text("No child's record is open to you here.")).to_be_visible()
    assert page.locator("a[href*='/my']").count() == 0


def _open_plan(page) -> None:
    page.locator("a", has_text=re.compile("^Read (the|your) (plan|new)")).first.click()


PAGES = {
    "personas": "/demo/sign-in", "home": "/my", "account": "/account", "sign-out": "/account/sign-out",
    "set-up": "/account/second-factor/set-up", "password": "/account/password",
}  # fmt: skip


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", [*PAGES, "plan", "ask", "views", "looks", "answered"])
def test_every_page_of_a_family_is_usable_by_all(visit, name, size):
    page = visit("parent-two-schools", size=size)
    if name in PAGES:
        page.goto(PAGES[name])
    else:
        _walk_to(page, name)
    assert_usable_by_all(page)
    assert fits(page)
    photograph(page, f"{name}-{size['width']}")


def _walk_to(page, name: str) -> None:
    if name == "looks":
        page.get_by_role("link", name=re.compile("^Who has looked")).first.click()
        return
    _open_plan(page)
    if name == "ask":
        page.get_by_role("link", name=re.compile("^Ask about this")).first.click()
    elif name in {"views", "answered"}:
        page.get_by_role("link", name="Add your views").click()
        if name == "answered":
            page.get_by_label("What you want the school to know").fill("Mornings are best.")
            page.get_by_role("button", name="Send to the school").click()
            page.wait_for_url("**/answers/**")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ["sign-in", "closed"])
def test_the_pages_of_a_stranger_are_usable_by_all(browser, site, name, size):
    context = browser.new_context(base_url=site.base, viewport=size)
    page = context.new_page()
    page.goto(f"/account/{name}")
    assert_usable_by_all(page)
    assert fits(page)
    photograph(page, f"{name}-{size['width']}")
    context.close()
