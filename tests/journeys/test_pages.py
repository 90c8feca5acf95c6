"""Every page, for everyone: axe at two widths, small screens, keyboard alone, no script, no complaints."""

import pytest
from django.urls import get_resolver
from tests.axe import assert_usable_by_all
from tests.journeys.keyboard import everything_is_in_reach, skip_link_works
from tests.journeys.pages import EXAMPLES, NOT_PAGES, PAGES, address, sql_of
from tests.journeys.visitors import DESK, Visitors

from spinney.web.routes import AUDIENCES

pytestmark = pytest.mark.journey

DEMO = {"demo_sign_in", "design", "design_family"}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def readers(browser, place, cookies, with_passwords):
    """One page with script and one without for each person, so that the browser's cache serves them all."""
    people = Visitors(browser, place.base, cookies)
    cookies.update(with_passwords)
    pages = {}

    def reader(persona, *, script=True):
        if (persona, script) not in pages:
            pages[persona, script] = people.visit(persona, script=script)
        page = pages[persona, script]
        page.set_viewport_size(DESK)
        people.troubles.clear()
        return page

    reader.troubles = people.troubles
    _leave_traces(people, place)
    yield reader
    people.leave()


def _leave_traces(people, place):
    """What some pages need to show: a paper form, and an answer of the mother's."""
    plan = place.one(EXAMPLES["plan"])
    senco = people.visit("primary-senco", f"/plans/{plan}/paper-form")
    token = senco.locator("form [name=csrfmiddlewaretoken]").first.input_value()
    carer = senco.locator("form [name=carer]").first.input_value()
    made = senco.context.request.post(
        senco.url, form={"csrfmiddlewaretoken": token, "carer": carer},
        headers={"Referer": senco.url},
    )  # fmt: skip
    assert made.ok, made.status
    _step_for_many(senco)
    mother = people.visit("parent-two-schools", f"/my/plans/{plan}/views")
    mother.get_by_label("What you want the school to know").fill("Mornings are best.")
    mother.get_by_role("button", name="Send to the school").click()
    mother.wait_for_url("**/answers/**")
    mother.goto(f"/my/plans/{plan}/ask/{place.one(sql_of('line'))}")
    mother.get_by_label("Your question").fill("Who will do this when Mr Bell is away?")
    mother.get_by_role("button", name="Send to the school").click()
    mother.wait_for_url("**/answers/**")


def _step_for_many(senco):
    """A batch of one: the page of what a batch did shows it."""
    senco.goto("/plans?lifecycle=active")
    senco.locator("tbody input[name=plan]").last.check()
    senco.get_by_label("Do this").select_option("review")
    senco.get_by_role("button", name="Continue").click()
    senco.get_by_label("When is the next review?").fill("2027-03-08")
    senco.get_by_label("Why?").fill("All reviews in one week")
    senco.get_by_role("button", name="See what will happen").click()
    senco.get_by_role("button", name="Set the date").click()
    senco.wait_for_url("**/plans/steps/*")


def test_every_route_has_a_page_here_or_a_reason_why_not():
    get_resolver().url_patterns  # noqa: B018  (routes are declared as the addresses are read)
    told = {page.route for page in PAGES} | {name for names in NOT_PAGES.values() for name in names}
    # The demo's own doors stand in the demo's process, and may or may not stand in this one.
    assert told - DEMO == AUDIENCES.keys() - DEMO


@pytest.mark.parametrize("example", PAGES, ids=lambda page: page.route)
def test_a_page_is_usable_by_everyone(readers, place, photograph, example):
    page = readers(example.who)
    answer = page.goto(address(place, example))
    assert answer.status == 200
    assert example.title in page.title()
    assert page.title().endswith("Spinney")
    assert_usable_by_all(page)
    photograph(page, f"{example.route}-1280")
    skip_link_works(page)
    everything_is_in_reach(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(WIDE) <= 0, "the page scrolls sideways at 390 px"
    assert_usable_by_all(page)
    photograph(page, f"{example.route}-390")
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 at 400 % zoom
    assert page.evaluate(WIDE) <= 0, "the page scrolls sideways at 320 px"
    assert not readers.troubles, "\n".join(readers.troubles)


@pytest.mark.parametrize("example", PAGES, ids=lambda page: page.route)
def test_a_page_works_without_script(readers, place, example):
    page = readers(example.who, script=False)
    answer = page.goto(address(place, example))
    assert answer.status == 200
    assert page.locator("h1").is_visible()
    idle = page.locator("button[type=button]:visible")
    if example.route not in {
        "design",
        "design_family",
    }:  # the gallery shows buttons that do nothing
        assert idle.count() == 0, f"does nothing without script: {idle.first.inner_text()}"
        for form in page.locator("main form:visible").all():
            assert form.locator("button:visible").count() > 0, "a form that cannot be sent"
