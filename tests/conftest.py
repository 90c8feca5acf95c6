"""One real PostgreSQL for the suite. Tables are made by the owner; every test runs as the app role, fenced."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
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


@pytest.fixture
def shared() -> Path:
    """The folder of real and synthetic data files; tests that need it are skipped by name without it."""
    if not SHARED.is_dir():
        pytest.skip(f"the shared data folder is not at {SHARED}")
    return SHARED / "data"
