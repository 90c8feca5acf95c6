"""Typed words survive a lost session, a closed tab, a lost network and a second writer, on the real server."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.accounts import make_senco_too
from tests.journeys.editing import WAITING, only_line, saved, start_a_plan, until
from tests.journeys.files import CLOSED, LOST, SHARED, TYPED
from tests.journeys.site import PRIMARY
from tests.journeys.visitors import sign_in

pytestmark = pytest.mark.journey

SIGNED_OUT = re.compile("You are signed out")
NOT_CONNECTED = re.compile("Not connected")


@pytest.fixture
def drafting(visit, place):
    """A SENCO in the editor of this child's new draft."""

    def begin(child, persona="primary-senco", *, fresh=False):
        page = visit(persona, f"/pupils/{place.child(child.forename, child.surname)}", fresh=fresh)
        start_a_plan(page)
        return page

    return begin


def box(page, field="strengths", section="about"):
    return only_line(page, section).locator(f'[data-field="{field}"]')


def note(page):
    return page.locator("[data-saved-note]")


def test_words_typed_while_signed_out_are_saved_after_signing_in_in_another_tab(drafting):
    page = drafting(TYPED, fresh=True)
    box(page).fill("She draws well.")
    saved(page)
    page.context.clear_cookies()
    box(page).press_sequentially(" She sings.")
    expect(note(page)).to_have_text(SIGNED_OUT, timeout=15_000)
    sign_in(page.context.new_page(), "primary-senco")
    page.bring_to_front()
    page.evaluate(
        "window.dispatchEvent(new Event('online'))"
    )  # what the tab hears when it is woken
    saved(page)
    page.reload()
    expect(box(page)).to_have_value("She draws well. She sings.")


def test_words_typed_just_before_the_tab_closes_are_there_when_it_is_opened_again(drafting):
    page = drafting(CLOSED)
    address, context = page.url, page.context
    box(page).fill("She counts trains.")
    page.close()  # well inside the second that autosave waits for
    again = context.new_page()
    again.goto(address)
    expect(box(again)).to_have_value("She counts trains.")
    until(again, lambda: again.evaluate(WAITING) == 0, "words still wait on this device")
    again.reload()
    expect(box(again)).to_have_value("She counts trains.")


def test_words_typed_without_a_network_are_saved_when_it_comes_back(drafting):
    page = drafting(LOST)
    page.context.set_offline(True)
    box(page).fill("She likes the quiet room.")
    expect(note(page)).to_have_text(NOT_CONNECTED, timeout=15_000)
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(page)
    page.reload()
    expect(box(page)).to_have_value("She likes the quiet room.")


def test_two_writers_keep_both_fields_and_see_both_sides_of_a_real_clash(drafting, visit, place):
    nadia = drafting(SHARED)
    make_senco_too(place, "Yvonne Campbell", urn=PRIMARY)
    yvonne = visit("primary-dsl", fresh=True)
    # Were she told in time of what Nadia wrote, there would be no clash to see.
    yvonne.route("**/here", lambda route: route.abort())
    yvonne.goto(nadia.url)
    box(nadia, "strengths").fill("She is brave.")
    saved(nadia)
    box(yvonne, "how_to_help").fill("Wait for her.")
    saved(yvonne)
    box(yvonne, "strengths").fill("She is patient.")
    expect(
        yvonne.get_by_text("Nadia Chowdhury also changed this. Both versions are kept.")
    ).to_be_visible(timeout=15_000)
    panel = yvonne.get_by_label("Two versions of the same words")
    expect(panel).to_contain_text("She is brave.")
    expect(panel).to_contain_text("She is patient.")
    panel.get_by_role("button", name="Keep both").click()
    saved(yvonne)
    nadia.reload()
    expect(box(nadia, "strengths")).to_have_value("She is brave.\n\nShe is patient.")
    expect(box(nadia, "how_to_help")).to_have_value("Wait for her.")
