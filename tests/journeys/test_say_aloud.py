"""A child says it aloud: with the button on a phone, and with a chosen recording where no script runs."""

import re

import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.files import makers
from tests.journeys.pages import sql_of
from tests.journeys.visitors import PHONE

pytestmark = pytest.mark.journey
PLAYS = """async address => {
  const sound = new Audio(address);
  await new Promise((well, ill) => { sound.oncanplay = well; sound.onerror = () => ill(sound.error.message); });
  await sound.play();
  return sound.duration;
}"""


@pytest.fixture
def address(place):
    return f"/plans/{place.one(sql_of('long_plan'))}/voice"


def test_recorded_on_a_phone_heard_saved_and_heard_again(visit, address):
    page = visit("primary-senco", address, size=PHONE)
    page.get_by_role("button", name="Start recording").click()
    expect(page.get_by_role("status").get_by_text("Recording now.")).to_be_visible()
    page.wait_for_timeout(700)
    page.get_by_role("button", name="Stop recording").click()
    expect(page.get_by_text("It is kept when you press Save.")).to_be_visible()
    expect(page.get_by_label("What you have just recorded")).to_be_visible()
    assert_usable_by_all(page)
    page.get_by_role("button", name="Save").click()
    kept = page.locator("audio[src^='/recordings/']")
    expect(kept).to_be_visible()
    assert page.evaluate(PLAYS, kept.get_attribute("src")) > 0.3
    assert_usable_by_all(page)
    page.get_by_label("Take this recording off").check()
    page.get_by_role("button", name="Save").click()
    expect(kept).to_have_count(0)


def test_a_microphone_that_is_refused_is_told_and_the_field_still_works(visit, address):
    page = visit("primary-senco", address)
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => { throw new Error('no'); }; }"
    )
    page.get_by_role("button", name="Start recording").click()
    expect(page.get_by_text("The microphone cannot be used here.")).to_be_visible()
    expect(page.get_by_label("Record your voice")).to_be_enabled()


def test_without_script_a_chosen_recording_is_kept_and_played(visit, address):
    page = visit("primary-senco", address, script=False)
    expect(page.get_by_role("button", name="Start recording")).to_have_count(0)
    chosen = {"name": "me.wav", "mimeType": "audio/wav", "buffer": makers.wav(seconds=1)}
    page.get_by_label("Record your voice").set_input_files(chosen)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("audio")).to_have_attribute(
        "src", re.compile(r"^/recordings/[0-9a-f-]{36}$")
    )
    page.get_by_label("Take this recording off").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("audio")).to_have_count(0)
