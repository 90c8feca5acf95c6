"""Debian's Chromium for the browser lanes, never a download; named as skipped where there is none."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--no-sandbox",  # root in a container has no user namespace to fence it with
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def build_static(out: Path) -> Path:
    node = shutil.which("node")
    if node is None or not (ROOT / "frontend/node_modules").is_dir():
        pytest.skip("the front end cannot be built here: Node or frontend/node_modules is missing")
    build = [node, str(ROOT / "frontend/build.mjs"), "--out", str(out)]
    subprocess.run(build, check=True, timeout=60)
    return out
