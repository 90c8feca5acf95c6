"""A parent without a screen answers on paper; whoever types it in does so as that parent, and it shows."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from tests.journeys.files import IFEYINWA

pytestmark = pytest.mark.journey

CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
WORDS = "Please send the word list home."


def test_an_answer_on_paper_is_kept_as_the_parents_and_says_who_typed_it(visit, place, photograph):
    plan = place.one(
        "SELECT p.id FROM plans_plan p JOIN people_child c ON c.id = p.child_id WHERE c.forename = 'Kelechi'"
    )
    code = print_a_form(visit, plan, photograph)
    type_the_answer(visit, code, photograph)
    mother = visit(IFEYINWA.persona, f"/my/plans/{plan}")
    answer = mother.locator(".sp-card", has_text=WORDS)
    expect(answer).to_contain_text("On paper, typed in for you by Denise Haworth")
    senco = visit("primary-senco", f"/plans/{plan}/answers")
    expect(senco.locator(".sp-card", has_text=WORDS)).to_contain_text("typed in by Denise Haworth")


def print_a_form(visit, plan, photograph):
    page = visit("primary-senco", f"/plans/{plan}")
    page.get_by_role("link", name="Answer form for a parent").click()
    photograph(page, "paper-print")
    with page.context.expect_event("response", lambda r: r.url.endswith(".pdf")) as sent:
        page.get_by_role("button", name=re.compile(f"^Answer form for .*{IFEYINWA.name}")).click()
    answer = page.context.request.get(sent.value.url)
    paper = PdfReader(io.BytesIO(answer.body()))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join(sheet.extract_text() for sheet in paper.pages)
    assert IFEYINWA.name in text
    return CODE.search(text)[0]


def type_the_answer(visit, code, photograph):
    page = visit("primary-office", "/office/paper")
    page.get_by_label("The code on the form").fill("WRNG-CDEE")
    page.get_by_role("button", name="Find the form").click()
    expect(page.get_by_text("No form of this school has that code").first).to_be_visible()
    page.get_by_label("The code on the form").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Find the form").click()
    expect(
        page.get_by_role("heading", name=re.compile(f"Answer from .*{IFEYINWA.name}"))
    ).to_be_visible()
    page.get_by_label("On paper").check()
    page.get_by_label("They ask a question").check()
    page.get_by_label("Their words").fill(WORDS)
    photograph(page, "paper-sheet")
    page.get_by_role("button", name="Keep this answer").click()
    expect(
        page.get_by_text(f"{IFEYINWA.name}’s answer, typed in by Denise Haworth")
    ).to_be_visible()
