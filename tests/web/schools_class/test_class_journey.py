"""The lesson in a real browser: what a teacher taps and says, what a cover teacher opens, what a SENCO reads."""

import os
import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.browser import chromium, fits
from tests.factories.access import NOW
from tests.factories.plans import STRATEGY, save
from tests.web.schools_class.live_class import live_class

from spinney.kernel import tenancy
from spinney.plans import services

pytestmark = pytest.mark.journey
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def site(live_database, monkeypatch):
    cache.clear()
    with live_class(monkeypatch) as made:
        with tenancy.acting_in([made.world.alder]):
            more_to_do(made.world)
        yield made


def more_to_do(world):
    senco = world.actor("senco")
    for section, field, words in (
        ("adjustment", "text", "Say what comes next before it comes."),
        ("adjustment", "text", "Use the dyslexia-friendly sheet, and read it aloud once."),
    ):
        line = services.add_line(senco, plan_id=world.plan, section=section, now=NOW)
        save(senco, world.plan, line, field, words)
    services.publish_plan(senco, plan_id=world.plan, why="More to do.", now=NOW)


@pytest.fixture
def visit(site):
    with chromium() as browser:
        opened = []

        def enter(who, address, *, size=DESK, script=True):
            context = browser.new_context(
                base_url=site.base, viewport=size, java_script_enabled=script
            )
            opened.append(context)
            context.set_default_timeout(15_000)
            if script:
                context.clock.install(time=site.moment)
            if who:
                context.add_cookies(site.cookies(who))
            page = context.new_page()
            page.goto(address)
            return page

        yield enter
        for context in opened:
            context.close()


def looked_at(page, name):
    assert_usable_by_all(page)
    assert fits(page), name
    folder = os.environ.get("SPINNEY_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


@SIZES
def test_a_teacher_taps_and_says_what_they_will_do_and_the_senco_reads_it(visit, site, size):
    page = visit("teacher", "/today", size=size)
    page.get_by_role("button", name="Used today").first.click()
    expect(page.get_by_role("button", name="Used today").first).to_have_attribute(
        "aria-pressed", "true"
    )
    looked_at(page, "today")
    page.get_by_role("link", name=re.compile("has a new plan")).click()
    page.get_by_role("button", name="Tell the SENCO").click()
    assert page.title().startswith("Error: ")
    looked_at(page, "confirm-error")
    for n in range(3):
        page.get_by_label("I will do this").nth(n).check()
    page.get_by_label("I cannot").nth(2).check()
    page.get_by_label("If you cannot, why?").nth(2).fill("There is no second adult to read aloud.")
    page.get_by_role("button", name="Tell the SENCO").click()
    expect(page.get_by_text("Thank you. The SENCO can see")).to_be_visible()
    senco = visit("senco", f"/plans/{site.world.plan}", size=size)
    senco.get_by_role("link", name="In class: confirmed and used").click()
    expect(senco.get_by_text("Confirmed by 1 of 1.")).to_be_visible()
    expect(senco.get_by_text("Used in 1 lesson in 1 subject")).to_be_visible()
    looked_at(senco, "in-class")


@SIZES
def test_a_cover_teacher_gets_a_link_and_a_code_and_opens_the_card(visit, site, size):
    page = visit("office", "/cover-cards", size=size)
    looked_at(page, "cover-lessons")
    page = visit("teacher", "/cover-cards", size=size)
    with page.expect_navigation():
        page.locator(".sp-class-list a").first.click()
    looked_at(page, "cover-make")
    with page.expect_navigation():
        page.get_by_role("button", name="Make the link and the code").click()
    looked_at(page, "cover-made")
    link = re.search(r"/cover/[\w-]{64}", page.content())[0]
    code = page.locator(".sp-cover-code").inner_text()
    cover = visit("", link, size=size)
    looked_at(cover, "cover-code")
    cover.get_by_label("The code you were given").fill("1")
    with cover.expect_navigation():
        cover.get_by_role("button", name="Open the card").click()
    looked_at(cover, "cover-code-wrong")
    cover.get_by_label("The code you were given").fill(code)
    cover.keyboard.press("Enter")
    expect(cover.get_by_role("heading", name="Maya", exact=True)).to_be_visible()
    assert "Okafor" not in cover.content()
    looked_at(cover, "cover-card")
    cover.locator("[data-privacy]").first.click()
    expect(cover.get_by_role("dialog")).to_be_visible()
    page.goto("/cover-cards")
    looked_at(page, "cover-list")
    page.get_by_role("button", name="End it now").click()
    expect(page.get_by_text("That link is closed")).to_be_visible()
    cover.goto(link)
    expect(cover.get_by_role("heading", name="This link shows nothing now")).to_be_visible()
    looked_at(cover, "cover-over")


def test_without_script_the_same_buttons_work(visit):
    page = visit("teacher", "/today", size=PHONE, script=False)
    page.get_by_role("button", name="Used today").first.click()
    expect(page.get_by_role("button", name="Used today").first).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_role("button", name="Used today").first.click()
    expect(page.get_by_role("button", name="Used today").first).to_have_attribute(
        "aria-pressed", "false"
    )
    page.get_by_role("link", name="Make a card for a cover teacher").click()
    page.locator(".sp-class-list a").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Make the link and the code").click()
    link = re.search(r"/cover/[\w-]{64}", page.content())[0]
    code = page.locator(".sp-cover-code").inner_text()
    cover = visit("", link, size=PHONE, script=False)
    cover.get_by_label("The code you were given").fill(code)
    cover.get_by_role("button", name="Open the card").click()
    expect(cover.get_by_text(STRATEGY)).to_be_visible()


def test_a_tap_by_keyboard(visit):
    page = visit("teacher", "/today")
    tap = page.get_by_role("button", name="Used today").first
    tap.focus()
    page.keyboard.press("Enter")
    expect(tap).to_have_attribute("aria-pressed", "true")
    expect(tap).to_be_focused()


def test_every_target_is_big_enough_for_a_thumb(visit):
    page = visit("teacher", "/today", size=PHONE)
    small = page.evaluate(
        """[...document.querySelectorAll('main a, main button')]
             .filter(el => el.offsetHeight > 0 && el.offsetHeight < 44).map(el => el.textContent.trim())"""
    )
    assert small == []


@SIZES
def test_the_offline_page_is_usable_when_nothing_is_kept(visit, size):
    page = visit("", "/today/offline", size=size)
    expect(page.locator("[data-status]")).to_contain_text("no cards are kept")
    looked_at(page, "offline-empty")
