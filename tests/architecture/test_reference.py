"""The committed reference, OpenAPI and event schemas are what the code would draw now."""

import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.conftest import ROOT

from spinney.events.catalogue import EVENTS

pytestmark = pytest.mark.django_db
COMMITTED = ROOT / "docs/reference"
# How to put it right, told where it fails.
REDRAW = "run `./run docs` and commit docs/reference"


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(COMMITTED, tmp_path / "reference")


def check(folder=COMMITTED):
    call_command("write_reference", check=True, to=folder, stdout=StringIO())


def test_what_is_committed_is_what_the_code_would_draw():
    try:
        check()
    except CommandError as error:
        pytest.fail(f"{error} ({REDRAW})")


@pytest.mark.parametrize(
    "name",
    [
        "permissions.md",
        "plan-states.md",
        "coach.md",
        "events.md",
        "events.schema.json",
        "openapi.json",
        "tables.md",
    ],
)
def test_a_page_that_was_changed_by_hand_is_found(copy, name):
    page = copy / name
    page.write_text(page.read_text(encoding="utf-8").replace("plan", "plot", 1), encoding="utf-8")
    with pytest.raises(CommandError, match=name):
        check(copy)


def test_a_page_that_is_missing_is_found_and_then_drawn(copy):
    (copy / "events.md").unlink()
    with pytest.raises(CommandError, match=r"events\.md"):
        check(copy)
    call_command("write_reference", to=copy, stdout=StringIO())
    check(copy)


def test_a_change_of_the_rules_shows_in_the_reference(monkeypatch, copy):
    from spinney.access import rules

    monkeypatch.setattr(rules, "GRANTS", rules.GRANTS[1:])
    with pytest.raises(CommandError, match=r"permissions\.md"):
        check(copy)


def test_every_event_has_a_schema_and_every_schema_an_event():
    schemas = json.loads((COMMITTED / "events.schema.json").read_text(encoding="utf-8"))
    assert set(schemas) == set(EVENTS)
    assert all(not s["additionalProperties"] for s in schemas.values())


def test_the_openapi_file_describes_what_is_served():
    described = json.loads((COMMITTED / "openapi.json").read_text(encoding="utf-8"))
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {"/api/v1/me", "/api/v1/plans/{plan_id}"}
