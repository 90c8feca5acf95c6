"""What a person without a mouse needs of a page: every control in reach, and always to be seen where they are."""

from playwright.sync_api import Page

# Records what receives focus, and whether anything about it can be seen: its look with focus is compared with
# its look before. A tick box draws its focus on the label that follows it, a skip link by coming into view.
WATCH = """() => {
  const look = (el) => [el, el.nextElementSibling, el.parentElement].filter(Boolean).flatMap((each) =>
    [getComputedStyle(each), getComputedStyle(each, '::before')].map((style) =>
      [style.outline, style.boxShadow, style.backgroundColor, style.color, style.borderColor, style.clipPath,
       style.position].join())).join('|');
  const before = new Map([...document.querySelectorAll('a, button, input, select, textarea, summary')]
    .map((el) => [el, look(el)]));
  window.watched = { reached: new Set(), unseen: [] };
  document.addEventListener('focusin', ({ target }) => {
    window.watched.reached.add(target);
    if (before.get(target) === look(target)) window.watched.unseen.push(target.outerHTML.slice(0, 120));
  });
}"""
WANTED = """() => {
  const shown = (el) => el.checkVisibility({ visibilityProperty: true }) && !el.disabled && el.tabIndex >= 0;
  const all = [...document.querySelectorAll(
    'main a[href], main button, main input, main select, main textarea, main summary')];
  const group = (el) => all.filter((x) => x.name === el.name && x.form === el.form);
  const firstOfGroup = (el) => el.type !== 'radio' || el === (group(el).find((x) => x.checked) ?? group(el)[0]);
  return all.filter((el) => shown(el) && el.type !== 'hidden' && firstOfGroup(el));
}"""
COUNT = f"({WANTED})().length"
MISSED = f"({WANTED})().filter((el) => !window.watched.reached.has(el)).map((el) => el.outerHTML.slice(0, 120))"
BEFORE_MAIN = 30  # header, search, menu


def skip_link_works(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator(".govuk-skip-link")
    assert skip.evaluate("(el) => el === document.activeElement"), (
        "Tab does not reach the skip link"
    )
    assert skip.bounding_box()["y"] >= 0, "the skip link does not show itself"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main", "the skip link leads nowhere"


def everything_is_in_reach(page: Page) -> None:
    """Tab goes from the skip link to every control of the main part, and each shows that it has focus."""
    page.evaluate(WATCH)
    for _ in range(page.evaluate(COUNT) + BEFORE_MAIN):
        page.keyboard.press("Tab")
    missed = page.evaluate(MISSED)
    assert not missed, "not reached by Tab:\n" + "\n".join(missed)
    unseen = page.evaluate("window.watched.unseen")
    assert not unseen, "focus cannot be seen on:\n" + "\n".join(unseen)
    # A focused link swaps its underline for colour: what comes next judges the page as it lies still.
    page.evaluate("document.activeElement.blur()")
