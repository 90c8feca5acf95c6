"""One child's plan, from the file that brings her to the day her mother sees what changed."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from tests.axe import assert_usable_by_all
from tests.journeys.editing import add, fill, only_line, publish, saved, start_a_plan
from tests.journeys.files import KELLY, WREN, mis_list, transfer_file
from tests.journeys.visitors import PHONE

pytestmark = pytest.mark.journey

SAFETY = "Give the inhaler, then call the office."
STRATEGIES = (
    "Say her name before you ask her anything.",
    "Give one step at a time.",
    "Let her answer by pointing.",
    "Seat her away from the door.",
)


def test_a_plan_goes_all_the_way_from_a_file_to_what_changed(visit, place, photograph):
    the_office_brings_the_child_in(visit, place, photograph)
    the_mother_is_turned_away_until_someone_confirms_her(visit)
    address = the_senco_writes_and_publishes(visit, photograph)
    the_class_teacher_sees_the_card_on_a_phone(visit, photograph)
    the_mother_reads_agrees_asks_and_adds(visit, photograph)
    the_senco_replies(visit, address, photograph)
    the_senco_amends_and_says_why(visit, address, photograph)
    the_mother_sees_what_changed_and_who_looked(visit, photograph)
    the_plan_prints_for_everyone(visit, address)


def the_office_brings_the_child_in(visit, place, photograph):
    laestab = place.one("SELECT laestab FROM people_school WHERE urn = '999001'")
    page = visit("primary-office")
    bring_in(page, "999LLLL_CTF_transfer.xml", transfer_file(
        WREN, to_authority=laestab[:3], to_school=laestab[3:]
    ), photograph)  # fmt: skip
    assert_usable_by_all(page)
    # A transfer file names no class. Next morning's list from the MIS puts her into Mr Calvert's.
    bring_in(page, "mis.csv", mis_list(class_of_the_teacher(visit), WREN).encode())


def bring_in(page, name, data, photograph=None):
    page.goto("/office/import")
    kind = "text/xml" if name.endswith("xml") else "text/csv"
    page.locator("#file").set_input_files({"name": name, "mimeType": kind, "buffer": data})
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    expect(page.get_by_text(WREN.name).first).to_be_visible()
    if photograph:
        photograph(page, "office-preview")
    if page.get_by_label("I have looked").count():
        page.get_by_label("I have looked").check()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("The file is in.")).to_be_visible()
    if photograph:
        photograph(page, "office-run")


def class_of_the_teacher(visit):
    page = visit("primary-teacher", "/today")
    return page.locator("h1").inner_text()


def the_mother_is_turned_away_until_someone_confirms_her(visit):
    mother = visit(KELLY.persona, "/my")
    expect(mother.get_by_text(WREN.forename)).to_have_count(0)
    senco = visit("primary-senco", "/office/people-to-confirm")
    senco.get_by_role("button", name=f"Confirm {KELLY.name} for {WREN.name}").click()
    mother.reload()
    expect(mother.get_by_role("heading", name=WREN.name)).to_be_visible()


def the_senco_writes_and_publishes(visit, photograph):
    page = visit("primary-senco")
    find(page, "wre")
    expect(page.get_by_role("heading", name=WREN.name)).to_be_visible()
    start_a_plan(page)
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_hidden()
    fill(only_line(page, "about"), strengths="She is funny and kind.",
         important_to_me="Her brother. Trains.", how_to_help="Give her time.")  # fmt: skip
    fill(
        only_line(page, "child_voice"),
        words="I like it when it is quiet.",
        how_given__choose="Said",
    )
    fill(add(page, "safety"), kind__choose="Medical", signs="She wheezes.", action=SAFETY)
    fill(add(page, "need"), title="Following long instructions",
         area__choose="Communication and interaction", barrier="She loses the thread.")  # fmt: skip
    fill(add(page, "outcome"), title="She follows two steps", baseline="One step in five",
         measure="Tally by the teaching assistant", target="Two steps in four of five",
         by_when__date="1 7 2027")  # fmt: skip
    fill(add(page, "provision"), what="Word group", who="Miss Kurian", how_often="3 times a week",
         minutes="15", group_size="4", place="The library", starts__date="1 12 2026")  # fmt: skip
    for words in STRATEGIES:
        fill(add(page, "adjustment"), text=words)
    fill(only_line(page, "review"), next_review__date="1 3 2027")
    saved(page)
    photograph(page, "editor")
    publish(page)
    expect(page.get_by_text("Version 1 is published")).to_be_visible()
    photograph(page, "plan-new")
    return page.url


def find(page, letters):
    """`/`, three letters and Enter."""
    page.keyboard.press("/")
    page.keyboard.type(letters)
    expect(page.get_by_role("option").first).to_contain_text(WREN.forename)
    page.keyboard.press("Enter")


def the_class_teacher_sees_the_card_on_a_phone(visit, photograph):
    page = visit("primary-teacher", "/today", size=PHONE)
    card = page.locator(".sp-class-card", has_text=WREN.forename)
    expect(card).to_contain_text(SAFETY)
    for words in STRATEGIES[:3]:
        expect(card).to_contain_text(words)
    expect(card).not_to_contain_text(STRATEGIES[3])
    photograph(page, "cards-390")
    page.locator("[data-privacy]:visible").first.click()
    expect(page.get_by_text("Screen hidden. Tap to return")).to_be_visible()
    assert page.title() == "Spinney"
    page.get_by_text("Screen hidden. Tap to return").click()
    expect(card).to_be_visible()


def the_mother_reads_agrees_asks_and_adds(visit, photograph):
    page = open_the_plan(visit)
    expect(page.get_by_text(SAFETY)).to_be_visible()
    expect(
        page.get_by_text("Miss Kurian will do this 3 times a week for 15 minutes")
    ).to_be_visible()
    photograph(page, "parent-plan-390")
    page.get_by_role("button", name="I agree with this plan").click()
    expect(page.get_by_role("heading", name="The school has your answer")).to_be_visible()
    page.get_by_role("link", name="Back to the plan").click()
    page.get_by_role("link", name=re.compile("^Ask about this ?: Word group")).click()
    photograph(page, "parent-ask-390")
    page.get_by_label("Your question").fill("Who does it when Miss Kurian is away?")
    page.get_by_role("button", name="Send to the school").click()
    page.get_by_role("link", name="Back to the plan").click()
    page.get_by_role("link", name="Add your views").click()
    page.get_by_label("What you want the school to know").fill("Mornings are best for her.")
    page.get_by_role("button", name="Send to the school").click()
    expect(page.get_by_text("Mornings are best for her.")).to_be_visible()


def open_the_plan(visit):
    page = visit(KELLY.persona, "/my", size=PHONE)
    card = page.locator(".sp-child", has_text=WREN.name)
    card.get_by_role("link", name=re.compile("^Read the plan of")).click()
    expect(page.get_by_role("heading", level=1, name=WREN.forename)).to_be_visible()
    return page


def the_senco_replies(visit, address, photograph):
    page = visit("primary-senco", address + "/answers")
    expect(page.get_by_role("heading", name=KELLY.name).first).to_be_visible()
    photograph(page, "answers")
    question = page.locator(".sp-card", has_text="when Miss Kurian is away")
    question.get_by_label("Your reply").fill("Mr Calvert does it himself.")
    question.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_text("Your reply is sent")).to_be_visible()


def the_senco_amends_and_says_why(visit, address, photograph):
    page = visit("primary-senco", address)
    page.get_by_role("link", name="Edit the draft").click()
    fill(only_line(page, "provision"), minutes="20")
    saved(page)
    page.get_by_role("button", name="Check and publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("It is not published")).to_be_visible()  # no reason was given
    page.locator("#why").fill("Fifteen minutes was too short.")
    photograph(page, "publish")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2 is published")).to_be_visible()


def the_mother_sees_what_changed_and_who_looked(visit, photograph):
    page = open_the_plan(visit)
    news = page.locator("section", has=page.locator("#changed"))
    expect(news).to_contain_text("Fifteen minutes was too short.")
    expect(news.locator("del")).to_contain_text("15")
    expect(news.locator("ins")).to_contain_text("20")
    expect(page.get_by_text("Mr Calvert does it himself.")).to_be_visible()
    photograph(page, "parent-changed-390")
    page.get_by_role("link", name="Who has looked at this record").click()
    expect(page.locator(".sp-looks")).to_contain_text("Calvert")
    photograph(page, "who-looked-390")


def the_plan_prints_for_everyone(visit, address):
    page = visit("primary-senco", address)
    answer = page.context.request.get(address + "/plan.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    paper = PdfReader(io.BytesIO(answer.body()))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert paper.trailer["/Root"]["/Lang"] == "en-GB"
    text = " ".join(sheet.extract_text() for sheet in paper.pages)
    assert "Word group" in text
    assert "20" in text
