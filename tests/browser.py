"""Debian's Chromium for the browser lanes, never a download; named as skipped where there is none."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--no-sandbox",  # root in a container has no user namespace to fence it with
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a tone in place of a microphone
    "--use-fake-ui-for-media-stream",
]


# One browser for the whole run: Playwright's driver can be started once a process.
_held: list[tuple[Playwright, Browser]] = []


@contextmanager
def chromium() -> Iterator[Browser]:
    """The run's browser. Whatever was opened in the block is closed with it."""
    browser = _held[0][1] if _held else _launched()
    before = list(browser.contexts)
    try:
        yield browser
    finally:
        for context in browser.contexts:
            if context not in before:
                context.close()


def _launched() -> Browser:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    driver = sync_playwright().start()
    _held.append((driver, driver.chromium.launch(executable_path=path, args=FLAGS)))
    return _held[0][1]


def close_browser() -> None:
    while _held:
        driver, browser = _held.pop()
        browser.close()
        driver.stop()


def fits(page: Page) -> bool:
    """Whether nothing stands out to the right. After a press, see first that the page has come."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


def build_static(out: Path) -> Path:
    node = shutil.which("node")
    if node is None or not (ROOT / "frontend/node_modules").is_dir():
        pytest.skip("the front end cannot be built here: Node or frontend/node_modules is missing")
    build = [node, str(ROOT / "frontend/build.mjs"), "--out", str(out)]
    subprocess.run(build, check=True, timeout=60)
    return out
