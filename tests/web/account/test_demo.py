"""The demo lets anyone be anyone, so it must exist in demo mode only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.account.people import a_parent, a_teacher

from spinney.access.personas import Persona, keep_personas, kept_personas

ROOT = Path(__file__).resolve().parents[3]
SIGN_IN = "/demo/sign-in"

# Starts Django from nothing, as the server does, and says what it finds.
LOOK = """
import sys
import django
django.setup()
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
try:
    reverse("demo_sign_in")
    found = "resolves"
except NoReverseMatch:
    found = "no such name"
client = Client()
pages = [client.get("/demo/sign-in"), client.post("/demo/sign-in", {"persona": "senco"}),
         client.get("/no/such/page")]
print(found, *[page.status_code for page in pages],
      len({page.content for page in pages}) == 1,
      "spinney.web.account.demo" in sys.modules, any("demo" in name for name in names))
"""


def started(demo: str) -> str:
    env = {
        **os.environ, "SPINNEY_DEMO": demo, "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "spinney.config.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("demo", ["no", ""])
def test_outside_demo_mode_the_page_the_name_and_the_code_do_not_exist(demo):
    assert started(demo) == "no such name 404 404 404 True False False"


def test_in_demo_mode_it_does_exist_so_the_test_above_can_fail():
    assert started("yes").startswith("resolves 200")


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO, settings.VAR = True, tmp_path
    settings.ROOT_URLCONF = "tests.web.account.demo_site"
    return tmp_path


def persona(key, user, role="Parent"):
    return Persona(key, user.display_name, role, "Alder Primary", "Reads a plan.", user.id)


@pytest.mark.django_db
def test_one_click_makes_you_a_parent(client, demo):
    user = a_parent()
    keep_personas(demo, [persona("mother", user)])
    page = client.get(SIGN_IN).content.decode()
    assert "Ada Okafor" in page
    assert 'name="persona" value="mother"' in page
    answer = client.post(SIGN_IN, {"persona": "mother"})
    assert answer.headers["Location"] == "/account/start"
    assert client.get("/my").status_code == 200


@pytest.mark.django_db
def test_becoming_someone_else_leaves_nothing_of_the_first(client, demo):
    first, second = a_teacher(), a_parent()
    keep_personas(demo, [persona("teacher", first), persona("mother", second)])
    client.post(SIGN_IN, {"persona": "teacher"})
    session = client.session
    session["school"] = "of the teacher"
    session.save()
    client.post(SIGN_IN, {"persona": "mother"})
    assert "school" not in client.session
    assert client.session["_auth_user_id"] == str(second.id)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["", "nobody", "019f0000-0000-7000-8000-000000000000"])
def test_only_a_persona_can_be_chosen(client, demo, who):
    keep_personas(demo, [persona("mother", a_parent())])
    other = a_teacher()
    for wanted in (who, str(other.id), other.email):
        assert client.post(SIGN_IN, {"persona": wanted}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_the_sign_in_page_of_the_demo_shows_the_personas_first(client, demo):
    keep_personas(demo, [persona("mother", a_parent())])
    page = client.get("/account/sign-in").content.decode()
    assert page.index("Ada Okafor") < page.index("Sign in with a password")


@pytest.mark.django_db
def test_the_sign_in_page_outside_the_demo_shows_none_even_if_the_file_is_there(
    client, demo, settings
):
    keep_personas(demo, [persona("mother", a_parent())])
    settings.DEMO = False
    assert "Ada Okafor" not in client.get("/account/sign-in").content.decode()


@pytest.mark.django_db
def test_a_demo_that_has_not_been_seeded_says_what_to_do(client, demo):
    assert "./run seed" in client.get(SIGN_IN).content.decode()


def test_personas_are_kept_as_they_were_given(tmp_path):
    assert kept_personas(tmp_path) == ()
    from uuid import UUID

    given = (Persona("senco", "Ms Chowdhury", "SENCO", "Alder", "Leads.", UUID(int=7)),)
    keep_personas(tmp_path / "var", given)
    assert kept_personas(tmp_path / "var") == given
