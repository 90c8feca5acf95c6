"""A key press works on the field it is in, and on nothing else, however long the form and however much waits."""

import pytest
from tests.web.design.test_autosave import kept, until

pytestmark = pytest.mark.journey

FORM = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Plan</title>
<script type="module" src="/static/js/spinney.js"></script></head><body>
<form method="post" data-autosave-url="/draft" data-autosave-key="plan-1:amina" data-autosave-rev="4">
<input type="hidden" name="csrfmiddlewaretoken" value="first">
<p data-saved-note role="status">Saves as you type</p>{fields}
<div data-coach-line="need-0" data-coach-url="/coach" data-coach-name="Need" data-coach-count="0"></div>
</form></body></html>"""
FIELD = (
    '<div class="govuk-form-group"><label for="t{n}">Words {n}</label>'
    '<textarea id="t{n}" data-autosave data-line="need-{n}" data-field="title">Old</textarea></div>'
)

# Counts what a script asks of the page: looks through the tree, reads of a control, of a size, and letters stored.
COUNTER = """() => {
  window.work = {};
  const note = (name, much = 1) => { window.work[name] = (window.work[name] ?? 0) + much; };
  const watch = (kind, name) => {
    const real = kind.prototype[name];
    kind.prototype[name] = function (...given) {
      note(name, name === "setItem" ? given[1].length : 1);
      const found = real.apply(this, given);
      if (found?.length > 1) note("found", found.length);
      return found;
    };
  };
  for (const name of ["querySelector", "querySelectorAll", "closest", "matches", "getBoundingClientRect"])
    watch(Element, name);
  for (const name of ["querySelector", "querySelectorAll", "getElementById"]) watch(Document, name);
  watch(Storage, "setItem");
  for (const kind of [HTMLTextAreaElement, HTMLInputElement]) {
    const real = Object.getOwnPropertyDescriptor(kind.prototype, "value");
    Object.defineProperty(kind.prototype, "value", {
      ...real, get() { note("value"); return real.get.call(this); },
    });
  }
}"""
# In one breath, so that no timer of the page falls into it.
KEY = """() => {
  const box = document.activeElement;
  window.work = {};
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "b", bubbles: true }));
  document.execCommand("insertText", false, "b");
  box.dispatchEvent(new KeyboardEvent("keyup", { key: "b", bubbles: true }));
  return window.work;
}"""
FAULT = """() => document.querySelector("form").addEventListener("input", (event) =>
  [...event.currentTarget.querySelectorAll("textarea")].map((box) => box.value))"""


# What a browser's own autofill goes through after each key: the fields of the form that the field belongs to.
BESIDE = "() => document.activeElement.form.elements.length"
BACK = "() => document.querySelector('#t0').form.hasAttribute('data-autosave-url')"
TOGETHER = "() => document.activeElement.removeAttribute('form')"


@pytest.fixture
def work_of_a_key(stub, tab):
    """What one key costs in a form of so many fields, with words waiting in so many others."""

    def count(fields, *, waiting=0, fault=""):
        stub.answer = lambda _: (503, {})
        stub.pages["/elsewhere"] = "<title>Elsewhere</title>"
        stub.pages["/plan"] = FORM.format(fields="".join(FIELD.format(n=n) for n in range(fields)))
        tab.goto("/elsewhere")
        tab.evaluate("localStorage.clear()")
        tab.goto("/plan")
        for n in range(1, waiting + 1):
            tab.locator(f"#t{n}").fill(f"Words that wait, {n}")
        until(tab, lambda: len(kept(tab)) == waiting)
        tab.locator("#t0").press("a")
        if fault:
            tab.evaluate(fault)
        tab.evaluate(COUNTER)
        return tab.evaluate(KEY)

    return count


def test_a_key_costs_the_same_in_a_form_of_ninety_fields_as_in_one_of_three(work_of_a_key):
    few, many = work_of_a_key(3), work_of_a_key(90)
    assert few["closest"] > 0, "nothing was counted"
    assert few["setItem"] > 0, "the words were not kept on the device"
    assert few == many


def test_a_key_costs_the_same_when_eighty_other_fields_wait_for_the_network(work_of_a_key):
    assert work_of_a_key(90) == work_of_a_key(90, waiting=80)


def test_the_counter_catches_a_listener_that_goes_through_all_fields(work_of_a_key):
    well, ill = work_of_a_key(90), work_of_a_key(90, fault=FAULT)
    assert ill["value"] >= well["value"] + 90
    assert ill["found"] == 90


def test_the_field_that_is_typed_in_is_all_that_autofill_looks_through(work_of_a_key, tab):
    work_of_a_key(90)
    assert tab.evaluate(BESIDE) == 1
    tab.locator("#t1").focus()
    assert tab.evaluate(BACK)
    assert tab.evaluate(BESIDE) == 1
    tab.evaluate(TOGETHER)  # the planted fault: as the page was
    assert tab.evaluate(BESIDE) >= 90


def test_a_field_is_back_in_its_form_before_anything_is_sent(stub, tab):
    """Enter in a single line still means the form's first button, and a button's press finds every field."""
    line = '<input type="text" id="t0" name="line" data-autosave data-line="need-0" data-field="title">'
    stub.pages["/plan"] = FORM.format(fields=f"{line}<button name=act value=add>Add</button>")
    tab.goto("/plan")
    tab.evaluate("""() => document.querySelector("form[data-autosave-url]").addEventListener("submit", (event) => {
      window.told = [event.submitter?.value, [...new FormData(event.target).keys()].includes("line")];
      event.stopImmediatePropagation(); event.preventDefault();
    }, { capture: true })""")
    tab.locator("#t0").fill("Sings")
    assert not tab.evaluate(BACK)
    tab.locator("#t0").press("Enter")
    assert tab.evaluate("() => window.told") == ["add", True]
    assert tab.evaluate(BACK)
