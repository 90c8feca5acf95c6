"""The whole school in a real browser: by keyboard, on a phone, with script and without."""

import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.browser import chromium, fits
from tests.live import demo_site

pytestmark = pytest.mark.journey
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def site(tmp_path_factory, demo_world):
    world = demo_world("small")
    with demo_site(world, tmp_path_factory.mktemp("var"), "whole") as running:
        yield running


@pytest.fixture
def visit(site):
    opened = []

    def enter(path, *, script=True, size=DESK, who="primary-senco"):
        context = browser.new_context(
            base_url=site.base, viewport=size, java_script_enabled=script, accept_downloads=True
        )
        context.set_default_timeout(15000)
        opened.append(context)
        page = context.new_page()
        page.goto("/demo/sign-in")
        page.locator(f'button[name=persona][value="{who}"]').click()
        page.wait_for_url(lambda address: "/demo/sign-in" not in address)
        page.goto(path)
        return page

    with chromium() as browser:
        yield enter
        for context in opened:
            context.close()


def boxes(page):
    return page.locator('tbody input[name="plan"]')


def ticked(page):
    return page.locator('tbody input[name="plan"]:checked')


def test_many_are_put_on_hold_and_back_without_script(visit):
    page = visit("/plans?lifecycle=active", script=False)
    names = page.locator("tbody th a").all_inner_texts()[:2]
    boxes(page).nth(0).check()
    boxes(page).nth(1).check()
    page.get_by_label("Do this").select_option("hold")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Why?").fill("Away together")
    page.get_by_role("button", name="See what will happen").click()
    expect(page.get_by_text("All 2 will be changed.")).to_be_visible()
    page.get_by_role("button", name="Put them on hold").click()
    expect(page.get_by_text("2 plans changed.")).to_be_visible()
    for name in names:
        expect(page.get_by_role("row", name=name)).to_contain_text("Done")
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_text("2 plans put back.")).to_be_visible()
    page.goto("/plans?lifecycle=on_hold")
    for name in names:
        expect(page.get_by_role("link", name=name)).to_have_count(0)


def test_the_boxes_are_ticked_by_keyboard_and_counted(visit):
    page = visit("/plans")
    boxes(page).first.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-ticks-count]")).to_have_text(" (1 ticked)")
    boxes(page).nth(3).click(modifiers=["Shift"])
    expect(ticked(page)).to_have_count(4)
    page.get_by_label("Choose every plan on this page").check()
    assert ticked(page).count() == boxes(page).count()
    assert_usable_by_all(page)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_map_opens_finds_and_closes(visit, size):
    page = visit("/provision", size=size)
    pupil = page.locator(".sp-tree__pupils a").first
    expect(pupil).to_be_hidden()
    page.get_by_role("button", name="Open all").click()
    expect(pupil).to_be_visible()
    assert_usable_by_all(page)
    assert fits(page)
    name, kinds = pupil.inner_text(), page.locator(".sp-tree__kind:visible")
    every = kinds.count()
    page.get_by_label("Find in this map").fill(name)
    expect(page.get_by_role("link", name=name).first).to_be_visible()
    assert 0 < kinds.count() < every
    page.get_by_label("Find in this map").fill("no such thing")
    expect(kinds).to_have_count(0)
    page.get_by_label("Find in this map").fill("")
    expect(kinds).to_have_count(every)


def test_the_map_folds_without_script_by_keyboard(visit):
    page = visit("/provision", script=False)
    first = page.locator(".sp-tree__kind > summary").first
    group = page.locator(".sp-tree__group > summary").first
    expect(group).to_be_hidden()
    first.focus()
    page.keyboard.press("Enter")
    expect(group).to_be_visible()


def test_a_class_is_printed_and_a_copy_kept_without_script(visit):
    page = visit("/plans/print", script=False)
    page.get_by_label("Year").select_option("4")
    page.get_by_role("button", name="Show who").click()
    page.get_by_label("Whole plans").check()
    token = page.locator("form [name=csrfmiddlewaretoken]").first.input_value()
    plans = [each.input_value() for each in page.locator("form [name=plan]").all()]
    made = page.context.request.post(
        "/plans/print.pdf",
        multipart={"csrfmiddlewaretoken": token, "kind": "plan", "plan": plans[0]},
        headers={"Referer": page.url},
    )
    assert made.body().startswith(b"%PDF")
    page.goto("/plans/export")
    page.get_by_label("To plan reviews and meetings").check()
    with page.expect_download() as kept:
        page.get_by_role("button", name="Make the copy").click()
    assert kept.value.suggested_filename == "plans.xlsx"
