"""Today's cards without a network: there all day for their person, sealed, and gone for everyone else."""

import json
import os
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.axe import assert_usable_by_all
from tests.browser import FLAGS, ROOT, _held, chromium, fits
from tests.factories.plans import SAFETY, STRATEGY
from tests.web.schools_class.live_class import live_class

from spinney.access.models import AuditLeaf
from spinney.kernel import tenancy
from spinney.plans.models import StrategyUse, TeacherConfirmation

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}
CANARIES = ("Okafor", "Maya", STRATEGY, SAFETY[:40], "lips turn blue")
NOTHING = re.compile("no cards are kept on this device|no longer on this device")
JS = ROOT / "frontend/js"


@pytest.fixture
def site(live_database, monkeypatch):
    with live_class(monkeypatch) as made:
        yield made


@pytest.fixture
def phone(site):
    """One phone; people sign in on it one after another. Its clock is the school's."""
    with chromium() as browser:
        context = browser.new_context(base_url=site.base, viewport=PHONE)
        context.set_default_timeout(15_000)
        context.clock.install(time=site.moment)
        yield Phone(context, site)
        context.close()


class Phone:
    def __init__(self, context, site) -> None:
        self.context, self.site = context, site
        self.page = context.new_page()

    def sign_in(self, who):
        self.context.clear_cookies()
        self.context.add_cookies(self.site.cookies(who))

    def today(self, who="teacher"):
        """Signed in, and the cards have been kept."""
        self.sign_in(who)
        self.page.goto("/today")
        expect(self.page.locator("[data-kept]")).to_contain_text("stay on this device until 18:00")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function("navigator.serviceWorker.controller !== null")
        return self.page

    def cut(self):
        self.context.set_offline(True)

    def mend(self):
        self.context.set_offline(False)

    def set_clock(self, moment):
        self.site.moment = moment
        self.context.clock.set_system_time(moment)

    def stored(self) -> dict:
        """Everything in IndexedDB and the caches, as text: byte arrays are read as letters."""
        return self.page.evaluate(READ_ALL)


COUNT = """(async (store) => {
  const wait = (r) => new Promise((ok) => { r.onsuccess = () => ok(r.result); });
  const base = await wait(indexedDB.open('spinney-today'));
  const n = await wait(base.transaction(store).objectStore(store).count());
  base.close();
  return n;
})"""
READ_ALL = """async () => {
  const text = (value) => {
    if (value instanceof ArrayBuffer) return new TextDecoder('latin1').decode(value);
    if (ArrayBuffer.isView(value)) return new TextDecoder('latin1').decode(value);
    if (value instanceof CryptoKey) return `key extractable=${value.extractable}`;
    if (value && typeof value === 'object')
      return Object.entries(value).map(([k, v]) => `${k}=${text(v)}`).join(';');
    return String(value);
  };
  const wait = (r) => new Promise((ok, no) => { r.onsuccess = () => ok(r.result); r.onerror = no; });
  const rows = {};
  for (const { name } of await indexedDB.databases()) {
    const base = await wait(indexedDB.open(name));
    for (const store of base.objectStoreNames) {
      const s = base.transaction(store).objectStore(store);
      rows[`${name}/${store}`] = (await wait(s.getAllKeys())).map(String).join() + '|'
        + (await wait(s.getAll())).map(text).join('\\n');
    }
    base.close();
  }
  const cached = {};
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const request of await store.keys())
      cached[new URL(request.url).pathname] = await (await store.match(request)).text();
  }
  return { rows, cached, local: JSON.stringify(localStorage) };
}"""


def test_the_cards_are_there_all_day_without_a_network(phone):
    page = phone.today()
    phone.cut()
    phone.set_clock(phone.site.moment + timedelta(hours=5))
    page.goto("/today")
    expect(page.locator("[data-status]")).to_contain_text("Offline: cards as at 09:30")
    expect(page.get_by_role("heading", name="Maya Okafor", exact=True)).to_be_visible()
    expect(page.get_by_text(STRATEGY).first).to_be_visible()
    expect(page.get_by_text(SAFETY)).to_be_visible()
    assert fits(page)
    assert_usable_by_all(page)
    if folder := os.environ.get("SPINNEY_PICTURES"):
        page.screenshot(path=f"{folder}/offline-390.png", full_page=True)
    small = page.evaluate(
        "[...document.querySelectorAll('main button')].filter(b => b.offsetHeight && b.offsetHeight < 44).length"
    )
    assert small == 0


def test_one_tap_hides_the_screen_without_a_network_too(phone):
    page = phone.today()
    phone.cut()
    page.goto("/today")
    expect(page.get_by_role("heading", name="Maya Okafor", exact=True)).to_be_visible()
    page.locator("[data-privacy]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.title() == "Spinney"


def uses(site) -> list:
    with tenancy.acting_in([site.world.alder]):
        return list(StrategyUse.objects.values_list("child_id", "used_by"))


def test_a_tap_and_an_answer_made_offline_arrive_once_when_the_network_is_back(phone, site):
    page = phone.today()
    phone.cut()
    page.goto("/today")
    tap = page.get_by_role("button", name="Used today").first
    tap.click()
    tap.click()
    tap.click()  # tapped, taken back, tapped: one use
    expect(tap).to_have_attribute("aria-pressed", "true")
    page.get_by_label("I will do this").check()
    page.get_by_role("button", name="Tell the SENCO").click()
    expect(page.get_by_text("Kept on this device").first).to_be_visible()
    page.goto("/today")
    expect(page.get_by_role("button", name="Used today").first).to_have_attribute(
        "aria-pressed", "true"
    )
    assert uses(site) == []
    phone.mend()
    page.goto("/today")
    expect(page.locator("[data-kept]")).to_be_visible()
    page.wait_for_function(f"() => {COUNT}('queue').then((n) => n === 0)")
    assert uses(site) == [(site.world.maya, site.world.users["teacher"])]
    with tenancy.acting_in([site.world.alder]):
        assert TeacherConfirmation.objects.count() == 1


def test_a_tap_on_the_page_needs_no_reload_and_waits_when_the_network_goes(phone, site):
    page = phone.today()
    tap = page.get_by_role("button", name="Used today").first
    tap.click()
    expect(tap).to_have_attribute("aria-pressed", "true")
    for _ in range(50):
        if uses(site):
            break
        page.wait_for_timeout(100)
    assert len(uses(site)) == 1
    phone.cut()
    tap.click()
    expect(page.get_by_text("It will be sent when there is a network")).to_be_visible()
    expect(tap).to_have_attribute("aria-pressed", "false")


def test_nothing_that_is_stored_can_be_read(phone, site):
    page = phone.today()
    phone.cut()
    page.goto("/today")
    page.get_by_role("button", name="Used today").first.click()
    page.wait_for_timeout(300)
    found = phone.stored()
    whole = json.dumps(found)
    assert [word for word in CANARIES if word in whole] == []
    assert "key extractable=false" in found["rows"]["spinney-today/keep"]
    assert found["rows"]["spinney-today/queue"].strip("|")
    assert set(found["cached"]) == {"/today/offline", *worker_files()}


def test_the_canary_would_be_found_in_the_clear(phone):
    """The plant: the same cards put beside the store without a seal."""
    page = phone.today()
    page.evaluate("""async () => {
      const told = await (await fetch('/today/data.json')).json();
      const base = await new Promise((ok) => { const r = indexedDB.open('spinney-today');
        r.onsuccess = () => ok(r.result); });
      const t = base.transaction('keep', 'readwrite');
      t.objectStore('keep').put(told, 'planted');
      await new Promise((ok) => { t.oncomplete = ok; });
      base.close();
    }""")
    whole = json.dumps(phone.stored())
    assert [word for word in CANARIES if word in whole]


def test_on_the_disk_of_the_phone_no_name_is_in_the_clear(site, tmp_path):
    """The browser's own files, as a thief of the phone would read them."""
    with chromium():
        driver = _held[0][0]
        context = driver.chromium.launch_persistent_context(
            tmp_path, executable_path="/usr/bin/chromium", args=FLAGS, base_url=site.base
        )
        context.clock.install(time=site.moment)
        phone = Phone(context, site)
        phone.today()
        phone.page.goto("about:blank")
        context.close()
    files = [f for f in tmp_path.rglob("*") if f.is_file()]
    assert any("IndexedDB" in str(f) for f in files)
    found = [
        (str(f.relative_to(tmp_path)), word)
        for f in files
        for word in CANARIES
        if word.encode() in (whole := f.read_bytes()) or word.encode("utf-16le") in whole
    ]
    assert found == []


def nothing_kept(phone) -> bool:
    rows = phone.stored()["rows"]
    return not any(
        rows.get(f"spinney-today/{store}", "|").strip("|") for store in ("keep", "queue")
    )


def offline_shows_nothing(phone):
    phone.cut()
    phone.page.goto("/today")
    expect(phone.page.locator("[data-status]")).to_contain_text(NOTHING)
    assert "Maya" not in phone.page.content()
    phone.mend()


def test_signing_out_takes_them_off(phone):
    page = phone.today()
    page.locator(".sp-header details[data-menu] summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in**")
    assert nothing_kept(phone)
    offline_shows_nothing(phone)


def test_in_the_evening_they_are_gone(phone):
    phone.today()
    phone.cut()
    phone.page.goto("/today")
    expect(phone.page.get_by_role("heading", name="Maya Okafor", exact=True)).to_be_visible()
    phone.set_clock(phone.site.moment.replace(hour=18, minute=0))
    phone.page.goto("/today")
    expect(phone.page.locator("[data-status]")).to_contain_text(NOTHING)
    assert "Maya" not in phone.page.content()
    assert "cards" not in phone.stored()["rows"]["spinney-today/keep"]


def test_a_clock_that_is_put_back_does_not_bring_them_back(phone):
    phone.today()
    phone.cut()
    phone.set_clock(phone.site.moment - timedelta(hours=2))
    phone.page.goto("/today")
    expect(phone.page.locator("[data-status]")).to_contain_text(NOTHING)


def test_whoever_comes_next_finds_nothing_of_the_one_before(phone, site):
    phone.today("teacher")
    phone.sign_in("other_teacher")
    phone.page.goto("/account")
    phone.page.wait_for_function(f"() => {COUNT}('keep').then((n) => n === 0)")
    assert nothing_kept(phone)
    offline_shows_nothing(phone)
    page = phone.today("other_teacher")
    phone.cut()
    page.goto("/today")
    expect(page.locator("[data-status]")).to_contain_text("Offline: cards as at")
    assert "Maya" not in page.content()


def test_other_pages_are_not_kept(phone, site):
    page = phone.today()
    phone.cut()
    for address in ("/account", f"/pupils/{site.world.maya}", "/today/data.json", "/plans"):
        with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(address)


def test_the_button_takes_the_cards_off_without_a_network(phone):
    page = phone.today()
    phone.cut()
    page.goto("/today")
    page.get_by_role("button", name="Take the cards off this device").click()
    expect(page.locator("[data-status]")).to_contain_text("no longer on this device")
    assert nothing_kept(phone)


def test_fetching_them_is_a_look_at_each_child(phone, site):
    phone.today()
    with tenancy.acting_in([site.world.alder]):
        leaves = AuditLeaf.objects.filter(action="view_card", actor_id=site.world.users["teacher"])
        assert sum(site.world.maya in leaf.subject_ids for leaf in leaves) == 2


# The worker ----------------------------------------------------------------------------------------


def worker_files() -> set[str]:
    text = (JS / "today-worker.js").read_text(encoding="utf-8")
    return {
        f"/static/{name}"
        for name in re.findall(r'"((?:css|js|images|fonts)/[^"]+|manifest\.\w+)"', text)
    }


def imported(name: str, found: set[str] | None = None) -> set[str]:
    """Every module that one draws in."""
    found = set() if found is None else found
    if name in found:
        return found
    found.add(name)
    file = JS / name
    if file.is_file():
        for other in re.findall(r'from "\./([\w-]+\.js)"', file.read_text(encoding="utf-8")):
            imported(other, found)
    return found


def test_the_worker_keeps_every_script_that_the_page_is_made_of():
    scripts = {name.removeprefix("/static/js/") for name in worker_files() if "/js/" in name}
    assert scripts == imported("spinney.js")
