"""The bank in a real browser: a new line in two presses, by keyboard, on a phone, and without script."""

import json
import re
import time

import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.browser import fits
from tests.web.schools.test_journey import (
    DESK,
    PHONE,
    admire,
    browser,
    draft,
    note,
    photograph,
    site,
    visit,
)

pytestmark = pytest.mark.journey
__all__ = ["browser", "draft", "site", "visit"]
ARRIVED = re.compile(r"/edit#line-[0-9a-f-]+$")


class Presses:
    """Counts every click and every key that is not a letter of the words searched for."""

    def __init__(self, page):
        self.page, self.count, self.began = page, 0, time.monotonic()

    def click(self, target):
        self.count += 1
        target.click()

    def key(self, name):
        self.count += 1
        self.page.keyboard.press(name)

    @property
    def seconds(self):
        return time.monotonic() - self.began


def bank_button(page, section):
    return page.locator(f"button[value='bank:{section}']")


def options(page):
    return page.locator("dialog[open] [role=option]")


def new_line(page):
    page.wait_for_url(ARRIVED)
    return page.locator(f"[id='{page.url.split('#')[1]}']")


def test_a_provision_line_from_the_bank_takes_two_presses_beside_the_words(draft):
    page = draft()
    did = Presses(page)
    did.click(bank_button(page, "provision"))
    page.keyboard.type("phonics again")
    did.key("Enter")
    line = new_line(page)
    expect(line.get_by_label(re.compile("^Who will do it"))).to_have_value(
        re.compile("phonics programme")
    )
    expect(line.get_by_label(re.compile("^Minutes each time"))).to_have_value("20")
    expect(line.get_by_text("From the bank: Phonics again")).to_be_visible()
    assert did.count <= 3
    assert did.seconds < 90


def test_by_keyboard_alone_arrows_choose_and_escape_goes_back_to_the_button(draft):
    page = draft()
    bank_button(page, "adjustment").focus()
    page.keyboard.press("Enter")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(bank_button(page, "adjustment")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("noise")
    expect(page.get_by_role("status").filter(has_text="found")).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("dialog [aria-selected=true] .sp-picker__text").inner_text()
    page.keyboard.press("Enter")
    expect(new_line(page).get_by_role("textbox").first).to_have_value(chosen)


def test_the_first_blank_is_selected_so_that_typing_fills_it(draft):
    page = draft()
    bank_button(page, "outcome").click()
    page.keyboard.type("asks for help")
    page.keyboard.press("Enter")
    line = new_line(page)
    baseline = line.get_by_label(re.compile("^Where the child is now"))
    expect(baseline).to_be_focused()
    page.keyboard.type("7")
    expect(baseline).to_have_value(re.compile("^Asks for help 7 times a day"))
    page.keyboard.press("Tab")
    expect(note(page)).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    page.reload()
    expect(line.get_by_text("From the bank, changed")).to_be_visible()


def test_words_just_typed_in_the_draft_are_kept_when_an_entry_is_taken(draft):
    page = draft()
    admire(page).fill("Builds things that work")
    bank_button(page, "provision").click()
    page.keyboard.type("motor")
    page.keyboard.press("Enter")
    new_line(page)
    expect(admire(page)).to_have_value("Builds things that work")
    page.reload()
    expect(admire(page)).to_have_value("Builds things that work")


def test_without_a_network_the_dialog_says_so_and_nothing_is_added(draft):
    page = draft()
    page.context.set_offline(True)
    bank_button(page, "provision").click()
    expect(page.get_by_text("The bank cannot be reached just now")).to_be_visible()
    page.keyboard.type("zz")
    page.keyboard.press("Enter")
    page.context.set_offline(False)
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(options(page).first).to_be_visible()


def test_words_that_match_nothing_are_told_and_enter_does_nothing(draft):
    page = draft()
    bank_button(page, "provision").click()
    page.keyboard.type("xyzzy")
    expect(page.get_by_text("No entry matches")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()


def test_without_script_an_entry_is_searched_for_and_added(draft):
    page = draft(script=False)
    admire(page).fill("Kind to younger children")
    bank_button(page, "provision").click()
    page.get_by_label("Words").fill("word maps")
    page.get_by_role("search", name="Search the bank").get_by_role("button").click()
    page.get_by_role(
        "button", name=re.compile("^Add to plan ?: Word maps in a small group")
    ).click()
    expect(new_line(page).get_by_text("From the bank: Word maps")).to_be_visible()
    expect(admire(page)).to_have_value("Kind to younger children")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_of_the_bank_can_be_used_by_everyone(draft, tmp_path, size):
    page = draft(size=size)
    plan = re.sub(r"/edit.*", "", page.url)
    file = tmp_path / "bank.json"
    file.write_text(json.dumps(A_FILE), encoding="utf-8")
    for address in ("/bank", "/bank?q=calm&area=SEMH", "/bank?q=xyzzy", "/bank/entries/cl-phonics-daily",
                    "/bank/add?kind=intervention", "/bank/entries/cl-phonics-daily/change", "/bank/share",
                    "/bank/take-over", f"{plan}/bank/provision"):  # fmt: skip
        page.goto(address)
        check(page, size, address)
    page.goto("/bank/add")
    with page.expect_navigation():
        page.get_by_role("button", name="Add it").click()
    check(page, size, "add-errors")
    page.goto("/bank/take-over")
    page.set_input_files("#file", str(file))
    with page.expect_navigation():
        page.get_by_role("button", name="Look at the file").click()
    check(page, size, "preview")
    page.goto(f"{plan}/edit")
    bank_button(page, "outcome").click()
    expect(options(page).first).to_be_visible()
    check(page, size, "dialog")
    options(page).first.click()
    new_line(page)
    check(page, size, "arrived")


def check(page, size, name):
    assert fits(page), name
    assert_usable_by_all(page)
    short = re.sub(r"[^a-z]+", "-", name.split("/plans/")[-1][-28:])
    photograph(page, f"bank-{size['width']}-{short}")


A_FILE = {
    "format": "spinney-bank", "version": 1, "from": "Birch Academy",
    "entries": [
        {"code": "own-pond-club", "kind": "intervention", "title": "Pond club", "cost": "low",
         "words": {"what": "Dip, count and draw what lives in the pond.", "who": "Teaching assistant",
                   "how_often": "Once a week", "minutes": 40, "group_size": 4, "place": "The pond"},
         "areas": ["SEMH"], "phases": ["primary"], "source": "practice"},
        {"code": "ci-first-word", "kind": "strategy", "title": "Give the first sound", "cost": "none",
         "words": {"text": "Say the first sound and wait."}, "areas": ["CI"], "phases": ["primary"],
         "source": "practice"},
        {"code": "x"},
    ],
}  # fmt: skip
