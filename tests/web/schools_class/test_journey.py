"""A teacher with a phone in the corridor, and the office with a file and a letter: in a real browser."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.browser import chromium, fits
from tests.live import demo_site

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
LEAST_TARGET = 44
FILE = (
    "MIS ID,Legal forename,Legal surname,Date of birth,Sex,Year group,Registration group\n"
    "ZZ1,Nia,Vale,03/10/2014,F,6,6A\nZZ2,Tom,Fern,31/02/2014,F,6,6A\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory, demo_world):
    world = demo_world("small")
    with demo_site(world, tmp_path_factory.mktemp("var"), "class") as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    with chromium() as launched:
        yield launched


@pytest.fixture
def visit(browser, site):
    """Open the site as a persona: `visit('primary-teacher', '/today', script=False, size=PHONE)`."""
    opened = []

    def enter(persona, address, *, script=True, size=DESK):
        context = browser.new_context(base_url=site.base, viewport=size, java_script_enabled=script)
        opened.append(context)
        context.set_default_timeout(8000)
        page = context.new_page()
        page.goto("/demo/sign-in")
        page.locator(f'button[name=persona][value="{persona}"]').click()
        page.goto(address)
        return page

    yield enter
    for context in opened:
        context.close()


def photograph(page, name: str) -> None:
    folder = os.environ.get("SPINNEY_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def looked_at(page, name: str) -> None:
    assert_usable_by_all(page)
    assert fits(page), f"{name} is wider than the screen"
    photograph(page, f"{name}-{page.viewport_size['width']}")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_teacher_opens_today_and_finds_the_class_without_a_menu(visit, size):
    page = visit("primary-teacher", "/today", size=size)
    assert page.locator(".sp-class-card").count() >= 1
    expect(page.get_by_text("never used to appraise")).to_be_visible()
    looked_at(page, "today")


def test_every_target_of_the_card_is_big_enough_for_a_thumb(visit):
    page = visit("primary-teacher", "/today", size=PHONE)
    small = page.evaluate(
        """least => [...document.querySelectorAll('main a, main button')]
             .map(el => [el.textContent.trim(), el.getBoundingClientRect()])
             .filter(([_, box]) => box.height > 0 && box.height < least).map(([name]) => name)""",
        LEAST_TARGET,
    )
    assert not small


def test_without_script_a_teacher_steps_to_the_next_lesson_and_asks_for_the_others(visit):
    page = visit("primary-teacher", "/today", script=False, size=PHONE)
    assert page.locator("[data-privacy]").first.is_hidden()
    with page.expect_navigation():
        page.locator("main a[rel=next]").click()
    assert re.search(r"day, \d+:\d\d to", page.locator("main").inner_text())
    more = page.get_by_role("link", name=re.compile("^Show the"))
    if more.count():
        more.click()
        expect(page.get_by_role("heading", name="Without a published plan")).to_be_visible()


def test_one_tap_hides_the_children_and_one_tap_brings_them_back(visit):
    page = visit("primary-teacher", "/today", size=PHONE)
    page.locator("[data-privacy]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.title() == "Spinney"
    page.get_by_role("button", name="Screen hidden. Tap to return").click()
    expect(page.locator(".sp-class-card").first).to_be_visible()


def test_a_teacher_prints_the_cards_of_the_class(visit):
    page = visit("primary-teacher", "/today")
    address = page.get_by_role("link", name="Print these cards").get_attribute("href")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-1.")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_office_looks_at_a_file_brings_it_in_and_reads_what_was_not_taken(
    visit, size, tmp_path
):
    page = visit("primary-office", "/office/import", size=size)
    looked_at(page, "import")
    file = Path(tmp_path) / f"export-{size['width']}.csv"
    file.write_text(FILE.replace("ZZ", f"Z{size['width']}"), "utf-8")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("heading", name="What this file would do").wait_for()
    looked_at(page, "import-preview")
    if page.get_by_text("this is the right file").count():
        page.get_by_label("I have looked, and this is the right file").check()
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("heading", name="What this file did").wait_for()
    looked_at(page, "import-run")
    expect(page.get_by_role("link", name=re.compile("^Download all"))).to_be_visible()


def test_a_file_of_the_wrong_kind_is_refused_without_script(visit, tmp_path):
    page = visit("primary-office", "/office/import", script=False, size=PHONE)
    file = Path(tmp_path) / "plans.xml"
    file.write_text('<?xml version="1.0"?><!DOCTYPE x><CTfile/>', "utf-8")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("DOCTYPE").first).to_be_visible()
    photograph(page, "import-refused")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_senco_prints_a_form_for_a_parent_and_the_office_types_in_the_answer(visit, size):
    page = visit("primary-senco", "/plans", size=size)
    button = _a_plan_to_send(page)
    looked_at(page, "print")
    form = button.locator("xpath=ancestor::form")
    sent = page.request.post(
        form.get_attribute("action"), max_redirects=0, headers={"Referer": page.url},
        form={name: form.locator(f"[name={name}]").first.get_attribute("value")
              for name in ("csrfmiddlewaretoken", "carer")},
    )  # fmt: skip
    assert sent.status == 302
    paper = sent.headers["location"]
    assert page.request.get(paper).body().startswith(b"%PDF-1.")
    office = visit("primary-office", "/office/paper", size=size)
    looked_at(office, "paper")
    office.get_by_label("The code on the form").fill("nonsense")
    office.get_by_role("button", name="Find the form").click()
    assert office.title().startswith("Error: ")
    looked_at(office, "paper-wrong")
    office.goto(paper.replace("/paper-forms/", "/office/paper/").removesuffix(".pdf"))
    looked_at(office, "paper-sheet")
    office.get_by_label("They add their own views").check()
    office.get_by_label("Their words").fill("Mornings are hard.")
    office.get_by_role("button", name="Keep this answer").click()
    expect(office.get_by_text("typed in by").first).to_be_visible()


def _a_plan_to_send(page):
    """The first published plan with an adult to send it to; returns the button that makes the form."""
    found = page.locator("main a[href^='/plans/']").evaluate_all("all => all.map(a => a.pathname)")
    for address in sorted({path for path in found if path.count("/") == 2}):
        if page.goto(f"{address}/paper-form").status == 200:
            button = page.get_by_role("button", name=re.compile("^Answer form for")).first
            if button.count():
                return button
    raise AssertionError("no plan of this small world can be sent to anyone")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_senco_decides_who_is_a_parent(visit, size):
    page = visit("primary-senco", "/office/people-to-confirm", size=size)
    looked_at(page, "people")
