"""Words a person has typed are never lost. A real browser against a small server that misbehaves."""

import threading

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

FORM = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Plan</title>
<script type="module" src="/static/js/spinney.js"></script></head><body>
<form method="post" action="/signed-out" data-sign-out data-person="amina"><button>Sign out</button></form>
<form method="post" action="/published" data-after-autosave data-person="amina"><button>Publish</button></form>
<form method="post" data-autosave-url="/draft" data-autosave-key="plan-1:{person}" data-autosave-rev="4">
<input type="hidden" name="csrfmiddlewaretoken" value="{token}">
<p data-saved-note role="status">Saves as you type</p>
<div class="govuk-form-group"><label for="t">Title</label>
<textarea id="t" data-autosave data-line="need-1" data-field="title">{title}</textarea></div>
<div class="govuk-form-group"><label for="b">Barrier</label>
<input id="b" data-autosave data-line="need-1" data-field="barrier"></div>
<fieldset data-autosave data-kind="one" data-line="need-1" data-field="area"><legend>Area</legend>
<label><input type="radio" name="a" value="CI">Talking</label>
<label><input type="radio" name="a" value="CL">Thinking</label></fieldset>
<fieldset data-autosave data-kind="many" data-line="out-1" data-field="needs"><legend>Needs</legend>
<label><input type="checkbox" value="need-1">First</label>
<label><input type="checkbox" value="need-2">Second</label></fieldset>
<fieldset data-autosave data-kind="date" data-line="out-1" data-field="by_when"><legend>By</legend>
<label>Day<input name="w-day"></label><label>Month<input name="w-month"></label>
<label>Year<input name="w-year"></label></fieldset>
<label><input type="checkbox" data-autosave data-line="x" data-field="agreed">Agreed</label>
<p data-line-html="need-1">Old line</p>
</form></body></html>"""


@pytest.fixture
def plan(stub, tab):
    """The plan's editor, open in one tab."""
    stub.person = "amina"
    stub.title = ""
    stub.pages["/plan"] = lambda: FORM.format(
        token=stub.token, person=stub.person, title=stub.title
    )
    stub.pages["/elsewhere"] = "<title>Elsewhere</title>"
    tab.goto("/plan")
    return tab


def note(page):
    return page.locator("[data-saved-note]")


def kept(page):
    """What waits on this device: the values, oldest first."""
    return page.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.startsWith('spinney.autosave.'))"
        ".flatMap(([, v]) => JSON.parse(v).map((item) => item.value))"
    )


def until(page, happened):
    for _ in range(160):
        if happened():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen in 8 seconds")


def until_all_is_saved(page):
    until(page, lambda: not kept(page))


def test_a_pause_in_typing_saves_the_field_and_says_when(plan, stub):
    plan.get_by_label("Title").press_sequentially("Reads aloud")
    expect(note(plan)).to_have_text("Saved 10:42")
    assert stub.saved == [
        {"line": "need-1", "field": "title", "value": "Reads aloud", "base_rev": 4, "status": 200}
    ]
    assert kept(plan) == []


def test_leaving_a_field_saves_it_at_once_and_only_once(plan, stub):
    plan.get_by_label("Title").fill("Reads aloud")
    plan.get_by_label("Title").blur()
    expect(note(plan)).to_have_text("Saved 10:42")
    plan.get_by_label("Title").focus()
    plan.get_by_label("Title").blur()
    plan.get_by_label("Barrier").fill("Noise")
    plan.get_by_label("Barrier").blur()
    stub.wait_for(2)
    assert stub.values == ["Reads aloud", "Noise"]


def test_every_kind_of_answer_is_sent_in_the_shape_a_plan_stores(plan, stub):
    plan.get_by_label("Thinking").check()
    plan.get_by_label("First").check()
    plan.get_by_label("Second").check()
    plan.get_by_label("Day").fill("3")
    plan.get_by_label("Month").fill("2")
    plan.get_by_label("Year").fill("2027")
    plan.get_by_label("Year").blur()
    plan.get_by_label("Agreed").check()
    expect(note(plan)).to_have_text("Saved 10:42")
    until_all_is_saved(plan)
    last = {sent["field"]: sent["value"] for sent in stub.saved}
    assert last == {
        "area": "CL",
        "needs": ["need-1", "need-2"],
        "by_when": "2027-02-03",
        "agreed": True,
    }


def test_words_typed_while_the_last_ones_are_on_their_way_follow_with_the_new_revision(plan, stub):
    may_answer = threading.Event()

    def slowly(_sent):
        may_answer.wait(8)
        return 200, {"saved_at": "10:42", "rev": 5, "html_line": None}

    stub.answer = slowly
    plan.get_by_label("Title").fill("Reads")
    plan.get_by_label("Title").blur()
    expect(note(plan)).to_have_text("Saving")
    plan.get_by_label("Title").fill("Reads aloud")
    plan.get_by_label("Title").blur()
    may_answer.set()
    sent = stub.wait_for(2)
    assert [(s["value"], s["base_rev"]) for s in sent] == [("Reads", 4), ("Reads aloud", 5)]


def test_a_lost_network_keeps_the_words_and_saves_them_when_it_returns(plan, stub, device):
    device.set_offline(True)
    plan.get_by_label("Title").fill("Reads aloud")
    plan.get_by_label("Title").blur()
    expect(note(plan)).to_have_text(
        "Not connected. Your words are kept on this device and will be saved."
    )
    assert kept(plan) == ["Reads aloud"]
    device.set_offline(False)
    expect(note(plan)).to_have_text("Saved 10:42")
    assert stub.values == ["Reads aloud"]


def test_words_in_a_tab_that_was_closed_offline_are_saved_by_the_next_visit(plan, stub, device):
    device.set_offline(True)
    plan.get_by_label("Title").fill("Reads aloud")
    plan.close()
    device.set_offline(False)
    again = device.new_page()
    again.goto("/plan")
    expect(again.get_by_label("Title")).to_have_value("Reads aloud")
    expect(note(again)).to_have_text("Saved 10:42")
    # Once or twice: what the closing tab sent may get through after all, and the same again changes nothing.
    assert set(stub.values) == {"Reads aloud"}


def test_another_person_on_the_same_computer_is_not_shown_those_words(plan, stub, device):
    device.set_offline(True)
    plan.get_by_label("Title").fill("Reads aloud")
    plan.close()
    device.set_offline(False)
    stub.person = "bob"
    again = device.new_page()
    again.goto("/plan")
    again.get_by_label("Barrier").fill("Noise")
    again.get_by_label("Barrier").blur()
    expect(note(again)).to_have_text("Saved 10:42")
    expect(again.get_by_label("Title")).to_have_value("")
    assert "Noise" in stub.values
    assert kept(again) == ["Reads aloud"]


def test_a_second_tab_leaves_the_words_of_a_living_tab_alone(plan, stub, device):
    device.set_offline(True)
    plan.get_by_label("Title").fill("Reads aloud")
    plan.get_by_label("Title").blur()
    expect(note(plan)).to_contain_text("Not connected")
    stub.answer = lambda _: (500, {})
    device.set_offline(False)
    second = device.new_page()
    second.goto("/plan")
    second.get_by_label("Barrier").fill("Noise")
    second.get_by_label("Barrier").blur()
    expect(note(second)).to_contain_text("trying again")
    expect(second.get_by_label("Title")).to_have_value("")
    stub.answer = stub.accept
    plan.close()
    expect(second.get_by_label("Title")).to_have_value("Reads aloud")
    expect(note(second)).to_have_text("Saved 10:42")
    assert {"Reads aloud", "Noise"} <= set(stub.values)


def test_going_to_another_page_in_mid_word_still_saves(plan, stub):
    plan.get_by_label("Title").press_sequentially("Reads")
    plan.goto("/elsewhere")
    assert stub.wait_for(1)[0]["value"] == "Reads"


def test_an_ended_session_loses_nothing_and_signing_in_in_another_tab_saves(plan, stub):
    stub.signed_in = False
    plan.get_by_label("Title").fill("Reads aloud")
    plan.get_by_label("Title").blur()
    expect(note(plan)).to_have_text("You are signed out. Sign in in another tab; nothing is lost.")
    assert kept(plan) == ["Reads aloud"]
    stub.signed_in, stub.token = True, "second"
    plan.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(note(plan)).to_have_text("Saved 10:42")
    assert stub.values == ["Reads aloud"]


def test_a_server_in_trouble_is_tried_again(plan, stub):
    stub.answer = lambda _: (503, {})
    plan.get_by_label("Title").fill("Reads aloud")
    plan.get_by_label("Title").blur()
    expect(note(plan)).to_contain_text("Could not save just now")
    stub.answer = stub.accept
    expect(note(plan)).to_have_text("Saved 10:42")
    assert stub.values == ["Reads aloud", "Reads aloud"]


def clash(sent):
    if sent["base_rev"] == 9:
        return 200, {"saved_at": "10:43", "rev": 10, "html_line": None}
    return 409, {"yours": sent["value"], "theirs": "Reads <b>", "their_name": "Bob Lee", "rev": 9}


@pytest.mark.parametrize(
    ("button", "sent", "in_the_field"),
    [
        ("Keep mine", ["Reads aloud", "Reads aloud"], "Reads aloud"),
        ("Keep theirs", ["Reads aloud", "Reads <b>"], "Reads <b>"),
        ("Keep both", ["Reads aloud", "Reads <b>\n\nReads aloud"], "Reads <b>\n\nReads aloud"),
    ],
)
def test_two_people_in_one_field_see_both_versions_and_choose(
    button, sent, in_the_field, plan, stub
):
    stub.answer = clash
    plan.get_by_label("Title").fill("Reads aloud")
    plan.get_by_label("Title").blur()
    panel = plan.get_by_role("region", name="Two versions")
    expect(panel).to_contain_text("Bob Lee also changed this")
    expect(panel).to_contain_text("Reads <b>")
    assert kept(plan) == ["Reads aloud"]
    panel.get_by_role("button", name=button).click()
    expect(panel).to_have_count(0)
    stub.wait_for(len(sent))
    expect(plan.get_by_label("Title")).to_have_value(in_the_field)
    until_all_is_saved(plan)
    assert stub.values == sent


def test_a_clash_in_one_field_does_not_hold_up_another(plan, stub):
    stub.answer = lambda sent: clash(sent) if sent["field"] == "title" else stub.accept(sent)
    plan.get_by_label("Title").fill("Reads aloud")
    plan.get_by_label("Barrier").fill("Noise")
    plan.get_by_label("Barrier").blur()
    assert [s["value"] for s in stub.wait_for(2)] == ["Reads aloud", "Noise"]
    expect(note(plan)).to_contain_text("Someone else changed")


def test_the_same_words_from_two_people_are_no_clash(plan, stub):
    stub.answer = clash
    plan.get_by_label("Title").fill("Reads <b>")
    plan.get_by_label("Title").blur()
    until_all_is_saved(plan)
    expect(plan.get_by_role("region", name="Two versions")).to_have_count(0)
    assert stub.values == ["Reads <b>"]


def test_a_refused_answer_says_why_beside_the_field_and_may_be_mended(plan, stub):
    def only_short(sent):
        if len(sent["value"]) > 8:
            return 422, {"message": "Use 8 letters or fewer."}
        return stub.accept(sent)

    stub.answer = only_short
    title = plan.get_by_label("Title")
    title.fill("Reads aloud every day")
    title.blur()
    expect(plan.get_by_text("Use 8 letters or fewer.")).to_be_visible()
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description("Use 8 letters or fewer.")
    title.fill("Reads")
    title.blur()
    expect(note(plan)).to_have_text("Saved 10:42")
    expect(plan.get_by_text("Use 8 letters or fewer.")).to_have_count(0)
    expect(title).not_to_have_attribute("aria-invalid", "true")


def test_an_answer_the_server_cannot_read_does_not_hold_up_the_rest(plan, stub):
    stub.answer = lambda sent: (400, {}) if sent["field"] == "title" else stub.accept(sent)
    plan.get_by_label("Title").fill("x")
    plan.get_by_label("Barrier").fill("Noise")
    plan.get_by_label("Barrier").blur()
    stub.wait_for(2)
    expect(plan.get_by_text("This could not be saved as it is.")).to_be_visible()


def test_words_for_a_line_that_is_gone_are_shown_to_be_copied_and_then_let_go(plan, stub):
    plan.evaluate(
        "localStorage.setItem('spinney.autosave.plan-1:amina.1', JSON.stringify("
        "[{line: 'gone', field: 'title', value: 'Reads aloud', base_rev: 1, at: 1}]))"
    )
    stub.answer = lambda _: (422, {"message": "This line was taken off the draft."})
    plan.reload()
    panel = plan.get_by_role("region", name="Words that have no place")
    expect(panel).to_contain_text("This line was taken off the draft.")
    expect(panel).to_contain_text("Reads aloud")
    assert kept(plan) == ["Reads aloud"]
    panel.get_by_role("button", name="Let these words go").click()
    expect(panel).to_have_count(0)
    assert kept(plan) == []


def test_the_drawn_line_is_replaced_when_the_server_sends_a_new_one(plan, stub):
    html = '<p data-line-html="need-1">New line</p>'
    stub.answer = lambda _: (200, {"saved_at": "10:42", "rev": 5, "html_line": html})
    plan.get_by_label("Title").fill("Reads aloud")
    plan.get_by_label("Title").blur()
    expect(plan.locator("[data-line-html]")).to_have_text("New line")


def test_publishing_waits_for_the_last_words(plan, stub):
    plan.get_by_label("Title").press_sequentially("Reads")
    plan.get_by_role("button", name="Publish").click()
    plan.wait_for_url("**/published")
    assert stub.values == ["Reads"]


def test_publishing_is_held_back_while_words_are_unsaved(plan, stub):
    said = []
    plan.on("dialog", lambda dialog: (said.append(dialog.message), dialog.accept()))
    stub.answer = lambda _: (422, {"message": "Too long."})
    plan.get_by_label("Title").fill("Reads aloud")
    plan.get_by_label("Title").blur()
    expect(plan.get_by_text("Too long.")).to_be_visible()
    plan.get_by_role("button", name="Publish").click()
    until(plan, lambda: said)
    assert said == ["Some words are not saved yet. Wait for “Saved”, then try again."]
    assert plan.url.endswith("/plan")


@pytest.mark.parametrize(("agrees", "left"), [(True, []), (False, ["Reads aloud"])])
def test_signing_out_with_unsaved_words_asks_first_and_then_leaves_none_behind(
    agrees, left, plan, stub
):
    plan.evaluate(
        "localStorage.setItem('spinney.autosave.plan-1:bob.1', '[{\"value\": \"Bob’s\"}]')"
    )
    plan.on("dialog", lambda dialog: dialog.accept() if agrees else dialog.dismiss())
    stub.answer = lambda _: (422, {"message": "Too long."})
    plan.get_by_label("Title").fill("Reads aloud")
    plan.get_by_label("Title").blur()
    expect(plan.get_by_text("Too long.")).to_be_visible()
    plan.get_by_role("button", name="Sign out").click()
    plan.wait_for_url("**/signed-out" if agrees else "**/plan")
    assert sorted(kept(plan)) == sorted(["Bob’s", *left])
