from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory
from tests.browser import build_static, chromium
from tests.web.design.stub import serving

from spinney.web.design.context import NavItem

NAV = (NavItem("Home", "/", under=False), NavItem("Children", "/design"), NavItem("Classes", "/c"))


@pytest.fixture
def request_of(settings):
    """A request as the middleware leaves it: an actor, the school in view, the navigation."""
    settings.ROOT_URLCONF = "tests.web.design.addresses"

    def make(path="/design", *, name="Amina Shah"):
        request = RequestFactory().get(path)
        request.who = SimpleNamespace(
            actor=SimpleNamespace(id="person-1", display_name=name, is_signed_in=True)
        )
        request.school_name = "Oakfield Primary"
        request.nav = NAV
        return request

    return make


@pytest.fixture
def draw(request_of):
    """Render a template written in the test, in the strict environment that pages use."""

    def draw_one(source, **context):
        return engines["jinja2"].from_string(source).render(context, request_of())

    return draw_one


@pytest.fixture(scope="session")
def browser():
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="session")
def static(tmp_path_factory):
    return build_static(tmp_path_factory.mktemp("static"))


@pytest.fixture
def stub(static):
    with serving(static) as (server, base):
        server.base = base
        yield server


@pytest.fixture
def device(browser, stub):
    """One browser profile: its tabs share storage, as they do on a teacher's laptop."""
    context = browser.new_context(base_url=stub.base, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def tab(device):
    return device.new_page()
