"""One real PostgreSQL for the suite. Tables are made by the owner; every test runs as the app role, fenced."""

import contextlib
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Playwright keeps an event loop in this thread for as long as its browser lives, and Django would take every
# query after a journey for one made in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
SHARED = Path(os.environ.get("SPINNEY_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from spinney.config.database import database_settings

    keep = settings.DATABASES["default"]["TEST"]["NAME"]
    url = os.environ["DATABASE_URL"]
    owner = database_settings(url, role="owner", role_url=os.environ.get("DATABASE_OWNER_URL", ""))
    app = database_settings(url, role="app", role_url=os.environ.get("DATABASE_APP_URL", ""))
    with django_db_blocker.unblock():
        _become(connection, owner)
        made = setup_databases(verbosity=0, interactive=False, keepdb=False)
        _become(connection, {**app, "NAME": keep})
    yield
    with django_db_blocker.unblock():
        _become(connection, {**owner, "NAME": keep})
        teardown_databases(made, verbosity=0)


def _become(connection, wanted):
    connection.close()
    for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS", "NAME"):
        connection.settings_dict[key] = wanted[key]


@pytest.fixture(autouse=True)
def _code_given(settings):
    """Second factors are tested in tests/web/account; everywhere else staff have given their code."""
    settings.STAFF_MFA = False


@pytest.fixture
def kept(settings, tmp_path):
    """A store for files of this test's own, and no scanner by a decision in so many words."""
    settings.FILES_URL = f"file://{tmp_path / 'files'}"
    settings.FILES_SCAN = "none"
    settings.CLAMD_URL = ""
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def _no_minute_passes(monkeypatch):
    """What a process keeps for a minute stays kept through a test, however slow the machine."""
    monkeypatch.setattr("spinney.kernel.kept.monotonic", lambda: 0.0)


@pytest.fixture
def shared() -> Path:
    """The folder of real and synthetic data files; tests that need it are skipped by name without it."""
    if not SHARED.is_dir():
        pytest.skip(f"the shared data folder is not at {SHARED}")
    return SHARED / "data"


@pytest.fixture(scope="session")
def live_name(django_db_setup, django_db_blocker):
    """A second database, copied from the migrated one, for tests that must really commit."""
    from django.conf import settings
    from django.db import connection
    from tests.live import when_nobody_is_in

    name = f"{settings.DATABASES['default']['TEST']['NAME']}_live"
    with django_db_blocker.unblock():
        connection.close()
        _elsewhere(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        when_nobody_is_in(connection.settings_dict["NAME"], _elsewhere)
        _elsewhere(f'CREATE DATABASE "{name}" TEMPLATE "{connection.settings_dict["NAME"]}"')
    yield name
    with django_db_blocker.unblock():
        _elsewhere(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def live_database(live_name, django_db_blocker):
    """One test against it as the app role, outside any transaction. Rows stay, so give each test its own school."""
    from django.db import connection

    usual = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = live_name
        yield live_name
        connection.close()
        connection.settings_dict["NAME"] = usual


@pytest.fixture(scope="session")
def demo_world(tmp_path_factory):
    """`demo_world("small")`: seeded at the first asking, for all modules of the run to copy."""
    from tests.live import seeded

    made = {}
    with contextlib.ExitStack() as stack:

        def of(scale):
            if scale not in made:
                folder = tmp_path_factory.mktemp(f"world-{scale}")
                made[scale] = stack.enter_context(seeded(folder, scale=scale))
            return made[scale]

        yield of


def _elsewhere(statement):
    """One statement as the owner, from a database that nobody copies or drops."""
    import psycopg

    from spinney.config.database import database_settings

    url = os.environ["DATABASE_URL"]
    owner = database_settings(url, role="owner", role_url=os.environ.get("DATABASE_OWNER_URL", ""))
    with psycopg.connect(
        dbname="postgres", user=owner["USER"] or None, password=owner["PASSWORD"] or None,
        host=owner["HOST"] or None, port=owner["PORT"] or None, autocommit=True,
    ) as postgres:  # fmt: skip
        answer = postgres.execute(statement)
        return answer.fetchall() if answer.description else []


def pytest_sessionfinish():
    from tests.browser import close_browser

    close_browser()
