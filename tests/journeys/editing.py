"""Writing in the plan editor as a person does it: add a line, fill its fields, see that it is saved."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

SAVED_AT = re.compile(r"Saved \d{1,2}:\d\d")

WAITING = "Object.keys(localStorage).filter((name) => name.startsWith('spinney.autosave.')).length"


def start_a_plan(page: Page, layer: str = "Targeted") -> None:
    page.get_by_role("link", name="Start a plan").click()
    page.get_by_label(layer, exact=True).check()
    page.get_by_role("button", name="Start the draft").click()
    expect(page.get_by_role("heading", name="Draft plan")).to_be_visible()


def add(page: Page, section: str) -> Locator:
    """A new, empty line of this section, after the page has come back with it."""
    lines = page.locator(f"#section-{section} .sp-editor__line")
    before = lines.count()
    page.wait_for_load_state()  # a letter's shape that arrives late moves the button from under the pointer
    page.locator(f'button[name=act][value="add:{section}"]').click()
    expect(lines).to_have_count(before + 1)
    return lines.last


def only_line(page: Page, section: str) -> Locator:
    return page.locator(f"#section-{section} .sp-editor__line").first


def fill(line: Locator, **fields: str) -> None:
    """Text by its field; a choice by its label as `area__choose`; a date as '12 5 2027' in `by_when__date`."""
    for name, value in fields.items():
        code, _, kind = name.partition("__")
        holder = line.locator(f'[data-field="{code}"]')
        if kind == "date":
            for part, text in zip(("day", "month", "year"), value.split(), strict=True):
                holder.locator(f'input[name$="-{part}"]').fill(text)
        elif kind == "choose" and holder.evaluate("(el) => el.matches('select')"):
            holder.select_option(label=value)
        elif kind == "choose":
            holder.get_by_label(value).first.check()
        else:
            holder.fill(value)


def saved(page: Page) -> None:
    """'Saved 10:42' stands on the page, and nothing waits on this device."""
    note = page.locator("[data-saved-note]")
    note.evaluate("() => document.activeElement.blur()")
    expect(note).to_have_attribute("data-state", "saved", timeout=20_000)
    expect(note).to_have_text(SAVED_AT)
    until(page, lambda: page.evaluate(WAITING) == 0, "words still wait on this device")


def publish(page: Page, why: str = "") -> None:
    page.get_by_role("button", name="Check and publish").click()
    if why:
        page.locator("#why").fill(why)
    page.get_by_role("button", name="Publish").click()


def until(page: Page, happened: Callable[[], bool], otherwise: str) -> None:
    for _ in range(400):
        if happened():
            return
        page.wait_for_timeout(25)
    raise AssertionError(otherwise)
