"""The gallery stands for every page: by keyboard, on a phone, at 400 % zoom, without script, for everyone."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all

from spinney.web.design import views

pytestmark = pytest.mark.journey

OPTIONS = """
<li class="sp-search__option" role="option" aria-selected="false" id="o1" data-href="/child/maya">Maya</li>
<li class="sp-search__option" role="option" aria-selected="false" id="o2" data-href="/child/may">May</li>
"""
PAGES = ["/design", "/design/family", "/error"]


@pytest.fixture
def site(stub, tab, request_of):
    stub.pages |= {
        "/design": views.gallery(request_of()).content.decode(),
        "/design/family": views.family(request_of()).content.decode(),
        "/error": render_to_string("errors/404.html"),
        "/search": OPTIONS,
        "/child/maya": "<title>Maya</title>",
        "/child/may": "<title>May</title>",
    }
    tab.faults = []
    tab.on("console", lambda said: tab.faults.append(said.text) if said.type == "error" else None)
    tab.on("pageerror", lambda error: tab.faults.append(str(error)))
    return tab


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_everyone_can_use_the_page(path, width, site):
    site.set_viewport_size({"width": width, "height": 844})
    site.goto(path)
    assert_usable_by_all(site)
    assert site.faults == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 390, 320])  # 320 is 1280 at 400 % zoom
def test_nobody_has_to_scroll_sideways(path, width, site):
    site.set_viewport_size({"width": width, "height": 800})
    site.goto(path)
    assert site.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("path", PAGES)
def test_high_contrast_and_still_motion_are_honoured(path, site):
    site.emulate_media(forced_colors="active", reduced_motion="reduce")
    site.goto(path)
    # The browser picks the colours here; axe still reads ours from the style sheet.
    assert_usable_by_all(site, without=("color-contrast",))


@pytest.mark.parametrize("path", PAGES)
def test_the_page_is_whole_without_script(path, browser, site, stub):
    context = browser.new_context(base_url=stub.base, java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(path)
        expect(page.locator("h1").first).to_be_visible()
        assert page.locator("[data-privacy]:visible").count() == 0
    finally:
        context.close()


def test_without_script_search_is_a_plain_form(browser, site, stub):
    context = browser.new_context(base_url=stub.base, java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto("/design")
        page.get_by_label("Search for a child or a page").fill("ma")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=ma")
    finally:
        context.close()


def test_the_keyboard_reaches_main_content_first(site):
    site.goto("/design")
    site.keyboard.press("Tab")
    expect(site.get_by_role("link", name="Skip to main content")).to_be_focused()
    site.keyboard.press("Enter")
    expect(site.locator("main")).to_be_focused()


@pytest.mark.parametrize("path", ["/design", "/design/family"])
def test_what_has_focus_can_always_be_seen(path, site):
    site.goto(path)
    seen = """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
        const p = getComputedStyle(e.closest('.sp-search__box') ?? e);
        return [e.outerHTML.slice(0, 90), r.width > 0 && r.height > 0 && (s.outlineStyle !== 'none'
          || p.boxShadow !== 'none' || s.boxShadow !== 'none')] }"""
    site.keyboard.press("Tab")
    for _ in range(40):
        what, visible = site.evaluate(seen)
        if what.startswith("<body"):
            break
        assert visible, what
        site.keyboard.press("Tab")


@pytest.mark.parametrize("path", ["/design", "/design/family"])
def test_a_thumb_can_hit_every_button(path, site):
    site.set_viewport_size({"width": 390, "height": 844})
    site.goto(path)
    small = """() => [...document.querySelectorAll('button, summary, .govuk-button, .sp-nav a, .sp-pager a')]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 39)
        .map((e) => e.outerHTML.slice(0, 100))"""
    assert site.evaluate(small) == []


def search_for(site, words):
    site.goto("/design")
    site.keyboard.press("/")
    site.keyboard.type(words)
    return site.get_by_role("combobox", name="Search for a child")


def test_slash_and_two_letters_and_enter_open_a_child(site, stub):
    box = search_for(site, "ma")
    expect(site.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert_usable_by_all(site)
    site.keyboard.press("Enter")
    site.wait_for_url("**/child/maya")
    assert "/search?q=ma&partial=1" in stub.asked


def test_arrows_choose_among_results_and_say_which(site):
    box = search_for(site, "ma")
    expect(site.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    site.keyboard.press("ArrowDown")
    site.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "o2")
    site.keyboard.press("Enter")
    site.wait_for_url("**/child/may")


def test_a_click_opens_a_result(site):
    search_for(site, "ma")
    site.get_by_role("option", name="Maya").click()
    site.wait_for_url("**/child/maya")


def test_escape_closes_results_and_loses_no_letter(site):
    box = search_for(site, "ma")
    expect(site.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    site.keyboard.press("Escape")
    expect(site.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("ma")


def test_one_letter_asks_nothing(site, stub):
    search_for(site, "m")
    site.keyboard.press("Enter")
    site.wait_for_url("**/search?q=m")
    assert not [path for path in stub.asked if "partial" in path]


def test_nothing_found_is_said_aloud(site, stub):
    stub.pages["/search"] = ""
    search_for(site, "zz")
    expect(site.get_by_text("No results")).to_be_attached()
    expect(site.get_by_role("listbox")).to_be_hidden()


def by_button(site) -> None:
    site.get_by_role("button", name="Hide screen").first.click()


def by_key(site) -> None:
    site.keyboard.press("p")


def by_leaving(site) -> None:
    site.evaluate("localStorage.setItem('spinney.cover.by-itself', 'yes')")
    site.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    site.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize("hide", [by_button, by_key, by_leaving])
def test_the_screen_is_covered_and_comes_back(hide: Callable, site):
    site.goto("/design/family")
    hide(site)
    cover = site.get_by_role("dialog", name="Screen hidden")
    expect(cover).to_be_visible()
    expect(site).to_have_title("Spinney")
    box = cover.bounding_box()
    assert (box["width"], box["height"]) == (1280, 900)
    assert_usable_by_all(site)
    site.mouse.click(20, 20)
    expect(cover).to_be_hidden()
    expect(site).to_have_title("Maya’s plan – Oakfield Primary – Spinney")


def test_the_cover_stays_off_until_it_is_chosen(site):
    site.goto("/design/family")
    site.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    site.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(site.get_by_role("dialog")).to_have_count(0)


def test_a_question_mark_lists_the_shortcuts_of_this_page(site):
    site.goto("/design")
    site.keyboard.press("?")
    dialog = site.get_by_role("dialog", name="Keyboard shortcuts")
    for meaning in ("Search", "Hide the screen", "Next", "Previous", "Edit"):
        expect(dialog.get_by_text(meaning, exact=True)).to_be_visible()
    assert_usable_by_all(site)
    site.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize(("key", "goes_to"), [("j", "?page=3"), ("k", "?page=1"), ("e", "#edit")])
def test_one_key_goes_to_the_next_the_one_before_or_the_editor(key, goes_to, site):
    site.goto("/design")
    site.keyboard.press(key)
    site.wait_for_url(f"**/design{goes_to}")


def test_single_keys_can_be_turned_off_and_on_again_from_the_menu(site):
    site.goto("/design")
    site.keyboard.press("?")
    site.get_by_label("Use single-key shortcuts").uncheck()
    site.get_by_role("button", name="Close").click()
    site.keyboard.press("p")
    expect(site.get_by_role("dialog")).to_have_count(0)
    site.locator("summary").click()
    site.get_by_role("link", name="Keyboard shortcuts").click()
    site.get_by_label("Use single-key shortcuts").check()
    site.keyboard.press("Escape")
    site.keyboard.press("p")
    expect(site.get_by_role("dialog", name="Screen hidden")).to_be_visible()


def test_letters_typed_into_a_field_are_only_letters(site):
    site.goto("/design")
    title = site.get_by_label("What should change for Maya?").first
    title.press_sequentially("jump?")
    expect(title).to_have_value("jump?")
    expect(site.get_by_role("dialog")).to_have_count(0)


def test_the_account_menu_closes_with_escape_and_gives_focus_back(site):
    site.goto("/design")
    site.locator("summary").click()
    expect(site.get_by_role("button", name="Sign out")).to_be_visible()
    assert_usable_by_all(site)
    site.keyboard.press("Escape")
    expect(site.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(site.locator("summary")).to_be_focused()


def test_a_printed_page_has_the_words_and_none_of_the_controls(site):
    site.goto("/design/family")
    site.emulate_media(media="print")
    expect(site.get_by_text("Note the time.")).to_be_visible()
    for control in (".sp-nav", "[data-privacy]", ".sp-menu", ".govuk-button"):
        expect(site.locator(control).first).to_be_hidden()
