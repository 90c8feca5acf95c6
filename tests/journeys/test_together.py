"""Two people in one draft, undo, statuses, pasting and a long plan, in a real browser against the real server."""

import re

import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.browser import fits
from tests.journeys.accounts import make_senco_too
from tests.journeys.editing import SAVED_AT, add, fill, only_line, saved, start_a_plan
from tests.journeys.files import LONG, PASTED, TOGETHER, UNDONE
from tests.journeys.site import PRIMARY
from tests.journeys.visitors import PHONE

pytestmark = pytest.mark.journey

BEAT = "**/here"
PASTE = """([box, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "not this");
  box.focus();
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
# What Word puts on the clipboard: a list as paragraphs, its bullets in spans to be ignored, and styles.
WORD = """<html><head><style>p.MsoNormal {color: red}</style></head><body>
<p class=MsoNormal>She <b>can</b> say “no”&nbsp;– and:</p>
<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>read a page</p>
<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>write her name</p>
<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>first</p>
<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.</span>second</p>
</body></html>"""
WORD_KEPT = "She can say “no” – and:\n- read a page\n- write her name\n1. first\n2. second"
WEB = "<ul><li>One</li><li>Two <i>of</i><ol start=3><li>deep</li></ol></li></ul><p>End</p>"


@pytest.fixture
def drafting(visit, place):
    def begin(child, **more):
        page = visit(
            "primary-senco", f"/pupils/{place.child(child.forename, child.surname)}", **more
        )
        start_a_plan(page)
        return page

    return begin


def box(page, field="strengths", section="about"):
    return only_line(page, section).locator(f'[data-field="{field}"]')


def note(page):
    return page.locator("[data-saved-note]")


def breathe(page):
    """The next sign of life now, and not in twenty seconds."""
    with page.expect_response(BEAT):
        page.clock.fast_forward(21_000)


def test_two_people_see_each_other_and_each_other_s_words(drafting, visit, place):
    nadia = drafting(TOGETHER)
    nadia.clock.install()
    nadia.reload()
    make_senco_too(place, "Yvonne Campbell", urn=PRIMARY)
    yvonne = visit("primary-dsl", fresh=True)
    yvonne.clock.install()
    with yvonne.expect_response(BEAT):
        yvonne.goto(nadia.url)
    expect(yvonne.locator("[data-here]")).to_contain_text(
        re.compile("Nadia Chowdhury (is here|opened)")
    )
    box(nadia).fill("She is brave.")
    saved(nadia)
    box(yvonne, "how_to_help").fill("Wait for her.")
    breathe(yvonne)
    expect(box(yvonne)).to_have_value("She is brave.")
    expect(yvonne.get_by_text("Nadia Chowdhury changed 'What people like")).to_be_visible()
    expect(box(yvonne, "how_to_help")).to_have_value("Wait for her.")
    saved(yvonne)
    # Words put in by a colleague are the base of what is typed next: no clash.
    box(yvonne).press("End")
    box(yvonne).type(" And kind.")
    saved(yvonne)
    assert yvonne.get_by_label("Two versions of the same words").count() == 0
    add(yvonne, "need")
    breathe(nadia)
    news = nadia.locator("[data-here-news]")
    expect(news).to_contain_text("Yvonne Campbell added a need.")
    assert_usable_by_all(nadia)
    news.get_by_role("button", name="Show it").click()
    expect(nadia.locator("#section-need .sp-editor__line")).to_have_count(1)
    expect(box(nadia)).to_have_value("She is brave. And kind.")


def test_signs_of_life_do_not_storm(drafting):
    page = drafting(UNDONE)
    beats = []
    page.on("request", lambda request: beats.append(1) if request.url.endswith("/here") else None)
    for _ in range(30):
        page.keyboard.press("Tab")
    page.evaluate(
        "for (let n = 0; n < 50; n++) document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.wait_for_timeout(1500)
    assert len(beats) <= 1
    undo_goes_back_step_by_step(page)


def undo_goes_back_step_by_step(page):
    """In the same draft, so that one more child need not come by file."""
    undo = page.get_by_role("button", name="Undo my last change")
    expect(undo).to_be_hidden()
    box(page).fill("One.")
    saved(page)
    box(page).fill("Two.")
    page.get_by_role("heading", name="Draft plan").click()
    expect(undo).to_be_visible()
    page.keyboard.press("Control+z")  # outside a field; what was just typed is saved first
    expect(box(page)).to_have_value("One.")
    expect(note(page)).to_contain_text("Taken back: what you wrote")
    undo.click()
    expect(box(page)).to_have_value("")
    add(page, "need")
    fill(page.locator("#section-need .sp-editor__line").last, title="Reading")
    saved(page)
    page.get_by_role("button", name="Remove Need 1").click()
    page.get_by_role("button", name="Take it off").click()
    expect(page.locator("#section-need .sp-editor__line")).to_have_count(0)
    page.locator("body").press("Control+z")
    expect(box(page, "title", "need")).to_have_value("Reading")
    expect(page.get_by_text("is in the draft again")).to_be_visible()
    # In a field Ctrl+Z is the browser's own, and only for that field.
    box(page).click()
    page.keyboard.type("abc")
    page.keyboard.press("Control+z")
    expect(box(page, "title", "need")).to_have_value("Reading")
    page.get_by_role("link", name=re.compile("^Who wrote what")).click()
    expect(page.get_by_role("heading", name="Who wrote what")).to_be_visible()
    expect(page.get_by_text("Added the line (undo)")).to_be_visible()


@pytest.mark.parametrize(
    ("html", "kept"),
    [(WORD, WORD_KEPT), (WEB, "- One\n- Two of\n3. deep\nEnd"), ("<p></p>", "")],
    ids=["word", "web", "nothing"],
)
def test_a_pasted_list_stays_a_list_and_its_looks_go(visit, place, html, kept):
    page = visit("primary-senco", f"/pupils/{place.child(PASTED.forename, PASTED.surname)}")
    if page.get_by_role("link", name="Start a plan").count():
        start_a_plan(page)
    else:
        page.locator("a[data-edit]").click()
    box(page).fill("")
    box(page).evaluate(f"(box) => ({PASTE})([box, {html!r}])")
    expect(box(page)).to_have_value(kept)
    if kept:
        saved(page)
        page.reload()
        expect(box(page)).to_have_value(kept)


def a_long_draft(page, lines=9):
    """More than ninety fields: three dozen of the profile and the lists, and nine provision lines of ten."""
    for _ in range(lines):
        add(page, "provision")
    return page.locator("[data-autosave]")


COUNT_LISTENERS = """
(() => {
  const add = EventTarget.prototype.addEventListener;
  window.listening = 0;
  EventTarget.prototype.addEventListener = function (...words) {
    if (this instanceof Element && this.closest("[data-autosave]")) window.listening += 1;
    return add.apply(this, words);
  };
})()"""


def test_a_plan_of_ninety_fields_costs_no_more_a_key_than_a_short_one(drafting):
    page = drafting(LONG)
    assert a_long_draft(page).count() >= 90
    page.add_init_script(COUNT_LISTENERS)
    page.reload()
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    assert page.evaluate("window.listening") == 0, "a listener for each field"
    sent = []
    page.on(
        "request", lambda request: sent.append(request) if request.url.endswith("/save") else None
    )
    before = slow_work(slow)
    box(page).press_sequentially("Kind to younger children.")
    saved(page)
    work = slow_work(slow) - before
    # Work and not time: a field that grows lays out the page; reading every field at every key would do far more.
    assert work["LayoutCount"] <= 4 * len("Kind to younger children.") + 40, work
    assert [item.post_data_json["field"] for item in sent] == ["strengths"], (
        "one save, of the one field that was typed in"
    )
    with_keys_only(page)


class Work(dict):
    def __sub__(self, other):
        return Work({name: value - other.get(name, 0) for name, value in self.items()})


def slow_work(session):
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return Work({item["name"]: item["value"] for item in metrics})


def with_keys_only(page):
    """Ctrl+Enter goes from field to field and section to section, and saves; Escape takes nothing away."""
    box(page).focus()
    page.keyboard.press("Control+Enter")
    assert box(page, "important_to_me").evaluate("(el) => el === document.activeElement")
    page.keyboard.type("Bricks")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("document.activeElement.dataset.field") == "words"
    expect(note(page)).to_have_text(SAVED_AT)
    page.reload()
    expect(box(page, "important_to_me")).to_have_value("Bricks")
    search = page.locator("#site-search")
    search.fill("zz")
    search.press("Escape")
    search.press("Escape")
    expect(search).to_have_value("zz")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_status_is_set_on_a_phone(visit, place, script):
    page = visit("primary-senco", "/plans?lifecycle=active", size=PHONE, script=script)
    page.goto(page.locator("table tbody th a").first.get_attribute("href") + "/edit")
    section = page.locator("#section-adjustment")
    section.locator("summary").click()
    section.get_by_label("Waiting for someone").check()
    section.get_by_label("Waiting for whom").fill("Ms Shah")
    assert_usable_by_all(page) if script else None
    section.get_by_role("button", name="Set the status").click()
    expect(page.locator("#section-adjustment summary")).to_contain_text("Waiting for Ms Shah")
    assert fits(page)
    section = page.locator("#section-adjustment")
    section.locator("summary").click()
    section.get_by_label("In progress").check()
    section.get_by_role("button", name="Set the status").click()
    expect(page.locator("#section-adjustment summary")).to_contain_text("In progress")


def test_j_and_k_go_through_the_list_and_then_from_child_to_child(visit):
    page = visit("primary-senco", "/plans?lifecycle=active")
    rows = page.locator("table tbody th a")
    names = [rows.nth(n).inner_text() for n in range(3)]
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.innerText") == names[1]
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(names[0])
    expect(page.get_by_role("link", name="Previous child")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator("h1")).to_contain_text(names[1])
    page.keyboard.press("j")
    expect(page.locator("h1")).to_contain_text(names[2])
    page.keyboard.press("k")
    expect(page.locator("h1")).to_contain_text(names[1])
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keyboard shortcuts on this page")
    for key in ("j", "k", "e", "/"):
        expect(listed.locator("kbd", has_text=re.compile(f"^{re.escape(key)}$"))).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.wait_for_url(re.compile("/edit$"))


def test_the_list_of_keys_is_a_page_without_script(visit):
    page = visit("primary-senco", "/plans", script=False)
    page.locator(".sp-header details[data-menu] summary").click()
    page.get_by_role("link", name="Keyboard shortcuts").click()
    expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
