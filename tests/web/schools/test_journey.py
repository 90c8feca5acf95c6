"""The SENCO's day in a real browser: find a child, write, lose the network, the tab and the session, publish."""

import os
import re

import psycopg
import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.browser import chromium, fits
from tests.live import demo_site

pytestmark = pytest.mark.journey
SENCO = "primary-senco"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SAVED = re.compile(r"^Saved \d\d:\d\d$")


@pytest.fixture(scope="module")
def site(tmp_path_factory, demo_world):
    world = demo_world("small")
    with demo_site(world, tmp_path_factory.mktemp("var"), "schools") as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    with chromium() as launched:
        yield launched


@pytest.fixture
def visit(browser, site):
    """Open the site signed in: `visit()` gives the SENCO's home; `context` joins an earlier visit's browser."""
    opened = []

    def enter(*, script=True, size=DESK, context=None):
        if context is None:
            context = browser.new_context(
                base_url=site.base, viewport=size, java_script_enabled=script
            )
            context.set_default_timeout(8000)
            opened.append(context)
            page = context.new_page()
            sign_in(page)
            return page
        return context.new_page()

    yield enter
    for context in opened:
        context.close()


def sign_in(page):
    page.goto("/demo/sign-in")
    page.locator(f'button[name=persona][value="{SENCO}"]').click()


@pytest.fixture
def draft(visit, site):
    """A new plan, so that no test reads what another wrote. Gives the page, on its draft."""

    def begin(**more):
        page = visit(**more)
        page.goto(f"/pupils/{planless(site)}/plan")
        page.get_by_label("Targeted", exact=True).check()
        page.get_by_role("button", name="Start the draft").click()
        expect(page.get_by_role("heading", name="Draft plan")).to_be_visible()
        return page

    return begin


NEW_CHILD = """
WITH someone AS (SELECT c FROM people_child c JOIN people_school s ON s.id = c.school_id
                  WHERE s.phase = 'primary' AND s.trust_id IS NOT NULL AND c.left_on IS NULL LIMIT 1),
     subject AS (INSERT INTO access_subject (school_id, id) SELECT (c).school_id, gen_random_uuid()
                   FROM someone RETURNING id),
     child AS (INSERT INTO people_child
               SELECT (jsonb_populate_record(c, jsonb_build_object('id', subject.id))).*
                 FROM someone, subject RETURNING id)
SELECT id FROM child
"""


def planless(site):
    """A child of the SENCO's school who has no plan yet: the double of one who has."""
    with psycopg.connect(site.database_url) as owner:
        return owner.execute(NEW_CHILD).fetchone()[0]


def note(page):
    return page.locator("[data-saved-note]")


def admire(page):
    return page.get_by_label(re.compile("^What people like and admire"))


def photograph(page, name):
    if folder := os.environ.get("SPINNEY_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_slash_letters_and_enter_open_a_child_by_keyboard_alone(visit):
    page = visit()
    page.goto("/plans")
    name = page.locator("table tbody th").first.inner_text()
    page.keyboard.press("/")
    page.keyboard.type(name[:3])
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/pupils/"))
    assert_usable_by_all(page)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_staff_page_can_be_used_by_everyone(visit, size):
    page = visit(size=size)
    page.goto("/plans?lifecycle=active")
    plan = page.locator("table tbody th a").first.get_attribute("href")
    page.goto(plan)
    pupil = page.locator(".govuk-back-link").get_attribute("href")
    addresses = ["/", "/plans", "/plans/start", "/search?q=a", pupil, f"{pupil}/correct", plan,
                 *(f"{plan}/{part}" for part in ("edit", "publish", "answers", "hold", "end"))]  # fmt: skip
    for address in addresses:
        page.goto(address)
        assert fits(page), address
        assert_usable_by_all(page)
        photograph(page, f"{size['width']}-{address.strip('/').split('/')[-1][:12] or 'home'}")


def test_words_save_themselves_and_are_there_the_next_time(draft):
    page = draft()
    admire(page).fill("Mends clocks.")
    expect(note(page)).to_have_text(SAVED)
    page.reload()
    expect(admire(page)).to_have_value("Mends clocks.")


def test_words_typed_without_a_network_are_saved_when_it_returns(draft):
    page = draft()
    page.context.set_offline(True)
    admire(page).fill("Typed in the dead spot.")
    expect(note(page)).to_contain_text("Not connected")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(note(page)).to_have_text(SAVED)
    page.reload()
    expect(admire(page)).to_have_value("Typed in the dead spot.")


def test_words_in_a_tab_that_was_closed_without_network_come_back(draft, visit):
    page = draft()
    address, context = page.url, page.context
    context.set_offline(True)
    admire(page).fill("The bell rang.")
    expect(note(page)).to_contain_text("Not connected")
    page.close()
    context.set_offline(False)
    again = visit(context=context)
    again.goto(address)
    expect(admire(again)).to_have_value("The bell rang.")
    expect(note(again)).to_have_text(SAVED)


def test_a_lost_session_loses_no_words(draft, visit):
    page = draft()
    context = page.context
    context.clear_cookies()
    admire(page).fill("Signed out while typing.")
    expect(note(page)).to_contain_text("You are signed out")
    other = visit(context=context)
    sign_in(other)
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(note(page)).to_have_text(SAVED)
    page.reload()
    expect(admire(page)).to_have_value("Signed out while typing.")


@pytest.mark.parametrize(("button", "stands"), [("Keep mine", "Mine"), ("Keep theirs", "Theirs")])
def test_two_people_in_one_field_see_both_and_choose(draft, visit, button, stands):
    page = draft()
    other = visit()
    other.goto(page.url)
    admire(other).fill("Theirs")
    expect(note(other)).to_have_text(SAVED)
    admire(page).fill("Mine")
    panel = page.get_by_role("region", name="Two versions of the same words")
    expect(panel).to_contain_text("Theirs")
    expect(panel).to_contain_text("Mine")
    assert_usable_by_all(page)
    panel.get_by_role("button", name=button).click()
    expect(panel).to_be_hidden()
    expect(note(page)).to_have_text(SAVED)
    page.reload()
    expect(admire(page)).to_have_value(stands)
    expect(page.get_by_text("Two people wrote")).to_be_hidden()


def test_a_line_added_while_typing_takes_no_words_with_it(draft):
    page = draft()
    admire(page).fill("Still typing")
    page.get_by_role("button", name="Add a need").click()
    need = page.get_by_label(re.compile("^The need, in one line"))
    expect(need).to_be_visible()
    expect(admire(page)).to_have_value("Still typing")
    need.fill("Finding words")
    page.get_by_label("Communication and interaction").check()
    expect(note(page)).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("Communication and interaction")).to_be_checked()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_nothing_to_a_published_plan(draft, script):
    page = draft(script=script)
    admire(page).fill("Kind to younger children.")
    page.get_by_role("button", name="Add a safety line").click()
    page.get_by_label(re.compile("^What you will see")).fill("She goes blank.")
    page.get_by_label(re.compile("^What to do")).fill("Time it. Call 999 after five minutes.")
    for part, value in (("Day", "1"), ("Month", "3"), ("Year", "2027")):
        page.locator("#section-review").get_by_label(part).fill(value)
    if script:
        expect(note(page)).to_have_text(SAVED)
    else:
        page.get_by_role("button", name="Save").first.click()
        expect(page.get_by_text(SAVED)).to_be_visible()
    page.get_by_role("button", name="Check and publish").click()
    expect(page.get_by_text("they read the whole plan")).to_be_visible()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_text("Version 1 is published")).to_be_visible()
    expect(page.get_by_role("region", name="Keep safe")).to_contain_text("Call 999")
    page.keyboard.press("Tab")


def test_escape_and_enter_lose_nothing(draft):
    page = draft()
    page.get_by_role("button", name="Add a need").click()
    need = page.get_by_label(re.compile("^The need, in one line"))
    need.fill("Finding words")
    need.press("Escape")
    need.press("Enter")
    expect(need).to_have_value("Finding words")
    expect(note(page)).to_have_text(SAVED)
