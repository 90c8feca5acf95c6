"""A person at a browser: who they are, how wide their screen is, and what the page complained of."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 20_000  # a shared machine with two cores; nothing waits this long when it is well


@dataclass
class Visitors:
    """Opens browsers as personas. Each persona signs in by the demo's page once; later visits keep the cookie."""

    browser: Browser
    base: str
    cookies: dict[str, list] = field(default_factory=dict)
    opened: list[BrowserContext] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def visit(
        self, persona: str = "", path: str = "", *, size=None, script: bool = True, fresh=False
    ) -> Page:
        """`fresh` gives them a session of their own, for those who sign out or lose it."""
        context = self.browser.new_context(
            base_url=self.base, viewport=size or DESK, java_script_enabled=script,
            accept_downloads=True, reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        self.opened.append(context)
        context.on("page", self._listen)
        page = context.new_page()
        if persona:
            self._sign_in(page, persona, fresh=fresh)
        if path:
            page.goto(path)
        elif persona:
            page.goto("/account/start")
        return page

    def _sign_in(self, page: Page, persona: str, *, fresh: bool) -> None:
        if not fresh and persona in self.cookies:
            page.context.add_cookies(self.cookies[persona])
            return
        sign_in(page, persona)
        if not fresh:
            self.cookies[persona] = page.context.cookies()

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._heard(page, said.type, said.text))

    def _heard(self, page: Page, kind: str, text: str) -> None:
        # A refusal is a 404 by design, and the network is cut on purpose: these are not faults of a page.
        expected = text.startswith("Failed to load resource")
        if kind in {"error", "warning"} and not expected:
            self.troubles.append(f"{page.url}: {text}")

    def leave(self) -> None:
        for context in self.opened:
            context.close()
        self.opened.clear()


def sign_in(page: Page, persona: str) -> None:
    page.goto("/demo/sign-in")
    page.locator(f'button[name=persona][value="{persona}"]').click()
    page.wait_for_url(lambda address: "/demo/sign-in" not in address)


Visit = Callable[..., Page]
