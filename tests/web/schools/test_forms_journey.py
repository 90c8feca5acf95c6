"""The SENCO settles, builds the school's form and moves a plan: desk and phone, keyboard, and without script."""

import re

import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.browser import fits
from tests.web.schools.test_journey import (  # noqa: F401  (fixtures)
    DESK,
    PHONE,
    browser,
    draft,
    photograph,
    site,
    visit,
)

pytestmark = pytest.mark.journey
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@SIZES
def test_the_settings_are_changed_by_keyboard_and_fit_the_screen(visit, size):  # noqa: F811
    page = visit(size=size)
    page.goto("/school/plans")
    expect(page.get_by_role("heading", name="Plan settings")).to_be_visible()
    assert_usable_by_all(page)
    assert fits(page)
    photograph(page, f"settings-{size['width']}")
    page.get_by_label("Weeks from one review to the next").fill("0")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Give a number of weeks").click()
    expect(page.get_by_label("Weeks from one review to the next")).to_be_focused()
    assert_usable_by_all(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.", exact=False).first).to_be_visible()


@SIZES
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_field_is_added_moved_and_put_in_use(visit, size, script):  # noqa: F811
    page = visit(size=size, script=script)
    page.goto("/school/form")
    label = f"Calm place {size['width']} {script}"
    page.get_by_label("What it asks").fill(label)
    page.get_by_label("Part of the plan").select_option("need")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Add to the preview").click()
    row = page.get_by_role("listitem").filter(has_text=label)
    expect(row.get_by_text("Family and teachers")).to_be_visible()
    row.get_by_role("button", name=re.compile("^Up")).click()
    expect(page.get_by_text("is not in use yet")).to_be_visible()
    if script:  # without it axe cannot run either
        assert_usable_by_all(page)
        assert fits(page)
        photograph(page, f"form-{size['width']}")
    page.get_by_role("button", name="Use this form").click()
    expect(page.get_by_text("Your form is in use for new plans", exact=False)).to_be_visible()


@SIZES
def test_a_plan_moves_and_comes_back(draft, size):  # noqa: F811
    page = draft(size=size)
    page.get_by_role("button", name="Add a need").click()
    with page.expect_response(lambda answer: answer.url.endswith("/save")):
        page.get_by_label(re.compile("^The need, in one line")).fill("Loud rooms hurt")
        page.keyboard.press("Tab")
    with page.expect_response(lambda answer: answer.url.endswith("/save")):
        page.get_by_label("Sensory and/or physical").check()
    edit = page.url.split("#")[0]
    page.goto(edit.replace("/edit", "/form"))
    select = page.get_by_label("Which form")
    if select.count():
        select.select_option(index=select.locator("option").count() - 1)
        page.get_by_role("button", name="Show what would move").click()
    expect(page.get_by_text("Several may fit", exact=False)).to_be_visible()
    assert_usable_by_all(page)
    assert fits(page)
    photograph(page, f"move-{size['width']}")
    page.get_by_label(re.compile("^Sensory")).check()
    page.get_by_role("button", name="Move the draft").click()
    page.get_by_text("Kept from the older form", exact=False).click()
    expect(page.get_by_text("Sensory and/or physical")).to_be_visible()
    assert_usable_by_all(page)
    photograph(page, f"moved-{size['width']}")
    page.goto(edit.replace("/edit", "/form"))
    photograph(page, f"back-{size['width']}")
    assert_usable_by_all(page)
    page.get_by_role("button", name="Take the move back").click()
    expect(page.get_by_text("earlier form again", exact=False)).to_be_visible()
    page.goto(edit)
    expect(page.get_by_label("Sensory and/or physical")).to_be_checked()
