"""Ask axe-core whether a page can be used by everyone. Every journey ends with this."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[1] / "frontend/node_modules/axe-core/axe.min.js"


def violations(page: Page, without: tuple[str, ...] = ()) -> list[str]:
    """One line per fault: rule, help, and the elements. `evaluate` is not bound by the page's CSP."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run npm ci in frontend/")
    page.evaluate(AXE.read_text("utf-8"))
    rules = {rule: {"enabled": False} for rule in without}
    found = page.evaluate("async (rules) => (await axe.run({ rules })).violations", rules)
    return [
        f"{fault['id']}: {fault['help']}: "
        + "; ".join(f"{n['html'][:120]} {n['failureSummary']}" for n in fault["nodes"])
        for fault in found
    ]


def assert_usable_by_all(page: Page, without: tuple[str, ...] = ()) -> None:
    faults = violations(page, without)
    assert not faults, "\n".join(faults)
