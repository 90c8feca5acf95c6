"""The same work without JavaScript: a school's oldest computer, or a script that never arrives."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.editing import add, fill, only_line, start_a_plan
from tests.journeys.files import IFEYINWA, IKENNA
from tests.journeys.visitors import PHONE

pytestmark = pytest.mark.journey


def test_a_plan_is_written_published_and_answered_without_script(visit):
    senco = visit("primary-senco", "/search", script=False)
    senco.locator("main input[name=q]").fill("ikenna")
    senco.locator("main").get_by_role("button", name="Search").click()
    expect(senco.get_by_role("heading", name=IKENNA.name)).to_be_visible()  # one hit opens at once
    write(senco)
    senco.get_by_role("button", name="Check and publish").click()
    senco.get_by_role("button", name="Publish").click()
    expect(senco.get_by_text("Version 1 is published")).to_be_visible()
    confirm_the_mother(senco)
    the_mother_answers(visit)


def write(page):
    start_a_plan(page)
    fill(only_line(page, "about"), strengths="He builds.", important_to_me="Bricks.",
         how_to_help="Let him finish.")  # fmt: skip
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text(re.compile(r"Saved \d{1,2}:\d\d"))).to_be_visible()
    need = add(page, "need")
    fill(need, title="Changes of plan", area__choose="Social, emotional and mental health",
         barrier="He is lost when plans change.")  # fmt: skip
    outcome = add(page, "outcome")  # what was typed in the need is kept by the same button
    fill(outcome, title="He copes with one change a day", baseline="None", measure="Diary",
         target="One a day", by_when__date="1 7 2027")  # fmt: skip
    outcome.get_by_label("Need 1: Changes of plan").check()
    fill(add(page, "provision"), what="Picture timetable", who="Mr Calvert", how_often="Daily",
         minutes="5", starts__date="1 12 2026")  # fmt: skip
    fill(only_line(page, "review"), next_review__date="31 2 2027")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_role("alert")).to_contain_text("Some of this could not be saved")
    expect(only_line(page, "provision").locator('[data-field="who"]')).to_have_value("Mr Calvert")
    fill(only_line(page, "review"), next_review__date="1 3 2027")


def confirm_the_mother(senco):
    senco.goto("/office/people-to-confirm")
    senco.get_by_role("button", name=f"Confirm {IFEYINWA.name} for {IKENNA.name}").click()


def the_mother_answers(visit):
    page = visit(IFEYINWA.persona, "/my", size=PHONE, script=False)
    card = page.locator(".sp-child", has_text=IKENNA.name)
    card.get_by_role("link", name=re.compile("^Read the plan of")).click()
    expect(page.get_by_text("Mr Calvert will do this daily for 5 minutes")).to_be_visible()
    page.get_by_role("button", name="I agree with this plan").click()
    expect(page.get_by_role("heading", name="The school has your answer")).to_be_visible()
