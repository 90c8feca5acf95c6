"""A SENCO who does not use a mouse: search, open, write and publish with keys only."""

import pytest
from playwright.sync_api import expect
from tests.journeys.editing import SAVED_AT, start_a_plan
from tests.journeys.files import KEYED

pytestmark = pytest.mark.journey


def tab_to(page, name, *, keys="Tab", most=120):
    """Press Tab until the control with this name has focus, as a person does who looks for it."""
    wanted = page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name))
    for _ in range(most):
        page.keyboard.press(keys)
        if wanted.first.evaluate("(el) => el === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {name}")


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
    strengths = page.locator('[data-field="strengths"]')
    for _ in range(60):
        page.keyboard.press("Tab")
        if strengths.evaluate("(el) => el === document.activeElement"):
            break
    page.keyboard.type("She never gives up / and e is just a letter here.")
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
