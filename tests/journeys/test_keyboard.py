"""A SENCO who does not use a mouse: search, open, write and publish with keys only."""

import pytest
from playwright.sync_api import expect
from tests.journeys.editing import SAVED_AT, start_a_plan
from tests.journeys.files import KEYED

pytestmark = pytest.mark.journey


def tab_to(page, name):
    """Press Tab until the control with this name has focus, as a person does who looks for it."""
    _tab_until(page, page.get_by_role("button", name=name).first)


def tab_to_field(page, selector):
    _tab_until(page, page.locator(selector).first)


def _tab_until(page, wanted):
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("(el) => el === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {wanted}")


def test_a_plan_is_found_opened_written_and_published_with_keys_only(visit, place):
    page = visit("primary-senco", f"/pupils/{place.child(KEYED.forename, KEYED.surname)}")
    start_a_plan(page)  # set up with the mouse; from here on there is none
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("qia")
    expect(page.get_by_role("option")).to_contain_text("Qiana Keyworth")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=KEYED.name)).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="Draft plan")).to_be_visible()
    tab_to_field(page, '[data-field="strengths"]')
    page.keyboard.type("She never gives up / and e is just a letter here.")
    tab_to_field(page, '[data-field="next_review"] input')
    for part in ("1", "3", "2027"):
        page.keyboard.type(part)
        page.keyboard.press("Tab")
    expect(page.locator("[data-saved-note]")).to_have_text(SAVED_AT)
    tab_to(page, "Check and publish")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Publish version 1")).to_be_visible()
    tab_to(page, "Publish")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version 1 is published")).to_be_visible()
    expect(page.get_by_text("She never gives up / and e is just a letter here.")).to_be_visible()


def test_the_shortcuts_can_be_listed_and_turned_off(visit):
    page = visit("primary-senco", fresh=True)
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keyboard shortcuts on this page")
    expect(listed).to_contain_text("Search")
    listed.get_by_label("Use single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#site-search")).not_to_be_focused()
