"""Typing in a full draft, in real Chromium slowed down six times: what a person at an old laptop waits for."""

import os
import shutil
import statistics
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

SLOWER = 6
PAUSES_MS = 1500  # longer than autosave's own pause, so that answers arrive between keys
KEY_MS = 60
WORDS = "Ada speaks to one partner in a quiet room. "  # 43 letters, five times over: 215 keys
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WATCH = """
window.keys = []; window.tasks = [];
new PerformanceObserver((list) => list.getEntries().forEach((task) => window.tasks.push(task.duration)))
  .observe({ type: "longtask", buffered: true });
addEventListener("keydown", (event) => requestAnimationFrame(() => {
  const painted = new MessageChannel();
  painted.port1.onmessage = () => window.keys.push(performance.now() - event.timeStamp);
  painted.port2.postMessage("");
}), { capture: true });
"""
WHOLE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`.sp-editor__section, .sp-editor__line { content-visibility: visible !important; }
    .sp-editor .govuk-form-group { contain: none !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
OPENED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return {
    ready: Math.max(page.domContentLoadedEventEnd, paint?.startTime ?? 0), answered: page.responseEnd,
    bytes: page.decodedBodySize, wire: page.transferSize,
    fields: document.querySelectorAll("[data-autosave]").length,
    elements: document.querySelectorAll("*").length,
  };
}"""


@dataclass(frozen=True)
class Keys:
    p50: float
    p95: float
    longest: float
    each: dict[str, float]


@dataclass(frozen=True)
class Typing:
    """Milliseconds, unless the name says otherwise."""

    fields: int
    elements: int
    page_kb: float
    wire_kb: float
    ready: float
    keys: Keys
    whole: Keys
    bare: Keys
    save_bytes: int
    save_ms: float
    coach_ms: float


def typed(base: str, world: Any, cookie: tuple[str, str]) -> Typing | None:
    """None where there is no Chromium: the bench then says so and goes on."""
    path = shutil.which("chromium")
    if path is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        try:
            context = browser.new_context(viewport={"width": 1366, "height": 768})
            context.add_cookies(_jar(base, cookie[0]))
            page = context.new_page()
            _open(page, base, world)  # once at full speed: files come from the cache from then on
            return _measure(page, base, world)
        finally:
            browser.close()


def _jar(base: str, header: str) -> list[Any]:
    host = str(urlsplit(base).hostname)
    pairs = (pair.split("=", 1) for pair in header.split("; "))
    return [{"name": name, "value": value, "domain": host, "path": "/"} for name, value in pairs]


def _open(page: Any, base: str, world: Any) -> dict[str, float]:
    page.goto(f"{base}/plans/{world.plan}/edit", wait_until="load")
    page.wait_for_timeout(500)
    found: dict[str, float] = page.evaluate(OPENED)
    return found


def _measure(page: Any, base: str, world: Any) -> Typing:
    talk = page.context.new_cdp_session(page)
    talk.send("Performance.enable")
    talk.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    opened = _open(page, base, world)
    sent: list[Any] = []
    # Playwright asks a handler for its signature, which `sent.append` has not.
    page.on("requestfinished", lambda request: sent.append(request))  # noqa: PLW0108
    keys = _type(page, talk, "#section-outcome textarea")
    saves = [r for r in sent if r.method == "POST" and r.url.endswith("/save")]
    advice = [r for r in sent if "/coach" in r.url]
    page.evaluate(WHOLE)
    whole = _type(page, talk, "#section-outcome textarea")
    page.goto("about:blank")
    page.set_content("<title>A bare box</title><textarea rows=3></textarea>")
    page.evaluate(f"() => {{{WATCH}}}")
    return Typing(
        fields=int(opened["fields"]), elements=int(opened["elements"]),
        page_kb=opened["bytes"] / 1024, wire_kb=opened["wire"] / 1024, ready=opened["ready"],
        keys=keys, whole=whole, bare=_type(page, talk, "textarea"),
        save_bytes=max(len(r.post_data or "") for r in saves),
        save_ms=statistics.median(_served(r) for r in saves),
        coach_ms=statistics.median([_served(r) for r in advice] or [0]),
    )  # fmt: skip


def _type(page: Any, talk: Any, box: str) -> Keys:
    page.locator(box).first.focus()
    page.wait_for_timeout(2000)
    page.evaluate("() => { window.keys = []; window.tasks = []; }")
    before, count = _spent(talk), 0
    for _ in range(5):
        page.keyboard.type(WORDS, delay=KEY_MS)
        count += len(WORDS)
        page.wait_for_timeout(PAUSES_MS)
    page.wait_for_timeout(2000)
    after = _spent(talk)
    waits = sorted(page.evaluate("() => window.keys"))
    return Keys(
        p50=statistics.median(waits), p95=waits[int(len(waits) * 0.95)],
        longest=max(page.evaluate("() => window.tasks"), default=0),
        each={name: (after[name] - before[name]) / count * 1000 for name in before},
    )  # fmt: skip


def _spent(talk: Any) -> dict[str, float]:
    wanted = ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration", "TaskDuration")
    found = {one["name"]: one["value"] for one in talk.send("Performance.getMetrics")["metrics"]}
    return {name: found[name] for name in wanted}


def _served(request: Any) -> float:
    timing = request.timing
    return float(timing["responseStart"] - timing["requestStart"])


HEADING = "## Typing in a full draft"
TOLD = """{heading}

Measured on {day} by `./run bench --editor --write`, in Chromium slowed down {slower} times (its own
throttle), with the server on the same {cores} cores: a draft of {fields} fields ({elements:,} elements,
{page:.0f} kB, {wire:.0f} kB on the wire with no proxy to compress it), 215 keys in five goes, with a pause for
autosave after each. One autosave is {save} bytes and is answered in {saved:.0f} ms, the coach in {advice:.0f} ms.
The page hears keys and shows words {ready:.0f} ms after it was asked for.

"Drawn whole" is the same draft with every part laid out and painted, as it was before parts out of sight were
left undrawn. "A bare box" is a page with one text box and no script: the least that this browser takes here.
All three are measured in one run, and other work on the machine adds to all three.

| What | now | drawn whole | a bare box |
|---|--:|--:|--:|
{rows}
"""
OF_KEYS = (
    "From a key to its letter on the screen, median, ms",
    "From a key to its letter on the screen, p95, ms",
    "Longest task while typing and saving, ms",
    "All work of the page's thread, each key, ms",
    "Layout, each key, ms",
    "Scripts, each key, ms",
)


def report(found: Typing | None) -> str:
    """The part of the performance page that tells of typing."""
    if found is None:
        return f"{HEADING}\n\nNot measured: Chromium is not installed here.\n"
    columns = zip(OF_KEYS, *(_told(k) for k in (found.keys, found.whole, found.bare)), strict=True)
    rows = "\n".join(
        f"| {name} | {now:.0f} | {whole:.0f} | {bare:.0f} |" for name, now, whole, bare in columns
    )
    return TOLD.format(
        heading=HEADING, day=f"{date.today():%-d %B %Y}", slower=SLOWER, cores=os.cpu_count(), rows=rows,
        ready=found.ready, save=found.save_bytes, saved=found.save_ms, advice=found.coach_ms,
        fields=found.fields, elements=found.elements, page=found.page_kb, wire=found.wire_kb,
    )  # fmt: skip


def _told(keys: Keys) -> list[float]:
    spent = keys.each
    return [
        keys.p50, keys.p95, keys.longest, spent["TaskDuration"], spent["LayoutDuration"],
        spent["ScriptDuration"],
    ]  # fmt: skip


def put_in(page: str, part: str) -> str:
    """The page with this part in place of the one it had, at its end."""
    return page.split(HEADING, 1)[0].rstrip() + "\n\n" + part
