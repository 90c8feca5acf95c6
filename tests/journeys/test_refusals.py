"""Those who may not see a child's plan meet the same plain page as for a plan that does not exist."""

import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.journeys.visitors import PHONE

pytestmark = pytest.mark.journey

NOBODY = "01900000-0000-7000-8000-000000000000"
PLAN_OF_A_TIE = """
    SELECT p.id FROM plans_plan p JOIN access_tie t ON t.school_id = p.school_id AND t.subject_id = p.child_id
      JOIN access_user u ON u.id = t.user_id
     WHERE u.display_name = %s AND t.relation = 'parent' AND p.version > 0
"""
ELSEWHERE = """
    SELECT p.{what} FROM plans_plan p JOIN people_school s ON s.id = p.school_id
      JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
     WHERE s.urn = '{urn}' AND p.version > 0 AND p.lifecycle = 'active' AND {where} ORDER BY p.id
"""


def plan_at(place, urn="999001", what="id", where="true"):
    return place.one(ELSEWHERE.format(urn=urn, what=what, where=where))


def turned_away(page) -> str:
    """The words of the refusal, which hold no name and are usable by everyone."""
    expect(page.get_by_role("heading", level=1)).to_have_text("We cannot find that page")
    assert_usable_by_all(page)
    return page.locator("main").inner_text()


def test_the_father_under_a_court_order_is_told_nothing_of_the_plan(visit, place):
    plan = place.one(PLAN_OF_A_TIE, "Craig Tattersall")
    page = visit("parent-court-order", f"/my/plans/{plan}", size=PHONE)
    said = turned_away(page)
    page.goto(f"/my/plans/{NOBODY}")
    assert turned_away(page) == said
    page.goto("/account/start")
    expect(page.get_by_text("No child's record is open to you here")).to_be_visible()


@pytest.mark.parametrize(
    ("persona", "path"),
    [
        ("secondary-senco", "/plans/{plan}"),
        ("secondary-senco", "/plans/{plan}/edit"),
        ("secondary-senco", "/pupils/{child}"),
        ("fourth-teacher", "/plans/{plan}"),
        ("primary-it", "/plans/{plan}"),
        ("primary-office", "/plans/{plan}"),
        ("parent-shielded", "/my/plans/{plan}"),
        ("parent-shielded", "/plans/{plan}"),
        ("primary-teacher", "/plans/{plan}/edit"),
    ],
)
def test_a_stranger_to_the_child_meets_the_same_page_as_for_no_child(visit, place, persona, path):
    plan, child = (
        plan_at(place, what=w, where="c.forename = 'Kelechi'") for w in ("id", "child_id")
    )
    page = visit(persona, path.format(plan=plan, child=child))
    said = turned_away(page)
    page.goto(path.format(plan=NOBODY, child=NOBODY))
    assert turned_away(page) == said


def test_the_teacher_of_another_class_cannot_open_a_child(visit, place):
    mine = visit("primary-teacher", "/today").locator("h1").inner_text()
    where = f"c.registration_group <> '{mine}'"
    plan = plan_at(place, where=where)
    child = plan_at(place, what="child_id", where=where)
    for path in (f"/plans/{plan}", f"/pupils/{child}"):
        turned_away(visit("primary-teacher", path))


def test_a_link_from_an_e_mail_asks_a_stranger_to_sign_in_and_then_leads_on(visit, place):
    plan = plan_at(place, where="c.forename = 'Kelechi'")
    page = visit(path=f"/my/plans/{plan}", size=PHONE)
    expect(page).to_have_title("Sign in – Spinney")
    assert "Kelechi" not in page.content()
    assert f"next=/my/plans/{plan}" in page.url


def test_back_after_signing_out_shows_nothing_of_a_child(visit, place):
    plan = plan_at(place, where="c.forename = 'Kelechi'")
    page = visit("parent-two-schools", f"/my/plans/{plan}", fresh=True)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kelechi")
    page.locator(".sp-header details[data-menu] summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title("Sign in – Spinney")
    page.go_back()
    page.reload()
    expect(page).to_have_title("Sign in – Spinney")
