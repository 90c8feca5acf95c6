"""The coach while somebody writes: notes come after the save, an offered sentence is used, one is set aside."""

import re

import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.journeys.editing import add, fill, saved, start_a_plan
from tests.journeys.files import COACHED
from tests.journeys.pages import Example, address
from tests.journeys.visitors import PHONE

pytestmark = pytest.mark.journey
ADDRESS = re.compile(r"/plans/[0-9a-f-]{36}")


def test_a_senco_hears_the_coach_uses_a_sentence_and_sets_a_note_aside(visit, place, photograph):
    page = visit("primary-senco", f"/pupils/{place.child(COACHED.forename, COACHED.surname)}")
    start_a_plan(page)
    line = add(page, "provision")
    box = line.locator('[data-field="what"]')
    notes = line.locator("[data-coach-line]")
    expect(notes.locator("li")).to_have_count(0)  # a new line is not nagged

    # Notes come by themselves after the save, and are said politely.
    box.press_sequentially("Access to a laptop as required")
    expect(notes).to_contain_text("as required", timeout=20_000)
    expect(page.locator("form#draft + [role=status]")).to_have_text(
        re.compile(r"Provision line 1: \d+ suggestions"), timeout=10_000
    )
    photograph(page, "coach-editor-1280")

    # The offered sentence goes in, is saved like typing, and its first gap stands ready to be filled.
    notes.get_by_role("button", name="Use this sentence for What will happen").click()
    offered = f"[who] gives {COACHED.forename} a laptop when [what you would see]"
    expect(box).to_have_value(offered)
    assert page.evaluate("document.activeElement.value.slice(document.activeElement.selectionStart,"
                         " document.activeElement.selectionEnd)") == "[who]"  # fmt: skip
    page.keyboard.type("Ms Lane")
    saved(page)
    expect(notes).to_contain_text("still to be filled in", timeout=20_000)
    page.reload()
    expect(box).to_have_value(offered.replace("[who]", "Ms Lane"))

    # A list that was closed stays closed when notes are drawn anew.
    details = notes.locator("details").first
    details.locator("summary").first.click()
    fill(line, who="Ms Lane")
    saved(page)
    page.wait_for_timeout(3000)
    assert not details.evaluate("(el) => el.open")
    assert_usable_by_all(page)

    # The page that lists all: set aside with a reason, by keyboard alone.
    page.goto(f"{ADDRESS.search(page.url)[0]}/check")
    note = page.locator("article", has_text="Nothing says how often").first
    summary = note.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("The timetable for this is agreed each Monday.")
    photograph(page, "coach-check-1280")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("Set aside, with your reason")
    expect(page.locator("body")).to_contain_text("The timetable for this is agreed each Monday.")


def test_the_coach_fits_a_phone_and_works_without_script(visit, place, photograph):
    plan = address(place, Example("plan", "", "/plans/{long_plan}", ""))
    page = visit("primary-senco", f"{plan}/edit", size=PHONE, script=False)
    assert page.locator("[data-coach-use]:visible").count() == 0
    notes = page.locator("[data-coach-line] li a").filter(has_text="set aside").first
    notes.scroll_into_view_if_needed()
    photograph(page, "coach-editor-390", full=False)
    page.goto(f"{plan}/check")
    note = page.locator("article").first
    note.locator("summary").click()
    note.locator("textarea").fill("Agreed with the family.")
    note.get_by_role("button", name="Set aside").click()
    expect(page.locator("body")).to_contain_text("Agreed with the family.")
